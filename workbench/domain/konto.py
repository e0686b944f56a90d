"""A Swedish account: bankgiro, plusgiro or clearing and account number, as the registers have it.

Sources: modulus 10 of bankgiro and plusgiro numbers and of a fifth clearing digit; the table in
``clearing.toml`` for bank accounts; ISO 13616 for IBAN.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.clearing import Serie, mod10, serie_of, table

_PREFIX = re.compile(
    r"(bankgiro|bg|plusgiro|pg|bankkonto|konto)(?![a-zåäö])\.?\s*:?\s*", re.IGNORECASE
)
_BANKGIRO = re.compile(r"\d{7,8}|\d{3,4}-\d{4}", re.ASCII)
_PLUSGIRO = re.compile(r"\d{2,8}|\d{1,7}-\d", re.ASCII)
_PLUSGIRO_HYPHEN = re.compile(r"\d{1,7}-\d", re.ASCII)
_BANKGIRO_HYPHEN = re.compile(r"\d{3,4}-\d{4}", re.ASCII)
_BANK = re.compile(r"(\d{4})(?: ?[-,] ?| )(\d[\d -]*)", re.ASCII)
_FIVE = re.compile(r"(8\d{3})(?:-?(\d) ?,|-(\d) |(\d)[- ]) ?(\d[\d -]*)", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{6,30}", re.ASCII)
_DASHES = re.compile("[‐‑‒–—−]")


class KontoSlag(StrEnum):
    """What an account is."""

    BANKGIRO = "bankgiro"
    PLUSGIRO = "plusgiro"
    BANKKONTO = "bankkonto"


class InvalidKonto(ValueError):
    """The text is no account; the message says in Swedish what, why and what was expected."""


@dataclass(frozen=True, slots=True)
class Konto:
    """An account whose digits are right. ``clearing`` is four digits, five in Swedbank if given.

    ``nummer`` is digits only: 7-8 of a bankgiro, 2-8 of a plusgiro, the full length of a bank
    account where the bank is known. Raises InvalidKonto for anything else.
    """

    slag: KontoSlag
    clearing: str
    nummer: str

    def __post_init__(self) -> None:
        if self.slag is KontoSlag.BANKKONTO:
            _check_bank(self.clearing, self.nummer)
        elif self.clearing:
            raise InvalidKonto(f"Ett {self.slag} har inget clearingnummer.")
        else:
            _check_giro(self.slag, self.nummer)

    def __str__(self) -> str:
        """Return the canonical text, which ``parse`` reads back to the same account."""
        if self.slag is KontoSlag.BANKGIRO:
            return f"BG {self.nummer[:-4]}-{self.nummer[-4:]}"
        if self.slag is KontoSlag.PLUSGIRO:
            return f"PG {self.nummer[:-1]}-{self.nummer[-1]}"
        return f"{self._clearing()},{self.nummer}"

    def visa(self) -> str:
        """Return the account as people write it, with its kind or clearing number first."""
        if self.slag is KontoSlag.BANKGIRO:
            return str(self)
        if self.slag is KontoSlag.PLUSGIRO:
            return f"PG {_pairs(self.nummer[:-1])}-{self.nummer[-1]}"
        if len(self.nummer) == 10:
            serie = serie_of(self.clearing)
            if serie is not None and "personkonto" in serie.bank:
                return f"{self._clearing()}, {self.nummer[:6]}-{self.nummer[6:]}"
            return f"{self._clearing()}, {_threes(self.nummer[:9])}-{self.nummer[9]}"
        return f"{self._clearing()}, {_threes(self.nummer)}"

    def _clearing(self) -> str:
        return f"{self.clearing[:4]}-{self.clearing[4]}" if self.clearing[4:] else self.clearing


@dataclass(frozen=True, slots=True)
class Iban:
    """A Swedish IBAN whose check digits are right: SE and 22 digits, no spaces."""

    nummer: str

    def __post_init__(self) -> None:
        if not (self.nummer.isascii() and len(self.nummer) == 24 and self.nummer[:2] == "SE"):
            raise _bad(self.nummer, "ett svenskt IBAN är SE och 22 siffror")
        if not self.nummer[2:].isdigit() or not _mod97(self.nummer):
            raise _bad(
                self.nummer, "IBAN-numrets kontrollsiffror stämmer inte; något tecken är fel"
            )


def parse(text: str) -> Konto:
    """Return the account that a text names.

    Read are ``BG``/``bankgiro``, ``PG``/``plusgiro`` and ``konto`` in front; without them
    ``123-4567`` is a bankgiro, ``12 34 56-7`` a plusgiro, ``5226-1234567`` and
    ``8327-9, 123 456 789-0`` are bank accounts, and an IBAN is taken apart when that is certain.
    Raises InvalidKonto with the reason and what was expected, in Swedish.
    """
    plain = " ".join(_DASHES.sub("-", text).split())
    if not plain:
        raise InvalidKonto("Kontot är tomt. Skriv ett bankgiro, plusgiro eller bankkonto.")
    prefix = _PREFIX.match(plain)
    rest = plain[prefix.end() :] if prefix else plain
    word = prefix[1].lower() if prefix else ""
    if word in ("bg", "bankgiro"):
        return _giro(KontoSlag.BANKGIRO, rest, text)
    if word in ("pg", "plusgiro"):
        return _giro(KontoSlag.PLUSGIRO, rest, text)
    joined = rest.replace(" ", "").upper()
    if _IBAN.fullmatch(joined):
        return _from_iban(parse_iban(joined))
    if not word and _BANKGIRO_HYPHEN.fullmatch(rest):
        return _giro(KontoSlag.BANKGIRO, rest, text)
    if not word and _PLUSGIRO_HYPHEN.fullmatch(joined):
        return _giro(KontoSlag.PLUSGIRO, rest, text)
    if joined.isascii() and joined.isdigit() and len(joined) <= 10:
        raise _ambiguous(joined, text)
    return _bank(rest, text)


def parse_iban(text: str) -> Iban:
    """Return a Swedish IBAN, spaces allowed; raises InvalidKonto."""
    return Iban("".join(text.split()).upper())


def bank(konto: Konto) -> str:
    """Return the name of the bank, empty for giro numbers and unknown clearing numbers."""
    serie = serie_of(konto.clearing) if konto.clearing else None
    return serie.bank if serie else ""


def hints(konto: Konto) -> list[str]:
    """Return in Swedish what could not be checked about an account; usually nothing."""
    if konto.slag is not KontoSlag.BANKKONTO:
        return []
    serie = serie_of(konto.clearing)
    if serie is None:
        return [
            f"Clearingnumret {konto.clearing[:4]} finns inte i tabellen över bankerna, så "
            "kontonumrets längd och kontrollsiffra är inte kontrollerade."
        ]
    if not serie.checks(konto.clearing, konto.nummer):
        return [
            f"Kontrollsiffran i {konto.visa()} stämmer inte, men kontot kan ändå vara rätt: "
            f"{serie.osaker}. Stäm av med mottagaren."
        ]
    return []


def _bad(text: str, why: str) -> InvalidKonto:
    return InvalidKonto(f"Kontot ”{text.strip()}” går inte att använda: {why}.")


def _ambiguous(digits: str, text: str) -> InvalidKonto:
    if 7 <= len(digits) <= 8:
        return _bad(
            text,
            f"{len(digits)} siffror utan bindestreck kan vara både bankgiro och plusgiro. Skriv "
            "BG eller PG framför, eller bindestrecket: 123-4567 är bankgiro, 123456-7 är plusgiro",
        )
    return _bad(
        text,
        f"det går inte att se vad {len(digits)} siffror i följd är. Skriv BG eller PG framför, "
        "eller clearingnummer, bindestreck och kontonummer",
    )


def _giro(slag: KontoSlag, rest: str, text: str) -> Konto:
    joined = rest.replace(" ", "")
    if slag is KontoSlag.BANKGIRO and not _BANKGIRO.fullmatch(joined):
        raise _bad(text, "ett bankgiro är sju eller åtta siffror, 123-4567 eller 1234-5678")
    if slag is KontoSlag.PLUSGIRO and not _PLUSGIRO.fullmatch(joined):
        raise _bad(text, "ett plusgiro är två till åtta siffror med den sista efter bindestreck")
    return Konto(slag, "", joined.replace("-", ""))


def _check_giro(slag: KontoSlag, nummer: str) -> None:
    least, most = (7, 8) if slag is KontoSlag.BANKGIRO else (2, 8)
    if not (_is_digits(nummer) and least <= len(nummer) <= most):
        raise _bad(nummer, f"ett {slag} är {least} till {most} siffror")
    if not mod10(nummer) or not nummer.strip("0"):
        raise _bad(
            nummer,
            f"sista siffran i ett {slag} är en kontrollsiffra, och den stämmer inte. Någon "
            "siffra är fel; kontrollera mot fakturan eller mottagaren",
        )


def _bank(rest: str, text: str) -> Konto:
    clearing, number = _parts(rest, text)
    if clearing[0] == "8" and len(clearing) == 4 and len(number) == 11:
        clearing, number = clearing + number[0], number[1:]
    serie = serie_of(clearing)
    if serie is not None and serie.minst <= len(number) <= serie.length:
        number = number.zfill(serie.length)
    return Konto(KontoSlag.BANKKONTO, clearing, number)


def _parts(rest: str, text: str) -> tuple[str, str]:
    """Return clearing number and account number of a bank account, digits only."""
    joined = rest.replace(" ", "")
    if _is_digits(joined) and 11 <= len(joined) <= 15:
        _refuse_unclear(joined[:4], joined[4:], text)
        return joined[:4], joined[4:]
    if five := _FIVE.fullmatch(rest):
        fifth = five[2] or five[3] or five[4]
        return five[1] + fifth, re.sub(r"[ -]", "", five[5])
    if four := _BANK.fullmatch(rest):
        return four[1], re.sub(r"[ -]", "", four[2])
    raise _bad(
        text,
        "ett bankkonto skrivs clearingnummer, bindestreck och kontonummer, till exempel "
        "5226-1234567 eller 8327-9, 123 456 789-0; bankgiro och plusgiro med BG eller PG framför",
    )


def _refuse_unclear(clearing: str, number: str, text: str) -> None:
    serie = serie_of(clearing)
    lengths = () if serie is None else (serie.length, serie.length + (clearing[0] == "8"))
    if len(number) not in lengths:
        raise _bad(
            text,
            "det går inte att se var clearingnumret slutar. Skriv clearingnummer, bindestreck "
            "och kontonummer",
        )


def _check_bank(clearing: str, nummer: str) -> None:
    shown = f"{clearing},{nummer}"
    if not (_is_digits(clearing) and len(clearing) in (4, 5) and clearing[0] != "0"):
        raise _bad(shown, "clearingnumret är fyra siffror, i Swedbank ibland fem")
    if len(clearing) == 5 and (clearing[0] != "8" or not mod10(clearing)):
        raise _bad(
            shown,
            f"femte siffran i clearingnumret {clearing[:4]}-{clearing[4]} är en kontrollsiffra "
            "som bara finns när numret börjar med 8, och den stämmer inte",
        )
    if clearing[:3] == "996" or clearing[:4] == "9900":
        other = "PG och plusgironumret" if clearing[:3] == "996" else "BG och bankgironumret"
        raise _bad(shown, f"clearingnumret {clearing} hör till girot. Skriv {other}")
    serie = serie_of(clearing)
    if not _is_digits(nummer) or not nummer.strip("0"):
        raise _bad(shown, "kontonumret ska vara siffror")
    if serie is None:
        if not 5 <= len(nummer) <= 11:
            raise _bad(shown, "kontonumret ska vara 5 till 11 siffror efter clearingnumret")
        return
    _check_serie(serie, clearing, nummer)


def _check_serie(serie: Serie, clearing: str, nummer: str) -> None:
    shown = f"{clearing},{nummer}"
    if len(nummer) != serie.length:
        expected = (
            str(serie.length) if serie.minst == serie.length else f"{serie.minst}-{serie.length}"
        )
        raise _bad(
            shown,
            f"ett konto i {serie.bank} är {expected} siffror efter clearingnumret, här är det "
            f"{len(nummer)}",
        )
    if not serie.osaker and not serie.checks(clearing, nummer):
        raise _bad(
            shown,
            f"sista siffran i ett konto i {serie.bank} är en kontrollsiffra, och den stämmer "
            "inte. Någon siffra i clearingnumret eller kontonumret är fel",
        )


def _from_iban(iban: Iban) -> Konto:
    """Return the account of an IBAN, when bank, clearing number and check digit all agree."""
    code, digits = iban.nummer[4:7], iban.nummer[7:].lstrip("0")
    clearing, number = digits[:4], digits[4:]
    if code == "800" and len(digits) == 15:
        clearing, number = digits[:5], digits[5:]
    serie = serie_of(clearing) if len(digits) in (11, 15) else None
    if (
        serie is not None
        and serie.iban == code
        and len(number) == serie.length
        and serie.checks(clearing, number)
        and (len(clearing) == 4 or mod10(clearing))
    ):
        return Konto(KontoSlag.BANKKONTO, clearing, number)
    names = sorted({serie.bank for serie in table() if serie.iban == code})
    raise _bad(
        iban.nummer,
        f"IBAN-numret är riktigt ({' eller '.join(names) or 'okänd bank'}), men clearingnumret "
        "går inte att läsa ut säkert. Skriv clearingnummer och kontonummer i stället",
    )


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _mod97(iban: str) -> bool:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _pairs(digits: str) -> str:
    return _grouped(digits, 2)


def _threes(digits: str) -> str:
    return _grouped(digits, 3)


def _grouped(digits: str, size: int) -> str:
    """Return digits in groups from the right."""
    first = len(digits) % size
    parts = [digits[:first]] + [digits[at : at + size] for at in range(first, len(digits), size)]
    return " ".join(part for part in parts if part)

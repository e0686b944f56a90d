"""SIE 4I: vouchers of a system beside the ledger, as a file that the ledger reads.

After "SIE filformat, utgåva 4B" (SIE-Gruppen, 2008-09-30): code page 437, CRLF, fields in
quotes, amounts with a point. Amounts are integer öre, debit above and credit below zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.money import kronor, plain
from workbench.domain.people import InvalidNumber
from workbench.domain.people import orgnr as valid_orgnr
from workbench.domain.time import parse_day
from workbench.exports.tecken import Tecken

KOD = re.compile(r"[0-9A-Za-zÅÄÖåäö._/+-]{1,32}")
"""What series, voucher numbers and objects are written with: nothing that is ever replaced."""


class SieFel(ValueError):
    """The book can not be written as SIE; the Swedish message says what and where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a voucher: account, öre (debit positive), and (dimension, object) pairs."""

    account: str
    amount_ore: int
    objects: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher; ``number`` empty lets the ledger number it. ``day`` is ``YYYY-MM-DD``."""

    series: str
    number: str
    day: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that a file says: who made it when, for whom and which year, and the vouchers.

    Days are ``YYYY-MM-DD``; ``year`` the first and last day of the räkenskapsår. ``accounts``,
    ``dimensions`` and ``objects`` may hold more than the vouchers use.
    """

    program: str
    version: str
    generated: str
    signature: str
    orgnr: str
    company: str
    year: tuple[str, str]
    accounts: Mapping[str, str]
    dimensions: Mapping[int, str]
    objects: Sequence[tuple[int, str, str]]
    vouchers: Sequence[Voucher]


@dataclass(frozen=True, slots=True)
class SieFil:
    """The bytes of a file, and Swedish warnings about characters that code page 437 lacks."""

    innehall: bytes
    varningar: tuple[str, ...]


def write(book: Book) -> SieFil:
    """Return a book as a SIE 4I file: the same book always gives the same bytes.

    Declares only the accounts, dimensions and objects that the vouchers use. Raises SieFel when
    there is no voucher, when one does not balance or has an entry of nothing, lies outside the
    year, or names what is not declared.
    """
    _check(book)
    tecken = Tecken(_i_pc8, "teckentabellen PC8")
    lines = [*_heading(book, tecken), *_plan(book, tecken)]
    for voucher in book.vouchers:
        lines += _voucher(voucher, tecken)
    text = "".join(f"{line}\r\n" for line in lines)
    return SieFil(text.encode("cp437", "strict"), tecken.varningar)


def _heading(book: Book, tecken: Tecken) -> Iterator[str]:
    number = valid_orgnr(book.orgnr)
    yield "#FLAGGA 0"
    yield f"#PROGRAM {_quoted(book.program, tecken)} {_quoted(book.version, tecken)}"
    yield "#FORMAT PC8"
    yield f"#GEN {_date(book.generated)} {_quoted(book.signature, tecken)}"
    yield "#SIETYP 4"
    yield f"#ORGNR {number[:6]}-{number[6:]}"
    yield f"#FNAMN {_quoted(book.company, tecken)}"
    yield f"#RAR 0 {_date(book.year[0])} {_date(book.year[1])}"


def _plan(book: Book, tecken: Tecken) -> Iterator[str]:
    entries = [entry for voucher in book.vouchers for entry in voucher.entries]
    used = {pair for entry in entries for pair in entry.objects}
    for account in sorted({entry.account for entry in entries}):
        yield f"#KONTO {account} {_quoted(book.accounts[account], tecken)}"
    for dimension in sorted({dimension for dimension, _ in used}):
        yield f"#DIM {dimension} {_quoted(book.dimensions[dimension], tecken)}"
    names = {(dimension, number): name for dimension, number, name in book.objects}
    for dimension, number in sorted(used):
        name = _quoted(names[dimension, number], tecken)
        yield f'#OBJEKT {dimension} "{number}" {name}'


def _voucher(voucher: Voucher, tecken: Tecken) -> Iterator[str]:
    text = _quoted(voucher.text, tecken)
    yield f'#VER "{voucher.series}" "{voucher.number}" {_date(voucher.day)} {text}'
    yield "{"
    for entry in voucher.entries:
        objects = " ".join(f'{dimension} "{number}"' for dimension, number in entry.objects)
        yield f"#TRANS {entry.account} {{{objects}}} {plain(entry.amount_ore)}"
    yield "}"


def _quoted(text: str, tecken: Tecken) -> str:
    """Return a field in quotes; a backslash only ever stands before a quote."""
    fitted = tecken.passa(text).strip().replace('"', '\\"')
    return f'"{fitted}"'


def _i_pc8(character: str) -> bool:
    """Tell whether code page 437 has a character that may stand in a field."""
    if character in "\\\u00a0\x7f":
        return False
    try:
        character.encode("cp437")
    except UnicodeEncodeError:
        return False
    return True


def _date(iso: str) -> str:
    return iso.replace("-", "")


# -- what must hold ---------------------------------------------------------------------------


def _check(book: Book) -> None:
    try:
        valid_orgnr(book.orgnr)
    except InvalidNumber as error:
        raise SieFel(f"Organisationsnumret {book.orgnr!r} är fel: {error}.") from error
    first, last = (_day(day, "räkenskapsåret") for day in book.year)
    if first > last:
        raise SieFel(f"Räkenskapsåret slutar {book.year[1]}, före sin första dag {book.year[0]}.")
    _day(book.generated, "dagen då filen gjordes")
    if not book.vouchers:
        raise SieFel("Det finns inga verifikationer att skriva.")
    objects = {(dimension, number) for dimension, number, _ in book.objects}
    for place, voucher in enumerate(book.vouchers, 1):
        name = f"Verifikation {place} ({voucher.text}, {voucher.day})"
        if not first <= _day(voucher.day, name) <= last:
            raise SieFel(f"{name} ligger utanför räkenskapsåret {' - '.join(book.year)}.")
        if not _is_code(voucher.series, voucher.number):
            raise SieFel(f"{name}: serie och nummer får bara ha bokstäver och siffror.")
        _check_entries(name, voucher, book, objects)


def _check_entries(name: str, voucher: Voucher, book: Book, objects: set[tuple[int, str]]) -> None:
    if not voucher.entries:
        raise SieFel(f"{name} har inga rader.")
    for entry in voucher.entries:
        if not entry.amount_ore:
            raise SieFel(f"{name}: raden på konto {entry.account} är 0 kr.")
        if not (entry.account.isascii() and entry.account.isdigit()):
            raise SieFel(f"{name}: kontot {entry.account!r} är inte ett nummer.")
        if entry.account not in book.accounts:
            raise SieFel(f"{name}: konto {entry.account} saknas i kontoplanen.")
        dimensions = [dimension for dimension, _ in entry.objects]
        if len(set(dimensions)) < len(dimensions):
            raise SieFel(f"{name}: raden på konto {entry.account} har en dimension två gånger.")
        for dimension, number in entry.objects:
            if dimension not in book.dimensions:
                raise SieFel(f"{name}: dimension {dimension} saknar namn.")
            if (dimension, number) not in objects or not KOD.fullmatch(number):
                raise SieFel(f"{name}: objekt {number!r} i dimension {dimension} är okänt.")
    difference = sum(entry.amount_ore for entry in voucher.entries)
    if difference:
        raise SieFel(f"{name} balanserar inte: debet minus kredit är {kronor(difference)} kr.")


def _is_code(*texts: str) -> bool:
    return all(not text or KOD.fullmatch(text) for text in texts)


def _day(iso: str, what: str) -> int:
    try:
        return parse_day(iso)
    except ValueError as error:
        raise SieFel(f"{what}: {iso!r} är inte en dag, ÅÅÅÅ-MM-DD väntades.") from error

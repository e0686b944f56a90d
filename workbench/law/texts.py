"""Forms of settings that are texts: what each must look like, and what it is read as.

Every reader raises ValueError with what was expected, in Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workbench.domain.konto import Iban, Konto, KontoSlag, parse, parse_iban
from workbench.domain.people import orgnr as valid_orgnr

_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?", re.ASCII)
_NUMBERED = re.compile(r"(\d{1,10}) +(\S.*)", re.ASCII)
_UNIT = re.compile(r"[0-9A-Za-zÅÄÖåäö-]{1,10}")
MOST = 2000
"""Characters of a setting."""


def plain(text: str) -> str:
    """Return a text without blanks around it and without control characters."""
    if len(text) > MOST or any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        raise ValueError(f"text på högst {MOST} tecken, utan styrtecken")
    return text.strip()


def orgnr(text: str) -> str:
    """Return the ten digits of an organisationsnummer."""
    try:
        return valid_orgnr(text)
    except ValueError as error:
        raise ValueError(f"ett organisationsnummer ({error})") from error


def payer_account(text: str) -> Iban | Konto:
    """Return the account that is charged: an IBAN or a bankgiro."""
    try:
        if text.strip()[:2].upper() == "SE":
            return parse_iban(text)
        return bankgiro(text)
    except ValueError as error:
        raise ValueError(f"ett IBAN eller ett bankgiro ({error})") from error


def bankgiro(text: str) -> Konto:
    """Return a bankgiro."""
    account = parse(text)
    if account.slag is not KontoSlag.BANKGIRO:
        raise ValueError(f"ett bankgiro, {account} är ett {account.slag}")
    return account


def numbered(text: str) -> tuple[str, str]:
    """Return the number and the name of an account or a dimension, as ``5570 Assistans``."""
    found = _NUMBERED.fullmatch(text.strip())
    if found is None:
        raise ValueError("nummer och namn, som: 5570 Personlig assistans")
    return found[1], found[2]


def units(text: str) -> Mapping[str, str]:
    """Return {nämnd: kostnadsställe}, as ``Socialnämnden = 4711; * = 4700``; ``*`` is any other."""
    found: dict[str, str] = {}
    for part in (part for part in text.split(";") if part.strip()):
        name, sign, code = (piece.strip() for piece in part.rpartition("="))
        if not sign or not name or not _UNIT.fullmatch(code):
            raise ValueError(
                f"nämnd = kostnadsställe, åtskilda av semikolon; ”{part.strip()}” är fel"
            )
        if name in found:
            raise ValueError(f"varje nämnd en gång; {name} står två gånger")
        found[name] = code
    if not found:
        raise ValueError("minst en nämnd = kostnadsställe")
    return found


def addresses(text: str) -> Mapping[str, str]:
    """Return {nämnd: address}, as ``Nämnden = Box 1, 123 45 Orten; * = Box 2``; ``*`` is any other,
    and an address alone is everyone's."""
    if "=" not in text:
        return {"*": plain(text)}
    found: dict[str, str] = {}
    for part in (part for part in plain(text).split(";") if part.strip()):
        name, sign, address = (piece.strip() for piece in part.partition("="))
        if not sign or not name or not address:
            raise ValueError(
                f"nämnd = adress, åtskilda av semikolon, eller bara en adress; ”{part.strip()}” är "
                "fel"
            )
        if name in found:
            raise ValueError(f"varje nämnd en gång; {name} står två gånger")
        found[name] = address
    return found


def _matching(pattern: re.Pattern[str], expected: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text.strip()):
            raise ValueError(expected)
        return text.strip()

    return read


FORMS: Mapping[str, Callable[[str], object]] = {
    "": plain,
    "orgnr": orgnr,
    "betalarkonto": payer_account,
    "bankgiro": bankgiro,
    "bic": _matching(_BIC, "åtta eller elva tecken, som SWEDSESS"),
    "land": _matching(re.compile(r"[A-Z]{2}", re.ASCII), "två stora bokstäver, som SE"),
    "id": _matching(re.compile(r"[0-9A-Za-z-]{1,35}", re.ASCII), "1-35 bokstäver och siffror"),
    "kod": _matching(re.compile(r"[0-9A-Za-z]{1,10}", re.ASCII), "1-10 bokstäver och siffror"),
    "numrerad": numbered,
    "namnder": units,
    "adresser": addresses,
}
"""Form to its reader."""

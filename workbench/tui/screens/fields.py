"""What fields of forms are tried by: days, sums, numbers, yes and no. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.konto import InvalidKonto, parse
from workbench.domain.people import InvalidNumber, orgnr, personnummer
from workbench.domain.time import parse_day
from workbench.tui.words import read_kronor

DAY = "ÅÅÅÅ-MM-DD"
YES, NO = "ja", "nej"


def is_day(text: str) -> bool:
    """Tell whether a text is a day written as ``2026-03-31``."""
    try:
        parse_day(text)
    except ValueError:
        return False
    return True


def wrong_day(text: str, what: str) -> Iterator[str]:
    """Yield what is wrong with a day."""
    if not is_day(text):
        yield f"{what} skrivs {DAY}."


def wrong_sum(text: str) -> Iterator[str]:
    """Yield what is wrong with a sum."""
    if not text:
        yield "Skriv beloppet, till exempel 12 345,67."
    elif read_kronor(text) is None:
        yield "Beloppet skrivs i kronor, som 12 345,67."


def is_person(text: str) -> bool:
    """Tell whether a text is a valid personnummer."""
    try:
        personnummer(text)
    except InvalidNumber:
        return False
    return True


def is_number(text: str) -> bool:
    """Tell whether a text is a valid personnummer or organisationsnummer."""
    try:
        orgnr(text)
    except InvalidNumber:
        return is_person(text)
    return True


def wrong_account(text: str) -> Iterator[str]:
    """Yield what is wrong with an account."""
    try:
        parse(text)
    except InvalidKonto as error:
        yield str(error)


def wrong_yes(text: str, what: str) -> Iterator[str]:
    """Yield what is wrong with a yes or a no."""
    if text.lower() not in (YES, NO):
        yield f"{what}: skriv ja eller nej."


def first_problem(problems: Iterator[str]) -> str:
    """Return the first problem; "" = there is none."""
    return next(problems, "")

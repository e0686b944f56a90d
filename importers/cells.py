"""One cell of text to one value: the only place where text is given a meaning.

Every parser takes the cell without surrounding space and raises BadCell, which names the
message and its facts. Nothing is guessed and nothing is repaired.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from importers.base import ImportIssue, Table
from importers.catalogue import issue
from importers.kinds import Column
from workbench.domain import konto, people, time
from workbench.domain.money import parse_scaled

FIRST_YEAR, LAST_YEAR = 1900, 2999
MAX_SCALED = 10**13
MAX_PERCENT = 10_000

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}", re.ASCII)
_EXCEL = re.compile(r"\d([.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_LENGTH = re.compile(r"[1-9]\d{0,3}[dvm]", re.ASCII)
_LOOKS_LIKE_NUMBER = re.compile(r"[\d -]+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_DATE_TIPS = (
    (re.compile(r"\d{8}"), "; bindestrecken saknas"),
    (re.compile(r"\d{6}"), "; århundradet och bindestrecken saknas"),
    (re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"), "; året ska stå först"),
    (re.compile(r"\d{2}[-/.]\d{2}[-/.]\d{2}"), "; året ska ha fyra siffror"),
    (re.compile(r"\d{4}[/.]\d{1,2}[/.]\d{1,2}"), "; skriv bindestreck mellan delarna"),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "; månad och dag ska ha två siffror"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[T ].+"), "; ta bort klockslaget"),
)
_CLOCK_TIPS = (
    (re.compile(r"\d:\d{2}"), "; skriv nollan först"),
    (re.compile(r"\d{1,2}\.\d{2}"), "; här står punkt i stället för kolon"),
    (re.compile(r"\d{1,2}:\d{2}:\d{2}"), "; ta bort sekunderna"),
    (re.compile(r"\d{3,4}"), "; kolon saknas"),
    (re.compile(r"0?[.,]\d+"), "; Excel har gjort om tiden till del av ett dygn"),
)
_MOMENT_TIPS = (
    (re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}"), "; bokstaven T saknas mellan datum och tid"),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "; klockslaget saknas"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}.*"), "; ta bort sekunderna"),
)
_NUMBER_TIPS = (
    (re.compile(r"-?\d{1,3}([  \u202f.]\d{3})+([.,]\d+)?"), "; ta bort tusentalsavgränsaren"),
    (re.compile(r".*\d\s*(kr|kronor|tim|h|%|timmar)\.?", re.IGNORECASE), "; ta bort enheten"),
    (re.compile(r"\d+:\d{2}"), "; timmar skrivs som decimaltal, 8:30 är 8,5"),
)


class BadCell(ValueError):
    """The text is not what the column holds; ``kod`` and ``facts`` make the message."""

    def __init__(self, kod: str, vagrad: bool = False, **facts: object) -> None:
        super().__init__(kod)
        self.kod = kod
        self.facts = facts
        self.vagrad = vagrad


class Odd(str):
    """The text of a cell that was refused before it became text; ``bad`` says why.

    The text never reads as a valid value of its column, so that a look-up by text misses.
    """

    bad: BadCell

    def __new__(cls, text: str, bad: BadCell) -> Odd:
        odd = super().__new__(cls, text)
        odd.bad = bad
        return odd


def _tip(text: str, tips: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    return next((tip for pattern, tip in tips if pattern.fullmatch(text)), "")


def _refuse_destroyed(text: str) -> None:
    if _EXCEL.fullmatch(text):
        raise BadCell("IM-049")


def person(text: str) -> str:
    """Return twelve digits; BadCell says why a number is not a person's."""
    _refuse_destroyed(text)
    try:
        return people.personnummer(text)
    except people.InvalidNumber as error:
        raise BadCell("IM-048", orsak=str(error)) from error


def persons(text: str) -> tuple[str, ...]:
    """Return the numbers of a comma list in its order, each once; BadCell names the wrong one."""
    _refuse_destroyed(text)
    numbers = []
    for item in _items(text):
        try:
            numbers.append(people.personnummer(item))
        except people.InvalidNumber as error:
            raise BadCell("IM-121", nummer=item, orsak=str(error)) from error
    return tuple(dict.fromkeys(numbers))


def _items(text: str) -> list[str]:
    """Return the items of a comma list, without the empty ones."""
    return [item for part in text.split(",") if (item := part.strip())]


def chosen(text: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a comma list, each once; BadCell names those that are not allowed."""
    words = _items(text)
    unknown = [word for word in words if word not in choices]
    if unknown:
        raise BadCell("IM-120", okanda=", ".join(unknown), val=", ".join(choices))
    return tuple(dict.fromkeys(words))


def orgnr(text: str) -> str:
    """Return ten digits; BadCell says why a number is not an organisation's."""
    _refuse_destroyed(text)
    try:
        return people.orgnr(text)
    except people.InvalidNumber as error:
        raise BadCell("IM-050", orsak=str(error)) from error


def number(text: str) -> str:
    """Return the digits of a person's (12) or an organisation's (10) number."""
    _refuse_destroyed(text)
    parse = people.personnummer if len(text.replace("-", "")) > 10 else people.orgnr
    try:
        return parse(text)
    except people.InvalidNumber as error:
        raise BadCell("IM-066", orsak=str(error)) from error


def number_or_text(text: str) -> str:
    """Return a number's digits when the cell is written with digits, else the text."""
    if _LOOKS_LIKE_NUMBER.fullmatch(text) or _EXCEL.fullmatch(text):
        return number(text)
    return free_text(text)


def account(text: str) -> str:
    """Return an account in its canonical form; BadCell says why a text is no account."""
    _refuse_destroyed(text)
    try:
        return str(konto.parse(text))
    except konto.InvalidKonto as error:
        raise BadCell("IM-069", orsak=str(error)) from error


def free_text(text: str) -> str:
    """Return the text as it stands; control characters are refused."""
    if _CONTROL.search(text):
        raise BadCell("IM-068")
    return text


def country(text: str) -> str:
    """Return a two-letter code in capitals, or any other text as it stands."""
    return text.upper() if len(text) == 2 and text.isascii() else free_text(text)


def date(text: str) -> str:
    """Return ``YYYY-MM-DD`` of a day that exists, years 1900-2999."""
    if not _DATE.fullmatch(text):
        raise BadCell("IM-040", tips=_tip(text, _DATE_TIPS))
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise BadCell("IM-067")
    try:
        dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadCell("IM-041") from error
    return text


def clock(text: str) -> int:
    """Return the minute 0-1440 of ``HH:MM``; 1440 is ``24:00``."""
    if not _CLOCK.fullmatch(text):
        raise BadCell("IM-042", tips=_tip(text, _CLOCK_TIPS))
    try:
        return time.parse_clock(text)
    except ValueError as error:
        raise BadCell("IM-043") from error


def moment(text: str) -> str:
    """Return ``YYYY-MM-DDTHH:MM``; ``24:00`` becomes the next day's ``00:00``."""
    day, separator, wall = text.partition("T")
    if not (separator and _DATE.fullmatch(day) and _CLOCK.fullmatch(wall)):
        raise BadCell("IM-047", tips=_tip(text, _MOMENT_TIPS))
    number_of_day = time.parse_day(date(day))
    minute = clock(wall)
    if minute == time.DAY_MINUTES:
        return f"{time.iso_day(number_of_day + 1)}T00:00"
    try:
        time.instant(number_of_day, minute)
    except time.NonexistentTime as error:
        raise BadCell("IM-044") from error
    return text


def month(text: str) -> str:
    """Return ``YYYY-MM``."""
    try:
        time.parse_month(text)
    except ValueError as error:
        raise BadCell("IM-057") from error
    if not text.isascii():
        raise BadCell("IM-057")
    return text


def decimal(text: str) -> int:
    """Return hundredths (kronor: öre) of a number that is not negative."""
    _refuse_destroyed(text)
    plain = text.replace("\u2212", "-")
    try:
        value = parse_scaled(plain)
    except ValueError as error:
        raise _bad_number(plain) from error
    if value < 0:
        raise BadCell("IM-054")
    if value > MAX_SCALED:
        raise BadCell("IM-065", grans="100 miljarder")
    return value


def _bad_number(text: str) -> BadCell:
    if re.fullmatch(r"[+-]?\d+[.,]\d{3,}", text):
        return BadCell("IM-053")
    return BadCell("IM-052", tips=_tip(text, _NUMBER_TIPS))


def percent(text: str) -> int:
    """Return hundredths of a per cent, at most 100 %."""
    value = decimal(text)
    if value > MAX_PERCENT:
        raise BadCell("IM-065", grans="100")
    return value


def integer(text: str) -> int:
    """Return a whole number that is not negative."""
    if not _INTEGER.fullmatch(text):
        raise BadCell("IM-059")
    if text[0] == "-":
        raise BadCell("IM-054")
    if len(text) > 9:
        raise BadCell("IM-065", grans="999999999")
    return int(text)


def yes_no(text: str) -> bool:
    """Return True for ``ja`` and False for ``nej``."""
    if text not in ("ja", "nej"):
        raise BadCell("IM-055")
    return text == "ja"


def length(text: str) -> str:
    """Return a period's length such as ``28d``, ``16v`` or ``4m`` as it stands."""
    if not _LENGTH.fullmatch(text):
        raise BadCell("IM-058")
    return text


PARSERS: dict[str, Callable[[str], object]] = {
    "text": free_text,
    "person": person,
    "personer": persons,
    "orgnr": orgnr,
    "arbetsgivare": number,
    "nummer": number,
    "vem": number_or_text,
    "konto": account,
    "land": country,
    "datum": date,
    "klocka": clock,
    "tidpunkt": moment,
    "manad": month,
    "decimal": decimal,
    "procent": percent,
    "heltal": integer,
    "janej": yes_no,
    "langd": length,
}


def parse(column: Column, text: str) -> object:
    """Return the value of a cell of ``column``; None for an empty one; raises BadCell."""
    if isinstance(text, Odd):
        raise text.bad
    plain = text.strip()
    if not plain:
        if column.required and not column.may_be_empty:
            raise BadCell("IM-031")
        return None
    if column.type == "val":
        if plain not in column.choices:
            raise BadCell("IM-056", val=", ".join(column.choices))
        return plain
    if column.type == "lista":
        return chosen(plain, column.choices)
    return PARSERS[column.type](plain)


def cell_issue(
    bad: BadCell, fil: str, table: Table, rad: int, kolumn: str | None, varde: str | None
) -> ImportIssue:
    """Return the issue of a cell (or, without ``kolumn``, of a whole row) of a table."""
    return issue(
        bad.kod,
        fil,
        blad=table.blad,
        rad=rad,
        kolumn=kolumn,
        varde=(varde or "").strip() or None,
        vagrad=bad.vagrad,
        facts=bad.facts,
    )

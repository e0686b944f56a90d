"""Working time as it counts: arrangements, chains of periods, and counted minutes. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from workbench.domain.report import BEREDSKAP, Row, duplicates
from workbench.domain.time import Interval, midnight, month_first, month_of


class Act(StrEnum):
    """What regulates an assistant's working time."""

    HUSLIGT = "husligt"
    ATL = "atl"
    AVTAL = "kollektivavtal"


class Length(NamedTuple):
    """Length of a period: a number of days, or of calendar months."""

    months: bool
    number: int

    @classmethod
    def parse(cls, text: str) -> Length:
        """Return the length of ``28d``, ``16v`` (weeks) or ``4m``."""
        number, unit = int(text[:-1]), text[-1]
        return cls(unit == "m", number * 7 if unit == "v" else number)


FOUR_WEEKS = Length(False, 28)


def period_days(length: Length, anchor: int, day: int) -> Interval:
    """Return the half-open days of the period that a day lies in.

    Periods are laid end to end in both directions from the anchor day; month-long ones from
    the first of the anchor's month.
    """
    if length.months:
        base = month_of(anchor)
        first = base + (month_of(day) - base) // length.number * length.number
        return month_first(first), month_first(first + length.number)
    start = anchor + (day - anchor) // length.number * length.number
    return start, start + length.number


def periods(length: Length, anchor: int, days: Interval) -> Iterator[Interval]:
    """Yield the periods that meet some days, in order."""
    day = days[0]
    while day < days[1]:
        period = period_days(length, anchor, day)
        yield period
        day = period[1]


class Piece(NamedTuple):
    """Counted minutes of a row: each minute of a person's time stands in one piece at most."""

    start: int
    slut: int
    row: Row


def counted(rows: Iterable[Row]) -> list[Piece]:
    """Return the minutes that count as working time, in time order, each once.

    Assistans and vantetid count, beredskap and later copies don't. Where rows overlap, a minute
    counts for the row that starts first (tie: lower row id).
    """
    work = sorted(row for row in rows if row.slag != BEREDSKAP)
    pieces: list[Piece] = []
    latest = -1
    overlapping = False
    for row in work:
        if row.start < latest:
            overlapping = True
            break
        pieces.append(Piece(row.start, row.slut, row))
        latest = row.slut
    if not overlapping:
        return pieces
    copies = duplicates(work)
    pieces, latest = [], -1
    for row in work:
        start = max(row.start, latest)
        if row.id not in copies and start < row.slut:
            pieces.append(Piece(start, row.slut, row))
            latest = row.slut
    return pieces


def clip(pieces: Sequence[Piece], start: int, slut: int) -> list[Piece]:
    """Return the parts of pieces inside an interval."""
    return [
        Piece(max(piece.start, start), min(piece.slut, slut), piece.row)
        for piece in pieces
        if piece.start < slut and piece.slut > start
    ]


def beyond(pieces: Sequence[Piece], limit: int) -> list[Piece]:
    """Return what lies above a limit of minutes: the last counted minutes in time order."""
    total = 0
    above = []
    for piece in pieces:
        total += piece.slut - piece.start
        if total > limit:
            over = min(total - limit, piece.slut - piece.start)
            above.append(Piece(piece.slut - over, piece.slut, piece.row))
    return above


def between(pieces: Sequence[Piece], low: int, high: int) -> list[Piece]:
    """Return the minutes above ``low`` and up to ``high`` counted minutes, in time order."""
    total = 0
    inside = []
    for piece in pieces:
        before, total = total, total + piece.slut - piece.start
        if total > low and before < high:
            start = piece.start + max(0, low - before)
            slut = piece.slut - max(0, total - high)
            inside.append(Piece(start, slut, piece.row))
    return inside


class Arrangement(NamedTuple):
    """The working-time facts of an uppdrag, with defaults filled in.

    ``declared`` is the act the uppdrag names (or the employer's), ``lawful`` the one that
    applies; ``anchor`` the declared period_start; ``hours`` hundredths per week of an agreement.
    Two uppdrag have one arrangement when these are equal.
    """

    declared: Act
    lawful: Act
    anchor: int | None
    length: Length
    tillsyn: bool = False
    hours: int | None = None


class Given(NamedTuple):
    """A run of days with one arrangement: who gives it, and whether uppdrag in force differ."""

    first: int
    after: int
    arrangement: Arrangement
    uppdrag: int
    differ: bool


def instants(days: Interval) -> Interval:
    """Return the instants of half-open days."""
    return midnight(days[0]), midnight(days[1])

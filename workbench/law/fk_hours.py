"""Which reported minutes FK's retroactive grant pays for (9.2.27). Pure.

FK's hours in a month are its hours a week x the grant's days in the month / 7, half up to two
decimals of an hour, once per grant and month. Minutes are weighed as they are paid: assistans 1:1,
vantetid 4:1, beredskap 7:1 (docs/decisions/017).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench.domain.fkbeslut import FkBeslut, Granted
from workbench.domain.report import Row, Slag
from workbench.domain.time import Interval, midnight
from workbench.law.rounding import UNITS_PER_HUNDREDTH, UNITS_PER_MINUTE, half_up


class GrantInMonth(NamedTuple):
    """A retroactive grant in a month: half-open days, and hundredths of an hour that it pays.

    ``timmar`` None: FK has not told the hours, and pays all time on the days.
    """

    beslut: FkBeslut
    days: list[Interval]
    timmar: int | None

    @property
    def dagar(self) -> int:
        """How many days of the month it stands on."""
        return sum(after - first for first, after in self.days)


def retroactive(granted: Iterable[Granted], month: Interval) -> list[GrantInMonth]:
    """Return the retroactive grants with days in a month (half-open days), in order."""
    inside: dict[FkBeslut, list[Interval]] = defaultdict(list)
    for piece in granted:
        first, after = max(piece.first, month[0]), min(piece.after, month[1])
        if piece.beslut.retroaktivt and first < after:
            inside[piece.beslut].append((first, after))
    return [
        GrantInMonth(beslut, days, _hours(beslut.week, sum(after - first for first, after in days)))
        for beslut, days in inside.items()
    ]


def _hours(week: int | None, days: int) -> int | None:
    return None if week is None else half_up(week * days, 7)


def units(row: Row) -> int:
    """Return what a minute of a row weighs (``UNITS_PER_MINUTE``)."""
    return UNITS_PER_MINUTE[Slag(row.slag)]


def paid_by(
    grant: GrantInMonth, stretches: Sequence[tuple[int, int, list[Row]]]
) -> Iterator[tuple[Row, int, int]]:
    """Yield (row, start, slut) of the minutes that a grant pays for, in time order.

    ``stretches`` are those of ``law.together``. The last minute that fits whole is paid; with the
    first that does not, the hours are used up.
    """
    left = None if grant.timmar is None else grant.timmar * UNITS_PER_HUNDREDTH
    windows = [(midnight(first), midnight(after)) for first, after in grant.days]
    for start, slut, rows in _inside(stretches, windows):
        length, minute = slut - start, sum(units(row) for row in rows)
        whole = length if left is None else min(length, left // minute)
        if whole:
            yield from ((row, start, start + whole) for row in rows)
        if left is None:
            continue
        left -= whole * minute
        if whole == length:
            continue
        for row in rows:
            if left < units(row):
                return
            left -= units(row)
            yield row, start + whole, start + whole + 1


def _inside(
    stretches: Sequence[tuple[int, int, list[Row]]], windows: Sequence[Interval]
) -> Iterator[tuple[int, int, list[Row]]]:
    for first, after, rows in stretches:
        for begin, end in windows:
            if max(first, begin) < min(after, end):
                yield max(first, begin), min(after, end), rows

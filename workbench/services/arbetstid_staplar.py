"""The days of a limit of working time as the lines of its bars: months, weeks or days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbench.domain.time import Interval, date_of, month_days, month_of
from workbench.exports.specification import MANADER
from workbench.services.arbetstid_parts import Grans

LONGEST_BY_WEEK = 62
LONGEST_BY_DAY = 10
"""Days of a period shown week by week, and day by day."""


class Span(NamedTuple):
    """A line of the bars: days, minutes before it and in it, those above in it, by brukare."""

    days: Interval
    before: int
    minutes: int
    over: int
    by: tuple[tuple[int, int], ...]


def spans(item: Grans, *, daily: bool) -> list[Span]:
    """Return a limit's days by month, week or day, whichever its length calls for."""
    result = []
    before = 0
    for first, after in _chunks(item.dagar, daily):
        by: dict[int, int] = {}
        over = 0
        for tid in item.per_dag:
            if first <= tid.dagar[0] < after:
                over += tid.over
                for who, minutes in tid.minuter:
                    by[who] = by.get(who, 0) + minutes
        minutes = sum(by.values())
        result.append(Span((first, after), before, minutes, over, tuple(by.items())))
        before += minutes
    return result


def _chunks(days: Interval, daily: bool) -> Iterator[Interval]:
    first, after = days
    length = after - first
    while first < after:
        if daily or length <= LONGEST_BY_DAY:
            stop = first + 1
        elif length <= LONGEST_BY_WEEK:
            stop = min(after, first + 7)
        else:
            stop = min(after, month_days(month_of(first))[1])
        yield first, stop
        first = stop


def days_text(days: Interval) -> str:
    """Return days shortly: ``1-28 sep``, ``29 sep-26 okt``, ``hela 2026``, ``jan-apr``."""
    first, last = date_of(days[0]), date_of(days[1] - 1)
    months = [MANADER[date.month - 1][:3] for date in (first, last)]
    whole = first.day == 1 and date_of(days[1]).day == 1
    if whole and (first.month, last.month) == (1, 12) and first.year == last.year:
        return f"hela {first.year}"
    if first == last:
        return f"{first.day} {months[0]}"
    if whole:
        return months[0] if months[0] == months[1] else f"{months[0]}-{months[1]}"
    if months[0] == months[1]:
        return f"{first.day}-{last.day} {months[0]}"
    return f"{first.day} {months[0]}-{last.day} {months[1]}"

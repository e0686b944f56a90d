"""En månad som upprepar månaden före på pricken kan vara ett schema och inte utfört arbete.

A control pattern (POLICY, can be switched off). For one assistant and brukare, with at least so
many rows (8): every weekday, clock times and kind stand as often as the month before. A weekday
that occurs a fifth time in one of the months may, but need not, have its rows there; a row that
only one of the months has is no repetition.
Information only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import Row
from workbench.domain.time import (
    DAY_MINUTES,
    iso_month,
    month_days,
    month_interval,
    wall_clock,
)
from workbench.law.citation import Citation
from workbench.rules.base import AssistentManad, Context, Kod, Rule, Scope

RULE = Rule(
    "schemalikt",
    Scope.ASSISTENT,
    (Kod("schemalikt", Citation("-"), Allvar.INFO, "Månaden upprepar månaden före"),),
    policies=("schemalikt", "schemalikt_rader"),
)

Place = tuple[int, int, int, int]
"""Weekday, minute of the day of start and end, kind."""


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield all rows with a brukare in a month that repeats the month before."""
    if not context.says_yes("schemalikt"):
        return
    least = context.whole_number("schemalikt_rader")
    if len(case.rows) < least:
        return
    start, slut = context.instants
    for own in _by_brukare(case.rows, start):
        if len(own) < least:
            continue
        before = _month_before(case, own[0].brukare, context)
        if before and _repeats(own, before, context.month):
            evidence = (("manad", iso_month(context.month - 1)), ("rader", len(own)))
            for row in own:
                yield RowHit("schemalikt", row.id, row.start, min(row.slut, slut), evidence)


def _by_brukare(rows: Sequence[Row], start: int) -> list[list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.start >= start:
            groups[row.brukare].append(row)
    return list(groups.values())


def _month_before(case: AssistentManad, brukare: int, context: Context) -> list[Row]:
    first, after = month_interval(context.month - 1)
    return [
        row
        for row in case.rows_since(month_days(context.month - 1)[0])
        if row.brukare == brukare and first <= row.start < after
    ]


def _repeats(own: Sequence[Row], before: Sequence[Row], month: int) -> bool:
    place, place_before = _placing(month), _placing(month - 1)
    if place(own[0]) not in map(place_before, before):
        return False
    counts, former = Counter(map(place, own)), Counter(map(place_before, before))
    if counts.keys() != former.keys():
        return False
    days, days_before = _weekdays(month), _weekdays(month - 1)
    for key in counts:
        low, high = sorted((0, days[key[0]] - days_before[key[0]]))
        if not low <= counts[key] - former[key] <= high:
            return False
    return True


@lru_cache(maxsize=2)
def _placing(month: int) -> Callable[[Row], Place]:
    """Return how a row that starts in a month is placed: weekday, clock times, kind."""
    clock = wall_clock(month)
    first = month_days(month)[0]

    def place(row: Row) -> Place:
        day, minute = divmod(clock(row.start), DAY_MINUTES)
        return (first + day) % 7, minute, clock(row.slut) % DAY_MINUTES, row.slag

    return place


@lru_cache(maxsize=2)
def _weekdays(month: int) -> Mapping[int, int]:
    return Counter(day % 7 for day in range(*month_days(month)))

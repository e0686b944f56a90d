"""Day patterns of assistance, and the rows they become over months.

Handovers meet to the minute, no row starts or ends between 02:00 and 02:59, every row has a clock
time off the whole hour, and inner boundaries move a quarter each month so that no month repeats
the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from workbench.demo.model import (
    BEREDSKAP,
    VANTETID,
    Calendar,
    Household,
    Row,
    Shift,
    Slot,
    cut_at_midnight,
    part,
    units,
)
from workbench.domain.time import month_days

BLOCK = 2
"""Days in a row of one assistant before the next in the team takes over."""
VARIANTS = 4
EVERY_DAY = (True,) * 7
MONDAY_TO_FRIDAY = (True,) * 5 + (False,) * 2


@dataclass(frozen=True)
class Turn:
    """One shift of a pattern: its month variants and its least crew."""

    variants: tuple[Shift, ...]
    crew: int = 2
    weekdays: tuple[bool, ...] = EVERY_DAY
    double: bool = False


Pattern = tuple[Turn, ...]
Build = Callable[[int, int, int], Shift]
"""From the end of the night, the start of the night and the month's quarter to a shift."""


def _variants(build: Build, morning: int, evening: int) -> tuple[Shift, ...]:
    return tuple(build(morning, evening, 15 * variant) for variant in range(VARIANTS))


def _day(morning: int, evening: int, shift: int) -> Shift:
    return (part(0, morning, 14 * 60 + shift),)


def _evening(morning: int, evening: int, shift: int) -> Shift:
    return (part(0, 14 * 60 + shift, evening),)


def _late(morning: int, evening: int, shift: int) -> Shift:
    return (part(0, 16 * 60 + shift, evening),)


def _night_of(slag: str, morning: int, evening: int, shift: int) -> Shift:
    wake = 5 * 60 + (shift + 15) % 60
    return (
        part(0, evening, 23 * 60 + shift),
        part(0, 23 * 60 + shift, wake, slag),
        part(1, wake, morning),
    )


def _night(morning: int, evening: int, shift: int) -> Shift:
    return _night_of(VANTETID, morning, evening, shift)


def _standby(morning: int, evening: int, shift: int) -> Shift:
    return _night_of(BEREDSKAP, morning, evening, shift)


def _broken_night(morning: int, evening: int, shift: int) -> Shift:
    turned = 75 + shift % 30
    wake = 5 * 60 + (shift + 15) % 60
    return (
        part(0, evening, 23 * 60 + shift),
        part(0, 23 * 60 + shift, 45, VANTETID),
        part(1, 45, turned),
        part(1, turned, wake, VANTETID),
        part(1, wake, morning),
    )


def _waking_night(morning: int, evening: int, shift: int) -> Shift:
    return (
        part(0, evening, 15 + shift),
        part(1, 15 + shift, 210 + shift, VANTETID),
        part(1, 210 + shift, morning),
    )


def _split(morning: int, evening: int, shift: int) -> Shift:
    return (part(0, morning + 60, 10 * 60 + shift), part(0, 17 * 60 + shift, 19 * 60 + 50))


def _short(morning: int, evening: int, shift: int) -> Shift:
    return (part(0, 9 * 60 + shift, 6 * 60 + morning + shift),)


def _second(morning: int, evening: int, shift: int) -> Shift:
    return (part(0, 10 * 60 + shift, 12 * 60 + 10 + shift),)


@cache
def pattern(name: str, quarter: int, early: bool, waking: bool) -> Pattern:
    """Return a pattern; ``waking`` is the night with little vantetid (no kollektivavtal)."""
    morning = (6 if early else 7) * 60 + quarter
    evening = (21 if early else 22) * 60 + quarter

    def times(build: Build) -> tuple[Shift, ...]:
        return _variants(build, morning, evening)

    day, late = Turn(times(_day)), Turn(times(_evening))
    night = Turn(times(_waking_night if waking else _night))
    broken = Turn(times(_waking_night if waking else _broken_night), crew=3)
    return {
        "dygnet": (day, late, night),
        "dygnet-tungt": (day, late, broken),
        "dag-kvall": (day, late),
        "dubbel": (day, late, Turn(times(_second), double=True)),
        "kvall-natt": (Turn(times(_late)), night),
        "beredskap": (day, late, Turn(times(_standby))),
        "delad": (Turn(times(_split), crew=3),),
        "vardag": (Turn(times(_short), crew=3, weekdays=MONDAY_TO_FRIDAY),),
        "daglig": (Turn(times(_short), crew=3),),
    }[name]


def week_of(day: int) -> int:
    """Return the number of the week since the one that 1970 began in."""
    return (day + 3) // 7


def weekday_of(day: int) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return (day + 3) % 7


def slot_rows(slot: Slot, calendar: Calendar, absent: set[int]) -> Iterator[Row]:
    """Yield the rows of a slot in time order; the last day of all is cut at midnight."""
    team, count, phase = slot.team, len(slot.team), slot.phase
    weekdays, stand_in = slot.weekdays, slot.stand_in
    final = min(slot.last, calendar.last)
    for month in calendar.months:
        first, after = month_days(month)
        shift = slot.variants[month % len(slot.variants)]
        for day in range(max(first, slot.first), min(after - 1, final) + 1):
            if not weekdays[(day + 3) % 7] or day in absent:
                continue
            turn = (day // BLOCK + phase) % count
            who = team[turn]
            if stand_in is not None and turn == count - 1:
                in_place, parity = stand_in
                if (day + 3) // 7 % 2 == parity and (day + 3) % 7 != 6:
                    who = in_place
            for piece in cut_at_midnight(shift) if day == final else shift:
                yield who, day + piece[0], piece


def household_rows(household: Household, calendar: Calendar) -> list[Row]:
    """Return all rows that the household's slots give."""
    rows: list[Row] = []
    for slot in household.slots:
        rows.extend(slot_rows(slot, calendar, household.absent))
    return rows


def used_units(slots: list[Slot], calendar: Calendar, month: int) -> int:
    """Return the converted use of a month in 28ths of a minute, by the day a shift begins."""
    first, after = month_days(month)
    total = 0
    for slot in slots:
        days = range(max(first, slot.first), min(after - 1, slot.last) + 1)
        worked = sum(slot.weekdays[weekday_of(day)] for day in days)
        total += worked * units(slot.variants[month % len(slot.variants)])
    return total

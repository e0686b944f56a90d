"""Swedish wall time, real minutes and the days and months that rules live in.

Instants are integer minutes since 1970-01-01 00:00 UTC. A day is the integer number of days
since 1970-01-01 of the *local* calendar in Europe/Stockholm; a month is the integer
``year * 12 + month - 1``. Lengths are real elapsed minutes (rulebook section 1: report clock
times, the hour of the DST nights is added or taken off by the payer).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
EPOCH = dt.date(1970, 1, 1)
EPOCH_ORDINAL = EPOCH.toordinal()
DAY_MINUTES = 1440
FIRST_DAY = -(10**6)
"""A day before every other: the start of what has been "since ever"."""
LAST_DAY = 10**6
"""A day after every other: the end of what is still open."""

Interval = tuple[int, int]
"""Half-open pair of instants (start, end) in minutes, or of days where a name says so."""


class NonexistentTime(ValueError):
    """The clock never showed this time: the spring night jumps from 02:00 to 03:00."""


def day_of(date: dt.date) -> int:
    """Return the day number of a date."""
    return date.toordinal() - EPOCH_ORDINAL


def date_of(day: int) -> dt.date:
    """Return the date of a day number."""
    return dt.date.fromordinal(day + EPOCH_ORDINAL)


def iso_day(day: int) -> str:
    """Return a day number as ``YYYY-MM-DD``."""
    return date_of(day).isoformat()


@lru_cache(maxsize=1 << 15)
def parse_day(text: str) -> int:
    """Return the day number of ``YYYY-MM-DD``; raises ValueError for anything else."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(text)
    return day_of(dt.date.fromisoformat(text))


def month_of(day: int) -> int:
    """Return the month number of a day number."""
    date = date_of(day)
    return date.year * 12 + date.month - 1


@cache
def month_first(month: int) -> int:
    """Return the first day of a month."""
    return day_of(dt.date(month // 12, month % 12 + 1, 1))


@cache
def month_days(month: int) -> Interval:
    """Return the days of a month as a half-open interval of day numbers."""
    return month_first(month), month_first(month + 1)


@cache
def month_interval(month: int) -> Interval:
    """Return the instants of a month: local midnight to local midnight."""
    first, after = month_days(month)
    return midnight(first), midnight(after)


def iso_month(month: int) -> str:
    """Return a month number as ``YYYY-MM``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse_month(text: str) -> int:
    """Return the month number of ``YYYY-MM``; raises ValueError for anything else."""
    if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isdigit():
        raise ValueError(text)
    year, month = int(text[:4]), int(text[5:])
    if not (1 <= month <= 12 and 1900 <= year <= 2999):
        raise ValueError(text)
    return year * 12 + month - 1


def year_of(day: int) -> int:
    """Return the calendar year of a day number."""
    return date_of(day).year


@cache
def midnight(day: int) -> int:
    """Return the instant at which the local day begins (Stockholm never skips midnight)."""
    local = dt.datetime.combine(date_of(day), dt.time(), STOCKHOLM)
    offset = local.utcoffset()
    assert offset is not None
    return day * DAY_MINUTES - int(offset.total_seconds()) // 60


@cache
def day_length(day: int) -> int:
    """Return the real minutes of a local day: 1440, 1380 in spring, 1500 in autumn."""
    return midnight(day + 1) - midnight(day)


def instant(day: int, minute: int) -> int:
    """Return the instant of a wall time; minute 0-1440 of the day (1440 = next midnight).

    A time that exists twice is its first occurrence. Raises NonexistentTime in the spring gap.
    """
    if minute == DAY_MINUTES:
        return midnight(day + 1)
    if day_length(day) == DAY_MINUTES:
        return midnight(day) + minute
    hour, rest = divmod(minute, 60)
    local = dt.datetime.combine(date_of(day), dt.time(hour, rest, fold=0), STOCKHOLM)
    utc = local.astimezone(dt.UTC)
    back = utc.astimezone(STOCKHOLM)
    if (back.hour, back.minute) != (hour, rest):
        raise NonexistentTime(f"{iso_day(day)} {clock(minute)}")
    return int(utc.timestamp()) // 60


def is_ambiguous(day: int, minute: int) -> bool:
    """Tell whether a wall time occurs twice (the autumn night, 02:00-02:59)."""
    if minute == DAY_MINUTES or day_length(day) <= DAY_MINUTES:
        return False
    local = dt.datetime.combine(date_of(day), dt.time(*divmod(minute, 60)), STOCKHOLM)
    return local.utcoffset() != local.replace(fold=1).utcoffset()


def day_at(moment: int) -> int:
    """Return the local day that an instant lies in."""
    day = (moment + 60) // DAY_MINUTES
    if moment >= midnight(day + 1):
        return day + 1
    if moment < midnight(day):
        return day - 1
    return day


def wall(moment: int) -> tuple[int, int]:
    """Return an instant as local (day, minute of the wall clock)."""
    local = dt.datetime.fromtimestamp(moment * 60, dt.UTC).astimezone(STOCKHOLM)
    return day_of(local.date()), local.hour * 60 + local.minute


@cache
def wall_clock(month: int) -> Callable[[int], int]:
    """Return how instants of a month (and the day after it) become minutes of its wall clock.

    Minutes are counted from the month's first midnight as if no clock had been changed, so that
    ``divmod(minutes, DAY_MINUTES)`` gives day and minute of the day.
    """
    start = month_interval(month)[0]
    change, shift = LAST_DAY * DAY_MINUTES, 0
    for day in range(*month_days(month)):
        if day_length(day) != DAY_MINUTES:
            shift = day_length(day) - DAY_MINUTES
            change = midnight(day) + (120 if shift < 0 else 180)
    return lambda moment: moment - start - (shift if moment >= change else 0)


def clock(minute: int) -> str:
    """Return a minute of the day as ``HH:MM``; 1440 is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_clock(text: str) -> int:
    """Return the minute of ``HH:MM`` (``24:00`` = 1440); raises ValueError otherwise."""
    if len(text) != 5 or text[2] != ":" or not (text[:2] + text[3:]).isdigit():
        raise ValueError(text)
    minute = int(text[:2]) * 60 + int(text[3:])
    if int(text[3:]) > 59 or minute > DAY_MINUTES:
        raise ValueError(text)
    return minute


def iso_instant(moment: int) -> str:
    """Return an instant as local ``YYYY-MM-DDTHH:MM``."""
    day, minute = wall(moment)
    return f"{iso_day(day)}T{clock(minute)}"


def split_at_midnight(start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (day, start, end) pieces of an interval, one per local day; nothing is dropped."""
    day = day_at(start)
    while start < end:
        stop = min(end, midnight(day + 1))
        yield day, start, stop
        start, day = stop, day + 1


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same minutes as sorted intervals that neither overlap nor touch."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif start < end:
            merged.append((start, end))
    return merged


def subtract(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """Return the minutes of ``intervals`` that are not in ``taken``, merged and sorted."""
    result: list[Interval] = []
    cuts = union(taken)
    for start, end in union(intervals):
        for cut_start, cut_end in cuts:
            if cut_end <= start:
                continue
            if cut_start >= end:
                break
            if cut_start > start:
                result.append((start, cut_start))
            start = cut_end
            if start >= end:
                break
        if start < end:
            result.append((start, end))
    return result


def intersect(intervals: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """Return the minutes that lie in both, merged and sorted."""
    left, right = union(intervals), union(others)
    result: list[Interval] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start = max(left[i][0], right[j][0])
        end = min(left[i][1], right[j][1])
        if start < end:
            result.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return result


def total(intervals: Iterable[Interval]) -> int:
    """Return the sum of minutes of intervals (overlaps count twice; merge first if unsure)."""
    return sum(end - start for start, end in intervals)


def add_months(day: int, months: int) -> int:
    """Return the same day of the month ``months`` later, clipped to the month's last day."""
    date = date_of(day)
    month = date.year * 12 + date.month - 1 + months
    last = month_days(month)[1] - 1
    return min(month_first(month) + date.day - 1, last)

"""Wall time and intervals, against sets of minutes and the time zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain import time

STOCKHOLM = ZoneInfo("Europe/Stockholm")
EPOCH = date(1970, 1, 1)
FIRST, LAST = (date(1990, 1, 1) - EPOCH).days, (date(2040, 12, 31) - EPOCH).days
DAYS = st.integers(FIRST, LAST)
MINUTES = st.integers(0, 1439)
INTERVALS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair))),
    max_size=8,
)


def minutes(intervals: list[tuple[int, int]]) -> set[int]:
    """Return intervals as the set of their minutes."""
    return {minute for start, end in intervals for minute in range(start, end)}


def normal(intervals: list[tuple[int, int]]) -> bool:
    """Tell whether intervals are sorted, apart, and none is empty."""
    apart = all(a[1] < b[0] for a, b in pairwise(intervals))
    return apart and all(start < end for start, end in intervals)


@given(INTERVALS)
def test_union_is_the_same_minutes(some: list[tuple[int, int]]) -> None:
    joined = time.union(some)
    assert minutes(joined) == minutes(some)
    assert normal(joined)
    assert time.total(joined) == len(minutes(some))
    assert time.union(joined) == joined


@given(INTERVALS, INTERVALS)
def test_subtract_and_intersect_are_sets(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    left, both = time.subtract(some, others), time.intersect(some, others)
    assert minutes(left) == minutes(some) - minutes(others)
    assert minutes(both) == minutes(some) & minutes(others)
    assert normal(left)
    assert normal(both)
    assert time.intersect(others, some) == both
    assert time.union([*left, *both]) == time.union(some)


@given(DAYS, MINUTES, st.integers(1, 3 * 1440))
@settings(max_examples=200)
def test_a_split_loses_nothing(day: int, minute: int, length: int) -> None:
    start = time.midnight(day) + minute
    pieces = list(time.split_at_midnight(start, start + length))
    assert [piece[0] for piece in pieces] == list(range(pieces[0][0], pieces[-1][0] + 1))
    assert time.union(piece[1:] for piece in pieces) == [(start, start + length)]
    assert sum(end - begin for _, begin, end in pieces) == length
    for own, begin, end in pieces:
        assert time.midnight(own) <= begin < end <= time.midnight(own + 1)


def test_every_day_of_fifty_years() -> None:
    """Midnight by the time zone database; the day of its first and last minute; its length."""
    lengths = set()
    for day in range(FIRST, LAST + 1):
        local = datetime.combine(EPOCH + timedelta(days=day), datetime.min.time(), STOCKHOLM)
        start, after = time.midnight(day), time.midnight(day + 1)
        assert start == int(local.timestamp()) // 60
        assert time.day_at(start) == time.day_at(after - 1) == day
        assert time.day_at(start - 1) == day - 1
        assert time.day_length(day) == after - start
        assert time.wall(start) == (day, 0)
        lengths.add(after - start)
    assert lengths == {1380, 1440, 1500}


def test_two_days_a_year_have_another_length() -> None:
    for year in range(1996, 2041):
        days = range((date(year, 1, 1) - EPOCH).days, (date(year + 1, 1, 1) - EPOCH).days)
        odd = [time.date_of(day) for day in days if time.day_length(day) != 1440]
        assert [(day.month, day.weekday(), day.day > 24) for day in odd] == [
            (3, 6, True),
            (10, 6, True),
        ]


@given(DAYS, MINUTES)
@settings(max_examples=300)
def test_an_instant_is_read_back(day: int, minute: int) -> None:
    local = datetime.combine(time.date_of(day), datetime.min.time(), STOCKHOLM)
    local = local.replace(hour=minute // 60, minute=minute % 60, fold=0)
    moment = int(local.timestamp()) // 60
    exists = datetime.fromtimestamp(moment * 60, UTC).astimezone(STOCKHOLM).hour == minute // 60
    if not exists:
        with pytest.raises(time.NonexistentTime):
            time.instant(day, minute)
        return
    assert time.instant(day, minute) == moment
    assert time.wall(moment) == (day, minute)
    twice = local.utcoffset() != local.replace(fold=1).utcoffset()
    assert time.is_ambiguous(day, minute) == twice
    assert time.iso_instant(moment) == local.strftime("%Y-%m-%dT%H:%M")


SPRING, AUTUMN = time.parse_day("2024-03-31"), time.parse_day("2024-10-27")


@pytest.mark.parametrize(
    ("start", "end", "real"),
    [
        ((SPRING - 1, 22 * 60), (SPRING, 6 * 60), 7 * 60),
        ((AUTUMN - 1, 22 * 60), (AUTUMN, 6 * 60), 9 * 60),
        ((SPRING, 0), (SPRING, 1440), 23 * 60),
        ((AUTUMN, 0), (AUTUMN, 1440), 25 * 60),
        ((SPRING, 119), (SPRING, 180), 1),
        ((AUTUMN, 119), (AUTUMN, 120), 1),
        ((AUTUMN, 179), (AUTUMN, 180), 61),
    ],
)
def test_the_two_nights(start: tuple[int, int], end: tuple[int, int], real: int) -> None:
    assert time.instant(*end) - time.instant(*start) == real


def test_the_edges_of_the_double_and_the_missing_hour() -> None:
    assert [time.is_ambiguous(AUTUMN, minute) for minute in (119, 120, 179, 180, 1440)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert not time.is_ambiguous(SPRING, 150)
    for minute in (120, 150, 179):
        with pytest.raises(time.NonexistentTime):
            time.instant(SPRING, minute)
    assert time.instant(SPRING, 180) == time.instant(SPRING, 119) + 1


@given(st.integers(1900 * 12, 2900 * 12))
def test_months(month: int) -> None:
    assert time.parse_month(time.iso_month(month)) == month
    first, after = time.month_days(month)
    assert time.month_of(first) == time.month_of(after - 1) == month
    assert time.month_of(first - 1) == month - 1
    assert time.date_of(first).day == 1
    assert 28 <= after - first <= 31


@given(DAYS)
def test_days_are_read_back(day: int) -> None:
    assert time.parse_day(time.iso_day(day)) == day
    assert time.day_of(time.date_of(day)) == day
    assert time.year_of(day) == time.date_of(day).year


@pytest.mark.parametrize(
    "text", ["", "2024-3-1", "20240301", "2024-02-30", "2023-02-29", "2024-W09-5", "01-03-2024"]
)
def test_a_day_is_strict(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        time.parse_day(text)


@pytest.mark.parametrize("text", ["", "2024-13", "2024-00", "2024-3", "202403", "24-03", "²024-03"])
def test_a_month_is_strict(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        time.parse_month(text)


@pytest.mark.parametrize("text", ["", "8:00", "08.00", "24:01", "08:60", "-1:00", "25:00", "0800"])
def test_a_clock_is_strict(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        time.parse_clock(text)


@given(st.integers(0, 1440))
def test_clocks_are_read_back(minute: int) -> None:
    assert time.parse_clock(time.clock(minute)) == minute


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 2, "2024-03-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2023-12-15", 1, "2024-01-15"),
    ],
)
def test_adding_months_clips_to_the_last_day(day: str, months: int, expected: str) -> None:
    assert time.iso_day(time.add_months(time.parse_day(day), months)) == expected

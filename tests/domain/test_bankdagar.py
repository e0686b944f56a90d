"""Bank days: helgdagar and eves as lagen (1989:253) and the banks have them."""

from __future__ import annotations

import pytest
from dateutil.easter import easter as other_easter
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.bankdagar import (
    FIRST_YEAR,
    closed_days,
    easter,
    is_bank_day,
    next_bank_day,
)
from workbench.domain.time import date_of, iso_day, parse_day


def test_easter_is_the_same_as_another_implementation() -> None:
    years = range(1900, 2400)
    assert [date_of(easter(year)) for year in years] == [other_easter(year) for year in years]


def test_the_closed_days_of_2026() -> None:
    days = "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31"
    days += " 12-24 12-25 12-26 12-31"
    assert [iso_day(day)[5:] for day in sorted(closed_days(2026))] == days.split()


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-04-02", True),
        ("2026-04-03", False),
        ("2026-01-05", True),
        ("2026-04-30", True),
        ("2026-06-19", False),
        ("2005-06-06", False),
        ("2005-05-16", True),
        ("2024-12-24", False),
        ("2024-12-23", True),
        ("2021-12-31", False),
    ],
)
def test_single_days(day: str, open_: bool) -> None:
    assert is_bank_day(parse_day(day)) == open_


@pytest.mark.parametrize(
    ("day", "after"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-21", "2026-11-23"),
        ("2026-04-03", "2026-04-07"),
        ("2026-12-24", "2026-12-28"),
        ("2026-12-31", "2027-01-04"),
    ],
)
def test_the_next_bank_day(day: str, after: str) -> None:
    assert iso_day(next_bank_day(parse_day(day))) == after


@given(st.integers(parse_day("2005-01-01"), parse_day("2200-01-01")))
def test_a_bank_day_is_never_more_than_five_days_away(day: int) -> None:
    found = next_bank_day(day)
    assert day <= found <= day + 5
    assert is_bank_day(found)
    assert not any(is_bank_day(between) for between in range(day, found))


def test_years_before_are_refused() -> None:
    with pytest.raises(ValueError, match=str(FIRST_YEAR)):
        is_bank_day(parse_day("2004-12-31"))

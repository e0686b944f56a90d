"""Kronor, hours and their rounding: integers all the way."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain import money
from workbench.domain.report import Slag
from workbench.law import rounding

AMOUNTS = st.integers(-(10**12), 10**12)


@given(AMOUNTS)
def test_numbers_are_read_back(value: int) -> None:
    assert money.parse_scaled(money.plain(value)) == value
    assert money.parse_scaled(money.plain(value).replace(".", ",")) == value
    assert money.parse_scaled(money.kronor(value).replace(" ", "").replace("\u00a0", "")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 800),
        ("8,5", 850),
        ("8.50", 850),
        ("0,01", 1),
        ("+3", 300),
        ("-0,5", -50),
        (" 7 ", 700),
        ("007,10", 710),
        ("123456789,99", 12345678999),
    ],
)
def test_kronor_are_read(text: str, value: int) -> None:
    result = money.parse_scaled(text)
    assert (result, type(result)) == (value, int)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ",5",
        "5,",
        "5.",
        "1,234",
        "1 000",
        "1.000,50",
        "8:30",
        "1e3",
        "nan",
        "inf",
        "²",
        "٣",
        "--1",
        "1,,2",
        "kr 5",
        "0x10",
        "1_000",
        "5 kr",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        money.parse_scaled(text)


def test_other_numbers_of_decimals() -> None:
    assert money.parse_scaled("1,5", 0 + 1) == 15
    assert money.parse_scaled("7", 0) == 7
    with pytest.raises(ValueError, match="7,0"):
        money.parse_scaled("7,0", 0)


@pytest.mark.parametrize(
    ("ore", "text"), [(1234567, "12 345,67"), (0, "0,00"), (-5, "-0,05"), (100, "1,00")]
)
def test_kronor_for_people(ore: int, text: str) -> None:
    assert money.kronor(ore).replace("\u00a0", " ") == text


@pytest.mark.parametrize(("minutes", "text"), [(390, "6:30"), (0, "0:00"), (-61, "-1:01")])
def test_clock_hours(minutes: int, text: str) -> None:
    assert money.clock_hours(minutes) == text


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_half_up(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert rounding.half_up(numerator, denominator) == (exact + Fraction(1, 2)).__floor__()


@given(st.integers(0, 10**6), st.sampled_from(list(Slag)))
def test_conversion(minutes: int, slag: Slag) -> None:
    """Assistans 1:1, vantetid 4:1, beredskap 7:1, half up to two decimals, once."""
    hours = Fraction(minutes, 60 * (1, 4, 7)[slag]) * 100
    assert rounding.converted_hours(slag, minutes) == (hours + Fraction(1, 2)).__floor__()


@given(st.integers(0, 10**6), st.integers(0, 10**5))
def test_the_amount_of_a_line(hundredths: int, ore: int) -> None:
    exact = Decimal(hundredths) / 100 * ore
    expected = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert rounding.line_amount(hundredths, ore) == expected


@given(st.integers(20000, 50000), st.integers(0, 1200))
def test_a_raised_rate_never_passes_the_ceiling(base: int, hojning: int) -> None:
    exact = Decimal(base) * (Decimal(10000) + hojning) / 10000
    cut = rounding.raised_rate(base, hojning, whole_kronor=False)
    assert cut == int(exact.quantize(Decimal(1), ROUND_FLOOR)) <= exact
    whole = rounding.raised_rate(base, hojning, whole_kronor=True)
    if hojning:
        assert whole == int((exact / 100).quantize(Decimal(1), ROUND_HALF_UP)) * 100
    else:
        assert whole == cut == base


@pytest.mark.parametrize(
    ("base", "whole", "expected"), [(32450, False, 36344), (29100, True, 32600)]
)
def test_the_raised_rates_that_the_practice_gives(base: int, whole: bool, expected: int) -> None:
    assert rounding.raised_rate(base, 1200, whole_kronor=whole) == expected

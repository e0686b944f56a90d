"""Identity numbers, against published test numbers and another implementation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer as other

from workbench.domain import people
from workbench.domain.time import date_of

TESTDATA = Path(__file__).resolve().parents[3] / "shared" / "testdata"
BIRTHS = st.dates(date(1890, 1, 1), date(2026, 12, 31))
SERIALS = st.integers(1, 999)


def number(born: date, serial: int, coordination: bool = False) -> str:
    """Return twelve digits with a right check digit."""
    day = born.day + 60 * coordination
    head = f"{born.year:04d}{born.month:02d}{day:02d}{serial:03d}"
    return head + str(people.luhn_digit(head[2:]))


def published(name: str) -> list[dict[str, Any]]:
    """Return published test numbers that lie beside the repository."""
    path = TESTDATA / name
    if not path.exists():
        pytest.skip("the published test numbers are not beside the repository")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def valid(text: str) -> bool:
    """Tell whether a personnummer or samordningsnummer is accepted."""
    try:
        people.personnummer(text)
    except people.InvalidNumber:
        return False
    return True


def test_published_numbers() -> None:
    numbers = published("personnummer_list.json")
    for item in numbers:
        assert valid(item["long_format"]) == item["valid"], item
        if item["valid"]:
            assert people.is_woman(item["long_format"]) == item["isFemale"]
            assert people.personnummer(item["long_format"]) == item["long_format"]


def test_published_interim_numbers_are_no_numbers_here() -> None:
    """Letters are never accepted: the contract wants twelve digits."""
    for item in published("personnummer_interim.json"):
        assert not valid(item["long_format"])


def test_published_company_numbers() -> None:
    for item in published("personnummer_orgnumber.json"):
        assert people.orgnr(item["short_format"]) == item["short_format"]
        assert people.orgnr(item["separated_format"]) == item["short_format"]
        assert not valid(item["short_format"])


@given(BIRTHS, SERIALS, st.booleans(), st.integers(0, 9))
def test_the_same_as_another_implementation(
    born: date, serial: int, coordination: bool, digit: int
) -> None:
    text = number(born, serial, coordination)[:11] + str(digit)
    assert valid(text) == other.valid(text)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_any_twelve_digits(text: str) -> None:
    """The other accepts days and months that a four-digit year can't have; never the reverse."""
    if valid(text):
        assert other.valid(text)


@given(BIRTHS, SERIALS, st.booleans())
def test_numbers_with_and_without_hyphen(born: date, serial: int, coordination: bool) -> None:
    text = number(born, serial, coordination)
    assert people.personnummer(f" {text[:8]}-{text[8:]} ") == text
    assert date_of(people.birth_day(text)) == born
    assert people.is_woman(text) == (serial % 2 == 0)


@given(BIRTHS, SERIALS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_never_accepted_as_the_same(
    born: date, serial: int, place: int, change: int
) -> None:
    """The century is not part of the check digit; every other digit is."""
    text = number(born, serial)
    wrong = text[:place] + str((int(text[place]) + change) % 10) + text[place + 1 :]
    if place >= 2:
        assert not valid(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8505052380",
        "850505-2389",
        "19850505238",
        "1985050523899",
        "198502302389",
        "198513012389",
        "19850505+2389",
        "1985-05052389",
        "١٩٨٥٠٥٠٥٢٣٨٩",
        "198505052389x",
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    assert not valid(text)


@given(BIRTHS, st.integers(0, 100))
def test_the_day_of_an_age(born: date, age: int) -> None:
    day = date_of(people.age_day(number(born, 238), age))
    try:
        assert day == born.replace(year=born.year + age)
    except ValueError:
        assert (day.year, day.month, day.day) == (born.year + age, 2, 28)


def test_born_on_a_leap_day() -> None:
    text = number(date(2008, 2, 29), 104)
    assert date_of(people.age_day(text, 18)) == date(2026, 2, 28)
    assert date_of(people.age_day(text, 20)) == date(2028, 2, 29)


@given(st.integers(0, 10**9 - 1))
def test_company_numbers(head: int) -> None:
    nine = f"{head:09d}"
    text = nine + str(people.luhn_digit(nine))
    if nine[2] in "01":
        with pytest.raises(people.InvalidNumber, match="tredje"):
            people.orgnr(text)
    else:
        assert people.orgnr(f"{text[:6]}-{text[6:]}") == text
        wrong = text[:9] + str((int(text[9]) + 1) % 10)
        with pytest.raises(people.InvalidNumber, match="kontrollsiffran"):
            people.orgnr(wrong)


def test_a_masked_person_shows_nothing() -> None:
    assert people.masked(17) == "[skyddad] 17"

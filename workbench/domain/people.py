"""Identity numbers of people and organisations, and how a protected person is shown."""

from __future__ import annotations

import datetime as dt

from workbench.domain.time import day_of


class InvalidNumber(ValueError):
    """The number is not a valid personnummer, samordningsnummer or organisationsnummer."""


def luhn_digit(nine: str) -> int:
    """Return the check digit of nine digits (modulus 10, weights 2 and 1)."""
    total = 0
    for position, digit in enumerate(nine):
        product = int(digit) * (2 - position % 2)
        total += product - 9 if product > 9 else product
    return -total % 10


def _digits(text: str, hyphen_at: int) -> str:
    plain = text.strip()
    if len(plain) > hyphen_at and plain[hyphen_at] == "-":
        plain = plain[:hyphen_at] + plain[hyphen_at + 1 :]
    if not (plain.isascii() and plain.isdigit()):
        raise InvalidNumber("bara siffror väntades")
    return plain


def personnummer(text: str) -> str:
    """Return the twelve digits of a personnummer or samordningsnummer (day + 60).

    A hyphen before the last four digits is allowed. Raises InvalidNumber with the reason in
    Swedish: wrong length, a date that does not exist, serial 000, or a wrong check digit.
    """
    digits = _digits(text, 8)
    if len(digits) != 12:
        raise InvalidNumber("tolv siffror väntades, ÅÅÅÅMMDDNNNN")
    try:
        _birth(digits)
    except ValueError as error:
        raise InvalidNumber("födelsedagen finns inte") from error
    if digits[8:11] == "000":
        raise InvalidNumber("födelsenumret 000 delas inte ut")
    if luhn_digit(digits[2:11]) != int(digits[11]):
        raise InvalidNumber("kontrollsiffran stämmer inte")
    return digits


def _birth(digits: str) -> dt.date:
    day = int(digits[6:8])
    return dt.date(int(digits[:4]), int(digits[4:6]), day - 60 if day > 60 else day)


def birth_day(number: str) -> int:
    """Return the day number of birth of a valid twelve-digit number."""
    return day_of(_birth(number))


def is_woman(number: str) -> bool:
    """Tell legal sex from the number: an even next-to-last digit is a woman."""
    return int(number[10]) % 2 == 0


def age_day(number: str, age: int) -> int:
    """Return the day on which a person turns ``age``; born 29 February: 28 February."""
    birth = _birth(number)
    year = birth.year + age
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (birth.month, birth.day) == (2, 29) and not leap:
        return day_of(dt.date(year, 2, 28))
    return day_of(birth.replace(year=year))


def orgnr(text: str) -> str:
    """Return the ten digits of an organisationsnummer; the hyphen is allowed.

    The third digit is at least 2, which tells it from a personnummer. Raises InvalidNumber.
    """
    digits = _digits(text, 6)
    if len(digits) != 10:
        raise InvalidNumber("tio siffror väntades, NNNNNNNNNN")
    if int(digits[2]) < 2:
        raise InvalidNumber("tredje siffran ska vara minst 2")
    if luhn_digit(digits[:9]) != int(digits[9]):
        raise InvalidNumber("kontrollsiffran stämmer inte")
    return digits


def masked(identity: int) -> str:
    """Return what is shown instead of a protected person's name and number."""
    return f"[skyddad] {identity}"


_ORDER = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def alphabetical(name: str) -> str:
    """Return what a name sorts by: å, ä, ö after z, capitals as small letters."""
    return name.lower().translate(_ORDER)

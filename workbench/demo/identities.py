"""Numbers with valid check digits, each given out once: people, companies and accounts."""

from __future__ import annotations

from random import Random

from workbench.domain import konto
from workbench.domain.people import luhn_digit
from workbench.domain.time import iso_day

COORDINATION = 60
"""What a samordningsnummer adds to the day of birth."""


class Identities:
    """Gives out numbers at random and never the same twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[int] = set()

    def person(self, born: int, woman: bool, coordination: bool = False) -> str:
        """Return a personnummer (or samordningsnummer) of someone born that day."""
        date = iso_day(born).replace("-", "")
        if coordination:
            date = f"{date[:6]}{int(date[6:]) + COORDINATION}"
        while True:
            serial = self._rng.randrange(1, 100) * 10 + self._rng.randrange(5) * 2 + (not woman)
            number = f"{date}{serial:03d}{luhn_digit(f'{date[2:]}{serial:03d}')}"
            if self._take(number):
                return number

    def company(self, kommunal: bool, cooperative: bool = False) -> str:
        """Return an organisationsnummer from a series that is not in use."""
        series = "2129" if kommunal else "7699" if cooperative else "5599"
        while True:
            nine = f"{series}{self._rng.randrange(10**5):05d}"
            number = f"{nine}{luhn_digit(nine)}"
            if self._take(number):
                return number

    def bankgiro(self) -> str:
        """Return a bankgiro number with check digit."""
        while True:
            seven = f"59{self._rng.randrange(10**5):05d}"
            number = f"{seven}{luhn_digit(seven)}"
            if self._take(number):
                return f"BG {number[:4]}-{number[4:]}"

    def account(self) -> str:
        """Return a bank account: clearing number and account number."""
        while True:
            clearing = f"6{self._rng.randrange(100, 1000)}"
            number = _with_check_digit(str(self._rng.randrange(10**8, 10**9)))
            if self._take(clearing + number):
                return f"{clearing}-{number}"

    def _take(self, number: str) -> bool:
        value = int(number)
        if value in self._used:
            return False
        self._used.add(value)
        return True


def _with_check_digit(nine: str) -> str:
    """Return a nine-digit account whose last digit checks it by modulus 11."""
    head = nine[:7]
    for eighth in (nine[7], str((int(nine[7]) + 1) % 10)):
        weighted = zip(head + eighth, range(9, 1, -1), strict=True)
        digit = -sum(int(sign) * weight for sign, weight in weighted) % 11
        if digit < 10:  # ten is no digit: the next eighth digit never gives it as well
            return f"{head}{eighth}{digit}"
    raise AssertionError(nine)


def _checked(clearing: str, number: int) -> int:
    """Return the first number from this on whose check digit the clearing number's bank takes."""
    while True:
        try:
            konto.parse(f"{clearing}-{number:09d}")
        except konto.InvalidKonto:
            number = number + 1 if number < 10**9 - 1 else 10**8
        else:
            return number

"""Banks by clearing number: how long their account numbers are and how they are checked.

The table with its source is ``clearing.toml`` beside this module.
"""

from __future__ import annotations

import itertools
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LENGTH = {"typ1k1": 7, "typ1k2": 7, "typ2k1": 10, "typ2k2": 9, "typ2k3": 10}
"""Digits of a whole account number, without the clearing number."""


class ClearingTableError(ValueError):
    """The table is wrong: ranges that overlap, or a check that does not exist."""


@dataclass(frozen=True, slots=True)
class Serie:
    """Clearing numbers ``fran`` to ``till`` (both included) of one bank.

    ``minst`` is how few digits an account may be written with; ``osaker`` is why a check digit
    that fails only gives a hint, empty when it is an error; ``iban`` the bank's three digits.
    """

    fran: int
    till: int
    bank: str
    kontroll: str
    minst: int
    osaker: str
    iban: str

    @property
    def length(self) -> int:
        """The digits of a whole account number."""
        return LENGTH[self.kontroll]

    def checks(self, clearing: str, nummer: str) -> bool:
        """Tell whether the check digit is right for an account of full length."""
        if self.kontroll == "typ1k1":
            return mod11(clearing[1:4] + nummer)
        if self.kontroll == "typ1k2":
            return mod11(clearing[:4] + nummer)
        return mod11(nummer) if self.kontroll == "typ2k2" else mod10(nummer)


def mod10(digits: str) -> bool:
    """Tell whether the last digit is the check digit by modulus 10 (weights 1, 2 from right)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        product = int(digit) * (1 + position % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0


def mod11(digits: str) -> bool:
    """Tell whether the last digit is the check digit by modulus 11 (weights 1-10 from right)."""
    total = sum(int(digit) * (1 + place % 10) for place, digit in enumerate(reversed(digits)))
    return total % 11 == 0


def series(entries: Iterable[Mapping[str, Any]]) -> tuple[Serie, ...]:
    """Return the ranges of a table in order; raises ClearingTableError when they overlap."""
    found = []
    for entry in entries:
        kontroll = entry["kontroll"]
        if kontroll not in LENGTH or entry["fran"] > entry["till"]:
            raise ClearingTableError(f"{entry['fran']}: {kontroll}")
        found.append(
            Serie(
                entry["fran"],
                entry["till"],
                entry["bank"],
                kontroll,
                entry.get("minst", LENGTH[kontroll]),
                entry.get("osaker", ""),
                entry.get("iban", str(entry["fran"])[:3]),
            )
        )
    found.sort(key=lambda serie: serie.fran)
    for earlier, later in itertools.pairwise(found):
        if later.fran <= earlier.till:
            raise ClearingTableError(f"{later.fran} lies in two ranges")
    return tuple(found)


@cache
def table() -> tuple[Serie, ...]:
    """Return the ranges that ship with the program."""
    file = resources.files("workbench.domain").joinpath("clearing.toml")
    text = file.read_text(encoding="utf-8")
    return series(tomllib.loads(text)["serier"])


@cache
def serie_of(clearing: str) -> Serie | None:
    """Return the range of a clearing number (its first four digits), None when unknown."""
    number = int(clearing[:4])
    place = bisect_right(table(), number, key=lambda serie: serie.fran) - 1
    if place < 0 or number > table()[place].till:
        return None
    return table()[place]

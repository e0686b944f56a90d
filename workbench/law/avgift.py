"""The arbetsgivaravgift of a year, by the employee's age (2 kap. 26-27 §§ socialavgiftslagen)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from workbench.domain.time import FIRST_DAY, LAST_DAY, day_of, year_of
from workbench.law.parameters import document


class Avgift(NamedTuple):
    """A rate in hundredths of a per cent, the years it holds (both included), and for whom."""

    fran: int
    till: int
    turned: int | None
    """Only for those who had turned this age when the year began; None = everyone."""
    value: int
    source: str


@cache
def avgifter() -> tuple[Avgift, ...]:
    """Return the rates that ship with the program, each with its source."""
    return tuple(
        Avgift(
            year_of(day_of(entry["from"])),
            year_of(day_of(entry["until"])) if "until" in entry else LAST_DAY,
            entry.get("turned"),
            entry["value"],
            entry["source"],
        )
        for entry in document("arbetsgivaravgift.toml")["values"]
    )


def avgift(year: int, born: int) -> Avgift:
    """Return the rate of a year for someone born in a year.

    A year before the first known is counted as that one: what is claimed of it is preskriberat.
    """
    year = max(year, min(one.fran for one in avgifter()))
    fits = [
        one
        for one in avgifter()
        if one.fran <= year <= one.till and (one.turned is None or year - born > one.turned)
    ]
    return max(fits, key=lambda one: (FIRST_DAY if one.turned is None else one.turned, one.fran))

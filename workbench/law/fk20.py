"""The first 20 hours a week of the state's assistance, which the municipality pays (9.2.27). Pure.

Hours are rounded half up to two decimals once per brukare and month, amounts half up to whole öre
once per brukare and month (docs/decisions/014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain.fkbeslut import Granted
from workbench.domain.time import month_days
from workbench.law.parameters import Rates
from workbench.law.rate import MAX_RAISE, WHOLE_KRONOR_BEFORE
from workbench.law.rounding import half_up, line_amount, raised_rate

WEEK = 2000
"""Hundredths of an hour a week that the municipality pays for (9.2.27)."""


@dataclass(frozen=True, slots=True)
class Bill:
    """A row of FK's bill: hours in hundredths, timbelopp and amount in öre."""

    timmar: int
    timbelopp: int
    belopp: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A brukare's month: what FK has billed and what is right, and why they differ.

    ``dagar`` are the days with a granted beslut; ``timmar`` hundredths, amounts öre.
    """

    dagar: int
    timmar: int
    timbelopp: int
    ratt: int
    bill: Bill | None
    varfor: tuple[str, ...]

    @property
    def fakturerat(self) -> int:
        """Öre on the bill."""
        return self.bill.belopp if self.bill else 0

    @property
    def skillnad(self) -> int:
        """Billed minus right: above 0 is paid too much."""
        return self.fakturerat - self.ratt


def right_hours(granted: Sequence[Granted], month: int) -> tuple[int, int]:
    """Return (days granted in a month, hundredths of an hour to pay for).

    20 h x days / 7, with FK's granted hours a week where they are fewer, half up once.
    """
    first, after = month_days(month)
    days = weeks = 0
    for item in granted:
        inside = min(item.after, after) - max(item.first, first)
        if inside > 0:
            days += inside
            weeks += inside * (WEEK if item.week is None else min(WEEK, item.week))
    return days, half_up(weeks, 7)


def reckon(granted: Sequence[Granted], month: int, bill: Bill | None, rates: Rates) -> Reckoning:
    """Return a brukare's month. Raises RateMissing when the month has no timbelopp."""
    dagar, timmar = right_hours(granted, month)
    rate, notes = _rate(month, bill, rates)
    ratt = line_amount(timmar, rate)
    result = Reckoning(dagar, timmar, rate, ratt, bill, ())
    why = [*_why(result, month, granted), *notes] if result.skillnad else notes
    return Reckoning(dagar, timmar, rate, ratt, bill, tuple(why))


def _rate(month: int, bill: Bill | None, rates: Rates) -> tuple[int, list[str]]:
    """Return the right timbelopp: the state's, or the bill's when it is a lawful raise."""
    first = month_days(month)[0]
    state = rates.at(first).value
    ceiling = raised_rate(state, MAX_RAISE, whole_kronor=first < WHOLE_KRONOR_BEFORE)
    if bill is None or bill.timbelopp == state:
        return state, []
    if bill.timbelopp > ceiling:
        return ceiling, ["timbeloppet är över taket på 12 procents höjning"]
    if bill.timbelopp > state:
        return bill.timbelopp, ["höjt timbelopp: kontrollera mot FK:s beslut"]
    return state, ["timbeloppet är lägre än statens"]


def _why(result: Reckoning, month: int, granted: Sequence[Granted]) -> list[str]:
    bill = result.bill
    first, after = month_days(month)
    why = []
    if bill is None:
        why.append("ingen faktura för månaden")
    elif not result.dagar:
        why.append("fakturerad utan beviljat beslut")
    else:
        if bill.timmar > result.timmar:
            why.append("fler timmar än de första 20 i veckan")
        elif bill.timmar < result.timmar:
            why.append("färre timmar än de första 20 i veckan")
        if result.dagar < after - first:
            why.append(f"beviljat {result.dagar} av {after - first} dagar")
        inside = [item for item in granted if item.first < after and item.after > first]
        if any(item.week is not None and item.week < WEEK for item in inside):
            why.append("FK har beviljat färre än 20 timmar i veckan")
    if bill and bill.belopp != line_amount(bill.timmar, bill.timbelopp):
        why.append("beloppet är inte timmar gånger timbelopp")
    return why

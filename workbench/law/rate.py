"""The timbelopp of a beslut on a day: state rate, own rate, raise (rulebook section 6)."""

from __future__ import annotations

from workbench.domain.decision import Beslut
from workbench.domain.time import parse_day
from workbench.law.parameters import Policies, Rates
from workbench.law.rounding import half_up, raised_rate

WHOLE_KRONOR_BEFORE = parse_day("2018-10-01")
"""Raised amounts were rounded to whole kronor for days before this one."""

MAX_RAISE = 1200
"""The ceiling of 12 % (9.2.18; 5 § förordning 1993:1091), in hundredths of a per cent."""

POLICIES = ("eget_timbelopp", "eget_timbelopp_andel")
"""The policies that a timbelopp depends on."""


def timbelopp(beslut: Beslut, day: int, rates: Rates, policies: Policies) -> int:
    """Return öre per hour for assistance given on a day under a beslut.

    The base is the lower of the own rate (the beslut's, else the municipality's) and the
    state's rate of the year; the raise applies to the base. Raises RateMissing.
    """
    state = rates.at(day).value
    own = beslut.eget_timbelopp
    if own is None:
        own = _municipal_rate(day, state, policies)
    base = state if own is None else min(own, state)
    return raised_rate(base, beslut.hojning, whole_kronor=day < WHOLE_KRONOR_BEFORE)


def _municipal_rate(day: int, state: int, policies: Policies) -> int | None:
    amount = policies.at("eget_timbelopp", day)
    if isinstance(amount, int):
        return amount
    share = policies.at("eget_timbelopp_andel", day)
    return half_up(state * share, 10000) if isinstance(share, int) else None

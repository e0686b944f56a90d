"""The hours a beslut grants in the period of a month (9.2.11)."""

from __future__ import annotations

from workbench.domain.decision import Beslut
from workbench.law.parameters import Policies
from workbench.law.rounding import share_of_period


def granted_hours(beslut: Beslut, month: int, policies: Policies) -> int:
    """Return the hundredths of an hour that a beslut grants in the period of a month.

    In force only a part of the period: hours x days in force / days of the period, half up
    (POLICY ``delperiod``; ``hela`` gives the full hours).
    """
    days = beslut.period_days(month)
    inside = beslut.days_in(days)
    if inside is None:
        return 0
    if inside == days or policies.at("delperiod", days[0]) == "hela":
        return beslut.timmar
    return share_of_period(beslut.timmar, inside[1] - inside[0], days[1] - days[0])

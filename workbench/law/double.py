"""How many double-assistance minutes a beslut's period has, and how they are used up (9 a §)."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.domain.decision import Beslut
from workbench.domain.time import month_of
from workbench.law.parameters import Policies
from workbench.law.rounding import half_up


def double_minutes(beslut: Beslut, month: int, policies: Policies) -> int:
    """Return the double-assistance minutes of the period of a month, in whole minutes half up.

    In force only a part of the period: hours x days in force / days of the period, rounded once
    (POLICY ``delperiod``).
    """
    days = beslut.period_days(month)
    inside = beslut.days_in(days)
    if inside is None:
        return 0
    whole = days[1] - days[0]
    share = whole if policies.at("delperiod", days[0]) == "hela" else inside[1] - inside[0]
    return half_up(beslut.dubbel_timmar * 60 * share, 100 * whole)


class DoubleHours:
    """A brukare's double hours, used up in the order that ``take`` is asked."""

    def __init__(self, beslut: Sequence[Beslut], policies: Policies) -> None:
        self._beslut = sorted(beslut, key=lambda item: item.order)
        self._policies = policies
        self._left: dict[tuple[int, int], int] = {}

    def take(self, day: int, minutes: int) -> int:
        """Use up hours for extra minutes of a day, earliest beslut first; return the covered."""
        month = month_of(day)
        covered = 0
        for beslut in self._beslut:
            if not beslut.in_force(day):
                continue
            key = (beslut.id, beslut.period(month)[0])
            left = self._left.get(key)
            if left is None:
                left = double_minutes(beslut, month, self._policies)
            taken = min(left, minutes - covered)
            self._left[key] = left - taken
            covered += taken
        return covered

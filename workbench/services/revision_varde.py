"""What findings are worth in öre, as the review values them one by one."""

from __future__ import annotations

import sqlite3

from db import audit
from db.audit import Months, Weight
from workbench.domain.time import month_days
from workbench.law.parameters import RateMissing
from workbench.law.rounding import PARTS_PER_HOUR, half_up
from workbench.services import law
from workbench.services.reviewing import lost_pay


class Worth:
    """Values findings of some months at each brukare's rate in the month's latest run, else at
    the state's; rounded once per finding and kind of time. A pass of a sjuklön claim is worth the
    lost pay."""

    def __init__(self, connection: sqlite3.Connection, months: Months) -> None:
        self._rates = audit.rates(connection, months)
        self._state = law.load(connection).rates

    def ore(self, item: Weight) -> int:
        """Return what a finding is worth, öre."""
        if item.underlag is not None:
            return lost_pay(item.underlag) or 0
        rate = self._rate(item.manad, item.brukare)
        if item.timmar is not None:
            return half_up(item.timmar * rate, 100)
        per_slag = item.assistans, item.vantetid, item.beredskap
        return sum(
            half_up(minutes * rate, 60 * parts)
            for parts, minutes in zip(PARTS_PER_HOUR.values(), per_slag, strict=True)
        )

    def _rate(self, month: int, brukare: int) -> int:
        known = self._rates.get((month, brukare))
        if known is None:
            try:
                known = self._state.at(month_days(month)[0]).value
            except RateMissing:
                known = 0
            self._rates[month, brukare] = known
        return known

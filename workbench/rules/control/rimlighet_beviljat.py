"""Precis de beviljade timmarna tre månader i rad är ovanligt när behov varierar.

A control pattern (POLICY, can be switched off): the reported hours, converted per kind, equal the
granted hours of the month to the hundredth, this month and the two before. Only where all beslut
in force have periods of one month. Shown are all rows of the month. Information only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.finding import Window
from workbench.domain.money import hours
from workbench.domain.report import Row, Slag
from workbench.domain.time import month_days, month_interval
from workbench.law.granted import granted_hours
from workbench.law.rounding import converted_hours
from workbench.rules.base import RIMLIGHET, BrukarManad, Context, Rule, Scope

RULE = Rule(
    "rimlighet-exakt-beviljat",
    Scope.BRUKARE,
    (RIMLIGHET,),
    policies=("rimlighet_exakt_beviljat", "delperiod"),
)

_MONTHS = 3


def check(case: BrukarManad, context: Context) -> Iterator[Window]:
    """Yield the month when it and the two before were reported exactly as granted."""
    granted = _granted(case, context.month, context)
    if not granted or _reported(case.rows, context.month) != granted:
        return
    if not context.says_yes("rimlighet_exakt_beviljat"):
        return
    first = context.month - _MONTHS + 1
    rows = case.rows_since(month_days(first)[0])
    for month in range(first, context.month):
        before = _granted(case, month, context)
        if not before or _reported(rows, month) != before:
            return
    said = f"precis de beviljade timmarna ({hours(granted)} h) tre månader i rad"
    yield Window("rimlighet", *context.instants, (("skal", said),), "exakt-beviljat")


def _granted(case: BrukarManad, month: int, context: Context) -> int:
    """Return the hundredths granted in a month; 0 when that cannot be told month by month."""
    in_force = [item for item in case.beslut if item.days_in(month_days(month))]
    if any(item.period_manader > 1 for item in in_force):
        return 0
    return sum(granted_hours(item, month, context.policies) for item in in_force)


def _reported(rows: Sequence[Row], month: int) -> int:
    """Return the converted hundredths of an hour that rows report in a month."""
    start, slut = month_interval(month)
    minutes = [0, 0, 0]
    for row in rows:
        first = row.start if row.start > start else start
        after = row.slut if row.slut < slut else slut
        if first < after:
            minutes[row.slag] += after - first
    return sum(converted_hours(slag, minutes[slag]) for slag in Slag)

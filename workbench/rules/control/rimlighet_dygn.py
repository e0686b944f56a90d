"""Mer än ett dygns assistans per dygn hos en brukare förutsätter dubbel assistans.

A control pattern (POLICY, can be switched off): the reported minutes of all kinds on a local day
are more than the day has (23, 24 or 25 hours), and no beslut in force that day grants double
hours. Shown are all rows' minutes of the day. Information only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from workbench.domain.finding import Window
from workbench.domain.money import clock_hours
from workbench.domain.report import Row
from workbench.domain.time import day_length, iso_day, midnight, split_at_midnight
from workbench.rules.base import RIMLIGHET, BrukarManad, Context, Rule, Scope

RULE = Rule(
    "rimlighet-over-dygnet", Scope.BRUKARE, (RIMLIGHET,), policies=("rimlighet_over_dygnet",)
)


def check(case: BrukarManad, context: Context) -> Iterator[Window]:
    """Yield the days with more reported time than the day has and no double assistance."""
    if not _any_overlap(case.rows) or not context.says_yes("rimlighet_over_dygnet"):
        return
    first, after = context.days
    minutes: Counter[int] = Counter()
    for row in case.rows:
        for day, start, slut in split_at_midnight(row.start, row.slut):
            minutes[day] += slut - start
    for day in sorted(minutes):
        if first <= day < after and minutes[day] > day_length(day) and not _double(case, day):
            said = (
                f"{clock_hours(minutes[day])} h rapporterade {iso_day(day)} utan dubbel assistans"
            )
            yield Window(
                "rimlighet",
                midnight(day),
                midnight(day + 1),
                (("skal", said),),
                "over-dygnet",
            )


def _double(case: BrukarManad, day: int) -> bool:
    return any(item.in_force(day) and item.dubbel_timmar for item in case.beslut)


def _any_overlap(rows: Sequence[Row]) -> bool:
    """Tell whether any rows run at once: a day is never overfull otherwise."""
    latest = -1
    for row in rows:
        if row.start < latest:
            return True
        if row.slut > latest:
            latest = row.slut
    return False

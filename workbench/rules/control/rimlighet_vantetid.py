"""Väntetid är tid på natten då assistenten får sova; på dagen är den ovanlig.

A control pattern (POLICY, can be switched off): vantetid outside the clock hours 20-08 (POLICY).
Shown are those minutes. Information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import RowHit
from workbench.domain.report import VANTETID
from workbench.domain.time import NonexistentTime, instant, split_at_midnight
from workbench.rules.base import RIMLIGHET, AssistentManad, Context, Rule, Scope

_HOURS = ("rimlighet_vantetid_till", "rimlighet_vantetid_fran")

RULE = Rule(
    "rimlighet-vantetid-dagtid",
    Scope.ASSISTENT,
    (RIMLIGHET,),
    policies=("rimlighet_vantetid_dagtid", *_HOURS),
)


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of vantetid in the daytime."""
    waiting = [row for row in case.rows if row.slag == VANTETID]
    if not waiting or not context.says_yes("rimlighet_vantetid_dagtid"):
        return
    morning, evening = (context.policies.integer(name, context.days[0]) for name in _HOURS)
    said = f"väntetid på dagen, mellan klockan {morning:02d} och {evening:02d}"
    month_start, month_end = context.instants
    for row in waiting:
        for day, start, slut in split_at_midnight(
            max(row.start, month_start), min(row.slut, month_end)
        ):
            first = max(start, _at(day, morning))
            after = min(slut, _at(day, evening))
            if first < after:
                yield RowHit(
                    "rimlighet", row.id, first, after, (("skal", said),), "vantetid-dagtid"
                )


def _at(day: int, hour: int) -> int:
    """Return the instant of a clock hour; of the one that the spring night lacks, the next."""
    try:
        return instant(day, hour * 60)
    except NonexistentTime:
        return instant(day, (hour + 1) * 60)

"""Rader som alla börjar och slutar på hel timme kan vara skrivna efter ett schema.

A control pattern (POLICY, can be switched off): at least so many rows (8) of one assistant with
one brukare in the month, every one of them on whole hours. Information only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.domain.finding import RowHit
from workbench.domain.report import Row
from workbench.rules.base import RIMLIGHET, AssistentManad, Context, Rule, Scope

RULE = Rule(
    "rimlighet-hela-timmar",
    Scope.ASSISTENT,
    (RIMLIGHET,),
    policies=("rimlighet_hela_timmar", "rimlighet_hela_timmar_rader"),
)


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield all rows with a brukare where none begins or ends within an hour."""
    if not context.says_yes("rimlighet_hela_timmar"):
        return
    least = context.whole_number("rimlighet_hela_timmar_rader")
    if len(case.rows) < least:
        return
    even = {row.brukare for row in case.rows}
    for row in case.rows:
        if row.start % 60 or row.slut % 60:
            even.discard(row.brukare)
            if not even:
                return
    by_brukare: dict[int, list[Row]] = defaultdict(list)
    for row in case.rows:
        if row.brukare in even:
            by_brukare[row.brukare].append(row)
    start, slut = context.instants
    for own in by_brukare.values():
        if len(own) >= least:
            said = f"alla {len(own)} rader börjar och slutar på hel timme"
            for row in own:
                yield RowHit(
                    "rimlighet",
                    row.id,
                    max(row.start, start),
                    min(row.slut, slut),
                    (("skal", said),),
                    "hela-timmar",
                )

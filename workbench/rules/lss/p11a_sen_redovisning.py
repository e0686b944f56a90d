"""Tid ska redovisas månadsvis i efterhand; sen redovisning har lägre bevisvärde men nekas inte.

11 a § LSS; KamR Göteborg 7541-20. Reading: received after the 5th of the second month after the
day's month (POLICY). Information only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.time import iso_day, month_first
from workbench.law.citation import Citation
from workbench.rules.base import AssistentManad, Context, Kod, Rule, Scope

RULE = Rule(
    "sen-redovisning",
    Scope.ASSISTENT,
    (
        Kod(
            "sen-redovisning",
            Citation("11 a § LSS; KamR Göteborg 7541-20", "1993:387"),
            Allvar.INFO,
            "Redovisningen kom in sent",
        ),
    ),
    policies=("sen_redovisning_manader", "sen_redovisning_dag"),
)


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of rows received after the deadline of the month."""
    deadline = _deadline(context)
    if context.received.latest <= deadline:
        return
    start, slut = context.instants
    for row in case.rows:
        received = context.received.day(row.id)
        if received > deadline:
            yield RowHit(
                "sen-redovisning",
                row.id,
                max(row.start, start),
                min(row.slut, slut),
                (("mottagen", iso_day(received)), ("senast", iso_day(deadline))),
            )


@lru_cache(maxsize=1)
def _deadline(context: Context) -> int:
    first = context.days[0]
    months = context.policies.integer("sen_redovisning_manader", first)
    day = context.policies.integer("sen_redovisning_dag", first)
    return month_first(context.month + months) + day - 1

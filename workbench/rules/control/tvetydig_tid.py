"""Ett klockslag som inträffar två gånger på höstnatten läses som det första.

Rulebook section 1. Both ends of a row, so that handovers meet. Information only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.time import DAY_MINUTES, day_length, iso_day, midnight
from workbench.law.citation import Citation
from workbench.rules.base import AssistentManad, Context, Kod, Rule, Scope

RULE = Rule(
    "tvetydig-tid",
    Scope.ASSISTENT,
    (
        Kod(
            "tvetydig-tid",
            Citation("-"),
            Allvar.INFO,
            "Klockslaget inträffade två gånger",
        ),
    ),
)

_TWICE_FROM, _TWICE_HOUR = 120, 60
"""The first occurrence of 02:00-02:59 begins two real hours after midnight."""


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of rows that begin or end at a clock time that occurs twice."""
    for day in _autumn_nights(*context.days):
        first = midnight(day) + _TWICE_FROM
        hour = range(first, first + _TWICE_HOUR)
        start, slut = context.instants
        for row in case.rows:
            if row.start in hour or row.slut in hour:
                yield RowHit(
                    "tvetydig-tid",
                    row.id,
                    max(row.start, start),
                    min(row.slut, slut),
                    (("dag", iso_day(day)),),
                )


@cache
def _autumn_nights(first: int, after: int) -> tuple[int, ...]:
    return tuple(day for day in range(first, after) if day_length(day) > DAY_MINUTES)

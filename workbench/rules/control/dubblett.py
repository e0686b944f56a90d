"""Samma pass får inte betalas två gånger.

Reading: same assistant, brukare, employer, kind and instants as a row already stored, from
another file or the same. The later one is refused and takes no part in overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import duplicates
from workbench.law.citation import Citation
from workbench.rules.base import AssistentManad, Context, Kod, Rule, Scope

RULE = Rule(
    "dubblett",
    Scope.ASSISTENT,
    (Kod("dubblett", Citation("-"), Allvar.NEKA, "Samma rad en gång till", per_rad=True),),
)


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of every later copy of a row."""
    rows = case.rows
    if len({row.start for row in rows}) == len(rows):
        return
    start, slut = context.instants
    copies = duplicates(rows)
    for row in rows:
        if row.id in copies:
            yield RowHit(
                "dubblett",
                row.id,
                max(row.start, start),
                min(row.slut, slut),
                (("mot_rad", copies[row.id]),),
            )

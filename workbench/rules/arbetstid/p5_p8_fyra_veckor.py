"""Ordinarie tid, övertid och jourtid har var sin gräns per fyra veckor.

5, 6 och 8 §§ arbetstidslagen. Reading: per 28 days from the period's anchor day, assistans at most
208 h (160 ordinary and 48 overtime) and vantetid (jourtid) at most 48 h. Held, not refused: whether
the employer had grounds is for a person to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.time import iso_day
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.law.limits import four_weeks
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-atl-4v",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-atl-4v",
            Citation("5, 6, 8 §§ ATL", "1982:673"),
            Allvar.UTRED,
            "Arbetstid över fyraveckorsgränsen",
        ),
    ),
    policies=("arbetstid_ordning",),
)

_WORDS = ("assistans", "väntetid")


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above 208 h assistans or 48 h vantetid in 28 days."""
    for found in four_weeks(case):
        if found.slag is None:
            continue
        first, last = iso_day(found.days[0]), iso_day(found.days[1] - 1)
        grans = f"{found.limit // 60} timmar {_WORDS[found.slag]} {first} - {last}"
        for piece in case.month(found.above):
            yield RowHit(
                "arbetstid-atl-4v", piece.row.id, piece.start, piece.slut, (("grans", grans),)
            )

"""Övertiden får uppgå till högst 200 timmar under ett kalenderår, 350 vid särskilda skäl.

8 och 8 a §§ arbetstidslagen. Reading: overtime is assistans above 160 h per 28 days, at most 48 h
of each; it belongs to the year of the minute's day and is summed over all chains with the employer.
350 h on days whose uppdrag says ``extra_overtid``. What is flagged counts on.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.worktime import FOUR_WEEKS, Act
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.law.limits import atl_overtime, atl_year
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-atl-ar",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-atl-ar",
            Citation("8, 8 a §§ ATL", "1982:673"),
            Allvar.UTRED,
            "Övertid över årsgränsen",
        ),
    ),
    policies=("arbetstid_ordning",),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's overtime above the calendar year's limit."""
    if not any(
        case.month(atl_overtime(case, chain, period))
        for chain in case.chains(Act.ATL)
        for period in case.periods(chain, FOUR_WEEKS)
    ):
        return
    evidence = (("grans", "200 timmar (350 vid särskilda skäl) under kalenderåret"),)
    for piece in case.month(atl_year(case).above):
        yield RowHit("arbetstid-atl-ar", piece.row.id, piece.start, piece.slut, evidence)

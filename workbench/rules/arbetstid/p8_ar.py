"""Övertiden får uppgå till högst 200 timmar under ett kalenderår, 350 vid särskilda skäl.

8 och 8 a §§ arbetstidslagen. Reading: overtime is assistans above 160 h per 28 days, at most 48 h
of each; it belongs to the year of the minute's day and is summed over all chains with the employer.
350 h on days whose uppdrag says ``extra_overtid``. What is flagged counts on.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import Slag
from workbench.domain.time import Interval
from workbench.domain.worktime import FOUR_WEEKS, Act, Given, Piece, between
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning, Chain, above_yearly
from workbench.law.worktime import ATL_ANNUAL_HOURS, ATL_ANNUAL_HOURS_EXTRA
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
)

_ORDINARY, _WITH_OVERTIME = 160 * 60, 208 * 60


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's overtime above the calendar year's limit."""
    if not any(
        case.month(_overtime(case, chain, period))
        for chain in case.chains(Act.ATL)
        for period in case.periods(chain, FOUR_WEEKS)
    ):
        return
    extra = {item.id for item in case.uppdrag if item.extra_overtid}

    def allowed(run: Given) -> int:
        hours = ATL_ANNUAL_HOURS_EXTRA if run.uppdrag in extra else ATL_ANNUAL_HOURS
        return hours * 60

    overtime = case.year_overtime(
        Act.ATL, lambda chain, period: _overtime(case, chain, period), FOUR_WEEKS
    )
    evidence = (("grans", "200 timmar (350 vid särskilda skäl) under kalenderåret"),)
    for piece in case.month(above_yearly(overtime, allowed)):
        yield RowHit("arbetstid-atl-ar", piece.row.id, piece.start, piece.slut, evidence)


def _overtime(case: Anstallning, chain: Chain, period: Interval) -> list[Piece]:
    pieces = case.pieces(chain.arrangement, period)
    assistans = [piece for piece in pieces if piece.row.slag == Slag.ASSISTANS]
    return between(assistans, _ORDINARY, _WITH_OVERTIME)

"""Ordinarie tid, övertid och jourtid har var sin gräns per fyra veckor.

5, 6 och 8 §§ arbetstidslagen. Reading: per 28 days from the period's anchor day, assistans at most
208 h (160 ordinary and 48 overtime) and vantetid (jourtid) at most 48 h. Held, not refused: whether
the employer had grounds is for a person to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import Slag
from workbench.domain.time import iso_day
from workbench.domain.worktime import FOUR_WEEKS, Act, beyond
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
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
)

_LIMITS = ((Slag.ASSISTANS, 208, "assistans"), (Slag.VANTETID, 48, "väntetid"))


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above 208 h assistans or 48 h vantetid in 28 days."""
    for chain in case.chains(Act.ATL):
        for period in case.periods(chain, FOUR_WEEKS):
            pieces = case.pieces(chain.arrangement, period)
            first, last = iso_day(period[0]), iso_day(period[1] - 1)
            for slag, hours, word in _LIMITS:
                own = [piece for piece in pieces if piece.row.slag == slag]
                evidence = (("grans", f"{hours} timmar {word} {first} - {last}"),)
                for piece in case.month(beyond(own, hours * 60)):
                    yield RowHit(
                        "arbetstid-atl-4v", piece.row.id, piece.start, piece.slut, evidence
                    )

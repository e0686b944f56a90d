"""Hos en och samma brukare räknas assistentens tid ihop, även när arbetsgivarna är flera.

KamR Jönköping 1467-15. Reading: 48 h a week over the period of the earliest uppdrag with the
brukare. With a single employer the employer's own limit says all there is to say, so minutes are
flagged only from the moment a second employer has counted time in the period; a period's flags then
never depend on later rows. Held, not refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import clock_hours
from workbench.domain.time import iso_day
from workbench.domain.worktime import beyond, periods
from workbench.law.citation import Citation
from workbench.law.employment import HosBrukare
from workbench.law.worktime import AGREEMENT_HOURS
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-brukare",
    Scope.HOS_BRUKARE,
    (
        Kod(
            "arbetstid-brukare",
            Citation("KamR Jönköping 1467-15"),
            Allvar.UTRED,
            "Arbetstid hos en brukare över flera arbetsgivare",
        ),
    ),
    policies=("arbetstid_avrundning",),
)


def check(case: HosBrukare, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above 48 h a week once a second employer has counted time."""
    found = case.period_facts()
    if found is None:
        return
    length, anchor = found
    for period in periods(length, anchor, case.days):
        pieces = case.pieces(period)
        second = next(
            (
                piece.start
                for piece in pieces
                if piece.row.arbetsgivare != pieces[0].row.arbetsgivare
            ),
            None,
        )
        if second is None:
            continue
        limit = case.limit(AGREEMENT_HOURS, period)
        first, last = iso_day(period[0]), iso_day(period[1] - 1)
        evidence = (("grans", f"{clock_hours(limit)} timmar i perioden {first} - {last}"),)
        for piece in case.month(beyond(pieces, limit)):
            start = max(piece.start, second)
            if start < piece.slut:
                yield RowHit("arbetstid-brukare", piece.row.id, start, piece.slut, evidence)

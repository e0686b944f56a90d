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
from workbench.law.citation import Citation
from workbench.law.employment import HosBrukare
from workbench.law.limits import at_brukare
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
    policies=("arbetstid_avrundning", "arbetstid_ordning"),
)


def check(case: HosBrukare, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above 48 h a week once a second employer has counted time."""
    for found in at_brukare(case):
        first, last = iso_day(found.days[0]), iso_day(found.days[1] - 1)
        evidence = (("grans", f"{clock_hours(found.limit)} timmar i perioden {first} - {last}"),)
        for piece in case.month(found.above):
            yield RowHit("arbetstid-brukare", piece.row.id, piece.start, piece.slut, evidence)

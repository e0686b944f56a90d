"""Den sammanlagda arbetstiden får uppgå till högst 48 timmar i veckan i genomsnitt.

9 d § första stycket 4 LSS; 10 b § arbetstidslagen. Reading: 48 h x days / 7 over the declared
period of at most four months, rounded up to a whole hour (KamR Jönköping 1467-15); per employer
over all brukare. Only what lies above is refused, the last counted minutes in time order.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import clock_hours
from workbench.domain.time import iso_day
from workbench.domain.worktime import Act
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.law.limits import own_periods
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-atl",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-atl",
            Citation("9 d § 1 st 4 LSS; 10 b § ATL", "1982:673"),
            Allvar.NEKA,
            "Arbetstid över 48 timmar i veckan i genomsnitt",
        ),
    ),
    policies=("arbetstid_avrundning", "arbetstid_ordning"),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above 48 hours a week on average over each period."""
    for found in own_periods(case, Act.ATL):
        first, last = iso_day(found.days[0]), iso_day(found.days[1] - 1)
        evidence = (("grans", f"{clock_hours(found.limit)} timmar i perioden {first} - {last}"),)
        for piece in case.month(found.above):
            yield RowHit("arbetstid-atl", piece.row.id, piece.start, piece.slut, evidence)

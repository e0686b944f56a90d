"""Ett kollektivavtal får ersätta lagen, men inte medge mer än 48 timmar i veckan i genomsnitt.

9 d § första stycket 4 LSS; 3 § arbetstidslagen. Reading: declared hours a week (at most 48) x
days / 7 over the declared period (at most twelve months), rounded up to a whole hour. Only what
lies above is refused, the last counted minutes in time order.
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
    "arbetstid-avtal",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-avtal",
            Citation("9 d § 1 st 4 LSS; 3 § ATL", "1982:673"),
            Allvar.NEKA,
            "Arbetstid över kollektivavtalet",
        ),
    ),
    policies=("arbetstid_avrundning", "arbetstid_ordning"),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above the agreement's hours over each of its periods."""
    for found in own_periods(case, Act.AVTAL):
        first, last = iso_day(found.days[0]), iso_day(found.days[1] - 1)
        evidence = (("grans", f"{clock_hours(found.limit)} timmar i perioden {first} - {last}"),)
        for piece in case.month(found.above):
            yield RowHit("arbetstid-avtal", piece.row.id, piece.start, piece.slut, evidence)

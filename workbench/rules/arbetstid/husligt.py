"""Den som är anställd av brukaren själv får arbeta den tid som lagen om husligt arbete medger.

9 d § första stycket 4 LSS; 2-4 §§ lag (1970:943). Reading: ordinary time 40 h a week on average
and overtime 48 h per four weeks, together 208 h per 28 days; accepted overtime (above 160 h) at
most 300 h a calendar year, its reasons not asked (9.2.19). Under ``tillsyn`` 52 h a week are all
ordinary, with no overtime on top and no yearly limit. Other lengths scale by days / 7. Only what
lies above is refused, the last counted minutes in time order.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import clock_hours
from workbench.domain.time import Interval, iso_day
from workbench.domain.worktime import Act
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.law.limits import husligt_overtime, husligt_year, own_periods
from workbench.law.worktime import HUSLIGT_ANNUAL_HOURS
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-husligt",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-husligt",
            Citation("9 d § 1 st 4 LSS; 2-4 §§ lag 1970:943", "1970:943"),
            Allvar.NEKA,
            "Arbetstid över lagen om husligt arbete",
        ),
    ),
    policies=("arbetstid_avrundning", "arbetstid_ordning"),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes above a period's limit and above the year's overtime."""
    for found in own_periods(case, Act.HUSLIGT):
        evidence = _evidence("perioden", found.days, found.limit)
        for piece in case.month(found.above):
            yield RowHit("arbetstid-husligt", piece.row.id, piece.start, piece.slut, evidence)
    if any(
        case.month(husligt_overtime(case, chain, period))
        for chain in case.chains(Act.HUSLIGT)
        for period in case.periods(chain)
    ):
        yield from _yearly(case)


def _yearly(case: Anstallning) -> Iterator[RowHit]:
    evidence = (("grans", f"{HUSLIGT_ANNUAL_HOURS} timmars övertid under kalenderåret"),)
    for piece in case.month(husligt_year(case).above):
        yield RowHit("arbetstid-husligt", piece.row.id, piece.start, piece.slut, evidence)


def _evidence(what: str, period: Interval, limit: int) -> tuple[tuple[str, str], ...]:
    first, last = iso_day(period[0]), iso_day(period[1] - 1)
    return (("grans", f"{clock_hours(limit)} timmar i {what} {first} - {last}"),)

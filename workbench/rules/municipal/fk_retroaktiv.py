"""Tid som Försäkringskassan beviljar ersättning för i efterhand är inte kommunens kostnad.

9 § 2 och 12 § LSS; 9.2.27. Reading (docs/decisions/017): on the days of a granted beslut with
``retroaktivt_fran``, as later beslut of FK leave them, all stored rows' minutes in time order (side
by side as for double assistance), whatever else is found on them, up to FK's hours of the month.
The first 20 hours do not lower them: they are settled against FK's bill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import hours
from workbench.domain.report import Row, Slag, duplicates
from workbench.domain.time import iso_day
from workbench.law.citation import Citation
from workbench.law.fk_hours import GrantInMonth, paid_by, retroactive, units
from workbench.law.rounding import UNITS_PER_HUNDREDTH, UNITS_PER_MINUTE, half_up
from workbench.law.together import together
from workbench.rules.base import BrukarManad, Context, Kod, Rule, Scope

RULE = Rule(
    "fk-retroaktiv",
    Scope.BRUKARE,
    (
        Kod(
            "fk-retroaktiv",
            Citation("9 § 2 och 12 § LSS; 9.2.27", "1993:387"),
            Allvar.NEKA,
            "Försäkringskassan har beviljat tiden i efterhand",
        ),
    ),
)


def check(case: BrukarManad, context: Context) -> Iterator[RowHit]:
    """Yield the minutes that retroactive grants of FK pay for, up to their hours."""
    grants = retroactive(case.fk, context.days) if case.fk else ()
    if not grants:
        return
    copies = duplicates(case.rows)
    stretches = list(together((row for row in case.rows if row.id not in copies), case.number))
    for grant in grants:
        taken = list(paid_by(grant, stretches))
        evidence = _evidence(grant, taken)
        for row, start, slut in taken:
            yield RowHit("fk-retroaktiv", row.id, start, slut, evidence)


def _evidence(
    grant: GrantInMonth, taken: Sequence[tuple[Row, int, int]]
) -> tuple[tuple[str, str | int], ...]:
    return ("beslut", _told(grant, taken)), ("fkbeslut", grant.beslut.id)


def _told(grant: GrantInMonth, taken: Sequence[tuple[Row, int, int]]) -> str:
    """Return in Swedish what a grant pays in the month and what has been reported of it."""
    minutes = sum(slut - start for _, start, slut in taken)
    weight = sum((slut - start) * units(row) for row, start, slut in taken)
    days = " och ".join(
        f"{iso_day(first)} till {iso_day(after - 1)}" for first, after in grant.days
    )
    text = f"beslut {iso_day(grant.beslut.beslutsdatum)} för {days}"
    week = grant.beslut.week
    if week is None or grant.timmar is None:
        return f"{text}, all tid ({minutes} minuter) eftersom timmar i veckan inte är angivna"
    whole = grant.timmar * UNITS_PER_HUNDREDTH // UNITS_PER_MINUTE[Slag.ASSISTANS]
    return (
        f"{text}, {hours(week)} timmar i veckan x {grant.dagar} dagar / 7 = {hours(grant.timmar)} "
        f"timmar ({whole} minuter assistans), varav {hours(half_up(weight, UNITS_PER_HUNDREDTH))} "
        f"timmar ({minutes} minuter) är redovisade"
    )

"""Rapporten uppger själv ett annat avtal eller en annan beräkningsperiod än uppdraget.

FK's tidredovisning declares whether an agreement binds and over which periods the working time is
counted. Reading: on the report's own rows in the month; the agreement is compared with the
arrangement of the rows' days, and every declared period that meets the month must be one of the
arrangement's own. The uppdrag is what is counted with. Information only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.facts import Deklaration
from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import Row
from workbench.domain.time import Interval, iso_day, midnight
from workbench.domain.worktime import Act
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-uppgift",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-uppgift",
            Citation("-"),
            Allvar.INFO,
            "Rapporten uppger annan arbetstid än uppdraget",
        ),
    ),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of the rows of reports that disagree with the uppdrag."""
    start, slut = context.instants
    for declared in case.deklarationer:
        own = [
            row
            for row in case.rows(case.days[0])
            if declared.forsta_rad <= row.id <= declared.sista_rad
        ]
        reasons = _differences(case, declared, own)
        if not reasons:
            continue
        evidence = (("skal", "; ".join(reasons)),)
        for row in own:
            yield RowHit(
                "arbetstid-uppgift",
                row.id,
                max(row.start, start),
                min(row.slut, slut),
                evidence,
            )


def _differences(case: Anstallning, declared: Deklaration, rows: Sequence[Row]) -> list[str]:
    reasons = []
    agreements = {
        run.arrangement.lawful is Act.AVTAL
        for run in case.runs(case.days[0])
        if any(row.start < midnight(run.after) and row.slut > midnight(run.first) for row in rows)
    }
    if agreements != {declared.kollektivavtal}:
        reasons.append(
            "rapporten uppger kollektivavtal, uppdraget inte"
            if declared.kollektivavtal
            else "uppdraget har kollektivavtal, rapporten uppger inget"
        )
    own = _periods(case)
    for period in declared.perioder:
        if _meets(period, case.days) and period not in own:
            reasons.append(
                f"rapporten uppger perioden {_dates(period)}, uppdraget "
                + ", ".join(map(_dates, own))
            )
    return reasons


def _periods(case: Anstallning) -> list[Interval]:
    found = {period for act in Act for chain in case.chains(act) for period in case.periods(chain)}
    return sorted(found)


def _meets(period: Interval, days: Interval) -> bool:
    return period[0] < days[1] and days[0] < period[1]


def _dates(period: Interval) -> str:
    return f"{iso_day(period[0])}--{iso_day(period[1] - 1)}"

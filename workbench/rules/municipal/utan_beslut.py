"""Ekonomiskt stöd betalas inte för tid som inget beslut omfattar.

9.2.22. Reading: a day without a beslut in force has nothing to be paid from; releasing it is
therefore not possible, the beslut must be registered.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import day_gaps
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import midnight
from workbench.law.citation import Citation
from workbench.rules.base import BrukarManad, Context, Kod, Rule, Scope

RULE = Rule(
    "utan-beslut",
    Scope.BRUKARE,
    (
        Kod(
            "utan-beslut",
            Citation("9.2.22"),
            Allvar.NEKA,
            "Inget beslut gäller den dagen",
            overridable=False,
        ),
    ),
)


def check(case: BrukarManad, context: Context) -> Iterator[Window]:
    """Yield the days on which no beslut is in force."""
    covered = [(beslut.fran, beslut.till + 1) for beslut in case.beslut]
    for first, after in day_gaps(covered, context.days):
        yield Window("utan-beslut", midnight(first), midnight(after))

"""Arbetsgivaren ska anmäla varje assistent innan assistansen börjar.

11 a § LSS. Reading: a day that no uppdrag covers for the assistant, the brukare and the employer
is held; nothing is known of who did the work for whom.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande, day_gaps
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import midnight
from workbench.law.citation import Citation
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "uppdrag-saknas",
    Scope.FORHALLANDE,
    (
        Kod(
            "uppdrag-saknas",
            Citation("11 a § LSS", "1993:387"),
            Allvar.UTRED,
            "Inget uppdrag täcker dagen",
        ),
    ),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days that no uppdrag covers."""
    covered = [(item.fran, item.till + 1) for item in case.uppdrag if item.fran <= item.till]
    for first, after in day_gaps(covered, context.days):
        yield Window("uppdrag-saknas", midnight(first), midnight(after))

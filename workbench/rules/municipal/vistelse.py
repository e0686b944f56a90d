"""Under vistelse på sjukhus, korttids, daglig verksamhet eller boende är behovet ofta tillgodosett.

9.2.9. Reading: the minutes of a row inside a registered stay are held until a person has seen
whether the need was met by the staff there.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, Window
from workbench.law.citation import Citation
from workbench.rules.base import BrukarManad, Context, Kod, Rule, Scope

RULE = Rule(
    "vistelse",
    Scope.BRUKARE,
    (Kod("vistelse", Citation("9.2.9"), Allvar.UTRED, "Brukaren vistades på annat håll"),),
)


def check(case: BrukarManad, context: Context) -> Iterator[Window]:
    """Yield the stretches of registered stays."""
    start, slut = context.instants
    for stay in case.vistelser:
        first, after = max(stay.start, start), min(stay.slut, slut)
        if first < after:
            yield Window("vistelse", first, after, (("slag", stay.slag),))

"""Assistans som utförs av någon som inte fyllt 18 år är inte en kostnad.

9 d § första stycket 1 LSS, in force from 2013-07-01. Reading: age counts per local day; who is
born on 29 February comes of age on 28 February. An assistant employed before 2013-07-01 with the
same brukare and employer is outside the rule (the transition in 2012:935), whichever of the
uppdrag says so and whether it is in force or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Allvar, Window
from workbench.domain.people import age_day
from workbench.domain.time import iso_day, midnight
from workbench.law.citation import Citation
from workbench.law.transitions import employed_before_2013_07
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "alder",
    Scope.FORHALLANDE,
    (Kod("alder", Citation("9 d § 1 st 1 LSS", "1993:387"), Allvar.NEKA, "Under 18 år"),),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days before the assistant's eighteenth birthday."""
    first, after = context.days
    of_age = age_day(case.assistent.nummer, 18)
    if first >= of_age or employed_before_2013_07(case.uppdrag):
        return
    stop = min(of_age, after)
    yield Window("alder", midnight(first), midnight(stop), (("fyller18", iso_day(of_age)),))

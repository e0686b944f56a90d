"""Assistans som utförs av någon som är bosatt utanför EES är inte en kostnad.

9 d § första stycket 2 LSS, in force from 2013-07-01. Reading: the country in force is that of
the latest dated fact; states count as inside the EEA on the days of their membership (Kroatien
from 2013-07-01, Storbritannien to 2020-12-31, Schweiz never). Employed before 2013-07-01:
outside the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import midnight
from workbench.law.citation import Citation
from workbench.law.residence import outside_ees, residence_spells
from workbench.law.transitions import employed_before_2013_07
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "ees",
    Scope.FORHALLANDE,
    (Kod("ees", Citation("9 d § 1 st 2 LSS", "1993:387"), Allvar.NEKA, "Bosatt utanför EES"),),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days on which the assistant lives outside the EEA."""
    for first, after, land in residence_spells(case.assistent.bosattning, context.days):
        if land is None:
            continue
        for start, stop in outside_ees(land, (first, after)):
            if employed_before_2013_07(case.uppdrag):
                return
            yield Window("ees", midnight(start), midnight(stop), (("land", land),))

"""Arbetsgivaren ska lämna uppgift om var assistenten är bosatt.

11 a § LSS. Reading: without a known country 9 d § 1 st 2 can't be tried, so the time is held,
not refused. Employed before 2013-07-01: no question to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import midnight
from workbench.law.citation import Citation
from workbench.law.residence import residence_spells
from workbench.law.transitions import employed_before_2013_07
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "bosattning-okand",
    Scope.FORHALLANDE,
    (
        Kod(
            "bosattning-okand",
            Citation("11 a § LSS", "1993:387"),
            Allvar.UTRED,
            "Bosättningsland okänt",
        ),
    ),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days for which no country of residence is known."""
    for first, after, land in residence_spells(case.assistent.bosattning, context.days):
        if land is None and not employed_before_2013_07(case.uppdrag):
            yield Window("bosattning-okand", midnight(first), midnight(after))

"""Sjuklön betalas i högst fjorton dagar av en sjukperiod.

6 § sjuklönelagen; 9.2.28. Reading: a pass, whole, that belongs to day 15 or later of its chain.
Found by ``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "efter-sjukloneperiod",
    Scope.SETTLING,
    (
        Kod(
            "efter-sjukloneperiod",
            Citation("6 § sjuklönelagen; 9.2.28"),
            Allvar.NEKA,
            "Efter sjuklöneperiodens fjortonde dag",
        ),
    ),
)

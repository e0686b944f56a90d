"""Kommunen ersätter bara verkliga kostnader.

RÅ 2005 ref. 86; 9.2.28. Reading: what is claimed above the computed amount; the payment stops at
the lower. Found by ``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "over-berakning",
    Scope.SETTLING,
    (
        Kod(
            "over-berakning",
            Citation("RÅ 2005 ref. 86; 9.2.28"),
            Allvar.INFO,
            "Begärt mer än beräkningen ger",
        ),
    ),
)

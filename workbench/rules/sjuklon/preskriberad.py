"""En fordran preskriberas tre år efter tillkomsten när gäldenären är konsument, annars tio år.

2 § preskriptionslagen; KamR Göteborg 5884-18, 728-19. Reading: a pass older than three years when
claimed (ten years for an own employer). Found by ``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "preskriberad",
    Scope.SETTLING,
    (
        Kod(
            "preskriberad",
            Citation("2 § preskriptionslagen; KamR Göteborg 5884-18, 728-19"),
            Allvar.NEKA,
            "Ansökt för sent",
        ),
    ),
)

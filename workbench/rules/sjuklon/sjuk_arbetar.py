"""Den som är sjuk arbetar inte; redovisat arbete i ett sjukpass ska utredas.

9.2.28. Reading: minutes of a pass in which the sick assistant has an assistans or vantetid row of
his own. Found by ``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "sjuk-arbetar",
    Scope.SETTLING,
    (
        Kod(
            "sjuk-arbetar",
            Citation("9.2.28"),
            Allvar.UTRED,
            "Den sjuka assistenten har redovisat arbete",
        ),
    ),
)

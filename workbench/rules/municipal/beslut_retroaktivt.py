"""Ett gynnande beslut får inte sänkas för tid före sin beslutsdag utan en grund som lagen nämner.

37 § FL; 9.2.11, 9.2.24. Reading: a new version of a known beslut that lowers hours, rate or time
for days before its own beslutsdatum is held for the months concerned, and until a person has named
the ground those months are computed with the former beslut (``law.revision``).
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "beslut-retroaktivt",
    Scope.SETTLING,
    (
        Kod(
            "beslut-retroaktivt",
            Citation("37 § FL; 9.2.11", "2017:900"),
            Allvar.UTRED,
            "Beslutet sänker tid före sin beslutsdag",
        ),
    ),
)

"""Utan vikarie har den enskilde ingen merkostnad för sjuklönen.

HFD 2015 ref. 72; 9.2.28. Reading: a minute that no named vikarie's stored and standing row for
the same brukare covers. Found by ``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "vikarie-saknas",
    Scope.SETTLING,
    (
        Kod(
            "vikarie-saknas",
            Citation("HFD 2015 ref. 72; 9.2.28"),
            Allvar.NEKA,
            "Ingen vikarie arbetade",
        ),
    ),
)

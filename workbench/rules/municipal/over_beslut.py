"""Ekonomiskt stöd betalas inte för tid som överstiger den som beslutet anger.

9.2.22. Reading: the converted hours of a month above what is left of the beslut's period, once
other beslut side by side have taken what they can (``settling``). In hours, not minutes.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "over-beslut",
    Scope.SETTLING,
    (Kod("over-beslut", Citation("9.2.22"), Allvar.NEKA, "Fler timmar än beslutet ger"),),
    policies=("delperiod",),
)

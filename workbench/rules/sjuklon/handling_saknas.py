"""Kostnaden ska styrkas med handlingar innan ersättning betalas.

9.2.28. Reading: a document that the claim needs; the amounts stand and the claim waits. Found by
``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "handling-saknas",
    Scope.SETTLING,
    (Kod("handling-saknas", Citation("9.2.28"), Allvar.UTRED, "En handling saknas"),),
)

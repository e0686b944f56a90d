"""Från och med den åttonde dagen ska sjukdomen styrkas med läkarintyg.

8 § sjuklönelagen; 9.2.28. Reading: a pass on day 8-14 without a läkarintyg of the chain on or
before its day. Found by ``workbench.sjukloning``.
"""

from __future__ import annotations

from workbench.domain.finding import Allvar
from workbench.law.citation import Citation
from workbench.rules.base import Kod, Rule, Scope

RULE = Rule(
    "intyg-saknas",
    Scope.SETTLING,
    (
        Kod(
            "intyg-saknas",
            Citation("8 § sjuklönelagen; 9.2.28"),
            Allvar.UTRED,
            "Läkarintyg saknas från åttonde dagen",
        ),
    ),
)

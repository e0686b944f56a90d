"""The rules as they run: provision, severity, what they say, which settings they ask; versions."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from db import settlements
from workbench.domain.time import iso_month
from workbench.law.parameters import policy_definitions
from workbench.rules.base import RIMLIGHET
from workbench.rules.registry import RULE_VERSION, RULES
from workbench.wording import FORKLARING, provision


@dataclass(frozen=True, slots=True)
class Regel:
    """A code that a rule raises: its provision and severity, the law and the finding in words."""

    kod: str
    titel: str
    lagrum: str
    allvar: str
    lagen: str
    fyndet: str
    installningar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the rules and the runs it has made, annulled ones too."""

    version: int
    korningar: int
    forsta: str
    sista: str


@dataclass(frozen=True, slots=True)
class Regler:
    """All rules, the version that runs now, and the versions that stored runs were made with."""

    version: int
    regler: tuple[Regel, ...]
    versioner: tuple[Version, ...]

    def document(self) -> dict[str, Any]:
        """Return the JSON document."""
        return asdict(self)


def regler(connection: sqlite3.Connection) -> Regler:
    """Return every rule in the order they run, and the versions that runs were made with."""
    known = policy_definitions()
    found = []
    for rule in RULES:
        for kod in rule.koder:
            settings = (*rule.policies, *((kod.allvar_policy,) if kod.allvar_policy else ()))
            found.append(
                Regel(
                    rule.id if kod is RIMLIGHET else kod.kod,
                    kod.titel,
                    str(kod.lagrum),
                    kod.allvar.value,
                    provision(kod.kod),
                    FORKLARING[kod.kod],
                    tuple(dict.fromkeys(name for name in settings if name in known)),
                )
            )
    versions = tuple(
        Version(number, many, iso_month(first), iso_month(last))
        for number, many, first, last in settlements.by_rule_version(connection)
    )
    return Regler(RULE_VERSION, tuple(found), versions)

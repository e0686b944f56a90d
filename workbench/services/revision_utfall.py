"""What came of each rule in some months: raised, open, upheld, overridden, minutes and kronor.

The same minute may stand in several findings, so the sums of several rules are the most it can be;
each rule's own sum counts every minute once per finding.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import audit
from db.audit import Months, Weight
from workbench.domain.finding import Allvar, Effect, Status, effect
from workbench.rules.registry import KODER
from workbench.services.revision_varde import Worth


@dataclass(slots=True)
class Outcome:
    """What came of a code under a rule version.

    ``vantar`` hold until someone decides, ``uppratthallna`` refuse (a neka finding that nobody has
    released, or one that a person has refused), ``overtagna`` were released by a person, and
    ``upplysningar`` withhold nothing. They sum to ``rasta``. Minutes and öre are of what is
    withheld and released; ``timmar`` (hundredths) where a finding is of hours above a beslut.
    """

    kod: str
    titel: str
    regelversion: int
    rasta: int = 0
    vantar: int = 0
    uppratthallna: int = 0
    overtagna: int = 0
    upplysningar: int = 0
    minuter_undanhallna: int = 0
    minuter_slappta: int = 0
    timmar_undanhallna: int = 0
    timmar_slappta: int = 0
    ore_undanhallna: int = 0
    ore_slappta: int = 0

    def add(self, item: Weight, ore: int) -> None:
        """Count one finding that is worth some öre."""
        self.rasta += 1
        if item.status == Status.GODKAND:
            self.overtagna += 1
            self.minuter_slappta += item.minuter
            self.timmar_slappta += item.timmar or 0
            self.ore_slappta += ore
            return
        does = effect(Allvar(item.allvar), Status(item.status))
        if does is Effect.INGEN:
            self.upplysningar += 1
            return
        if does is Effect.NEKAD:
            self.uppratthallna += 1
        else:
            self.vantar += 1
        self.minuter_undanhallna += item.minuter
        self.timmar_undanhallna += item.timmar or 0
        self.ore_undanhallna += ore


def outcomes(
    connection: sqlite3.Connection, months: Months, kod: str | None = None
) -> list[Outcome]:
    """Return what came of each code in some months, by rule version, in the order of codes."""
    worth = Worth(connection, months)
    found: dict[tuple[str, int], Outcome] = {}
    for item in audit.weights(connection, months, kod):
        key = item.kod, item.regelversion
        if key not in found:
            found[key] = Outcome(item.kod, KODER[item.kod].titel, item.regelversion)
        found[key].add(item, worth.ore(item))
    return [found[key] for key in sorted(found)]

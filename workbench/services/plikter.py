"""What duties are looked for with: the day, the settings, FK's beslut, the claims.

Nothing is stored: a task is there while its facts are, until a person has done it or set it aside.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cached_property

from db import claim_duties, fk, tasks
from db.claim_duties import CaseFacts
from workbench.domain.fkbeslut import FkBeslut
from workbench.domain.time import iso_day, parse_day
from workbench.law import kravplikter
from workbench.law.kravplikter import Dagar, Lage, Steg
from workbench.law.parameters import Policies
from workbench.law.plikter import Plikt, Utlosare
from workbench.services import law
from workbench.services.kravvy import instalments

REMINDERS = ("paminnelse", "avbetalning")


@dataclass(frozen=True, slots=True)
class Raised:
    """A duty about one matter. ``nyckel`` is the matter's key and the task's id.

    ``handelse`` is the day number that the deadline counts from; ``kalla`` the finding, claim or
    beslut behind; ``galler`` and ``fakta`` name no person: those are ``brukare``, ``assistent`` and
    ``arbetsgivare``. ``fynd`` tells which findings it stands on: of what trigger, in which months.
    """

    plikt: Plikt
    nyckel: str
    handelse: int
    kalla: str
    galler: str
    brukare: int | None = None
    assistent: int | None = None
    arbetsgivare: int | None = None
    fakta: tuple[tuple[str, str], ...] = ()
    fynd: tuple[Utlosare, int, int] | None = None


class Asked:
    """A look at the database on a day, of everyone or of one brukare; keeps what it has read."""

    def __init__(
        self, connection: sqlite3.Connection, today: str, brukare: int | None = None
    ) -> None:
        self.connection = connection
        self.today = parse_day(today)
        self.brukare = brukare
        self.policies: Policies = law.load(connection).policies

    @property
    def day(self) -> str:
        """The day as ISO text."""
        return iso_day(self.today)

    def number(self, policy: str) -> int:
        """Return a whole number that is set for the day."""
        return self.policies.integer(policy, self.today)

    def fk(self, person: int) -> list[FkBeslut]:
        """Return FK's beslut on a brukare."""
        return self._fk.get(person, [])

    @cached_property
    def _fk(self) -> dict[int, list[FkBeslut]]:
        return fk.beslut(self.connection, self.brukare)

    @cached_property
    def handled(self) -> dict[str, tuple[str, str]]:
        """{key: (outcome, ISO time)} of what is done or set aside."""
        return tasks.keys(self.connection)

    @cached_property
    def cases(self) -> list[Claim]:
        """The claims that stand."""
        reminded = _reminded(self.handled)
        return [
            _claim(self.connection, facts, reminded.get(facts.id))
            for facts in claim_duties.cases(self.connection, self.brukare)
        ]

    @cached_property
    def steps(self) -> list[tuple[Claim, Steg]]:
        """The steps that claims wait for."""
        days = Dagar(self.number("plikt_forslag_dagar"), self.number("krav_betala_dagar"))
        return [
            (claim, step)
            for claim in self.cases
            for step in kravplikter.due(claim.lage, self.today, days)
        ]

    @cached_property
    def claimed(self) -> set[tuple[int, int]]:
        """(brukare, month) of the reported time that a claim on wrong facts has been taken up for:
        the claim stands for what its findings would raise."""
        return {
            (claim.facts.brukare, month)
            for claim in self.cases
            if kravplikter.taken_up(claim.lage)
            for month in claim_duties.months_for(self.connection, claim.facts.id, ())
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as stored and as its duties look at it."""

    facts: CaseFacts
    lage: Lage


def _reminded(handled: dict[str, tuple[str, str]]) -> dict[int, str]:
    """Return the latest day on which a person noted that a claim's debtor was reminded."""
    found: dict[int, str] = {}
    for key, (outcome, when) in handled.items():
        kind, _, rest = key.partition("-K")
        number = rest.partition("-")[0]
        if outcome == "gjord" and kind in REMINDERS and number.isdecimal():
            claim = int(number)
            found[claim] = max(found.get(claim, ""), when[:10])
    return found


def _claim(connection: sqlite3.Connection, facts: CaseFacts, reminded: str | None) -> Claim:
    plan = instalments(connection, facts.id) if facts.status == "avbetalning" else ()
    lage = Lage(
        facts.id,
        facts.slag,
        facts.status,
        facts.grund,
        facts.utestaende,
        parse_day(facts.foreslagen),
        _day(facts.frist),
        facts.utfall,
        _day(facts.utfall_dag) or 0,
        _day(facts.laga_kraft),
        _day(max(filter(None, (facts.paminnd, reminded)), default=None)),
        _day(facts.andrad),
        [(parse_day(part.dag), part.belopp - part.betalt) for part in plan],
    )
    return Claim(facts, lage)


def _day(text: str | None) -> int | None:
    return parse_day(text) if text else None

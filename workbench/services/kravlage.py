"""Where a claim stands for its documents: the decision, what runs have changed since, parties.

Protected people are masked and stand without address; nobody is named by number but to Kronofogden
(12 § LSS; 9.2.25). Amounts are öre, days ISO text where they are stored and numbers where not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db import booking, claim_documents, claim_steps, overview, sjukbrev
from db.claim_documents import Document
from db.claim_steps import Case, Debtor, Key, Step
from db.journal import Stamp
from workbench.domain.time import parse_day
from workbench.exports.kravbrevinnehall import Part
from workbench.law.aterkrav import Arende
from workbench.law.kravhandlingar import Lage
from workbench.services.aterkrav import debtors, shown_debtors
from workbench.services.booked_events import on_paper, pseudonym
from workbench.services.kravsteg import arende, standing_steps
from workbench.services.kravvy import Delbetalning, instalments
from workbench.services.viewing import NOBODY

SKYDDAD = "skyddade personuppgifter, lämnas för sig"
"""Stands where Kronofogden would read an address."""


@dataclass(frozen=True, slots=True)
class Kravlage:
    """A claim with all that its documents rest on.

    ``steg`` are the steps that stand. ``beslut`` is the decision that stands, None before one and
    after a court has sent it back; ``berattat`` the booking that was last told of by a decision.
    ``nu`` are the amounts by key. ``plan`` is empty unless the claim is on one.
    """

    case: Case
    arende: Arende
    steg: tuple[Step, ...]
    handlingar: tuple[Document, ...]
    beslut: Step | None
    berattat: int
    nu: tuple[Key, ...]
    andrat: dict[int, int]
    plan: tuple[Delbetalning, ...]

    @property
    def krav(self) -> str:
        """The claim's number as people write it."""
        return f"K{self.case.id}"

    def fasta(self, slag: str) -> list[Document]:
        """Return the fixed documents of a kind, oldest first."""
        return [item for item in self.handlingar if item.slag == slag and item.faststalld]

    def utkast(self, slag: str) -> Document | None:
        """Return the draft of a kind; there is at most one."""
        return next(
            (item for item in self.handlingar if item.slag == slag and not item.faststalld), None
        )

    @property
    def flyttar(self) -> list[Step]:
        """The steps that moved the claim to a state, oldest first."""
        return [step for step in self.steg if step.handelse == "flyttad"]

    def senaste(self, till: str) -> Step | None:
        """Return the latest step to a state."""
        return next((one for one in reversed(self.flyttar) if one.till_status == till), None)

    def lage(self, idag: str) -> Lage:
        """Return what decides which documents the claim may get on a day."""
        since = [
            item
            for item in self.fasta("beslut")
            if self.beslut is not None and item.facts.get("steg") == self.beslut.id
        ]
        late = sum(part.belopp - part.betalt for part in self.plan if part.dag < idag)
        return Lage(
            self.arende,
            parse_day(idag),
            self.beslut is not None,
            bool(since),
            sum(self.andrat.values()),
            late,
        )


def kravlage(connection: sqlite3.Connection, case: Case) -> Kravlage:
    """Return where a claim stands."""
    steps = tuple(standing_steps(connection, case.id))
    documents = tuple(claim_documents.documents(connection, case.id))
    decided = _decision(steps)
    told = _told(decided, documents)
    changed = claim_documents.changed_by_runs(connection, case.id, told) if decided else {}
    plan = instalments(connection, case.id) if case.status == "avbetalning" else ()
    return Kravlage(
        case,
        arende(connection, case),
        steps,
        documents,
        decided,
        told,
        tuple(claim_steps.keys(connection, case.id)),
        changed,
        plan,
    )


def _decision(steps: Sequence[Step]) -> Step | None:
    """Return the decision that stands: the latest that no court has sent back."""
    found = None
    for step in steps:
        if step.handelse != "flyttad":
            continue
        if step.till_status == "beslutad":
            found = step
        elif step.till_status in ("utredning", "aterforvisad"):
            found = None
    return found


def _told(decided: Step | None, documents: Sequence[Document]) -> int:
    """Return the booking up to which the decision, or a fixed amendment of it, tells the claim."""
    if decided is None:
        return 0
    amended = [
        item.facts["bokning"]
        for item in documents
        if item.slag == "andringsbeslut" and item.faststalld and item.facts["steg"] == decided.id
    ]
    told: int = max([decided.bokning_till or 0, *amended])
    return told


# -- people ---------------------------------------------------------------------------------------


def brukare(connection: sqlite3.Connection, case: Case) -> tuple[str, str | None]:
    """Return how a claim's brukare is called on paper, and the nämnd in the register."""
    _, name, hidden = overview.persons(connection, [case.brukare])[case.brukare]
    namnd = booking.units(connection, [case.brukare])[case.brukare]
    return on_paper(case.brukare, name, hidden), namnd


def parter(
    connection: sqlite3.Connection, case: Case, stamp: Stamp, *, numbers: bool = False
) -> tuple[Part, ...]:
    """Return who owes as paper shows them; ``numbers``: with their number, for Kronofogden."""
    owing = debtors(connection, case.id)
    shown = shown_debtors(connection, case.id, NOBODY)
    return tuple(
        _part(connection, case, who, seen, stamp, numbers=numbers)
        for who, seen in zip(owing, shown, strict=True)
    )


def _part(
    connection: sqlite3.Connection,
    case: Case,
    who: Debtor,
    seen: Debtor,
    stamp: Stamp,
    *,
    numbers: bool,
) -> Part:
    if seen != who:
        return Part(seen.namn, who.slag, *((seen.nummer, (SKYDDAD,)) if numbers else ()))
    found = sjukbrev.receiver(connection, case.brukare, who.nummer, stamp.dag)
    organisation = found.person is None and len(who.nummer) == 10
    unnamed = who.nummer if organisation else pseudonym(found.person or case.brukare)
    name = who.namn or found.namn or unnamed
    address = tuple(part.strip() for part in (found.adress or "").split(",") if part.strip())
    return Part(name, who.slag, _written(who.nummer) if numbers else "", address)


def _written(number: str) -> str:
    """Return a number as people write it, with its hyphen."""
    return f"{number[:-4]}-{number[-4:]}"


def payments(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps at which money came in."""
    yield from (step for step in steps if step.handelse == "inbetalning")

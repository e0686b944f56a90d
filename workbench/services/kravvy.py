"""A claim as its handler sees it: who owes, why, what has happened, what comes next and when."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import claim_steps, claims, ledger
from db.claim_steps import Assessment, Debtor, Step
from workbench.domain.time import iso_day, parse_day
from workbench.law import aterkrav as law
from workbench.services.aterkrav import Krav, krav, shown_debtors
from workbench.services.kravsteg import arende, case_of
from workbench.services.viewing import Viewer


@dataclass(frozen=True, slots=True)
class Delbetalning:
    """An instalment of the plan: ISO day, öre, and how much of it has come in."""

    dag: str
    belopp: int
    betalt: int


@dataclass(frozen=True, slots=True)
class Kravvy:
    """A claim with its case. Days are ISO text, amounts öre.

    ``frist`` is the day that the state waits for and ``forfallen`` tells that it has passed;
    ``alder`` is days since the claim was proposed; ``vantar`` says in Swedish what is missing
    before it can go on; ``flyttas_till`` are the states that a person can move it to.
    """

    krav: Krav
    slag: str
    galdenarer: tuple[Debtor, ...]
    steg: tuple[Step, ...]
    bedomning: tuple[Assessment, ...]
    plan: tuple[Delbetalning, ...]
    frist: str | None
    forfallen: bool
    alder: int
    flyttas_till: tuple[str, ...]
    vantar: tuple[str, ...]
    samlade: tuple[str, ...]


def vy(connection: sqlite3.Connection, identity: str, viewer: Viewer, today: str) -> Kravvy:
    """Return a claim with its case. Raises UnknownClaim, Refused when it is joined or annulled."""
    case = case_of(connection, identity)
    known = arende(connection, case)
    shown = krav(connection, f"K{case.id}", viewer)
    facts = claims.facts(connection, case.id)
    assert facts is not None
    plan = instalments(connection, case.id)
    deadline = _deadline(case.status, known, plan)
    return Kravvy(
        shown,
        case.slag,
        tuple(shown_debtors(connection, case.id, viewer)),
        tuple(claim_steps.steps(connection, case.id)),
        tuple(claim_steps.assessment(connection, case.id)),
        plan,
        deadline,
        deadline is not None and deadline < today,
        parse_day(today) - parse_day(facts.tid[:10]),
        law.allowed(case.slag, case.status),
        tuple(_lacking(known)),
        tuple(f"K{other}" for other in claims.joined(connection, case.id)),
    )


def instalments(connection: sqlite3.Connection, identity: int) -> tuple[Delbetalning, ...]:
    """Return the plan with what has come in since it was made, the first instalment first."""
    number, parts = claim_steps.plan(connection, identity)
    if not parts:
        return ()
    repaid = ledger.claim_state(connection, identity).aterbetalt
    came = repaid - claim_steps.repaid_before(connection, identity, number)
    found = []
    for day, ore in parts:
        paid = min(ore, max(0, came))
        came -= paid
        found.append(Delbetalning(day, ore, paid))
    return tuple(found)


def _deadline(status: str, known: law.Arende, plan: tuple[Delbetalning, ...]) -> str | None:
    if status == "avbetalning":
        return next((part.dag for part in plan if part.betalt < part.belopp), None)
    waits = ("kommunicerad", "delgiven", "faststalld", "andrad", "upphavd")
    return iso_day(known.frist) if known.frist is not None and status in waits else None


def _lacking(known: law.Arende) -> list[str]:
    """Return what is missing before a claim can be communicated or decided."""
    found = []
    if known.status in (*law.PROPOSED, *law.PREPARES):
        if known.grund not in law.CLAIMABLE:
            found.append("grund enligt 12 § LSS är inte vald")
        if known.oppna_fynd:
            found.append(f"{known.oppna_fynd} fynd bakom raderna är inte avgjorda")
        if known.omraknas:
            found.append("en av månaderna väntar på en ny körning")
        names = {"bevis": "bevisning", "for": "skäl för", "emot": "skäl emot"}
        found += [f"{names[kind]} saknas" for kind in law.ASSESSED if kind not in known.bedomning]
        if known.grund == "b" and "namnden" not in known.bedomning:
            found.append("vad nämnden har upplyst om saknas")
    return found

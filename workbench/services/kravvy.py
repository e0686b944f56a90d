"""A claim as its handler sees it: who owes, why, what has happened, what comes next and when."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from db import claim_history, claim_steps, claims, ledger
from db.claim_history import RunChange
from db.claim_steps import Assessment, Debtor, Step
from workbench.domain.money import kronor
from workbench.domain.time import iso_day, parse_day
from workbench.law import aterkrav as law
from workbench.services.aterkrav import Krav, krav, shown_debtors
from workbench.services.kravsteg import arende, case_of, decided, standing_steps
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
    andringar: tuple[RunChange, ...] = ()
    """What runs have changed of the claim, oldest first."""
    andrad_av: tuple[RunChange, ...] = ()
    """Those since the person was last told: since the decision or the latest decision to amend it
    was fixed (it must be amended then, 37 § FL), else since the claim was communicated."""


def vyer(
    connection: sqlite3.Connection,
    viewer: Viewer,
    today: str,
    *,
    status: Collection[str] = (),
    brukare: str | None = None,
    overdue: bool = False,
) -> list[Kravvy]:
    """Return the claims that stand, oldest first: those of some states, of a brukare (by number),
    or whose deadline has passed."""
    found = []
    for identity in claims.standing(connection):
        facts = claims.facts(connection, identity)
        assert facts is not None
        if (status and facts.status not in status) or brukare not in (None, facts.brukare):
            continue
        shown = vy(connection, f"K{identity}", viewer, today)
        if shown.forfallen or not overdue:
            found.append(shown)
    return found


def vy(connection: sqlite3.Connection, identity: str, viewer: Viewer, today: str) -> Kravvy:
    """Return a claim with its case. Raises UnknownClaim, Refused when it is joined or annulled."""
    case = case_of(connection, identity)
    known = arende(connection, case)
    shown = krav(connection, f"K{case.id}", viewer)
    facts = claims.facts(connection, case.id)
    assert facts is not None
    plan = instalments(connection, case.id)
    set_day = iso_day(known.frist) if known.frist is not None else None
    until = deadline(case.status, set_day, plan)
    changes = tuple(claim_history.run_changes(connection, case.id))
    stands, since = since_told(connection, case.id)
    return Kravvy(
        shown,
        case.slag,
        tuple(shown_debtors(connection, case.id, viewer)),
        tuple(claim_steps.steps(connection, case.id)),
        tuple(claim_steps.assessment(connection, case.id)),
        plan,
        until,
        until is not None and until < today,
        parse_day(today) - parse_day(facts.tid[:10]),
        law.allowed(case.slag, case.status, known.fore),
        (*_lacking(known), *_changed(since, stands=stands)),
        tuple(f"K{other}" for other in claims.joined(connection, case.id)),
        changes,
        since,
    )


def since_told(connection: sqlite3.Connection, identity: int) -> tuple[bool, tuple[RunChange, ...]]:
    """Tell whether a decision stands on a claim, and what runs have changed of the claim since the
    person was last told."""
    stands = bool(decided(standing_steps(connection, identity)))
    told = claim_history.told_of(connection, identity, decided=stands)
    since = () if told is None else tuple(claim_history.run_changes(connection, identity, told))
    return stands, since


def _changed(since: Sequence[RunChange], *, stands: bool) -> list[str]:
    """Return, in Swedish, what runs have changed since the person was last told."""
    told = "beslutet" if stands else "kommuniceringen"
    what = "; beslutet ska ändras (37 § FL)" if stands else ""
    return [f"ändrat sedan {told}: {change_text(one)}{what}" for one in since]


def change_text(one: RunChange) -> str:
    """Return, in Swedish, what a run changed of a claim."""
    parts = [
        f"{verb} {kronor(abs(ore))} kr"
        for verb, ore in (
            ("sänkte det utestående med", min(0, one.utestaende)),
            ("höjde det utestående med", max(0, one.utestaende)),
            ("tog upp av det nedlagda", min(0, one.nedlagt)),
            ("återställde som nedlagt", max(0, one.nedlagt)),
        )
        if ore
    ]
    return f"körning {one.korning} {' och '.join(parts) or 'ändrade rader'}"


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


def deadline(status: str, frist: str | None, plan: tuple[Delbetalning, ...]) -> str | None:
    """Return the ISO day that a state waits for: to answer by, to appeal by, or to pay by.

    ``frist`` is the day that the claim's latest step with one set.
    """
    if status == "avbetalning":
        return next((part.dag for part in plan if part.betalt < part.belopp), None)
    waits = ("kommunicerad", "delgiven", "faststalld", "andrad", "upphavd")
    return frist if status in waits else None


def _lacking(known: law.Arende) -> list[str]:
    """Return what is missing before a claim can be communicated or decided."""
    found = []
    if known.status in (*law.PROPOSED, *law.PREPARES):
        if known.grund not in law.CLAIMABLE:
            found.append("grund enligt 12 § LSS är inte vald")
        if not known.galdenarer:
            found.append("gäldenär saknas: förmyndaren finns inte i registren")
        if known.oppna_fynd:
            found.append(f"{known.oppna_fynd} fynd bakom raderna är inte avgjorda")
        if known.omraknas:
            found.append("en av månaderna väntar på en ny körning")
        names = {"bevis": "bevisning", "for": "skäl för", "emot": "skäl emot"}
        found += [f"{names[kind]} saknas" for kind in law.ASSESSED if kind not in known.bedomning]
        if known.grund == "b" and "namnden" not in known.bedomning:
            found.append("vad nämnden har upplyst om saknas")
    return found

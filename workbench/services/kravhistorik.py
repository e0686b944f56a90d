"""What has happened to a claim: what people did and what runs changed, who, when and why."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from db import claim_steps, claims, overview
from db.claim_steps import Case, Step
from db.claims import ClaimEvent
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.services.kravsteg import case_of
from workbench.services.viewing import Viewer
from workbench.wording import GALDENAR, KRAV

PARTS = {"eftergift": "del efterges", "avskrivning": "del skrivs av"}


@dataclass(frozen=True, slots=True)
class Handelse:
    """An event in Swedish: the day it happened, what, öre of it (None = it is about no money),
    why, what else is known; ``angrad`` when it was taken back; ``steg`` its number, None = a run.
    """

    tid: str
    aktor: str
    dag: str
    vad: str
    belopp: int | None = None
    varfor: str = ""
    mer: tuple[str, ...] = ()
    angrad: bool = False
    steg: int | None = None


def historik(connection: sqlite3.Connection, identity: str, viewer: Viewer) -> list[Handelse]:
    """Return a claim's events, oldest first. Raises UnknownClaim, Refused."""
    case = case_of(connection, identity)
    person = overview.persons(connection, [case.brukare])[case.brukare]
    hidden = bool(person[2]) and not viewer.protected
    found = [_of_step(connection, step, hidden) for step in claim_steps.steps(connection, case.id)]
    for claim in (case.id, *claims.joined(connection, case.id)):
        found += _of_runs(connection, case, claim)
    return sorted(found, key=lambda item: (item.tid, item.steg or 0))


def _of_step(connection: sqlite3.Connection, step: Step, hidden: bool) -> Handelse:
    facts = step.facts
    return Handelse(
        step.tid,
        step.aktor,
        step.dag,
        what(connection, step),
        step.belopp,
        "" if step.handelse == "samlad" else step.motivering,
        tuple(_more(connection, step, facts, hidden)),
        bool(step.angrad),
        step.id,
    )


def what(connection: sqlite3.Connection, step: Step) -> str:
    """Return what a step did, in Swedish: ``utredning → kommunicerat``."""
    facts = step.facts
    if step.handelse == "grund":
        return f"grund {facts['grund_fore']} → {facts['grund']}"
    if step.handelse == "galdenarer":
        kinds = Counter(who.slag for who in claim_steps.step_debtors(connection, step.id))
        named = [
            f"{many} {GALDENAR[kind]}" if many > 1 else GALDENAR[kind]
            for kind, many in kinds.items()
        ]
        return f"riktat mot {', '.join(named)}"
    if step.handelse == "samlad":
        return f"samlat med {step.motivering}"
    if step.handelse == "inbetalning":
        return "inbetalning" if step.till_status == step.fran_status else "inbetalning: betalt"
    if step.handelse == "angrad":
        return f"steg {step.angrar} ångrat: åter {KRAV[step.till_status]}"
    if step.handelse == "nedsatt":
        booked = _booked(connection, step)
        return next((PARTS[name] for name in booked if name in PARTS), "nedsatt")
    if step.fran_status == step.till_status:
        return f"{KRAV[step.till_status]} på nytt"
    return f"{KRAV[step.fran_status]} → {KRAV[step.till_status]}"


def _booked(connection: sqlite3.Connection, step: Step) -> list[str]:
    if step.bokning_fran is None or step.bokning_till is None:
        return []
    between = claim_steps.bookings_between(connection, step.bokning_fran, step.bokning_till)
    return [item.handelse for item in between]


def _more(
    connection: sqlite3.Connection, step: Step, facts: dict[str, Any], hidden: bool
) -> list[str]:
    found = []
    if step.frist:
        found.append(f"frist {step.frist}")
    if step.referens:
        payer = step.handelse == "inbetalning"
        name = "[skyddad]" if payer and hidden else step.referens
        found.append(f"från {name}" if payer else name)
    if "grund" in facts and step.handelse != "grund":
        found.append(f"grund {facts['grund_fore']} → {facts['grund']}")
    if "atagande_dag" in facts:
        found.append(f"åtagande {facts['atagande_dag']}, {facts['atagande_handling']}")
    if back := facts.get("aterbetalas"):
        found.append(f"{kronor(back)} kr betalas tillbaka, B{facts['aterbetalning']}")
    return found


def _of_runs(connection: sqlite3.Connection, case: Case, claim: int) -> list[Handelse]:
    """Return what runs have made of a claim, all keys of a run together."""
    own = [item for item in claims.events(connection, claim) if item.korning is not None]
    return [
        _of_run(case, claim, list(group))
        for _, group in groupby(own, key=lambda item: (item.korning, item.handelse))
    ]


def _of_run(case: Case, claim: int, group: list[ClaimEvent]) -> Handelse:
    first = group[0]
    owed = sum(item.utestaende for item in group)
    moved = owed + sum(item.aterbetalt + item.nedlagt for item in group)
    if first.handelse == "foreslagen":
        what = f"föreslaget av körning {first.korning}"
    elif first.handelse == "makulerad körning":
        what = f"körning {first.korning} makulerad"
    else:
        word = "sänkt" if moved < 0 else "höjt" if moved > 0 else "ändrat"
        what = f"{word} av körning {first.korning}"
    if claim != case.id:
        what = f"K{claim} {what}"
    months = ", ".join(sorted({iso_month(item.manad) for item in group}))
    more = (months,) if owed == moved else (months, f"utestående ändrat {kronor(owed)} kr")
    day = first.dag or first.tid[:10]
    return Handelse(first.tid, first.aktor, day, what, moved, first.motivering or "", more)

"""All that has happened to a claim, told in order: what people did and what runs changed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db import claim_history, claims
from db.claim_steps import Step, steps
from workbench.services.kravvy import change_text
from workbench.wording import KRAVSTATUS, KRAVSTEG


@dataclass(frozen=True, slots=True)
class Skedde:
    """Something that happened to a claim; days are ISO text, öre, who is a login.

    ``steg`` is the step's number, None for what a run did; ``angrad`` tells that it was taken back.
    """

    steg: int | None
    dag: str
    tid: str
    aktor: str
    vad: str
    belopp: int | None = None
    frist: str | None = None
    referens: str | None = None
    motivering: str = ""
    angrad: bool = False


def historia(connection: sqlite3.Connection, identity: int) -> tuple[Skedde, ...]:
    """Return what has happened to a claim, oldest first."""
    facts = claims.facts(connection, identity)
    assert facts is not None
    raised = f"föreslogs av körning {facts.korning}"
    found = [Skedde(None, facts.tid[:10], facts.tid, facts.aktor, raised)]
    found += [
        Skedde(None, one.dag, one.tid, one.aktor, change_text(one))
        for one in claim_history.run_changes(connection, identity)
    ]
    found += [_step(one) for one in steps(connection, identity)]
    return tuple(sorted(found, key=lambda one: (one.tid, one.steg or 0)))


def _step(one: Step) -> Skedde:
    told = json.loads(one.uppgifter or "{}")
    words = {
        "fran": KRAVSTATUS[one.fran_status],
        "till": KRAVSTATUS[one.till_status],
        "fore": told.get("grund_fore", ""),
        "grund": told.get("grund", ""),
        "samlade": ", ".join(f"K{other}" for other in told.get("samlade", ())),
    }
    text = KRAVSTEG[one.handelse].format_map(words)
    if one.handelse == "flyttad" and told.get("grund"):
        text += f"; {KRAVSTEG['grund'].format_map(words)}"
    if told.get("aterbetalning"):
        text += f"; B{told['aterbetalning']} betalar tillbaka för mycket"
    return Skedde(
        one.id, one.dag, one.tid, one.aktor, text, one.belopp, one.frist, one.referens,
        "" if one.handelse == "samlad" else one.motivering, bool(one.angrad),
    )  # fmt: skip

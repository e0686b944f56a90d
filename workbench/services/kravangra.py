"""Taking back a claim's latest step with all that it booked."""

from __future__ import annotations

import sqlite3

from db import Database, claim_steps, ledger, outfiles, payments
from db.claim_steps import Case, NewStep, Step
from db.journal import Stamp
from workbench.domain.kravlage import word
from workbench.domain.roller import Ratt
from workbench.services import roles
from workbench.services.errors import Refused
from workbench.services.kravsteg import case_of, role_hinder, standing_steps, store


def undo(database: Database, identity: str, motivering: str, stamp: Stamp) -> str:
    """Take back a claim's latest step with all it booked; return the claim's state then.

    A decision is not taken back, only amended (37 § FL). Raises UnknownClaim, Refused.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        case = case_of(connection, identity)
        step = undoable(connection, case.id)
        refused = role_hinder(connection, stamp) or _undo_hinder(connection, case, step)
        if not motivering.strip():
            refused = refused or "Skriv varför steget ångras."
        if refused or step is None:
            raise Refused(refused)
        facts = step.facts
        booked = _book_back(connection, step, motivering, stamp)
        for other, former in facts.get("samlade", {}).items():
            claim_steps.join(connection, int(other), former)
        if facts.get("aterbetalning"):
            payments.mark(
                connection, [facts["aterbetalning"]], "makulerad", stamp, skal=motivering.strip()
            )
        claim_steps.set_case(
            connection, case.id, grund=facts.get("grund_fore"), slag=facts.get("slag_fore")
        )
        store(
            connection,
            NewStep(
                case.id,
                "angrad",
                case.status,
                step.fran_status,
                stamp.dag,
                motivering=motivering.strip(),
                bokningar=booked,
                angrar=step.id,
            ),
            stamp,
        )
        ledger.set_claim_status(connection, case.id, step.fran_status)
        return step.fran_status


def hinder(connection: sqlite3.Connection, identity: str, stamp: Stamp) -> str:
    """Return, in Swedish, why a claim's latest step cannot be taken back now; "" = it can.

    Raises UnknownClaim, Refused.
    """
    case = case_of(connection, identity)
    return role_hinder(connection, stamp) or _undo_hinder(
        connection, case, undoable(connection, case.id)
    )


def undoable(connection: sqlite3.Connection, identity: int) -> Step | None:
    """Return the step that undo would take back; None = there is none."""
    standing = standing_steps(connection, identity)
    return standing[-1] if standing else None


def _undo_hinder(connection: sqlite3.Connection, case: Case, step: Step | None) -> str:
    if step is None:
        return f"K{case.id} har inget steg att ångra."
    if step.till_status == "beslutad" and step.handelse == "flyttad":
        return "Ett beslut tas inte tillbaka; det kan ändras (37 § FL) eller efterges."
    if case.status != step.till_status:
        return (
            f"En körning har ändrat K{case.id} till {word(case.status)} efter steget; det kan inte "
            "ångras."
        )
    later = claim_steps.last_run_booking(connection, case.id)
    if step.bokning_till is not None and later > step.bokning_till:
        return f"K{case.id} har ändrats av en körning efter steget; det kan inte ångras."
    done = outfiles.booked(connection, "aterkrav_bokning")
    own = range(step.bokning_fran or 0, (step.bokning_till or -1) + 1)
    if not done.isdisjoint(own):
        return "Steget är bokfört och kan inte ångras. Rätta det med ett nytt steg."
    back = step.facts.get("aterbetalning")
    if back and outfiles.has_left(connection, back):
        return f"Återbetalningen B{back} har lämnats till banken; steget kan inte ångras."
    return ""


def _book_back(
    connection: sqlite3.Connection, step: Step, why: str, stamp: Stamp
) -> tuple[int, int] | None:
    if step.bokning_fran is None or step.bokning_till is None:
        return None
    before = claim_steps.last_booking(connection)
    for item in claim_steps.bookings_between(connection, step.bokning_fran, step.bokning_till):
        undone = item._replace(
            utestaende=-item.utestaende,
            aterbetalt=-item.aterbetalt,
            nedlagt=-item.nedlagt,
            absorberat=-item.absorberat,
            dag=stamp.dag,
            motivering=f"ångrat: {why.strip()}",
        )
        ledger.book(connection, [undone], stamp)
    return before + 1, claim_steps.last_booking(connection)

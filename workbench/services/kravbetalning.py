"""Money that comes in on a claim; what is above what is owed is paid back (rulebook section 8)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db import Database, claim_steps, ledger
from db.claim_steps import Case, Key, NewStep
from db.journal import Stamp
from workbench.domain.roller import Ratt
from workbench.law import aterkrav as law
from workbench.law.kravposter import Post, repay
from workbench.services import roles
from workbench.services.errors import Refused
from workbench.services.kravsteg import book, case_of, pay_back, role_hinder, store


@dataclass(frozen=True, slots=True)
class Inbetalt:
    """What a payment did: öre that lowered the claim, öre to be paid back, by which payment, and
    through which run it leaves."""

    belopp: int
    aterbetalas: int
    betalning: int | None
    korning: int | None


def payment(
    database: Database,
    identity: str,
    belopp: int,
    dag: str,
    stamp: Stamp,
    *,
    betalare: str = "",
    motivering: str = "",
) -> Inbetalt:
    """Register money that has come in on a claim: oldest month first, what is above is paid back.

    ``belopp`` is öre. Raises UnknownClaim, Refused.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        case = case_of(connection, identity)
        refused = role_hinder(connection, stamp)
        if refused:
            raise Refused(refused)
        if belopp <= 0:
            raise Refused("Ange ett belopp över noll.")
        if dag > stamp.dag:
            raise Refused(f"Dagen {dag} har inte varit. Ange den dag då pengarna kom.")
        keys = claim_steps.keys(connection, case.id) or claim_steps.keys(
            connection, case.id, empty=True
        )
        booked, above = _taken_in(connection, case, keys, belopp, (dag, motivering), stamp)
        number = pay_back(connection, case, above, stamp) if above else None
        facts = {"aterbetalas": above, "aterbetalning": number} if above else None
        step = NewStep(
            case.id,
            "inbetalning",
            case.status,
            _status_after(connection, case),
            dag,
            None,
            belopp,
            betalare or None,
            motivering.strip(),
            facts,
            booked,
        )
        store(connection, step, stamp)
        if step.till_status != case.status:
            ledger.set_claim_status(connection, case.id, step.till_status)
        return Inbetalt(belopp - above, above, number, case.korning if above else None)


def _taken_in(
    connection: sqlite3.Connection,
    case: Case,
    keys: Sequence[Key],
    belopp: int,
    told: tuple[str, str],
    stamp: Stamp,
) -> tuple[tuple[int, int], int]:
    """Book a payment; return its bookings and what is above what was owed.

    What is above comes in and goes out again, so that the books show both.
    """
    taken, above = repay([Post(*key[3:6]) for key in keys], belopp)
    changed = [(key, Post(-ore, ore, 0)) for key, ore in zip(keys, taken, strict=True) if ore]
    last = keys[-1]
    if above:
        changed.append((last, Post(-above, above, 0)))
    first = book(connection, case.id, changed, "inbetalning", *told, stamp)
    out = [(last, Post(above, -above, 0))] if above else []
    later = book(connection, case.id, out, "aterbetalning", *told, stamp) or first
    assert first is not None
    assert later is not None
    return (first[0], later[1]), above


def _status_after(connection: sqlite3.Connection, case: Case) -> str:
    """Return the state after a payment: a claim on which nothing is owed has ended, unless it has
    been decided and may still be tried."""
    left = ledger.claim_state(connection, case.id)
    open_states = (*law.PROPOSED, *law.PREPARES, *law.FINAL)
    return "betald" if not left.utestaende and case.status in open_states else case.status

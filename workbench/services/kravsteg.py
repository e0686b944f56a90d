"""A claim as its steps find it: what the rules look at, who may act, and how a step is kept.

12 § LSS; rulebook section 8. Amounts are öre, days ISO text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db import claim_ends, claim_steps, claims, ledger, payments
from db.claim_steps import Case, Key, NewStep, Step
from db.journal import Stamp, log
from db.ledger import Booking
from db.payments import NewPayment
from workbench.domain.roller import Ratt
from workbench.domain.time import parse_day
from workbench.law import aterkrav as law
from workbench.law.aterkrav import Arende
from workbench.law.kravposter import Post
from workbench.services import roles
from workbench.services.aterkrav import UnknownClaim, debtors, directed
from workbench.services.errors import Refused

PAYEE = {"enskild": "brukare"}
"""As what a debtor is paid back, when payees are called otherwise."""


def case_of(connection: sqlite3.Connection, identity: str) -> Case:
    """Return a claim that stands. Raises UnknownClaim, Refused when it is joined or annulled."""
    digits = identity[1:] if identity[:1] in "Kk" else identity
    found = claim_steps.case(connection, int(digits)) if digits.isdecimal() else None
    if found is None:
        raise UnknownClaim(identity)
    if found.samlat_i is not None:
        raise Refused(f"K{found.id} är samlat i K{found.samlat_i}. Arbeta med det kravet.")
    if found.status == "makulerad":
        raise Refused(f"K{found.id} är borta: körningen som föreslog det är makulerad.")
    return found


def standing_steps(connection: sqlite3.Connection, identity: int) -> list[Step]:
    return [
        step
        for step in claim_steps.steps(connection, identity)
        if not step.angrad and step.handelse != "angrad"
    ]


def arende(connection: sqlite3.Connection, case: Case) -> Arende:
    """Return what the rules of a claim's steps look at."""
    facts = claims.facts(connection, case.id)
    assert facts is not None
    standing = standing_steps(connection, case.id)
    moved = [step for step in standing if step.handelse == "flyttad"]
    before = claim_ends.before_end(connection, case.id) if case.status in law.ENDED else None
    deadlines = [step.frist for step in moved if step.frist]
    return Arende(
        case.id,
        case.slag,
        case.status,
        case.grund,
        facts.utestaende,
        facts.aterbetalt,
        len(debtors(connection, case.id)) if directed(connection, case.id) else 0,
        _assessed(connection, case.id, moved),
        {step.till_status: parse_day(step.dag) for step in moved},
        max((parse_day(step.dag) for step in moved), default=0),
        parse_day(deadlines[-1]) if deadlines else None,
        _prepared_by(connection, case.id),
        claim_steps.open_findings(connection, case.id),
        any(
            claim_steps.waits_for_run(connection, case.brukare, month)
            for month in claims.months(connection, case.id)
        ),
        case.slag == law.CIVIL and any(step.till_status == "laga-kraft" for step in moved),
        sum(claim_steps.struck(connection, case.id)),
        before.status if before and before.by_run else "",
    )


def _assessed(
    connection: sqlite3.Connection, identity: int, moved: Sequence[Step]
) -> frozenset[str]:
    """Return what has been written of the assessment: an answer only to what was last told."""
    told = [step.tid for step in moved if step.till_status == "kommunicerad"]
    return frozenset(
        item.slag
        for item in claim_steps.assessment(connection, identity)
        if item.slag != "svar" or (told and item.tid >= told[-1])
    )


def decided(standing: Sequence[Step]) -> bool | None:
    """Tell whether a decision stands: False when a court has sent the claim back since, so that
    what was repaid rests on no decision; None when the claim never was decided."""
    for step in reversed(standing):
        if step.handelse == "flyttad" and step.till_status in ("beslutad", "aterforvisad"):
            return step.till_status == "beslutad"
    return None


_PREPARING = ("grund", "galdenarer", "samlad")
"""Steps that prepare a claim in whatever state it is."""


def _prepared_by(connection: sqlite3.Connection, identity: int) -> frozenset[str]:
    """Return who has prepared the claim or one joined into it: also before a court sent it back,
    since what they found and wrote then still stands."""
    found: set[str] = set()
    for one in (identity, *claims.joined(connection, identity)):
        found |= {item.aktor for item in claim_steps.assessment(connection, one)}
        found |= {
            step.aktor
            for step in standing_steps(connection, one)
            if step.handelse in _PREPARING
            or (step.handelse == "flyttad" and step.till_status in law.PREPARES)
        }
    return frozenset(found)


def role_hinder(connection: sqlite3.Connection, stamp: Stamp, *, attests: bool = False) -> str:
    """Return, in Swedish, why someone's role can't handle claims; "" = it can.

    ``attests``: decisions and eftergift are for those who may attest.
    """
    return roles.hinder(connection, stamp.aktor, Ratt.KRAVBESLUT if attests else Ratt.KRAV)


def book(
    connection: sqlite3.Connection,
    identity: int,
    changed: Sequence[tuple[Key, Post]],
    event: str,
    day: str,
    why: str,
    stamp: Stamp,
) -> tuple[int, int] | None:
    before = claim_steps.last_booking(connection)
    ledger.book(
        connection,
        [
            Booking(identity, *key[:3], *post, 0, event, None, day, why.strip() or None)
            for key, post in changed
        ],
        stamp,
    )
    last = claim_steps.last_booking(connection)
    return (before + 1, last) if last > before else None


def store(connection: sqlite3.Connection, step: NewStep, stamp: Stamp) -> int:
    number = claim_steps.add(connection, step, stamp)
    after = {
        "steg": number,
        "status": step.till_status,
        "dag": step.dag,
        "belopp_ore": step.belopp,
        "motivering": step.motivering,
    }
    said = {name: value for name, value in after.items() if value not in (None, "")}
    before = {"status": step.fran_status}
    log(connection, stamp, step.handelse, "aterkrav", f"K{step.aterkrav}", before, said)
    return number


def paid_back(connection: sqlite3.Connection, identity: int) -> tuple[int, int, int] | None:
    """Return (payment, öre, run) of what the claim's latest step pays back; None = nothing."""
    standing = standing_steps(connection, identity)
    number = standing[-1].facts.get("aterbetalning") if standing else None
    paid = payments.by_id(connection, number) if number else None
    return None if paid is None else (paid.id, paid.belopp, paid.korning or 0)


def pay_back(connection: sqlite3.Connection, case: Case, ore: int, stamp: Stamp) -> int:
    """Make the payment of what has been repaid too much, to the first debtor."""
    who = debtors(connection, case.id)[0]
    slag = PAYEE.get(who.slag, who.slag)
    account = payments.account(connection, case.brukare, who.nummer, slag, stamp.dag)
    new = NewPayment(
        case.korning,
        case.id,
        case.brukare,
        case.arende,
        "aterbetalning",
        who.nummer,
        slag,
        account,
        ore,
    )
    return payments.add(connection, [new], stamp)[0]

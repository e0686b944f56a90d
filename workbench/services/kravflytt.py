"""Moving a claim: from proposal to decision, court, payment or write-off, and what that books.

12 § LSS; 9.2.25; rulebook section 8. The rules of each step are ``law.aterkrav``; here they meet
the stored claim. Amounts are öre, days ISO text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db import Database, claim_documents, claim_steps, ledger
from db.claim_steps import Case, Key, NewStep
from db.journal import Stamp
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_day, parse_day
from workbench.law import aterkrav as law
from workbench.law.aterkrav import Del, Steg
from workbench.law.kravposter import Post, drop, leave
from workbench.services import roles
from workbench.services.aterkrav import debtors
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.kravsteg import (
    arende,
    book,
    case_of,
    decided,
    pay_back,
    role_hinder,
    standing_steps,
    store,
)


@dataclass(frozen=True, slots=True)
class Flytt:
    """A move that someone asks for; see ``law.aterkrav.Steg``. ``frist`` is the answer-by day."""

    till: str
    dag: str
    motivering: str = ""
    grund: str | None = None
    frist: str | None = None
    belopp: int | None = None
    referens: str = ""
    plan: Sequence[tuple[str, int]] = ()


def answer_by(connection: sqlite3.Connection, identity: str, day: str) -> str:
    """Return the day to answer by when a claim is communicated on a day and no other is given: the
    one of the letter that is fixed, else so many days on as the setting says (25 § FL).

    Raises UnknownClaim, Refused.
    """
    told = claim_documents.answer_by(connection, case_of(connection, identity).id)
    chosen = Chosen(connection, day)
    days = told or chosen.needed("brev_svar_dagar")
    chosen.refuse("Svarsdagen (--svar-senast)")
    return told or iso_day(parse_day(day) + int(days))


def hinder(connection: sqlite3.Connection, identity: str, flytt: Flytt, stamp: Stamp) -> list[str]:
    """Return, in Swedish, all that is in the way of a move now. Raises UnknownClaim, Refused."""
    found = case_of(connection, identity)
    return _hinders(connection, found, flytt, stamp)


def possible(
    connection: sqlite3.Connection, identity: str, stamp: Stamp
) -> list[tuple[str, list[str]]]:
    """Return each state that a person can move a claim to now, with all that is in the way even
    when what the step itself asks for (reason, deadline, court, plan) is given.

    Raises UnknownClaim, Refused.
    """
    case = case_of(connection, identity)
    known = arende(connection, case)
    found = []
    for till in law.allowed(case.slag, case.status):
        day = iso_day(known.sista_dag) if till == "overklagad" else stamp.dag
        probe = Flytt(
            till,
            day,
            "-",
            "a" if till == "utredning" and case.grund == "egen" else None,
            iso_day(parse_day(day) + law.APPEAL_DAYS * 2) if till == "kommunicerad" else None,
            1 if till == "andrad" else None,
            "-",
            [(day, known.utestaende)] if till == "avbetalning" else [],
        )
        found.append((till, _hinders(connection, case, probe, stamp)))
    return found


def move(database: Database, identity: str, flytt: Flytt, stamp: Stamp) -> str:
    """Move a claim and return its state then. Raises UnknownClaim, or Refused with all reasons."""
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        case = case_of(connection, identity)
        problems = _hinders(connection, case, flytt, stamp)
        if problems:
            raise Refused(" ".join(problems))
        return _carry_out(connection, case, flytt, stamp)


def _hinders(connection: sqlite3.Connection, case: Case, flytt: Flytt, stamp: Stamp) -> list[str]:
    writes_off = flytt.till == "nedlagd" and case.status in law.FINAL
    attests = flytt.till in ("beslutad", "eftergiven") or writes_off
    refused = role_hinder(connection, stamp, attests=attests)
    step = Steg(
        flytt.till,
        parse_day(flytt.dag),
        parse_day(stamp.dag),
        stamp.aktor,
        flytt.motivering,
        flytt.grund,
        parse_day(flytt.frist) if flytt.frist else None,
        flytt.belopp,
        flytt.referens,
        [Del(parse_day(day), ore) for day, ore in flytt.plan],
    )
    return [
        *([refused] if refused else []),
        *law.hinders(arende(connection, case), step),
        *_told_otherwise(connection, case, flytt),
    ]


def _told_otherwise(connection: sqlite3.Connection, case: Case, flytt: Flytt) -> Iterator[str]:
    """Yield when a letter that is fixed gives longer to answer than the move (25 § FL)."""
    told = claim_documents.answer_by(connection, case.id)
    if flytt.till == "kommunicerad" and told and flytt.frist and flytt.frist < told:
        yield (
            f"Brevet som är fastställt ger tid att svara till och med {told}. Ange den dagen, "
            "eller en senare."
        )


def _carry_out(connection: sqlite3.Connection, case: Case, flytt: Flytt, stamp: Stamp) -> str:
    keys = claim_steps.keys(connection, case.id)
    facts: dict[str, object] = {}
    if flytt.grund and flytt.grund != case.grund:
        facts["grund_fore"], facts["grund"] = case.grund, flytt.grund
        claim_steps.set_case(connection, case.id, grund=flytt.grund)
    if flytt.till == "kommunicerad":
        facts["bokning"] = claim_steps.last_booking(connection)
    booked, back = _money(connection, case, keys, flytt, stamp)
    if back:
        facts["aterbetalas"] = back
        facts["aterbetalning"] = pay_back(connection, case, back, stamp)
    status = _status_after(connection, case, flytt)
    number = store(
        connection,
        NewStep(
            case.id,
            "nedsatt" if status == case.status != flytt.till else "flyttad",
            case.status,
            status,
            flytt.dag,
            _deadline(case, flytt),
            flytt.belopp,
            flytt.referens or None,
            flytt.motivering.strip(),
            facts or None,
            booked,
        ),
        stamp,
    )
    if flytt.plan:
        claim_steps.set_plan(connection, number, flytt.plan)
    if flytt.till == "kommunicerad":
        # Later changes of the registers don't move a claim that has been put to someone.
        claim_steps.set_debtors(connection, number, debtors(connection, case.id))
    if status != case.status:
        ledger.set_claim_status(connection, case.id, status)
    return status


def _deadline(case: Case, flytt: Flytt) -> str | None:
    """Return the day that a state gives: to answer by, to appeal by."""
    if flytt.till == "delgiven" or (flytt.till in law.COURT and flytt.till != "aterforvisad"):
        return flytt.frist or iso_day(law.appeal_until(parse_day(flytt.dag)))
    return flytt.frist if flytt.till == "kommunicerad" else None


def _status_after(connection: sqlite3.Connection, case: Case, flytt: Flytt) -> str:
    """Return the state that a move leads to: a part that is dropped leaves the claim where it is,
    and what has laga kraft with nothing owed has ended."""
    left = ledger.claim_state(connection, case.id)
    if flytt.till in ("eftergiven", "nedlagd") and left.utestaende:
        return case.status
    if flytt.till == "laga-kraft" and not left.utestaende:
        return "betald" if left.aterbetalt else "nedlagd"
    return flytt.till


def _money(
    connection: sqlite3.Connection,
    case: Case,
    keys: Sequence[Key],
    flytt: Flytt,
    stamp: Stamp,
) -> tuple[tuple[int, int] | None, int]:
    """Book what a move does to the money; return the bookings and öre to be paid back.

    A move that makes the claim a receivable, or no longer one, is booked on every key even when no
    amount changes: the ledger starts and stops there.
    """
    posts = [Post(*key[3:6]) for key in keys]
    event, back, after = flytt.till, 0, posts
    if flytt.till in ("eftergiven", "nedlagd"):
        if case.status in law.FINAL or flytt.till == "eftergiven":
            event = "eftergift" if flytt.till == "eftergiven" else "avskrivning"
        if event == "nedlagd" and decided(standing_steps(connection, case.id)) is False:
            after, back = leave(posts, 0, [0] * len(posts))
        else:
            owed = sum(post.utestaende for post in posts)
            taken = drop(posts, owed if flytt.belopp is None else flytt.belopp)
            after = [
                Post(post.utestaende - cut, post.aterbetalt, post.nedlagt + cut)
                for post, cut in zip(posts, taken, strict=True)
            ]
    elif flytt.till in law.COURT:
        struck = claim_steps.struck(connection, case.id)
        whole = sum(post.utestaende + post.aterbetalt for post in posts) + sum(struck)
        target = whole if flytt.belopp is None else flytt.belopp
        target = {"upphavd": 0, "aterforvisad": whole}.get(flytt.till, target)
        after, back = leave(posts, target, struck)
    always = flytt.till in ("beslutad", "aterforvisad") or (
        case.slag == law.CIVIL and flytt.till == "kommunicerad"
    )
    changed = [
        (key, Post(*(new - old for new, old in zip(later, former, strict=True))))
        for key, former, later in zip(keys, posts, after, strict=True)
        if always or later != former
    ]
    return book(connection, case.id, changed, event, flytt.dag, flytt.motivering, stamp), back

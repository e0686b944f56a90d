"""Dated values for days already attested take two persons (rulebook section 7)."""

from __future__ import annotations

import sqlite3

from db import Database, proposals, values
from db.journal import Stamp
from db.proposals import Proposal
from workbench.domain.roller import Ratt
from workbench.domain.time import month_days, parse_day
from workbench.law.parameters import policy_definitions
from workbench.services import roles
from workbench.services.errors import Refused


def for_attested_days(connection: sqlite3.Connection, fran: str) -> bool:
    """Tell whether a value from a day on concerns a day of a month that has been attested."""
    month = proposals.last_attested_month(connection)
    return month is not None and parse_day(fran) < month_days(month)[1]


def waiting(connection: sqlite3.Connection, slag: str) -> list[Proposal]:
    """Return the values of a kind (``varde`` or ``installning``) that wait for a second person."""
    return proposals.waiting(connection, slag)


def confirm(database: Database, slag: str, identity: int, stamp: Stamp) -> Proposal:
    """Let a proposed value hold. Raises Refused: unknown, decided, or one's own proposal."""
    with roles.writing(database, stamp, Ratt.BEKRAFTA) as connection:
        item = _waiting(connection, slag, identity)
        if item.aktor == stamp.aktor:
            raise Refused(
                f"{stamp.aktor} har själv föreslagit värdet. Det gäller dagar som redan är "
                "attesterade, så en annan person ska bekräfta det."
            )
        source = item.kalla
        if slag == proposals.VALUE:
            verified = bool(item.verifierad)
            values.set_rate(connection, item.fran, int(item.varde), source, verified, stamp)
        else:
            answers = policy_definitions()[item.namn].answers
            values.set_policy(
                connection, item.namn, item.fran, item.varde, source, stamp, answers=answers
            )
        proposals.close(connection, item, "bekraftad", stamp)
        return item


def reject(database: Database, slag: str, identity: int, stamp: Stamp) -> Proposal:
    """Let a proposed value fall; its proposer may do so too. Raises Refused."""
    with roles.writing(database, stamp, Ratt.BEKRAFTA) as connection:
        item = _waiting(connection, slag, identity)
        proposals.close(connection, item, "avvisad", stamp)
        return item


def _waiting(connection: sqlite3.Connection, slag: str, identity: int) -> Proposal:
    item = proposals.by_id(connection, slag, identity)
    if item is None:
        command = "rates" if slag == proposals.VALUE else "settings"
        raise Refused(f"Förslaget {identity} finns inte. Se dem med: workbench {command} waiting")
    if item.status != "vantar":
        done = {"bekraftad": "bekräftat", "avvisad": "avvisat"}[item.status]
        raise Refused(f"Förslaget {identity} är redan {done} av {item.bekraftad_av}.")
    return item

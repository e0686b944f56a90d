"""Dated values and policies that users register, each with its source and who set it.

The journal is told first: triggers refuse what its latest entry does not tell of.
"""

from __future__ import annotations

import sqlite3

from db.journal import Stamp, advance, log
from workbench.domain.time import parse_day

RATE = "timbelopp"


def added_rates(connection: sqlite3.Connection) -> list[tuple[int, int, str, bool]]:
    """Return (day, öre, source, verified) of the timbelopp that users have added."""
    return [
        (parse_day(fran), value, source, bool(verified))
        for fran, value, source, verified in connection.execute(
            "SELECT fran, varde, kalla, verifierad FROM varde WHERE namn = ? ORDER BY fran", (RATE,)
        )
    ]


def set_rate(
    connection: sqlite3.Connection, fran: str, ore: int, source: str, verified: bool, stamp: Stamp
) -> None:
    """Register a timbelopp from a day; an earlier one from that day is replaced."""
    old = connection.execute(
        "SELECT varde, kalla, verifierad FROM varde WHERE namn = ? AND fran = ?", (RATE, fran)
    ).fetchone()
    before = None if old is None else {"ore": old[0], "kalla": old[1], "verifierad": bool(old[2])}
    after = {"ore": ore, "kalla": source, "verifierad": verified}
    log(connection, stamp, "värde", RATE, fran, before, after)
    connection.execute(
        """INSERT INTO varde (namn, fran, varde, kalla, verifierad, aktor, tid)
           VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (namn, fran) DO UPDATE SET varde = excluded.varde, kalla = excluded.kalla,
               verifierad = excluded.verifierad, aktor = excluded.aktor, tid = excluded.tid""",
        (RATE, fran, ore, source, int(verified), stamp.aktor, stamp.tid),
    )
    advance(connection, everyone=True)


def policies(connection: sqlite3.Connection) -> list[tuple[str, int, str, str, str, str]]:
    """Return (name, day, value, source, actor, time) of every policy value set."""
    return [
        (name, parse_day(fran), value, source, actor, at)
        for name, fran, value, source, actor, at in connection.execute(
            "SELECT namn, fran, varde, kalla, aktor, tid FROM installning ORDER BY namn, fran"
        )
    ]


def set_policy(
    connection: sqlite3.Connection,
    name: str,
    fran: str,
    value: str,
    source: str,
    stamp: Stamp,
    *,
    answers: bool = True,
) -> None:
    """Register a policy's value from a day; an earlier one from that day is replaced.

    ``answers`` False: no check or settlement asks it, so nothing needs a new run and nobody is
    kept from attesting by it.
    """
    old = connection.execute(
        "SELECT varde, kalla FROM installning WHERE namn = ? AND fran = ?", (name, fran)
    ).fetchone()
    before = None if old is None else {"varde": old[0], "kalla": old[1]}
    event = "inställning" if answers else "uppgift"
    log(connection, stamp, event, name, fran, before, {"varde": value, "kalla": source})
    connection.execute(
        """INSERT INTO installning (namn, fran, varde, kalla, aktor, tid)
           VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (namn, fran) DO UPDATE SET varde = excluded.varde, kalla = excluded.kalla,
               aktor = excluded.aktor, tid = excluded.tid""",
        (name, fran, value, source, stamp.aktor, stamp.tid),
    )
    if answers:
        advance(connection, everyone=True)


def add_note(
    connection: sqlite3.Connection,
    assistent: int,
    fran: str,
    till: str | None,
    text: str,
    stamp: Stamp,
) -> int:
    """Register a controller's note that an assistant's ability is in doubt."""
    cursor = connection.execute(
        """INSERT INTO anteckning (assistent, fran, till, text, aktor, tid)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (assistent, fran, till, text, stamp.aktor, stamp.tid),
    )
    assert cursor.lastrowid is not None
    facts = {"fran": fran, "till": till, "text": text}
    log(connection, stamp, "anteckning", "assistent", str(assistent), None, facts)
    advance(connection, {assistent})
    return cursor.lastrowid

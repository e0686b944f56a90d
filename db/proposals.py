"""Dated values for days already attested: they wait for a second person (section 7)."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.journal import Stamp, log
from db.ledger import COUNTS

VALUE, POLICY = "varde", "installning"
WORDS = {VALUE: "värde", POLICY: "inställning"}


class Proposal(NamedTuple):
    """A value that waits, or has been confirmed or refused; ``varde`` is its text (a rate: öre)."""

    id: int
    slag: str
    namn: str
    fran: str
    varde: str
    kalla: str
    verifierad: int
    aktor: str
    tid: str
    status: str
    bekraftad_av: str | None
    bekraftad_tid: str | None


_COLUMNS = ", ".join(Proposal._fields)


def last_attested_month(connection: sqlite3.Connection) -> int | None:
    """Return the last month that has an attested run; None = no month has."""
    found: int | None = connection.execute(
        f"SELECT max(manad) FROM korning WHERE status IN {COUNTS}"
    ).fetchone()[0]
    return found


def propose(
    connection: sqlite3.Connection,
    slag: str,
    namn: str,
    fran: str,
    varde: str,
    source: tuple[str, bool],
    stamp: Stamp,
) -> int:
    """Store a value that waits for a second person and return its id.

    ``source`` is where the value comes from and whether that is a primary source.
    """
    cursor = connection.execute(
        """INSERT INTO vardeforslag (slag, namn, fran, varde, kalla, verifierad, aktor, tid)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (slag, namn, fran, varde, source[0], int(source[1]), stamp.aktor, stamp.tid),
    )
    assert cursor.lastrowid is not None
    after = {"varde": varde, "kalla": source[0]}
    log(connection, stamp, f"{WORDS[slag]} väntar", namn, fran, None, after)
    return cursor.lastrowid


def waiting(connection: sqlite3.Connection, slag: str) -> list[Proposal]:
    """Return the values of a kind that wait, oldest first."""
    return [
        Proposal._make(row)
        for row in connection.execute(
            f"""SELECT {_COLUMNS} FROM vardeforslag
                WHERE status = 'vantar' AND slag = ? ORDER BY id""",
            (slag,),
        )
    ]


def by_id(connection: sqlite3.Connection, slag: str, identity: int) -> Proposal | None:
    """Return one proposal of a kind."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM vardeforslag WHERE id = ? AND slag = ?", (identity, slag)
    ).fetchone()
    return Proposal._make(row) if row else None


def close(connection: sqlite3.Connection, item: Proposal, status: str, stamp: Stamp) -> None:
    """Confirm or refuse a proposal; raises IntegrityError when its proposer confirms it."""
    connection.execute(
        "UPDATE vardeforslag SET status = ?, bekraftad_av = ?, bekraftad_tid = ? WHERE id = ?",
        (status, stamp.aktor, stamp.tid, item.id),
    )
    if status == "avvisad":
        before = {"varde": item.varde, "kalla": item.kalla}
        log(connection, stamp, f"{WORDS[item.slag]} avvisat", item.namn, item.fran, before, None)

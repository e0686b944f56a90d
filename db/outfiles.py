"""Files that leave: payments to the bank and vouchers to the ledger. Their bytes never change."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from db.journal import Stamp, log

WRITTEN = "skriven"
"""The journal's event when a stored file has been written where it was asked for."""


class OutFile(NamedTuple):
    """A file that has left, or waits to: ``skriven`` None = stored but never written."""

    id: int
    korning: int | None
    slag: str
    meddelande: str
    sha256: str
    innehall: bytes
    belopp: int
    antal: int
    dag: str | None
    tid: str
    aktor: str
    skriven: str | None


class Made(NamedTuple):
    """A file to be kept: öre and count are of what it holds, ``dag`` the day it is for."""

    korning: int | None
    slag: str
    meddelande: str
    innehall: bytes
    belopp: int
    antal: int
    dag: str | None


def identity(connection: sqlite3.Connection) -> str:
    """Return the database's own name: ten characters, random when it was made, never changed."""
    found: str = connection.execute("SELECT identitet FROM databas").fetchone()[0]
    return found


_SELECT = f"""SELECT u.id, u.korning, u.slag, u.meddelande, u.sha256, u.innehall, u.belopp,
        u.antal, u.dag, u.tid, u.aktor,
        (SELECT max(j.tid) FROM v_logg j WHERE j.objekt = 'utfil' AND j.nyckel = u.meddelande
            AND j.handelse = '{WRITTEN}')
    FROM utfil u"""


def of_run(connection: sqlite3.Connection, korning: int | None, slag: str) -> list[OutFile]:
    """Return the files of a kind that belong to a run (None: to no run), oldest first."""
    return [
        OutFile._make(row)
        for row in connection.execute(
            f"{_SELECT} WHERE u.korning IS ? AND u.slag = ? ORDER BY u.id", (korning, slag)
        )
    ]


def by_message(connection: sqlite3.Connection, meddelande: str) -> OutFile | None:
    """Return the file with a message id."""
    row = connection.execute(f"{_SELECT} WHERE u.meddelande = ?", (meddelande,)).fetchone()
    return OutFile._make(row) if row else None


def keep(connection: sqlite3.Connection, made: Made, stamp: Stamp) -> int:
    """Keep a file and return its id; raises IntegrityError when its message id is taken."""
    cursor = connection.execute(
        """INSERT INTO utfil (korning, slag, meddelande, sha256, innehall, belopp, antal, dag,
           tid, aktor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            made.korning,
            made.slag,
            made.meddelande,
            hashlib.sha256(made.innehall).hexdigest(),
            made.innehall,
            made.belopp,
            made.antal,
            made.dag,
            stamp.tid,
            stamp.aktor,
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def add_payments(connection: sqlite3.Connection, utfil: int, payments: Iterable[int]) -> None:
    """Say which payments a file holds; raises IntegrityError when one has left before."""
    connection.executemany(
        "INSERT INTO utfil_betalning VALUES (?, ?)", [(utfil, one) for one in payments]
    )


def has_left(connection: sqlite3.Connection, betalning: int) -> bool:
    """Tell whether a payment has left in a file."""
    query = "SELECT 1 FROM utfil_betalning WHERE betalning = ?"
    return connection.execute(query, (betalning,)).fetchone() is not None


def payments_of(connection: sqlite3.Connection, utfil: int) -> list[int]:
    """Return the ids of a file's payments."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT betalning FROM utfil_betalning WHERE utfil = ? ORDER BY betalning", (utfil,)
        )
    ]


def written(connection: sqlite3.Connection, file: OutFile, stamp: Stamp) -> None:
    """Remember that a file has been written."""
    log(connection, stamp, WRITTEN, "utfil", file.meddelande, None, {"sha256": file.sha256})


# -- what has been booked -------------------------------------------------------------------------

Booked = tuple[str, int]
"""Table and row of something that is booked once."""


def mark_booked(connection: sqlite3.Connection, utfil: int, rows: Iterable[Booked]) -> None:
    """Say what a file of vouchers books; raises IntegrityError when something is booked twice."""
    connection.executemany(
        "INSERT INTO bokford (utfil, tabell, rad) VALUES (?, ?, ?)",
        [(utfil, *row) for row in rows],
    )


def booked(connection: sqlite3.Connection, tabell: str) -> set[int]:
    """Return the rows of a table that have been booked."""
    return {
        row[0] for row in connection.execute("SELECT rad FROM bokford WHERE tabell = ?", (tabell,))
    }

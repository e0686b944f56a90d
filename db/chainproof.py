"""Whether the journal's chain still is whole: computed anew entry by entry, first break named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from db import chain
from db.chain import Entry
from db.proof import Fault

EVERY = 5000
"""Entries between two reports of how far the work has come."""


class Head(NamedTuple):
    """Where a chain ends: the last entry's number, hash and time."""

    nummer: int
    hash: str
    tid: str


class Walked(NamedTuple):
    """What a walk along the chain found; ``brott`` None = whole.

    ``efterat`` is how many entries were there before the chain was, and were chained at once.
    """

    poster: int
    gallrade: int
    efterat: int
    brott: Fault | None


def head(connection: sqlite3.Connection) -> Head:
    """Return where the chain ends; number 0 when nothing has been journalled."""
    number, last, _ = _end(connection)
    row = connection.execute("SELECT tid FROM journal WHERE id = ?", (number,)).fetchone()
    return Head(number, last.hex(), row[0] if row else "")


def hash_at(connection: sqlite3.Connection, number: int) -> str | None:
    """Return the hash of an entry, or of the chain's beginning for 0; None = no such entry."""
    if number == 0:
        return _beginning(connection).hex()
    row = connection.execute(
        "SELECT lower(hex(hash)) FROM journal WHERE id = ?", (number,)
    ).fetchone()
    return row[0] if row else None


def walk(connection: sqlite3.Connection, told: Callable[[int, int], None] | None = None) -> Walked:
    """Compute the whole chain anew and stop at the first break, told in Swedish.

    ``told`` hears (entries done, entries in all) now and then.
    """
    end, last, efterat = _end(connection)
    former, number, removed = _beginning(connection), 0, 0
    for row in connection.execute(_ROWS):
        entry, stored = Entry(*row[:7]), row[7]
        if entry.id != number + 1:
            return Walked(number, removed, efterat, _missing(number + 1))
        if chain.link(former, entry) != stored:
            return Walked(number, removed, efterat, _altered(connection, former, entry.id))
        fault = _beside(entry, *row[8:])
        if fault:
            return Walked(number, removed, efterat, fault)
        former, number = stored, entry.id
        removed += row[13] is not None
        if told and number % EVERY == 0:
            told(number, end)
    return Walked(number, removed, efterat, _ended(number, former, end, last) or _loose(connection))


_ROWS = """SELECT j.id, j.tid, j.aktor, j.handelse, j.objekt, j.nyckel_avtryck, j.innehall_avtryck,
        j.hash, n.salt, n.nyckel, i.salt, i.fore, i.efter, g.nyckel
    FROM journal j LEFT JOIN journal_nyckel n ON n.journal = j.id
    LEFT JOIN journal_innehall i ON i.journal = j.id
    LEFT JOIN gallrad g ON g.journal = j.id ORDER BY j.id"""


def _end(connection: sqlite3.Connection) -> tuple[int, bytes, int]:
    row = connection.execute("SELECT nummer, hash, kedjade_efterat FROM journal_slut").fetchone()
    return row or (0, b"", 0)


def _beginning(connection: sqlite3.Connection) -> bytes:
    row = connection.execute("SELECT identitet FROM databas").fetchone()
    return chain.beginning(row[0] if row else "")


def _fault(number: int, said: str) -> Fault:
    return Fault(f"journal {number}", said)


def _missing(number: int) -> Fault:
    return _fault(number, f"post {number} är borttagen ur journalen")


def _altered(connection: sqlite3.Connection, former: bytes, number: int) -> Fault:
    """Tell an entry in another's place from one that is changed."""
    for row in connection.execute(_ROWS):
        if row[0] != number and chain.link(former, Entry(number, *row[1:7])) == row[7]:
            return _fault(
                number, f"ordningen är ändrad: det som står som post {row[0]} var post {number}"
            )
    return _fault(number, f"post {number} är ändrad: hashen stämmer inte")


def _beside(
    entry: Entry,
    key_salt: bytes | None,
    nyckel: str | None,
    salt: bytes | None,
    fore: str | None,
    efter: str | None,
    removed: int | None,
) -> Fault | None:
    """Hold what lies beside an entry to its digests; ``removed`` 1 = its key too, None = not."""
    if key_salt is None or nyckel is None:
        if removed != 1:
            return _fault(entry.id, f"nyckeln till post {entry.id} saknas utan gallring")
    elif chain.key_digest(key_salt, nyckel) != entry.nyckel:
        return _fault(entry.id, f"nyckeln till post {entry.id} är ändrad")
    elif removed == 1:
        return _fault(entry.id, f"nyckeln till post {entry.id} är gallrad men ligger kvar")
    if salt is None:
        if entry.innehall is not None and removed is None:
            return _fault(entry.id, f"innehållet i post {entry.id} saknas utan gallring")
    elif entry.innehall is None or chain.content_digest(salt, fore, efter) != entry.innehall:
        return _fault(entry.id, f"innehållet i post {entry.id} är ändrat")
    elif removed is not None:
        return _fault(entry.id, f"innehållet i post {entry.id} är gallrat men ligger kvar")
    return None


def _ended(number: int, former: bytes, end: int, last: bytes) -> Fault | None:
    if number < end:
        return _missing(number + 1)
    if (number, former) != (end, last):
        return _fault(number, "kedjans slut är ändrat: det är inte den sista posten")
    return None


def _loose(connection: sqlite3.Connection) -> Fault | None:
    """Find content of no entry, and lists of gallring that are not as they were journalled."""
    for table in ("journal_nyckel", "journal_innehall", "gallrad"):
        row = connection.execute(
            f"SELECT min(journal) FROM {table} WHERE journal NOT IN (SELECT id FROM journal)"
        ).fetchone()
        if row[0] is not None:
            return _fault(row[0], f"i {table} ligger uppgifter till en post som inte finns")
    row = connection.execute(
        "SELECT min(journal) FROM gallrad WHERE gallring NOT IN (SELECT id FROM gallring)"
    ).fetchone()
    if row[0] is not None:
        return _fault(row[0], f"post {row[0]} är gallrad utan gallringsbeslut")
    for identity, number in connection.execute(
        "SELECT id, journal FROM gallring ORDER BY id"
    ).fetchall():
        if list_of(connection, identity) != _journalled(connection, number):
            return Fault(
                f"gallring {identity}", f"listan är inte den som står i journalen, post {number}"
            )
    return None


def list_of(connection: sqlite3.Connection, gallring: int) -> str:
    """Return the hash of the entries that a gallring has removed."""
    return chain.list_digest(
        connection.execute(
            "SELECT journal, nyckel FROM gallrad WHERE gallring = ? ORDER BY journal", (gallring,)
        )
    )


def _journalled(connection: sqlite3.Connection, number: int) -> str | None:
    """Return the hash of the list that an entry tells of."""
    row = connection.execute(
        "SELECT efter FROM v_logg WHERE id = ? AND objekt = 'gallring'", (number,)
    ).fetchone()
    return json.loads(row[0]).get("avtryck") if row and row[0] else None

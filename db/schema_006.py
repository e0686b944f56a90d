"""The sixth schema: the journal is a chain of hashes, and what is personal lies beside it.

``journal`` is the chain, ``journal_slut`` its end. ``journal_nyckel`` and ``journal_innehall`` hold
what an entry's digests are of, and disappear only for entries that ``gallrad`` names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice

from db import chain
from db.schema_002 import _append_only, _frozen

_TABLES = (
    # First of all: a process that has lost the race to migrate stops here.
    """CREATE TABLE journal_slut (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        nummer INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        kedjade_efterat INTEGER NOT NULL
    ) STRICT""",
    "DROP VIEW v_logg",
    "DROP INDEX journal_objekt",
    "ALTER TABLE journal RENAME TO journal_fore",
    "ALTER TABLE journal_innehall RENAME TO innehall_fore",
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        handelse TEXT NOT NULL,
        objekt TEXT NOT NULL,
        nyckel_avtryck BLOB NOT NULL CHECK (length(nyckel_avtryck) = 32),
        innehall_avtryck BLOB CHECK (length(innehall_avtryck) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT""",
    f"""CREATE TABLE journal_nyckel (
        journal INTEGER PRIMARY KEY REFERENCES journal,
        salt BLOB NOT NULL CHECK (length(salt) = {chain.SALT_BYTES}),
        nyckel TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE journal_innehall (
        journal INTEGER PRIMARY KEY REFERENCES journal,
        salt BLOB NOT NULL CHECK (length(salt) = {chain.SALT_BYTES}),
        fore TEXT,
        efter TEXT
    ) STRICT""",
    """CREATE TABLE gallring (
        id INTEGER PRIMARY KEY,
        ar INTEGER NOT NULL,
        motivering TEXT NOT NULL CHECK (motivering <> ''),
        poster INTEGER NOT NULL,
        avtryck TEXT NOT NULL CHECK (length(avtryck) = 64),
        journal INTEGER NOT NULL UNIQUE REFERENCES journal,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE gallrad (
        journal INTEGER PRIMARY KEY REFERENCES journal,
        gallring INTEGER NOT NULL REFERENCES gallring,
        nyckel INTEGER NOT NULL CHECK (nyckel IN (0, 1))
    ) STRICT""",
    "CREATE INDEX gallrad_gallring ON gallrad (gallring)",
)

_FILLED = (
    "DROP TABLE innehall_fore",
    "DROP TABLE journal_fore",
    "CREATE INDEX journal_nyckel_nyckel ON journal_nyckel (nyckel)",
    """CREATE VIEW v_logg AS
        SELECT j.id, j.tid, j.aktor, j.handelse, j.objekt, n.nyckel, i.fore, i.efter,
            lower(hex(j.hash)) AS hash, g.gallring
        FROM journal j LEFT JOIN journal_nyckel n ON n.journal = j.id
        LEFT JOIN journal_innehall i ON i.journal = j.id
        LEFT JOIN gallrad g ON g.journal = j.id""",
)

_CHANGED = "journalen kan inte ändras"


def _beside(table: str, named: str) -> tuple[str, ...]:
    """Keep what lies beside the chain: it comes with its entry, and goes when named."""
    return (
        _frozen(table, "UPDATE", "1", _CHANGED),
        _frozen(
            table,
            "DELETE",
            f"NOT EXISTS (SELECT 1 FROM gallrad WHERE journal = OLD.journal{named})",
            "journalens innehåll försvinner bara genom gallring",
        ),
        _frozen(
            table,
            "INSERT",
            f"""NEW.journal IS NOT (SELECT nummer FROM journal_slut)
                OR EXISTS (SELECT 1 FROM {table} WHERE journal = NEW.journal)""",
            _CHANGED,
        ),
    )


_LOCKS = (
    _frozen("journal", "UPDATE", "1", _CHANGED),
    _frozen("journal", "DELETE", "1", _CHANGED),
    # REPLACE deletes without delete triggers: only the next number may come in.
    _frozen("journal", "INSERT", "NEW.id IS NOT (SELECT nummer + 1 FROM journal_slut)", _CHANGED),
    """CREATE TRIGGER journal_kedja AFTER INSERT ON journal
        BEGIN UPDATE journal_slut SET nummer = NEW.id, hash = NEW.hash; END""",
    _frozen(
        "journal_slut",
        "UPDATE",
        """NEW.id <> OLD.id OR NEW.nummer <> OLD.nummer + 1
            OR NEW.kedjade_efterat <> OLD.kedjade_efterat
            OR NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.nummer AND hash = NEW.hash)""",
        _CHANGED,
    ),
    _frozen("journal_slut", "DELETE", "1", _CHANGED),
    _frozen("journal_slut", "INSERT", "EXISTS (SELECT 1 FROM journal_slut)", _CHANGED),
    *_beside("journal_nyckel", " AND nyckel = 1"),
    *_beside("journal_innehall", ""),
    *_append_only("gallring"),
    _frozen("gallrad", "UPDATE", "1", "en gallring ändras aldrig"),
    _frozen("gallrad", "DELETE", "1", "en gallring ändras aldrig"),
    # What runs and gallringar rest on stays: the seal of a run, the list of a gallring.
    _frozen(
        "gallrad",
        "INSERT",
        """EXISTS (SELECT 1 FROM gallrad WHERE journal = NEW.journal)
            OR NEW.journal >= (SELECT journal FROM gallring WHERE id = NEW.gallring)
            OR (SELECT objekt FROM journal WHERE id = NEW.journal) IN ('korning', 'gallring')""",
        "posten kan inte gallras",
    ),
)

STATEMENTS = (_TABLES, _FILLED + _LOCKS)
"""What is done before the entries there are have been chained, and after."""

AT_ONCE = 2000


def chain_entries(connection: sqlite3.Connection) -> None:
    """Chain the entries there are, in order, as they stand; a number that lacks stays a gap."""
    identity = connection.execute("SELECT identitet FROM databas").fetchone()[0]
    former, count, number = chain.beginning(identity), 0, 0
    entries = _sealed(connection, former)
    while batch := list(islice(entries, AT_ONCE)):
        chain.store(connection, batch)
        former, number = batch[-1].hash, batch[-1].entry.id
        count += len(batch)
    connection.execute("INSERT INTO journal_slut VALUES (1, ?, ?, ?)", (number, former, count))


def _sealed(connection: sqlite3.Connection, former: bytes) -> Iterator[chain.Sealed]:
    for number, tid, aktor, handelse, objekt, nyckel, *content in connection.execute(
        """SELECT j.id, j.tid, j.aktor, j.handelse, j.objekt, j.nyckel, i.fore, i.efter
           FROM journal_fore j LEFT JOIN innehall_fore i ON i.journal = j.id ORDER BY j.id"""
    ):
        said = (tid, aktor, handelse, objekt)
        one = chain.sealed(former, number, said, nyckel, (content[0], content[1]))
        former = one.hash
        yield one

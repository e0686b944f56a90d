"""Copies of a database in use, whole or not at all, private to their owner, and looked through."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from db import chainproof, engine
from db.chainproof import Head
from db.connection import APPLICATION_ID, LOCK_SECONDS, SCHEMA_VERSION, SQLITE_HEADER
from db.errors import DatabaseDamaged, DatabaseForeign, DatabaseNewer, translated
from db.holdings import Holds, holds
from db.unfinished import unfinished

Told = Callable[[str, int, int], None]
"""Hears what is done, how much of it, and of how much."""

PAGES = 2048
"""Pages between two reports."""

CHAINED = 6
"""The first schema with a chain."""


class Copied(NamedTuple):
    """A copy that has been looked through: its bytes, and where its journal's chain ends."""

    storlek: int
    huvud: Head


class Examined(NamedTuple):
    """A whole workbench database: its schema, what it holds, and its journal's head (None before
    the chain)."""

    schema: int
    innehall: Holds
    huvud: Head | None


def _quiet(_what: str, _done: int, _total: int) -> None:
    return None


def copy_to(
    source: Path,
    target: Path,
    key: str | None = None,
    told: Told = _quiet,
    *,
    look: bool = True,
    still: bool = False,
) -> Copied:
    """Write a consistent copy of a database in use to a new file with mode 0600.

    With a key (64 hexadecimal digits) the copy is encrypted, without it is not, whatever the
    database is. ``look``: the copy is read through, and its chain must end where the database's
    did. ``still``: nobody writes to the source. Writers are not held up. No other connection of
    this process may be open to the database when just one of the two is encrypted.
    Raises FileExistsError when the target is there, and DatabaseProblem.
    """
    if target.exists():
        raise FileExistsError(target)
    with unfinished(target) as made:
        with translated(source):
            head = _copied(source, made, key, told, still)
        if look:
            found = examine(made, key, told)
            if found.huvud != head:
                raise DatabaseDamaged(made, "kopian är inte som databasen")
        _settle(made, target)
    return Copied(target.stat().st_size, head or Head(0, "", ""))


def _copied(source: Path, target: Path, key: str | None, told: Told, still: bool) -> Head | None:
    """Copy the database of one moment, and return its head then."""
    own = engine.key_of(source)
    cipher = bool(key or own)
    reader = engine.connect(
        source,
        mode="ro",
        timeout=LOCK_SECONDS,
        key=own,
        immutable=still,
        cipher=cipher,
    )
    with closing(reader):
        if cipher:
            engine.attach(reader, target, key)
        # A transaction that has read something keeps the copy at that moment.
        reader.execute("BEGIN")
        head = head_of(reader)
        if cipher:
            told("Kopierar och krypterar", 0, 1)
            engine.export(reader)
        else:
            with closing(sqlite3.connect(engine.private(target), uri=True)) as writer:
                reader.backup(
                    writer,
                    pages=PAGES,
                    progress=lambda _, left, total: told("Kopierar", total - left, total),
                )
        reader.execute("COMMIT")
    return head


def head_of(connection: sqlite3.Connection) -> Head | None:
    """Return a database's head, None before there was a chain."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return chainproof.head(connection) if version >= CHAINED else None


def _settle(made: Path, target: Path) -> None:
    """Give a finished file its name, never another's. Raises FileExistsError."""
    handle = os.open(made, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        if target.exists():
            raise FileExistsError(target) from None
        made.rename(target)


def examine(path: Path, key: str | None = None, told: Told = _quiet) -> Examined:
    """Read a file that nobody writes to through, and tell that it is a whole workbench database.

    Raises DatabaseForeign, DatabaseNewer, DatabaseDamaged and CipherMissing.
    """
    with translated(path):
        if key is None and not plain(path):
            raise DatabaseForeign(path, "inte en SQLite-fil, eller krypterad: ange då nyckeln")
        connection = engine.connect(
            path, mode="ro", timeout=LOCK_SECONDS, key=key, immutable=alone(path)
        )
        with closing(connection):
            return _examined(path, connection, told)


def plain(path: Path) -> bool:
    """Tell whether a file begins as a SQLite file that is not encrypted."""
    with path.open("rb") as stream:
        return stream.read(len(SQLITE_HEADER)) == SQLITE_HEADER


def alone(path: Path) -> bool:
    """Tell whether a file is all there is of a database.

    Beside one that was copied by other means while in use there may lie a log with the rest.
    """
    log = path.with_name(f"{path.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _examined(path: Path, connection: sqlite3.Connection, told: Told) -> Examined:
    told("Kontrollerar kopian", 0, 3)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DatabaseForeign(path, "en annan sorts SQLite-fil")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise DatabaseNewer(path, f"schema {version}, detta program kan {SCHEMA_VERSION}")
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise DatabaseDamaged(path, said)
    told("Kontrollerar kopian", 1, 3)
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise DatabaseDamaged(path, f"en rad i {broken[0]} hänvisar till något som inte finns")
    told("Kontrollerar kopian", 2, 3)
    if version < CHAINED:
        return Examined(version, holds(connection), None)
    walked = chainproof.walk(connection)
    if walked.brott:
        raise DatabaseDamaged(path, f"journalens kedja är bruten: {walked.brott.vad}")
    return Examined(version, holds(connection), chainproof.head(connection))


def copy_beside(path: Path, what: str) -> Path:
    """Write a copy with a new name beside the database and return its path."""
    target = beside(path, what)
    copy_to(path, target, look=False)
    return target


def beside(path: Path, what: str) -> Path:
    """Return a name beside the database that nothing has yet."""
    target = path.with_name(f"{path.name}.{what}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.{what}.{number}")
    return target

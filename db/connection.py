"""Opening the database: pragmas, one writer, read-only readers, file mode, versions."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

from db import engine, owner, place, rights
from db.errors import (
    DatabaseForeign,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    DatabaseShared,
    failures,
    translated,
)

APPLICATION_ID = 0x41535357
"""Marks a SQLite file as ours ("ASSW")."""

SCHEMA_VERSION = 10
"""The migration this program needs, kept in ``PRAGMA user_version``."""

SQLITE_HEADER = b"SQLite format 3\0"
LOCK_SECONDS = 10.0
PAUSE = 0.05
CACHE_KIB = 4096


def _connect(path: Path, *, readonly: bool, timeout: float) -> sqlite3.Connection:
    mode = "ro" if readonly else "rw"
    connection = engine.connect(path, mode=mode, timeout=timeout, key=engine.key_of(path))
    connection.execute("PRAGMA foreign_keys = ON")
    # Building an index sorts a month's rows in pieces as large as the cache, on file: a larger
    # cache takes memory from every sort and makes nothing faster.
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA threads = 2")
    # SQLite's own lower() leaves Å, Ä and Ö as they are.
    connection.create_function("casefold", 1, str.casefold, deterministic=True)
    return connection


def _create_private(path: Path) -> None:
    """Create an empty file that only its owner may read; SQLite's side files copy its mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    path.chmod(_allowed(path))


def _allowed(path: Path) -> int:
    """Return the mode that a database may have: 0600, and 0660 in a folder with the set-group-ID
    bit, which somebody has set for a group to share what lies there."""
    return 0o660 if path.parent.stat().st_mode & stat.S_ISGID else 0o600


class Undo(Exception):
    """Raised inside ``savepoint`` to take back what was done in it; goes no further."""


@contextmanager
def savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    """A part of a transaction that is undone alone, by Undo or by any other exception."""
    connection.execute("SAVEPOINT del")
    try:
        yield
    except Undo:
        _take_back(connection)
    except BaseException:
        _take_back(connection)
        raise
    else:
        connection.execute("RELEASE del")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Read the database as it is now, whatever others write meanwhile."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _take_back(connection: sqlite3.Connection) -> None:
    # A full disk has made SQLite roll back the whole transaction already.
    if connection.in_transaction:
        connection.execute("ROLLBACK TO del")
        connection.execute("RELEASE del")


class Database:
    """One workbench database. Readers are many and short; there is one writer at a time.

    Raises a DatabaseProblem when the file can't be used.
    """

    def __init__(self, path: Path, timeout: float = LOCK_SECONDS) -> None:
        self.path = path
        self.timeout = timeout
        self.aktor = ""
        """Who has opened it: what the role may not change is then refused here too."""
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None

    def read(self) -> sqlite3.Connection:
        """Return the shared read-only connection of this object (one thread at a time)."""
        if self._reader is None:
            self._reader = self.new_reader()
        return self._reader

    def new_reader(self) -> sqlite3.Connection:
        """Return a read-only connection of its own, for a thread; the caller closes it."""
        with translated(self.path):
            return _connect(self.path, readonly=True, timeout=self.timeout)

    @contextmanager
    def write(self, *, durable: bool = True, trial: bool = False) -> Iterator[sqlite3.Connection]:
        """Give the writer inside an immediate transaction; any exception rolls it back.

        ``durable`` False (imports and checks, which can be run again) lets the last commits be
        lost at a power failure, never corrupted. ``trial`` rolls everything back at the end: what
        is only looked at. Raises NotPermitted when ``aktor`` may not change what is changed.
        """
        with translated(self.path):
            if self._writer is None:
                self._writer = _connect(self.path, readonly=False, timeout=self.timeout)
                # A copy that is opened as it is may be in another mode.
                self._writer.execute("PRAGMA journal_mode = WAL")
            connection = self._writer
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            mark = owner.take(self.path)
            try:
                with nullcontext() if trial else rights.guarded(connection, self.path, self.aktor):
                    yield connection
                connection.execute("ROLLBACK" if trial else "COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                owner.release(self.path, mark)

    def fold_log(self) -> None:
        """Fold the write-ahead log into the file and empty it: what has been removed may stand
        there still. Left to SQLite when somebody reads."""
        with translated(self.path):
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close what is open; the write-ahead log is folded in by SQLite."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        self._reader = self._writer = None

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_database(path: Path, *, create: bool = True, timeout: float = LOCK_SECONDS) -> Database:
    """Open a database, creating or upgrading it when needed.

    Before an upgrade a copy is written beside the file. Raises DatabaseMissing, DatabaseForeign,
    DatabaseNewer, DatabaseLockedTooLong, DatabaseReadOnly or another DatabaseProblem.
    """
    with translated(path):
        if path.is_dir():
            raise DatabaseForeign(path, "det är en mapp")
        if kind := place.shared(path):
            raise DatabaseShared(path, kind)
        fresh = not path.exists()
        if fresh:
            if not create:
                raise DatabaseMissing(path)
            try:
                with suppress(FileExistsError):  # another process was first
                    _create_private(path)
            except OSError as error:
                raise DatabaseProblem(path, error.strerror or str(error)) from error
        _upgrade(path, timeout)
        allowed = _allowed(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o777 & ~allowed:
            with suppress(PermissionError):  # someone else's file: reading it is still allowed
                path.chmod(allowed)
    return Database(path, timeout)


def _upgrade(path: Path, timeout: float) -> None:
    """Bring the schema to this program's version; another process may be doing the same."""
    tries = int(timeout / PAUSE) + 1
    while (version := _version(path, timeout)) < SCHEMA_VERSION:
        from db.migrations import migrate

        try:
            migrate(path, version, timeout)
            return
        except failures("OperationalError"):
            # Lost the race: the tables are there, or the winner holds the lock.
            tries -= 1
            if tries <= 0:
                raise
            time.sleep(PAUSE)


def _version(path: Path, timeout: float) -> int:
    """Return the schema version of a file that exists; 0 for one without tables."""
    if not os.access(path, os.R_OK):
        raise DatabaseProblem(path, "filen får inte läsas")
    with path.open("rb") as stream:
        header = stream.read(len(SQLITE_HEADER))
    if not header:
        return 0
    if header != SQLITE_HEADER and not engine.key_of(path):
        raise DatabaseForeign(path, "inte en SQLite-fil, eller krypterad: ange då --key-file")
    with closing(_connect(path, readonly=True, timeout=timeout)) as connection:
        # One view of the file: another process may be making its tables right now.
        connection.execute("BEGIN")
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        # Its list of migrations comes a moment before a new database's own tables.
        tables = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE tbl_name <> '_sqlite_migrations' LIMIT 1"
        ).fetchone()
        if application == version == 0 and tables is None:
            return 0
        if application != APPLICATION_ID:
            raise DatabaseForeign(path, "en annan sorts SQLite-fil")
    if version > SCHEMA_VERSION:
        raise DatabaseNewer(path, f"schema {version}, detta program kan {SCHEMA_VERSION}")
    return version

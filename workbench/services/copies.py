"""Copies of the database, and putting one back in its place."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import (
    Database,
    DatabaseLockedTooLong,
    DatabaseProblem,
    backup,
    chainproof,
    engine,
    journal,
)
from db.backup import Copied, Examined
from db.chainproof import Head
from db.errors import translated
from db.journal import Stamp, log
from db.restore import restore as put_back
from workbench.services import exported
from workbench.services.files import may_write
from workbench.services.people import may_act_as, must_be
from workbench.services.progress import QUIET, Progress

RESTORES = ("administrator", "system")
"""Roles that may put a copy in the database's place."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A copy, read through. ``antecknad`` False: the database was locked, so its journal does not
    tell of the copy."""

    kopia: Copied
    krypterad: bool
    antecknad: bool


@dataclass(frozen=True, slots=True)
class PutBack:
    """A copy in the database's place.

    ``schema`` is the copy's; ``huvud`` its journal's head (None before journals were chained);
    ``tidigare`` where the former database lies, ``hel`` False when that could not be read.
    ``redan``: it was so already, and nothing has been written since.
    """

    schema: int
    huvud: Head | None
    tidigare: Path | None
    hel: bool
    redan: bool = False


def back_up(
    database: Database,
    target: Path,
    stamp: Stamp,
    key: str | None = None,
    progress: Progress = QUIET,
) -> BackedUp:
    """Journal that a database in use is copied to a new file, copy it, and read the copy through.

    With a key (64 hexadecimal digits), or of an encrypted database, the copy is encrypted.
    Raises FileExistsError, NotWritten and DatabaseProblem.
    """
    if target.exists():
        raise FileExistsError(target)
    may_write(target)
    noted = True
    try:
        with database.write() as connection:
            exported.tell(connection, stamp, "säkerhetskopia", target, 1, None)
    except DatabaseLockedTooLong:
        noted = False
    # The copy may be made by another SQLite than this connection's: see db.engine.
    database.close()
    key = key or engine.key_of(database.path)
    made = backup.copy_to(database.path, target, key, progress.step)
    return BackedUp(made, key is not None, noted)


def restore(
    target: Path,
    copy: Path,
    who: tuple[Stamp, str],
    key: str | None = None,
    progress: Progress = QUIET,
) -> PutBack:
    """Put a copy in the database's place and journal it there; the former one is kept beside.

    ``who`` is the stamp and the login behind it; the users of the database that is there say
    whether they may, or the copy's when it can't be read. ``key`` is the copy's. A database that
    is that copy restored, with nothing written since, is left as it is. Raises Refused and
    DatabaseProblem.
    """
    former = _present(target, who)
    digest = _digest(copy)
    if former is not None and _restored_from(target, digest):
        found = backup.examine(copy, key or _key_of(copy, target), progress.step)
        return PutBack(found.schema, found.huvud, None, True, redan=True)

    def note(connection: sqlite3.Connection, examined: Examined) -> None:
        if former is None:
            _may(connection, who)
        head = examined.huvud
        said = {
            "fil": copy.name,
            "sha256": digest,
            "schema": examined.schema,
            "huvud": head.nummer if head else None,
            "hash": head.hash if head else None,
            "ersatte_huvud": former.nummer if former else None,
            "ersatte_hash": former.hash if former else None,
        }
        log(connection, who[0], "återställd", "databas", copy.name, None, said)

    done = put_back(target, copy, key, note, progress.step)
    return PutBack(done.kopia.schema, done.kopia.huvud, done.tidigare, done.hel)


def _digest(copy: Path) -> str:
    if not copy.is_file():
        return ""
    with copy.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _key_of(copy: Path, target: Path) -> str | None:
    return None if backup.plain(copy) else engine.key_of(target)


def _restored_from(target: Path, digest: str) -> bool:
    """Tell whether the last that the journal tells is that this copy was put in place."""
    with closing(Database(target).new_reader()) as connection:
        said = journal.told(connection, chainproof.head(connection).nummer)
    return "ersatte_huvud" in said and said.get("sha256") == digest


def _present(target: Path, who: tuple[Stamp, str]) -> Head | None:
    """Return the head of the database that is to be replaced; None when it can't be read.

    Raises Refused when its users say that this one may not restore.
    """
    if not target.exists():
        return None
    try:
        with translated(target), closing(Database(target).new_reader()) as connection:
            _may(connection, who)
            return backup.head_of(connection)
    except DatabaseProblem:
        return None


def _may(connection: sqlite3.Connection, who: tuple[Stamp, str]) -> None:
    stamp, login = who
    if stamp.aktor != login:
        may_act_as(connection, login, stamp.aktor)
    must_be(connection, stamp.aktor, RESTORES, "återställa databasen")

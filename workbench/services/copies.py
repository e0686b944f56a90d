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
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_month
from workbench.services import exported, roles
from workbench.services.databas import COPY, size
from workbench.services.files import may_write
from workbench.services.progress import QUIET, Progress


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
        with roles.writing(database, stamp, Ratt.KOPIERA) as connection:
            exported.tell(connection, stamp, COPY, target, 1, None)
    except DatabaseLockedTooLong:
        noted = False
    # The copy may be made by another SQLite than this connection's: see db.engine.
    database.close()
    key = key or engine.key_of(database.path)
    made = backup.copy_to(database.path, target, key, progress.step)
    return BackedUp(made, key is not None, noted)


def copied(target: Path, made: BackedUp) -> list[str]:
    """Return, in Swedish, what came of a copy."""
    how = "krypterad, " if made.krypterad else ""
    said = [
        f"Kopian {target} är skriven och kontrollerad: {how}{size(made.kopia.storlek)}, "
        f"journalen till post {made.kopia.huvud.nummer}."
    ]
    if not made.antecknad:
        said.append("Databasen var låst, så kopian är inte antecknad i journalen.")
    return said


def look(target: Path, copy: Path, key: str | None = None, progress: Progress = QUIET) -> Examined:
    """Read a copy through that may be put in a database's place; nothing is changed.

    ``key`` is the copy's, by default the database's own. Raises DatabaseProblem.
    """
    if key is None and copy.is_file() and not backup.plain(copy):
        key = engine.key_of(target)
    return backup.examine(copy, key, progress.step)


def held(copy: Path, examined: Examined) -> list[str]:
    """Return, in Swedish, what a copy holds and where its journal ends."""
    inside = examined.innehall
    months = "ingen räknad månad"
    if inside.forsta is not None and inside.sista is not None:
        months = f"räknade månader {iso_month(inside.forsta)} - {iso_month(inside.sista)}"
    said = [
        f"Kopian {copy} är hel: {size(copy.stat().st_size)}, schema {examined.schema}.",
        f"Den har {inside.brukare} brukare, {inside.rader} rader och {inside.korningar} "
        f"attesterade körningar; {months}.",
    ]
    if head := examined.huvud:
        said.append(f"Journalen slutar {head.tid[:16]} med post {head.nummer}, {head.hash}.")
    else:
        said.append("Journalen är från tiden före kedjan och har inget huvud.")
    return said


def restore(
    target: Path,
    copy: Path,
    stamp: Stamp,
    key: str | None = None,
    progress: Progress = QUIET,
) -> PutBack:
    """Put a copy in the database's place and journal it there; the former one is kept beside.

    The users of the database that is there say whether who asks may, or the copy's when it can't
    be read. ``key`` is the copy's. A database that is that copy restored, with nothing written
    since, is left as it is. Raises Refused and DatabaseProblem.
    """
    former = _present(target, stamp)
    digest = _digest(copy)
    if former is not None and _restored_from(target, digest):
        found = backup.examine(copy, key or _key_of(copy, target), progress.step)
        return PutBack(found.schema, found.huvud, None, True, redan=True)

    def note(connection: sqlite3.Connection, examined: Examined) -> None:
        if former is None:
            _may(connection, stamp)
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
        roles.told_through(connection, stamp)
        log(connection, stamp, "återställd", "databas", copy.name, None, said)

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


def restored(target: Path, copy: Path, done: PutBack) -> list[str]:
    """Return, in Swedish, what came of a restore."""
    if done.redan:
        return [f"Databasen {target} är redan återställd från {copy}. Inget är ändrat."]
    head = done.huvud
    entry = f", journalen till post {head.nummer} ({head.tid[:16]})" if head else ""
    said = [f"Databasen {target} är återställd från {copy}{entry}."]
    if done.tidigare and done.hel:
        said.append(f"Den tidigare databasen ligger kvar som {done.tidigare}.")
    elif done.tidigare:
        said.append(f"Den tidigare databasen gick inte att läsa och ligger kvar i {done.tidigare}.")
    return said


def _present(target: Path, stamp: Stamp) -> Head | None:
    """Return the head of the database that is to be replaced; None when it can't be read.

    Raises Refused when its users say that this one may not restore.
    """
    if not target.exists():
        return None
    try:
        with translated(target), closing(Database(target).new_reader()) as connection:
            _may(connection, stamp)
            return backup.head_of(connection)
    except DatabaseProblem:
        return None


def _may(connection: sqlite3.Connection, stamp: Stamp) -> None:
    roles.acts_as(connection, stamp.genom or stamp.aktor, stamp.aktor)
    roles.need(connection, stamp.aktor, Ratt.ATERSTALLA)

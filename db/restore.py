"""Putting a copy in the database's place: the former one is kept, and nobody may have it open."""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from db import backup, engine, owner, place
from db.backup import Examined, Told
from db.connection import SCHEMA_VERSION, Database, _connect
from db.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseProblem,
    DatabaseShared,
    translated,
)
from db.migrations import migrate
from db.unfinished import COPY, unfinished

WAIT_SECONDS = 2.0
ASIDE = "fore-aterstallning"
"""Ends the name of a database that another was put in the place of."""


class Restored(NamedTuple):
    """What a restore did: what the copy was, and where the former database lies now.

    ``hel`` False: the former one could not be read and was kept byte for byte.
    """

    kopia: Examined
    tidigare: Path | None
    hel: bool


def restore(
    target: Path,
    copy: Path,
    key: str | None,
    note: Callable[[sqlite3.Connection, Examined], None],
    told: Told,
) -> Restored:
    """Put a copy in a database's place; ``note`` journals it there before anyone sees it.

    The database gets the key that this process opens it with, or none; ``key`` is the copy's, by
    default the same one when the copy is encrypted. The copy is only read. Raises DatabaseProblem,
    and the database is as it was then.
    """
    _allowed(target, copy)
    if key is None and not backup.plain(copy):
        key = engine.key_of(target)
    examined = backup.examine(copy, key, told)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with unfinished(target) as held:
        made = held.with_name(held.name + COPY)
        try:
            with translated(target):
                _prepare(made, copy, key, engine.key_of(target), examined, told)
                with Database(made) as database, database.write() as connection:
                    note(connection, examined)
            former, whole = _put_aside(target)
            os.replace(made, target)
        finally:
            engine.use_key(made, None)
    return Restored(examined, former, whole)


def _allowed(target: Path, copy: Path) -> None:
    if not copy.is_file():
        raise DatabaseMissing(copy)
    if kind := place.shared(target):
        raise DatabaseShared(target, kind)
    if target.exists() and target.samefile(copy):
        raise DatabaseProblem(target, "kopian och databasen är samma fil")


def _prepare(
    made: Path,
    copy: Path,
    key: str | None,
    wanted: str | None,
    examined: Examined,
    told: Told,
) -> None:
    """Make the database that is to be: the copy's content, this program's schema, its own key."""
    engine.use_key(made, wanted)
    engine.use_key(copy, key)
    try:
        backup.copy_to(copy, made, wanted, told, look=False, still=backup.alone(copy))
    finally:
        engine.use_key(copy, None)
    if examined.schema < SCHEMA_VERSION:
        migrate(made, examined.schema, WAIT_SECONDS, copy=False)
    with closing(_connect(made, readonly=False, timeout=WAIT_SECONDS)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def _put_aside(target: Path) -> tuple[Path | None, bool]:
    """Give the present database another name, when nobody has it open; tell if it was whole."""
    if not target.exists() or target.stat().st_size == 0:
        return None, True
    if not backup.plain(target) and not engine.key_of(target):
        raise DatabaseForeign(target, "det som ligger där är ingen databas")
    whole = True
    try:
        with translated(target):
            _alone(target)
    except (DatabaseDamaged, DatabaseForeign):
        whole = False  # that is why it is being restored: it is kept as it is
    if (kept := _kept_already(target)) is not None:
        return kept, whole
    kept = backup.beside(target, ASIDE)
    if not whole:
        for side in _side_files(target):
            if side.exists():
                side.rename(kept.with_name(kept.name + side.name.removeprefix(target.name)))
    try:
        os.link(target, kept)  # the name is never empty: a process that starts now would fill it
    except OSError:
        os.rename(target, kept)
    return kept, whole


def _kept_already(target: Path) -> Path | None:
    """Return the other name that a killed restore has given the present database."""
    for path in sorted(target.parent.glob(f"{glob.escape(target.name)}.{ASIDE}*")):
        if path.samefile(target):
            return path
    return None


def _alone(target: Path) -> None:
    """Fold the log into the database; that can be done only when nobody else has it open."""
    with closing(_connect(target, readonly=False, timeout=WAIT_SECONDS)) as connection:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        raise DatabaseLockedTooLong(target, owner.told(target))


def _side_files(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")

"""Numbered migrations of the schema, applied by sqlite-utils, each after a copy is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from db.backup import copy_beside
from db.connection import APPLICATION_ID, _connect
from db.engine import PAGE_BYTES
from db.schema_001 import STATEMENTS as SCHEMA_001
from db.schema_002 import STATEMENTS as SCHEMA_002
from db.schema_003 import STATEMENTS as SCHEMA_003
from db.schema_004 import STATEMENTS as SCHEMA_004
from db.schema_005 import STATEMENTS as SCHEMA_005
from db.schema_006 import STATEMENTS as SCHEMA_006
from db.schema_006 import chain_entries
from db.schema_007 import STATEMENTS as SCHEMA_007
from db.schema_008 import STATEMENTS as SCHEMA_008
from db.schema_009 import STATEMENTS as SCHEMA_009
from db.schema_010 import STATEMENTS as SCHEMA_010

if TYPE_CHECKING:
    from sqlite_utils import Database as UtilsDatabase
    from sqlite_utils import Migrations


def steps() -> Migrations:
    """Return the migrations in order."""
    from sqlite_utils import Migrations

    migrations = Migrations("workbench")

    @migrations()
    def m001_first(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_001, 1)

    @migrations()
    def m002_shared_accounts(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_002, 2)

    @migrations()
    def m003_out_files(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_003, 3)

    @migrations()
    def m004_sick_spells(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_004, 4)

    @migrations()
    def m005_claim_cases(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_005, 5)

    @migrations()
    def m006_chain(db: UtilsDatabase) -> None:
        before, after = SCHEMA_006
        for statement in before:
            db.conn.execute(statement)
        chain_entries(db.conn)
        _run(db, after, 6)

    @migrations()
    def m007_samples(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_007, 7)

    @migrations()
    def m008_users(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_008, 8)

    @migrations()
    def m009_finding_order(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_009, 9)

    @migrations()
    def m010_letters_and_triggers(db: UtilsDatabase) -> None:
        _run(db, SCHEMA_010, 10)

    return migrations


@cache
def _empty() -> bytes:
    from sqlite_utils import Database as UtilsDatabase

    with closing(sqlite3.connect(":memory:")) as made:
        steps().apply(UtilsDatabase(made))
        return made.serialize()


def in_memory() -> sqlite3.Connection:
    """Return a new database of this program's version that lies in memory alone."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.deserialize(_empty())
    return made


def migrate(
    path: Path,
    version: int,
    timeout: float,
    stop_before: str | None = None,
    *,
    copy: bool = True,
) -> None:
    """Bring the file at ``path`` from ``version`` to SCHEMA_VERSION; copy it first unless new.

    ``stop_before`` names the first migration that is left out; ``copy`` False: there is one.
    """
    from sqlite_utils import Database as UtilsDatabase

    if version and copy:
        copy_beside(path, f"schema{version}")
    with closing(_connect(path, readonly=False, timeout=timeout)) as connection:
        # A table can only be made anew beside those that refer to it while these look away; inside
        # a transaction this pragma does nothing. ``_run`` looks at all of them before it is done.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        # One transaction for all of them: killed in between, the file is of the version it was.
        connection.execute("BEGIN IMMEDIATE")
        try:
            steps().apply(UtilsDatabase(connection), stop_before=stop_before)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _run(db: UtilsDatabase, statements: tuple[str, ...], version: int) -> None:
    """Make the changes and mark the file in one transaction, so that no one sees it half made.

    Raises sqlite3.IntegrityError when a row would be left that refers to nothing.
    """
    for statement in statements:
        db.conn.execute(statement)
    broken = db.conn.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise sqlite3.IntegrityError(f"schema {version}: a row of {broken[0]} refers to nothing")
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {version}")

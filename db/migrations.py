"""Numbered migrations of the schema, applied by sqlite-utils, each after a copy is written."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from db.backup import copy_beside
from db.connection import APPLICATION_ID, _connect
from db.schema_001 import STATEMENTS as SCHEMA_001
from db.schema_002 import STATEMENTS as SCHEMA_002
from db.schema_003 import STATEMENTS as SCHEMA_003

if TYPE_CHECKING:
    from sqlite_utils import Database as UtilsDatabase

PAGE_BYTES = 16384
"""Pages of this size make a month's load a tenth quicker than SQLite's 4096."""


def migrate(path: Path, version: int, timeout: float) -> None:
    """Bring the file at ``path`` from ``version`` to SCHEMA_VERSION; copy it first unless new."""
    from sqlite_utils import Database as UtilsDatabase
    from sqlite_utils import Migrations

    if version:
        copy_beside(path, version)
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

    with closing(_connect(path, readonly=False, timeout=timeout)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(UtilsDatabase(connection))


def _run(db: UtilsDatabase, statements: tuple[str, ...], version: int) -> None:
    """Make the changes and mark the file in one transaction, so that no one sees it half made."""
    for statement in statements:
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {version}")

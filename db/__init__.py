"""Everything that knows SQLite. Public names only."""

from db.connection import LOCK_SECONDS, Database, Undo, open_database, savepoint, snapshot
from db.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    DatabaseReadOnly,
    DatabaseShared,
    DiskFull,
    NotPermitted,
)

__all__ = [
    "LOCK_SECONDS",
    "Database",
    "DatabaseDamaged",
    "DatabaseForeign",
    "DatabaseLockedTooLong",
    "DatabaseMissing",
    "DatabaseNewer",
    "DatabaseProblem",
    "DatabaseReadOnly",
    "DatabaseShared",
    "DiskFull",
    "NotPermitted",
    "Undo",
    "open_database",
    "savepoint",
    "snapshot",
]

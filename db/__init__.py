"""Everything that knows SQLite. Public names only."""

from db.connection import LOCK_SECONDS, Database, Undo, open_database, savepoint, snapshot
from db.errors import (
    AuditorReadsOnly,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    DatabaseReadOnly,
    DatabaseShared,
    DiskFull,
)

__all__ = [
    "LOCK_SECONDS",
    "AuditorReadsOnly",
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
    "Undo",
    "open_database",
    "savepoint",
    "snapshot",
]

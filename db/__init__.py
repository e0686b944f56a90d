"""Everything that knows SQLite. Public names only."""

from db.connection import Database, Undo, open_database, savepoint
from db.errors import (
    AuditorReadsOnly,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    DatabaseReadOnly,
    DiskFull,
)

__all__ = [
    "AuditorReadsOnly",
    "Database",
    "DatabaseDamaged",
    "DatabaseForeign",
    "DatabaseLockedTooLong",
    "DatabaseMissing",
    "DatabaseNewer",
    "DatabaseProblem",
    "DatabaseReadOnly",
    "DiskFull",
    "Undo",
    "open_database",
    "savepoint",
]

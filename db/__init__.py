"""Everything that knows SQLite. Public names only."""

from db.connection import Database, Undo, open_database, savepoint
from db.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    DatabaseReadOnly,
    DiskFull,
    NotPermitted,
)

__all__ = [
    "Database",
    "DatabaseDamaged",
    "DatabaseForeign",
    "DatabaseLockedTooLong",
    "DatabaseMissing",
    "DatabaseNewer",
    "DatabaseProblem",
    "DatabaseReadOnly",
    "DiskFull",
    "NotPermitted",
    "Undo",
    "open_database",
    "savepoint",
]

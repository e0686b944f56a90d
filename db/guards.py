"""Whether the triggers and views that guard a database still are those of this program."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from db.proof import Fault

_GUARDS = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"


def faults(connection: sqlite3.Connection) -> list[Fault]:
    """Return every trigger and view that lacks, is another, or is none of ours."""
    from sqlite_utils import Database as UtilsDatabase

    from db.migrations import steps

    with closing(sqlite3.connect(":memory:")) as fresh:
        steps().apply(UtilsDatabase(fresh))
        wanted = dict(fresh.execute(_GUARDS).fetchall())
    found = dict(connection.execute(_GUARDS).fetchall())
    told = []
    for name in sorted({*wanted, *found}):
        if name not in found:
            told.append(Fault(name, "skyddet i databasen är borttaget"))
        elif name not in wanted:
            told.append(Fault(name, "ett skydd som programmet inte känner ligger i databasen"))
        elif found[name] != wanted[name]:
            told.append(Fault(name, "skyddet i databasen är ändrat"))
    return told

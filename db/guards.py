"""Whether the triggers, views and tables of a database still are those of this program."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from db.proof import Fault

_GUARDS = """SELECT name, sql, type FROM sqlite_master WHERE type IN ('trigger', 'view', 'table')
    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_sqlite\\_%' ESCAPE '\\'"""
_GONE = {"trigger": "skyddet i databasen är borttaget", "view": "vyn i databasen är borttagen"}
_CHANGED = {"trigger": "skyddet i databasen är ändrat", "view": "vyn i databasen är ändrad"}
_TABLE_GONE, _TABLE_CHANGED = "tabellen är borttagen", "tabellens kolumner eller villkor är ändrade"


def faults(connection: sqlite3.Connection) -> list[Fault]:
    """Return every trigger, view and table that lacks, is another, or is none of ours.

    A table is its columns and what they may hold: SQLite checks that only when a row is written.
    """
    from db.migrations import in_memory

    with closing(in_memory()) as fresh:
        wanted = _defined(fresh)
    found = _defined(connection)
    told = []
    for name in sorted({*wanted, *found}):
        sql, kind = found.get(name) or wanted[name]
        if name not in found:
            told.append(Fault(name, _GONE.get(kind, _TABLE_GONE)))
        elif name not in wanted:
            told.append(Fault(name, "ett skydd som programmet inte känner ligger i databasen"))
        elif sql != wanted[name][0]:
            told.append(Fault(name, _CHANGED.get(kind, _TABLE_CHANGED)))
    return told


def _defined(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return {name: (definition without spaces and quotes, kind)}: SQLite quotes a renamed table's
    name, and not every version does it alike."""
    return {
        name: (re.sub(r'[\s"]', "", sql), kind) for name, sql, kind in connection.execute(_GUARDS)
    }

"""What someone can do to a database who owns its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def forged(path: Path, *changes: str) -> None:
    """Change a database past its triggers, which stand there afterwards as before."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("BEGIN")
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in (kept := triggers.fetchall()):
            raw.execute(f"DROP TRIGGER {name}")
        for change in changes:
            raw.execute(change)
        for _, sql in kept:
            raw.execute(sql)
        raw.commit()

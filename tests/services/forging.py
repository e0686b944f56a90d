"""What someone can do to a database who owns its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db import chain


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


def rewritten(path: Path, number: int, aktor: str) -> None:
    """Change an entry and compute every hash from there on anew, as only a head can tell."""
    with closing(sqlite3.connect(path)) as raw:
        former = raw.execute("SELECT hash FROM journal WHERE id = ?", (number - 1,)).fetchone()[0]
        rows = raw.execute("SELECT * FROM journal WHERE id >= ? ORDER BY id", (number,)).fetchall()
    changes = []
    for row in rows:
        entry = chain.Entry(*row[:7])
        if entry.id == number:
            entry = entry._replace(aktor=aktor)
        former = chain.link(former, entry)
        changes.append(
            f"UPDATE journal SET aktor = '{entry.aktor}', hash = x'{former.hex()}'"  # noqa: S608 - made here
            f" WHERE id = {entry.id}"
        )
    forged(path, *changes, f"UPDATE journal_slut SET hash = x'{former.hex()}'")  # noqa: S608 - made here

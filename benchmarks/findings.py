"""Fills a database with as many findings as wanted, copied from the few that its check found.

Run in a process of its own: ``python -m benchmarks.findings DATABASE COUNT``. No program can want
a million findings; this is how long a list may get before anyone notices.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path


def fill(path: Path, wanted: int) -> None:
    """Replace the findings of a database by ``wanted`` copies of them, with their parts."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(fynd)")]
        others = ", ".join(f"o.{name}" for name in columns if name != "id")
        indexes = connection.execute(
            """SELECT name, sql FROM sqlite_master
               WHERE type = 'index' AND tbl_name IN ('fynd', 'fynd_del') AND sql IS NOT NULL"""
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        connection.execute("CREATE TEMP TABLE original AS SELECT * FROM fynd")
        connection.execute("CREATE TEMP TABLE part AS SELECT * FROM fynd_del")
        connection.execute("CREATE INDEX temp.part_fynd ON part (fynd)")
        connection.execute("DELETE FROM fynd_del")
        connection.execute("DELETE FROM fynd")
        ids = [row[0] for row in connection.execute("SELECT id FROM original ORDER BY id")]
        if not ids:
            raise SystemExit(f"{path} has no findings to copy")
        connection.execute("CREATE TEMP TABLE copy (new INTEGER PRIMARY KEY, old INTEGER)")
        connection.executemany(
            "INSERT INTO copy VALUES (?, ?)",
            ((new + 1, ids[new % len(ids)]) for new in range(wanted)),
        )
        connection.execute(
            f"INSERT INTO fynd SELECT c.new, {others} FROM copy c JOIN original o ON o.id = c.old"  # noqa: S608 - the schema's own names
        )
        # One stretch each: how long a finding's own explanation is, is not what is measured.
        connection.execute(
            """INSERT INTO fynd_del SELECT c.new, p.rad, min(p.start), p.slut, p.aktuell
               FROM copy c JOIN part p ON p.fynd = c.old GROUP BY c.new"""
        )
        for _, statement in indexes:
            connection.execute(statement)
        connection.execute("COMMIT")


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))

"""How much a database holds, of any schema there has been."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Holds(NamedTuple):
    """How many brukare, reported rows and attested runs, and the first and last month that has a
    run (None = no month has)."""

    brukare: int
    rader: int
    korningar: int
    forsta: int | None
    sista: int | None


def holds(connection: sqlite3.Connection) -> Holds:
    """Count what a database holds."""
    brukare, rader = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("brukare", "tidrapport")
    )
    attested = connection.execute(
        "SELECT count(*) FROM korning WHERE status IN ('attesterad', 'exporterad')"
    ).fetchone()[0]
    first, last = connection.execute("SELECT min(manad), max(manad) FROM korning").fetchone()
    return Holds(brukare, rader, attested, first, last)

"""The append-only journal: who did what when, old and new value; each entry sealed to the last."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from db import chain


@dataclass(frozen=True, slots=True)
class Stamp:
    """When (ISO time, UTC) and who; arguments everywhere, read from the clock only by a face.

    ``genom`` is the login that acts under the actor's name; "" = the actor's own.
    """

    tid: str
    aktor: str
    genom: str = ""

    @property
    def dag(self) -> str:
        """The day of the stamp as ISO date."""
        return self.tid[:10]


def _text(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def log(
    connection: sqlite3.Connection,
    stamp: Stamp,
    handelse: str,
    objekt: str,
    nyckel: str,
    fore: Mapping[str, Any] | None = None,
    efter: Mapping[str, Any] | None = None,
) -> int:
    """Write one entry and return its number."""
    row = connection.execute("SELECT nummer + 1, hash FROM journal_slut").fetchone()
    number: int = row[0]
    said = (stamp.tid, stamp.aktor, handelse, objekt)
    content = (_text(fore), _text(efter))
    chain.store(connection, [chain.sealed(row[1], number, said, nyckel, content)])
    return number


def entries(
    connection: sqlite3.Connection, objekt: str, nyckel: str
) -> list[tuple[str, str, str, str | None, str | None]]:
    """Return (tid, aktor, handelse, fore, efter) of one object, oldest first."""
    return connection.execute(
        """SELECT tid, aktor, handelse, fore, efter FROM v_logg
           WHERE objekt = ? AND nyckel = ? ORDER BY id""",
        (objekt, nyckel),
    ).fetchall()


def told(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    """Return what an entry says was afterwards; empty when it says nothing or is removed."""
    row = connection.execute(
        "SELECT efter FROM journal_innehall WHERE journal = ?", (number,)
    ).fetchone()
    try:
        return dict(json.loads(row[0])) if row and row[0] else {}
    except ValueError:  # written past the program: the chain names the entry
        return {}


def revision(connection: sqlite3.Connection) -> int:
    """Return the number of the latest change to anything an answer depends on."""
    number: int = connection.execute("SELECT revision FROM lage").fetchone()[0]
    return number


def ground_revision(connection: sqlite3.Connection) -> int:
    """Return the number of the latest change that concerns everyone (rate, policy, employer)."""
    number: int = connection.execute("SELECT grund FROM lage").fetchone()[0]
    return number


EVER = 0
"""Month before all others: a change that concerns every month begins here."""
ALWAYS = 10**6
"""Month after all others."""


def advance(
    connection: sqlite3.Connection,
    persons: Iterable[int] = (),
    months: tuple[int, int] = (EVER, ALWAYS),
    *,
    everyone: bool = False,
) -> int:
    """Count up the revision, mark whom it concerns in which months, and return the new number.

    ``months`` are the first and last month whose answers may change.
    """
    number: int = connection.execute(
        "UPDATE lage SET revision = revision + 1 RETURNING revision"
    ).fetchone()[0]
    if everyone:
        connection.execute("UPDATE lage SET grund = ?", (number,))
    connection.executemany(
        """INSERT INTO berord VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET revision = excluded.revision""",
        ((person, *months, number) for person in persons),
    )
    return number


def mark_reported(connection: sqlite3.Connection, months: range, number: int) -> None:
    """Mark everyone with rows in some months at a revision, from the first of them on."""
    for by in ("brukare", "assistent"):
        for month in months:
            connection.execute(
                f"""INSERT INTO berord SELECT DISTINCT {by}, ?1, ?2, ?3
                    FROM tidrapport INDEXED BY tidrapport_{by} WHERE manad = ?4
                    ON CONFLICT DO UPDATE SET revision = excluded.revision""",
                (months.start, ALWAYS, number, month),
            )

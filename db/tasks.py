"""What people have done with duties: done, set aside, taken back. Rows are only added."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from db.journal import Stamp, log


class Handled(NamedTuple):
    """A task as a person left it: ``utfall`` gjord or avskriven, ``innehall`` its facts then."""

    id: int
    nyckel: str
    plikt: str
    utfall: str
    motivering: str
    innehall: dict[str, Any]
    tid: str
    aktor: str


_LATEST = """u.utfall <> 'angrad'
    AND u.id = (SELECT max(n.id) FROM uppgift n WHERE n.nyckel = u.nyckel)"""
_COLUMNS = "u.id, u.nyckel, u.plikt, u.utfall, u.motivering, u.innehall, u.tid, u.aktor"


def handled(connection: sqlite3.Connection, plikt: str | None = None) -> Iterator[Handled]:
    """Yield the tasks that are done or set aside, the latest first."""
    for row in connection.execute(
        f"""SELECT {_COLUMNS} FROM uppgift u WHERE {_LATEST} AND (?1 IS NULL OR u.plikt = ?1)
            ORDER BY u.id DESC""",
        (plikt,),
    ):
        yield _made(row)


def keys(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return {key: (outcome, ISO time)} of the tasks that are done or set aside."""
    return {
        key: (outcome, when)
        for key, outcome, when in connection.execute(
            f"SELECT u.nyckel, u.utfall, u.tid FROM uppgift u WHERE {_LATEST}"
        )
    }


def one(connection: sqlite3.Connection, key: str) -> Handled | None:
    """Return a task that is done or set aside, its key in any case; None when it is neither."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM uppgift u WHERE u.nyckel = ? COLLATE NOCASE AND {_LATEST}", (key,)
    ).fetchone()
    return _made(row) if row else None


def _made(row: tuple[Any, ...]) -> Handled:
    return Handled._make((*row[:5], json.loads(row[5]), *row[6:]))


def add(
    connection: sqlite3.Connection,
    key: str,
    plikt: str,
    outcome: str,
    motivering: str,
    content: Mapping[str, Any],
    stamp: Stamp,
) -> None:
    """Note what a person did with a task: gjord, avskriven or angrad.

    Raises IntegrityError when it was handled already, or when there is nothing to take back.
    """
    connection.execute(
        """INSERT INTO uppgift (nyckel, plikt, utfall, motivering, innehall, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            key,
            plikt,
            outcome,
            motivering,
            json.dumps(content, ensure_ascii=False),
            stamp.tid,
            stamp.aktor,
        ),
    )
    after = {"utfall": outcome, "plikt": plikt, "motivering": motivering}
    log(connection, stamp, f"uppgift {outcome}", "uppgift", key, None, after)

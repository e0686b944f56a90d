"""What has changed in fixed data between two days, as journal and registers tell it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.audit import ACCOUNT_EVENTS, VALUE_EVENTS

REGISTERS = (
    "person",
    "brukare",
    "assistent",
    "arbetsgivare",
    "bosattning",
    "sjukersattning",
    "tillstand",
    "uppdrag",
    "beslut",
    "mottagare",
    "redovisning",
    "vistelse",
    "fkbeslut",
    "fkfaktura",
    "sjukfall",
)
"""Tables of fixed data; each row has the file and row that it came with."""

EVENTS = (
    "andrad",
    *VALUE_EVENTS,
    *ACCOUNT_EVENTS,
    "konto väntar",
    "betalningsstopp",
    "användare",
    "anteckning",
)
"""The journal's events that change fixed data."""


class Change(NamedTuple):
    """An entry of the journal about fixed data; ``fil`` is the file it came with, if any."""

    journal: int
    tid: str
    aktor: str
    handelse: str
    objekt: str
    nyckel: str | None
    fore: str | None
    efter: str | None
    fil: str | None


_CHANGES = f"""FROM v_logg j WHERE j.tid >= ?1 AND substr(j.tid, 1, 10) <= ?2
    AND j.handelse IN {EVENTS!r} AND (?3 IS NULL OR j.objekt = ?3)"""


def changes(
    connection: sqlite3.Connection, days: tuple[str, str], objekt: str | None, limit: int
) -> list[Change]:
    """Return the changes of fixed data on some days (ISO, both included), oldest first."""
    return [
        Change._make(row)
        for row in connection.execute(
            f"""SELECT j.id, j.tid, j.aktor, j.handelse, j.objekt, j.nyckel, j.fore, j.efter,
                    CASE WHEN j.handelse IN ('andrad', 'konto väntar', 'mottagare') THEN
                        (SELECT json_extract(i.efter, '$.namn') FROM v_logg i
                         WHERE i.id > j.id AND i.handelse = 'importerad' AND i.tid = j.tid
                         ORDER BY i.id LIMIT 1) END
                {_CHANGES} ORDER BY j.id LIMIT ?4""",
            (*days, objekt, limit),
        )
    ]


def change_count(connection: sqlite3.Connection, days: tuple[str, str], objekt: str | None) -> int:
    """Return how many changes there are."""
    found: int = connection.execute(f"SELECT count(*) {_CHANGES}", (*days, objekt)).fetchone()[0]
    return found


class Added(NamedTuple):
    """New rows of a register that came with a file and stand as they came."""

    tabell: str
    fil: str
    tid: str
    aktor: str
    antal: int


def added(
    connection: sqlite3.Connection, days: tuple[str, str], tabell: str | None
) -> Iterator[Added]:
    """Yield how many rows of each register came with each file on some days.

    A row that was changed by the file is among the changes as well.
    """
    for table in REGISTERS if tabell is None else (tabell,):
        if table not in REGISTERS:
            continue
        for row in connection.execute(
            f"""SELECT f.namn, f.importerad, f.aktor, count(*) FROM fil f JOIN {table} t
                    ON t.fil = f.id
                WHERE f.importerad >= ?1 AND substr(f.importerad, 1, 10) <= ?2
                GROUP BY f.id ORDER BY f.id""",
            days,
        ):
            yield Added(table, *row)


def beslut_protected(connection: sqlite3.Connection, nummer: str) -> bool:
    """Tell whether a beslut is of a protected person."""
    found = connection.execute(
        """SELECT 1 FROM beslut s JOIN person p ON p.id = s.brukare
           WHERE s.nummer = ? AND p.skyddad = 1""",
        (nummer,),
    ).fetchone()
    return found is not None


class NewRow(NamedTuple):
    """A row of a register with its file and row, for a list of what is new."""

    fil: str
    rad: int
    varden: dict[str, Any]


def new_rows(
    connection: sqlite3.Connection, table: str, days: tuple[str, str], limit: int
) -> list[NewRow]:
    """Return the rows of a register that came on some days. Raises ValueError for no register."""
    if table not in REGISTERS:
        raise ValueError(table)
    cursor = connection.execute(
        f"""SELECT f.namn, t.rad, t.* FROM fil f JOIN {table} t ON t.fil = f.id
            WHERE f.importerad >= ?1 AND substr(f.importerad, 1, 10) <= ?2
            ORDER BY f.id, t.rad LIMIT ?3""",
        (*days, limit),
    )
    names = [column[0] for column in cursor.description][2:]
    return [
        NewRow(
            fil,
            rad,
            {
                name: value
                for name, value in zip(names, values, strict=True)
                if name not in ("fil", "rad", "id") and value is not None
            },
        )
        for fil, rad, *values in cursor
    ]

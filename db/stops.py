"""Stops of payment straight to an anordnare (9.2.22)."""

from __future__ import annotations

import sqlite3

from db.journal import Stamp, advance, log


def in_force(connection: sqlite3.Connection, day: str) -> list[tuple[int, str]]:
    """Return (brukare, since when) of the stops that hold on a day."""
    return connection.execute(
        """SELECT brukare, min(fran) FROM betalningsstopp
           WHERE fran <= ?1 AND (till IS NULL OR till >= ?1) GROUP BY brukare""",
        (day,),
    ).fetchall()


def open_stop(connection: sqlite3.Connection, brukare: int, day: str) -> bool:
    """Tell whether a stop holds on a day or begins after it."""
    found = connection.execute(
        "SELECT 1 FROM betalningsstopp WHERE brukare = ?1 AND (till IS NULL OR till >= ?2) LIMIT 1",
        (brukare, day),
    ).fetchone()
    return found is not None


def stop(
    connection: sqlite3.Connection, brukare: int, nummer: str, fran: str, grund: str, stamp: Stamp
) -> None:
    """Store a stop from a day on."""
    connection.execute(
        """INSERT INTO betalningsstopp (brukare, fran, till, grund, aktor, tid)
           VALUES (?, ?, NULL, ?, ?, ?)""",
        (brukare, fran, grund, stamp.aktor, stamp.tid),
    )
    after = {"stoppad": fran, "grund": grund}
    log(connection, stamp, "betalningsstopp", "betalningsstopp", nummer, None, after)
    advance(connection, {brukare})


def unstop(
    connection: sqlite3.Connection,
    brukare: int,
    nummer: str,
    fran: str,
    last: str,
    grund: str,
    stamp: Stamp,
) -> None:
    """End the stops that hold on a day or later: ``last`` is the day before."""
    since = connection.execute(
        "SELECT min(fran) FROM betalningsstopp WHERE brukare = ? AND (till IS NULL OR till >= ?)",
        (brukare, fran),
    ).fetchone()[0]
    connection.execute(
        "UPDATE betalningsstopp SET till = ?1 WHERE brukare = ?2 AND (till IS NULL OR till >= ?3)",
        (last, brukare, fran),
    )
    after = {"hävd": fran, "grund": grund}
    log(connection, stamp, "betalningsstopp", "betalningsstopp", nummer, {"stoppad": since}, after)
    advance(connection, {brukare})

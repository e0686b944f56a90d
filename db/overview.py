"""Sums per brukare and month for the front page."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class MonthSums(NamedTuple):
    """What the database knows of one brukare in a month."""

    brukare: int
    nummer: str
    namn: str | None
    skyddad: int
    rader: int
    nekade_minuter: int
    hallna_minuter: int
    timmar: int | None
    belopp: int | None
    neka: int
    utred: int
    komplettering: int


def month(connection: sqlite3.Connection, number: int, first: str, last: str) -> list[MonthSums]:
    """Return every brukare with rows in a month or a beslut in force in it, by name.

    ``first`` and ``last`` are the month's days. Hours and amount are those of the latest run;
    None before there is one.
    """
    return [
        MonthSums._make(row)
        for row in connection.execute(
            """
            WITH rader AS (SELECT brukare, count(*) AS antal FROM tidrapport
                    WHERE manad = :month GROUP BY brukare),
                beviljade AS (SELECT DISTINCT brukare FROM beslut
                    WHERE fran <= :last AND (till IS NULL OR till >= :first)),
                alla AS (SELECT brukare FROM rader UNION SELECT brukare FROM beviljade),
                senaste AS (SELECT max(id) AS id FROM korning
                    WHERE manad = :month AND status <> 'makulerad'),
                summor AS (SELECT brukare, sum(timmar) AS timmar, sum(belopp) AS belopp
                    FROM avrakning WHERE korning = (SELECT id FROM senaste) GROUP BY brukare),
                vantar AS (SELECT brukare,
                        sum(allvar = 'neka' AND status = 'oppen') AS neka,
                        sum(allvar = 'utred' AND status = 'oppen') AS utred,
                        sum(allvar <> 'info' AND status = 'komplettering') AS komplettering
                    FROM fynd WHERE manad = :month AND aktuell = 1 GROUP BY brukare)
            SELECT p.id, p.nummer, p.namn, p.skyddad, coalesce(r.antal, 0),
                coalesce(n.nekade_minuter, 0), coalesce(n.hallna_minuter, 0), s.timmar, s.belopp,
                coalesce(v.neka, 0), coalesce(v.utred, 0), coalesce(v.komplettering, 0)
            FROM alla a JOIN person p ON p.id = a.brukare
            LEFT JOIN rader r ON r.brukare = a.brukare
            LEFT JOIN netto n ON n.korning = (SELECT id FROM senaste) AND n.brukare = a.brukare
                AND n.arende IS NULL
            LEFT JOIN summor s ON s.brukare = a.brukare
            LEFT JOIN vantar v ON v.brukare = a.brukare
            ORDER BY CASE WHEN p.skyddad THEN '' ELSE coalesce(p.namn, p.nummer) END, p.nummer
            """,
            {"month": number, "first": first, "last": last},
        )
    ]


def minutes_per_day(connection: sqlite3.Connection, number: int) -> list[tuple[int, int]]:
    """Return (day, reported minutes) of a month by the rows' start day."""
    return connection.execute(
        "SELECT dag, sum(slut - start) FROM tidrapport WHERE manad = ? GROUP BY dag ORDER BY dag",
        (number,),
    ).fetchall()


def months_with_data(connection: sqlite3.Connection) -> list[int]:
    """Return every month that has rows or a run, latest first."""
    return [
        row[0]
        for row in connection.execute(
            """WITH RECURSIVE m(x) AS (SELECT max(manad) FROM tidrapport UNION ALL
               SELECT (SELECT max(manad) FROM tidrapport WHERE manad < x) FROM m
               WHERE x IS NOT NULL)
               SELECT x FROM m WHERE x IS NOT NULL UNION SELECT manad FROM korning
               ORDER BY 1 DESC"""
        )
    ]


def granted(
    connection: sqlite3.Connection, first: str, last: str
) -> list[tuple[int, int, str, str | None, int, int]]:
    """Return (brukare, id, fran, till, hours, months of the period) of beslut in force."""
    return connection.execute(
        """SELECT brukare, id, fran, till, timmar, period_manader FROM beslut
           WHERE fran <= ? AND (till IS NULL OR till >= ?) ORDER BY brukare""",
        (last, first),
    ).fetchall()


def imported_files(
    connection: sqlite3.Connection, limit: int = 200
) -> list[tuple[str, str, str, int, str, str]]:
    """Return (name, kind, SHA-256, rows, time, actor) of the latest imported files."""
    return connection.execute(
        """SELECT namn, slag, sha256, rader, importerad, aktor FROM fil
           ORDER BY id DESC LIMIT ?""",
        (limit,),
    ).fetchall()

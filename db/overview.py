"""Sums per brukare and month for the front page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from db.fk import not_only_fk
from db.schema_009 import RANK


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

    ``first`` and ``last`` are the month's days. Hours and amount are those of the latest run,
    without advances; None before there is one. Rows are never changed, so when none has come since
    that run its counts are taken instead of counting again.
    """
    counted = connection.execute(
        """SELECT 1 FROM korning WHERE id = (SELECT max(id) FROM korning
               WHERE manad = ? AND status <> 'makulerad')
           AND sista_rad IS (SELECT max(id) FROM tidrapport)""",
        (number,),
    ).fetchone()
    rows = (
        """SELECT brukare, rader AS antal FROM netto
           WHERE korning = (SELECT id FROM senaste) AND arende IS NULL AND rader > 0"""
        if counted
        else f"""SELECT brukare, count(*) AS antal FROM tidrapport t WHERE manad = :month
           {not_only_fk(connection)} GROUP BY brukare"""
    )
    return [
        MonthSums._make(row)
        for row in connection.execute(
            f"""
            WITH senaste AS (SELECT max(id) AS id FROM korning
                    WHERE manad = :month AND status <> 'makulerad'),
                rader AS ({rows}),
                beviljade AS (SELECT DISTINCT brukare FROM beslut
                    WHERE fran <= :last AND (till IS NULL OR till >= :first)),
                alla AS (SELECT brukare FROM rader UNION SELECT brukare FROM beviljade),
                summor AS (SELECT brukare, sum(timmar) AS timmar, sum(belopp) AS belopp
                    FROM avrakning WHERE korning = (SELECT id FROM senaste)
                    AND slag <> 'forskott' GROUP BY brukare),
                -- Counted in the index's own order first: a million findings are not sorted.
                koder AS (SELECT brukare, min(allvar) AS allvar, sum(status = 'oppen') AS oppna,
                        sum(status = 'komplettering') AS vantande
                    FROM fynd INDEXED BY fynd_ordning WHERE manad = :month AND aktuell = 1
                    GROUP BY {RANK}, kod, brukare),
                vantar AS (SELECT brukare, sum(oppna * (allvar = 'neka')) AS neka,
                        sum(oppna * (allvar = 'utred')) AS utred,
                        sum(vantande * (allvar <> 'info')) AS komplettering
                    FROM koder GROUP BY brukare)
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


def minutes_per_week(
    connection: sqlite3.Connection, number: int, start: int
) -> list[tuple[int, int]]:
    """Return (week, reported minutes) of a month; week 0 begins at the instant ``start``.

    Weeks are of equal minutes, so the hour that a DST night moves may fall on the next bar.
    """
    return connection.execute(
        f"""SELECT max(start - ?1, 0) / 10080 AS vecka, sum(slut - start)
           FROM tidrapport t INDEXED BY tidrapport_brukare WHERE manad = ?2
           {not_only_fk(connection)} GROUP BY vecka ORDER BY vecka""",
        (start, number),
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


def persons(
    connection: sqlite3.Connection, ids: Sequence[int]
) -> dict[int, tuple[str, str | None, int]]:
    """Return {id: (number, name, protected)} of some persons."""
    return {
        row[0]: row[1:]
        for row in connection.execute(
            """SELECT p.id, p.nummer, p.namn, p.skyddad
               FROM json_each(?) j JOIN person p ON p.id = j.value""",
            (json.dumps(ids),),
        )
    }


def beslut_numbers(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return {id: number} of some beslut."""
    return dict(
        connection.execute(
            "SELECT s.id, s.nummer FROM json_each(?) j JOIN beslut s ON s.id = j.value",
            (json.dumps(ids),),
        )
    )


def beslut_brukare(connection: sqlite3.Connection, numbers: Sequence[str]) -> dict[str, int]:
    """Return {number: brukare} of some beslut."""
    return dict(
        connection.execute(
            "SELECT s.nummer, s.brukare FROM json_each(?) j JOIN beslut s ON s.nummer = j.value",
            (json.dumps(numbers),),
        )
    )


def employers(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, str]:
    """Return {id: name, else number} of some employers."""
    return dict(
        connection.execute(
            """SELECT g.id, coalesce(g.namn, g.nummer)
               FROM json_each(?) j JOIN arbetsgivare g ON g.id = j.value""",
            (json.dumps(ids),),
        )
    )


def payee_names(
    connection: sqlite3.Connection, numbers: Sequence[str]
) -> dict[str, tuple[int | None, str | None, int]]:
    """Return {number: (person id, name, protected)} of some payees, people or organisations."""
    return {
        row[0]: row[1:]
        for row in connection.execute(
            """SELECT j.value, p.id, coalesce(p.namn, g.namn,
                   (SELECT m.namn FROM mottagare m WHERE m.nummer = j.value LIMIT 1)),
                   coalesce(p.skyddad, 0)
               FROM json_each(?) j LEFT JOIN person p ON p.nummer = j.value
               LEFT JOIN arbetsgivare g ON g.nummer = j.value""",
            (json.dumps(numbers),),
        )
    }


class FindingWeight(NamedTuple):
    """What one finding holds: minutes per kind, or hours."""

    id: int
    manad: int
    brukare: int
    timmar: int | None
    minuter: int
    assistans: int
    vantetid: int
    beredskap: int


def finding_weights(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[FindingWeight]:
    """Yield what each of some findings holds."""
    for row in connection.execute(
        """SELECT y.id, y.manad, y.brukare, y.timmar, y.minuter,
               coalesce(sum((d.slut - d.start) * (t.slag = 0)), 0),
               coalesce(sum((d.slut - d.start) * (t.slag = 1)), 0),
               coalesce(sum((d.slut - d.start) * (t.slag = 2)), 0)
           FROM json_each(?) j CROSS JOIN fynd y ON y.id = j.value
           LEFT JOIN fynd_del d ON d.fynd = y.id AND d.aktuell = 1
           LEFT JOIN tidrapport t ON t.id = d.rad
           GROUP BY y.id""",
        (json.dumps(ids),),
    ):
        yield FindingWeight._make(row)

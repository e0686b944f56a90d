"""Sums that pictures are drawn from: time by brukare and employer, runs by month, names."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.findings import WITHHOLDS
from db.fk import not_only_fk

Units = tuple[int, int, int]
"""Units of a minute of assistans, väntetid and beredskap."""

_UNITS = "(CASE t.slag WHEN 0 THEN {0} WHEN 1 THEN {1} ELSE {2} END)"


class Time(NamedTuple):
    """Minutes, and the same in units, of one brukare's rows with one employer."""

    brukare: int
    arbetsgivare: int
    minuter: int
    enheter: int


def reported(connection: sqlite3.Connection, month: int, units: Units) -> list[Time]:
    """Return the minutes of a month's rows, whole rows as ``overview.minutes_per_week``."""
    return [
        Time._make(row)
        for row in connection.execute(
            f"""SELECT t.brukare, t.arbetsgivare, sum(t.slut - t.start),
                   sum((t.slut - t.start) * {_UNITS.format(*units)})
               FROM tidrapport t INDEXED BY tidrapport_brukare WHERE t.manad = ?
               {not_only_fk(connection)} GROUP BY t.brukare, t.arbetsgivare""",
            (month,),
        )
    ]


class Withheld(NamedTuple):
    """What findings withhold of one brukare's rows with one employer: minutes, the same in units,
    and how many of the minutes are refused."""

    brukare: int
    arbetsgivare: int
    minuter: int
    enheter: int
    nekade: int


def withheld(
    connection: sqlite3.Connection, month: int, window: tuple[int, int], units: Units
) -> list[Withheld]:
    """Return the minutes inside a month that its findings withhold, each minute of a row once.

    ``window`` holds the month's instants. Passes of sjuklön claims are no rows and not among them.
    """
    before = "ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    return [
        Withheld._make(row)
        for row in connection.execute(
            f"""WITH del AS (SELECT d.rad, max(d.start, :start) AS a, min(d.slut, :slut) AS b,
                    y.allvar = 'neka' OR y.status = 'nekad' AS nekad
                    FROM fynd y JOIN fynd_del d ON d.fynd = y.id
                    WHERE y.manad = :month AND d.rad > 0 AND {WITHHOLDS}),
                vidare AS (SELECT rad, a, b, nekad,
                    coalesce(max(b) OVER (PARTITION BY rad {before}), a) AS alla,
                    coalesce(max(CASE WHEN nekad THEN b END)
                        OVER (PARTITION BY rad {before}), a) AS nekade FROM del),
                rader AS (SELECT rad, sum(max(b - max(a, alla), 0)) AS n,
                    sum(nekad * max(b - max(a, nekade), 0)) AS nekade FROM vidare GROUP BY rad)
            SELECT t.brukare, t.arbetsgivare, sum(n), sum(n * {_UNITS.format(*units)}), sum(nekade)
            FROM rader r JOIN tidrapport t ON t.id = r.rad
            GROUP BY t.brukare, t.arbetsgivare""",
            {"month": month, "start": window[0], "slut": window[1]},
        )
    ]


def amounts(connection: sqlite3.Connection, korning: int) -> list[tuple[int, int | None, int]]:
    """Return (brukare, employer of a sjuklön claim, öre) of a run's lines; None: assistans.

    Advances are no part of the right.
    """
    return connection.execute(
        """SELECT r.brukare, s.arbetsgivare, sum(r.belopp) FROM avrakning r
           LEFT JOIN sjukfall s ON s.arende = r.arende
           WHERE r.korning = ? AND r.slag <> 'forskott'
           GROUP BY r.brukare, s.arbetsgivare""",
        (korning,),
    ).fetchall()


def protected(connection: sqlite3.Connection) -> set[int]:
    """Return the ids of protected persons."""
    return {row[0] for row in connection.execute("SELECT id FROM person WHERE skyddad = 1")}


class OneMonth(NamedTuple):
    """One brukare's month: reported minutes and rows; the rest of its latest run, None = none."""

    manad: int
    rader: int
    minuter: int
    timmar: int | None
    belopp: int | None
    nekade: int
    hallna: int


def months_of(connection: sqlite3.Connection, brukare: int, months: list[int]) -> list[OneMonth]:
    """Return some of a brukare's months."""
    only = not_only_fk(connection)
    found = []
    for month in months:
        row = connection.execute(
            f"""WITH senaste AS (SELECT max(id) AS id FROM korning
                    WHERE manad = :month AND status <> 'makulerad')
                SELECT t.antal, t.minuter, r.timmar, r.belopp,
                    coalesce(n.nekade_minuter, 0), coalesce(n.hallna_minuter, 0)
                FROM senaste k
                CROSS JOIN (SELECT count(*) AS antal, coalesce(sum(t.slut - t.start), 0) AS minuter
                    FROM tidrapport t WHERE manad = :month AND brukare = :brukare {only}) t
                CROSS JOIN (SELECT sum(timmar) AS timmar, sum(belopp) AS belopp
                    FROM avrakning WHERE korning = (SELECT id FROM senaste)
                    AND brukare = :brukare AND slag <> 'forskott') r
                LEFT JOIN netto n ON n.korning = k.id AND n.brukare = :brukare
                    AND n.arende IS NULL""",
            {"month": month, "brukare": brukare},
        ).fetchone()
        found.append(OneMonth(month, *row))
    return found


def granted_to(
    connection: sqlite3.Connection, brukare: int
) -> list[tuple[int, int, str, str | None, int, int]]:
    """Return (brukare, id, fran, till, hours, months of the period) of a brukare's beslut."""
    return connection.execute(
        """SELECT brukare, id, fran, till, timmar, period_manader FROM beslut
           WHERE brukare = ? ORDER BY fran, id""",
        (brukare,),
    ).fetchall()


def withheld_in_run(connection: sqlite3.Connection, month: int) -> tuple[int, int] | None:
    """Return (refused, held) minutes of rows in a month's latest run; None without a run."""
    row: tuple[int | None, int | None] = connection.execute(
        """SELECT sum(nekade_minuter), sum(hallna_minuter) FROM netto
           WHERE arende IS NULL AND korning = (SELECT max(id) FROM korning
               WHERE manad = ? AND status <> 'makulerad')""",
        (month,),
    ).fetchone()
    return None if row[0] is None else (row[0], row[1] or 0)

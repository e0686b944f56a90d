"""Dates that somebody has to watch: ends of permits and beslut, notices and papers missing."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Fact(NamedTuple):
    """A fact with its day, what it is about (``nummer``, ``namn``) and the brukare concerned."""

    dag: str
    nummer: str
    namn: str | None
    brukare: int | None
    brukare_nummer: str | None
    brukare_namn: str | None
    skyddad: int


def _facts(connection: sqlite3.Connection, query: str, values: tuple[str, ...]) -> list[Fact]:
    return [Fact._make(row) for row in connection.execute(query, values)]


def brukare_with_beslut(connection: sqlite3.Connection, today: str) -> list[Fact]:
    """Return those with a beslut in force or to come."""
    return _facts(
        connection,
        """SELECT ?1, p.nummer, p.namn, p.id, p.nummer, p.namn, p.skyddad FROM person p
           WHERE p.id IN (SELECT brukare FROM beslut WHERE till IS NULL OR till >= ?1)""",
        (today,),
    )


def permits(connection: sqlite3.Connection, today: str, last: str) -> list[Fact]:
    """Return permits that end within two days, with each brukare who has an uppdrag then.

    A permit that another one follows on the next day does not end.
    """
    return _facts(
        connection,
        """SELECT DISTINCT s.till, g.nummer, g.namn, p.id, p.nummer, p.namn,
               coalesce(p.skyddad, 0)
           FROM tillstand s JOIN arbetsgivare g ON g.id = s.arbetsgivare
           LEFT JOIN uppdrag x ON x.arbetsgivare = g.id AND x.fran <= s.till
               AND (x.till IS NULL OR x.till >= s.till)
           LEFT JOIN person p ON p.id = x.brukare
           WHERE s.till BETWEEN ?1 AND ?2 AND coalesce(g.kommunal, 0) = 0 AND NOT EXISTS
               (SELECT 1 FROM tillstand n WHERE n.arbetsgivare = s.arbetsgivare
                AND n.fran <= date(s.till, '+1 day') AND (n.till IS NULL OR n.till > s.till))""",
        (today, last),
    )


def ending_beslut(connection: sqlite3.Connection, today: str, last: str) -> list[Fact]:
    """Return beslut that end within two days and that no other beslut of the brukare follows."""
    return _facts(
        connection,
        """SELECT s.till, s.nummer, NULL, p.id, p.nummer, p.namn, p.skyddad
           FROM beslut s JOIN person p ON p.id = s.brukare
           WHERE s.till BETWEEN ?1 AND ?2 AND NOT EXISTS
               (SELECT 1 FROM beslut n WHERE n.brukare = s.brukare AND n.id <> s.id
                AND n.fran <= date(s.till, '+1 day') AND (n.till IS NULL OR n.till > s.till))""",
        (today, last),
    )


def without_notice(connection: sqlite3.Connection, today: str) -> list[Fact]:
    """Return brukare who employ assistants themselves, now or later, without notice to IVO."""
    return _facts(
        connection,
        """SELECT min(max(x.fran, ?1)), p.nummer, p.namn, p.id, p.nummer, p.namn, p.skyddad
           FROM uppdrag x JOIN arbetsgivare g ON g.id = x.arbetsgivare AND g.person = x.brukare
           JOIN person p ON p.id = x.brukare LEFT JOIN brukare b ON b.person = p.id
           WHERE (x.till IS NULL OR x.till >= ?1) AND b.ivo_anmald IS NULL GROUP BY p.id""",
        (today,),
    )


def paying_anordnare(connection: sqlite3.Connection, today: str) -> list[Fact]:
    """Return beslut in force that are to be paid to an anordnare."""
    return _facts(
        connection,
        """SELECT ?1, s.nummer, NULL, p.id, p.nummer, p.namn, p.skyddad
           FROM beslut s JOIN person p ON p.id = s.brukare
           WHERE s.utbetalas_till = 'anordnare' AND s.fran <= ?1
               AND (s.till IS NULL OR s.till >= ?1)""",
        (today,),
    )

"""Who a letter of a sjuklön claim is about and goes to, as the registers have it."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class About(NamedTuple):
    """The brukare's nämnd and förmyndare (a number), and the employer's number and name."""

    namnd: str | None
    formyndare: str | None
    arbetsgivare: str
    arbetsgivare_namn: str | None


def about(connection: sqlite3.Connection, identity: int) -> About:
    """Return what a claim's letters say beside its facts."""
    row = connection.execute(
        """SELECT b.namnd, b.formyndare, g.nummer, coalesce(g.namn, p.namn)
           FROM sjukfall f LEFT JOIN brukare b ON b.person = f.brukare
           JOIN arbetsgivare g ON g.id = f.arbetsgivare LEFT JOIN person p ON p.id = g.person
           WHERE f.id = ?""",
        (identity,),
    ).fetchone()
    return About._make(row)


class Receiver(NamedTuple):
    """A person (``person`` None = an organisation, or not registered) with name and address."""

    person: int | None
    namn: str | None
    skyddad: int
    adress: str | None


def receiver(connection: sqlite3.Connection, brukare: int, nummer: str, dag: str) -> Receiver:
    """Return the one with a number, with the address in force on a day for the brukare."""
    row = connection.execute(
        """SELECT p.id, coalesce(p.namn, g.namn, m.namn), coalesce(p.skyddad, 0), m.adress
           FROM (SELECT ?2 AS nummer) x LEFT JOIN person p ON p.nummer = x.nummer
           LEFT JOIN arbetsgivare g ON g.nummer = x.nummer
           LEFT JOIN mottagare m ON m.id = (SELECT n.id FROM mottagare n
               WHERE n.brukare = ?1 AND n.nummer = x.nummer AND n.fran <= ?3
               ORDER BY n.adress IS NULL, n.fran DESC, n.id DESC LIMIT 1)""",
        (brukare, nummer, dag),
    ).fetchone()
    return Receiver._make(row)

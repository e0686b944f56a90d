"""Register facts that raise duties: beslut, FK's beslut, stays, advances without account."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple


class Beslutat(NamedTuple):
    """A beslut here as stored; hours in hundredths per period, ``dag`` the day it was made."""

    id: int
    nummer: str
    fran: str
    till: str | None
    timmar: int
    manader: int
    dag: str


_BESLUT = """b.id, b.nummer, b.fran, b.till, b.timmar, b.period_manader,
    coalesce(b.beslutsdatum, b.fran)"""


def first_fk(connection: sqlite3.Connection) -> str | None:
    """Return the day of the earliest beslut of FK that is registered; None = there is none."""
    found: str | None = connection.execute("SELECT min(beslutsdatum) FROM fkbeslut").fetchone()[0]
    return found


def large_beslut(
    connection: sqlite3.Connection,
    today: str,
    since: str,
    week_hours: int,
    brukare: int | None = None,
) -> Iterator[tuple[int, Beslutat]]:
    """Yield (brukare, beslut) in force or to come, made on a day or later, that may grant more
    hours a week than a limit.

    A month has at least four weeks, so none above the limit is left out.
    """
    for person, *row in connection.execute(
        f"""SELECT b.brukare, {_BESLUT} FROM beslut b
            WHERE (b.till IS NULL OR b.till >= ?1) AND coalesce(b.beslutsdatum, b.fran) >= ?2
                AND b.timmar > ?3 * 400 * b.period_manader AND (?4 IS NULL OR b.brukare = ?4)""",
        (today, since, week_hours, brukare),
    ):
        yield person, Beslutat._make(row)


def beslut_of(connection: sqlite3.Connection, brukare: int) -> Iterator[Beslutat]:
    """Yield a brukare's beslut."""
    for row in connection.execute(
        f"SELECT {_BESLUT} FROM beslut b WHERE b.brukare = ? ORDER BY b.fran", (brukare,)
    ):
        yield Beslutat._make(row)


class Extended(NamedTuple):
    """A brukare of FK's with several beslut here that begin and end: how many, the latest."""

    brukare: int
    antal: int
    beslut: int
    nummer: str
    dag: str


def extended(
    connection: sqlite3.Connection, since: str, least: int, brukare: int | None = None
) -> Iterator[Extended]:
    """Yield those with at least so many beslut that end and began after a day."""
    for row in connection.execute(
        """SELECT b.brukare, count(*), max(b.id), group_concat(b.nummer, ', '),
               max(coalesce(b.beslutsdatum, b.fran))
           FROM beslut b WHERE b.till IS NOT NULL AND b.fran > ?1
               AND b.brukare IN (SELECT brukare FROM fkbeslut WHERE utfall = 'beviljat')
               AND (?3 IS NULL OR b.brukare = ?3)
           GROUP BY b.brukare HAVING count(*) >= ?2""",
        (since, least, brukare),
    ):
        yield Extended._make(row)


class Stay(NamedTuple):
    """The first stay of an insats: of which kind, its days."""

    brukare: int
    slag: str
    fran: str
    till: str | None


def first_stays(
    connection: sqlite3.Connection, apart: int, brukare: int | None = None
) -> Iterator[Stay]:
    """Yield, of those whom FK has granted, each stay that begins more than so many days after
    every earlier one of its kind has ended."""
    for row in connection.execute(
        """SELECT brukare, slag, substr(fran, 1, 10), substr(till, 1, 10) FROM (
               SELECT brukare, slag, fran, till,
                   max(coalesce(till, '9999-12-31')) OVER (PARTITION BY brukare, slag ORDER BY fran
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS fore
               FROM vistelse
               WHERE brukare IN (SELECT brukare FROM fkbeslut WHERE utfall = 'beviljat')
                   AND (?2 IS NULL OR brukare = ?2))
           WHERE fore IS NULL OR date(fran) > date(fore, '+' || ?1 || ' days')""",
        (apart, brukare),
    ):
        yield Stay._make(row)


class Answer(NamedTuple):
    """A refusal or withdrawal by FK; ``mottagen`` is the day it came in."""

    id: int
    brukare: int
    beslutsdatum: str
    utfall: str
    orsak: str | None
    mottagen: str


def refusals(connection: sqlite3.Connection, brukare: int | None = None) -> Iterator[Answer]:
    """Yield FK's refusals and withdrawals that no later grant has followed."""
    for row in connection.execute(
        """SELECT b.id, b.brukare, b.beslutsdatum, b.utfall, b.orsak,
               max(b.beslutsdatum, f.mottagen)
           FROM fkbeslut b JOIN fil f ON f.id = b.fil
           WHERE b.utfall <> 'beviljat' AND (?1 IS NULL OR b.brukare = ?1) AND NOT EXISTS
               (SELECT 1 FROM fkbeslut n WHERE n.brukare = b.brukare AND n.utfall = 'beviljat'
                   AND (n.beslutsdatum, n.id) > (b.beslutsdatum, b.id))""",
        (brukare,),
    ):
        yield Answer._make(row)


class Advanced(NamedTuple):
    """A month's advance that no account has come for, öre."""

    brukare: int
    manad: int
    oredovisat: int


def unaccounted(connection: sqlite3.Connection, brukare: int | None = None) -> Iterator[Advanced]:
    """Yield months with an attested advance and no account, of those whom FK has granted."""
    for row in connection.execute(
        """SELECT n.brukare, k.manad, n.oredovisat
           FROM (SELECT DISTINCT b.brukare FROM beslut b WHERE b.forskott = 1
                   AND b.brukare IN (SELECT brukare FROM fkbeslut WHERE utfall = 'beviljat')
                   AND (?1 IS NULL OR b.brukare = ?1)) w
           CROSS JOIN (SELECT manad, max(id) AS id FROM korning
               WHERE status IN ('attesterad', 'exporterad') GROUP BY manad) k
           CROSS JOIN netto n ON n.korning = k.id AND n.brukare = w.brukare
               AND coalesce(n.arende, '') = ''
           WHERE n.forskott > 0 AND n.oredovisat > 0 AND NOT EXISTS (SELECT 1 FROM redovisning r
               WHERE r.brukare = n.brukare
                   AND r.manad = printf('%04d-%02d', k.manad / 12, k.manad % 12 + 1))""",
        (brukare,),
    ):
        yield Advanced._make(row)


def permit_known(connection: sqlite3.Connection, employer: int, till: str) -> str:
    """Return the day on which it was known that a permit ends: the file's day, or the day after its
    last when that is later."""
    row = connection.execute(
        """SELECT max(f.mottagen, date(s.till, '+1 day')) FROM tillstand s
           JOIN fil f ON f.id = s.fil
           WHERE s.arbetsgivare = ? AND s.till = ? ORDER BY 1 LIMIT 1""",
        (employer, till),
    ).fetchone()
    return row[0] if row else till

"""One claim as it stands: who owes, its rows by file and number, and every booking."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class ClaimFacts(NamedTuple):
    """A claim with its brukare and its amounts over all its keys, öre."""

    id: int
    brukare_id: int
    brukare: str
    arende: str | None
    grund: str
    status: str
    korning: int | None
    tid: str
    aktor: str
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int

    @property
    def summa(self) -> int:
        """Outstanding + repaid + dropped."""
        return self.utestaende + self.aterbetalt + self.nedlagt


def facts(connection: sqlite3.Connection, aterkrav: int) -> ClaimFacts | None:
    """Return a claim."""
    row = connection.execute(
        """SELECT c.id, c.brukare, p.nummer, c.arende, c.grund, c.status, c.korning, c.tid, c.aktor,
               coalesce(sum(b.utestaende), 0), coalesce(sum(b.aterbetalt), 0),
               coalesce(sum(b.nedlagt), 0), coalesce(sum(b.absorberat), 0)
           FROM aterkrav c JOIN person p ON p.id = c.brukare
           LEFT JOIN aterkrav_bokning b ON b.aterkrav = c.id WHERE c.id = ? GROUP BY c.id""",
        (aterkrav,),
    ).fetchone()
    return ClaimFacts._make(row) if row else None


class NamedClaimRow(NamedTuple):
    """A row of a claim; ``belopp`` is öre before minus after, ``fil`` None without a row.

    The last fields are ids: of the claim that the row was made for, its arende, and of row (below
    0: a pass) and beslut.
    """

    korning: int
    manad: int
    fil: str | None
    rad: int | None
    beslut: str | None
    slag: str
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    orsak: str
    belopp: int
    aterkrav: int
    arende: str | None
    rad_id: int | None
    beslut_id: int


def rows(connection: sqlite3.Connection, aterkrav: int) -> list[NamedClaimRow]:
    """Return a claim's rows and those of claims joined into it, by month in the order they were
    added; not those of annulled runs."""
    return [
        NamedClaimRow._make(row)
        for row in connection.execute(
            """SELECT r.korning, r.manad, f.namn, coalesce(t.rad, p.rad), s.nummer, r.slag,
                   r.minuter_fore, r.minuter_efter, r.timbelopp_fore, r.timbelopp_efter, r.orsak,
                   r.belopp, r.aterkrav, c.arende, r.rad, coalesce(r.beslut, 0)
               FROM aterkrav_rad r JOIN aterkrav c ON c.id = r.aterkrav
               LEFT JOIN beslut s ON s.id = r.beslut
               LEFT JOIN tidrapport t ON t.id = r.rad LEFT JOIN sjukpass p ON p.id = -r.rad
               LEFT JOIN fil f ON f.id = coalesce(t.fil, p.fil)
               JOIN korning k ON k.id = r.korning AND k.status <> 'makulerad'
               WHERE r.aterkrav IN (SELECT c.id FROM aterkrav c
                   WHERE c.id = ?1 OR c.samlat_i = ?1) ORDER BY r.manad, r.id""",
            (aterkrav,),
        )
    ]


class ClaimEvent(NamedTuple):
    """A booking of a claim on one key: changes in öre."""

    manad: int
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int
    handelse: str
    korning: int | None
    dag: str | None
    motivering: str | None
    tid: str
    aktor: str


def events(connection: sqlite3.Connection, aterkrav: int) -> list[ClaimEvent]:
    """Return a claim's bookings, oldest first."""
    return [
        ClaimEvent._make(row)
        for row in connection.execute(
            """SELECT manad, utestaende, aterbetalt, nedlagt, absorberat, handelse, korning, dag,
                   motivering, tid, aktor
               FROM aterkrav_bokning WHERE aterkrav = ? ORDER BY id""",
            (aterkrav,),
        )
    ]


def standing(connection: sqlite3.Connection) -> list[int]:
    """Return the claims that stand, oldest first: not those whose run was annulled, and not those
    joined into another."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT id FROM aterkrav WHERE status <> 'makulerad' AND samlat_i IS NULL
               ORDER BY id"""
        )
    ]


def months(connection: sqlite3.Connection, aterkrav: int) -> list[int]:
    """Return a claim's months, with those of claims joined into it."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT DISTINCT manad FROM aterkrav_rad WHERE aterkrav IN (SELECT id FROM aterkrav
                   WHERE id = ?1 OR samlat_i = ?1) ORDER BY manad""",
            (aterkrav,),
        )
    ]


def first_paid(connection: sqlite3.Connection, brukare: int, month: int) -> str | None:
    """Return the day on which a brukare's month was first paid: the day that the bank was told to
    pay, else the day of the attest."""
    found: str | None = connection.execute(
        """SELECT min(coalesce((SELECT min(h.dag) FROM betalning_handelse h
                   WHERE h.betalning = p.id AND h.status = 'exporterad'), substr(p.tid, 1, 10)))
           FROM betalning p JOIN korning k ON k.id = p.korning
           WHERE p.brukare = ? AND k.manad = ? AND k.status <> 'makulerad'
               AND p.slag = 'avrakning'""",
        (brukare, month),
    ).fetchone()[0]
    return found


def guardians(connection: sqlite3.Connection, brukare: int, day: str) -> list[str]:
    """Return the numbers of a child's förmyndare on a day, from both registers."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT nummer FROM mottagare WHERE brukare = ?1 AND slag = 'formyndare'
                   AND fran <= ?2 AND (till IS NULL OR till >= ?2)
               UNION SELECT formyndare FROM brukare WHERE person = ?1 AND formyndare IS NOT NULL
               ORDER BY 1""",
            (brukare, day),
        )
    ]


def paid_firms(connection: sqlite3.Connection, aterkrav: int) -> list[str]:
    """Return the anordnare that were paid for the months of a claim."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT DISTINCT p.mottagare FROM betalning p JOIN korning k ON k.id = p.korning
               JOIN aterkrav c ON c.id = ?1 AND c.brukare = p.brukare
               WHERE p.mottagare_slag = 'anordnare' AND k.status <> 'makulerad'
                   AND k.manad IN (SELECT r.manad FROM aterkrav_rad r JOIN aterkrav o
                       ON o.id = r.aterkrav WHERE o.id = ?1 OR o.samlat_i = ?1)
               ORDER BY 1""",
            (aterkrav,),
        )
    ]


def joined(connection: sqlite3.Connection, aterkrav: int) -> list[int]:
    """Return the claims joined into a claim."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM aterkrav WHERE samlat_i = ? ORDER BY id", (aterkrav,)
        )
    ]


def name(connection: sqlite3.Connection, number: str) -> str:
    """Return what the registers call a person or payee; "" = nothing."""
    row = connection.execute(
        """SELECT coalesce((SELECT namn FROM person WHERE nummer = ?1),
               (SELECT namn FROM mottagare WHERE nummer = ?1 ORDER BY fran DESC, id DESC LIMIT 1),
               (SELECT namn FROM arbetsgivare WHERE nummer = ?1))""",
        (number,),
    ).fetchone()
    return row[0] or ""

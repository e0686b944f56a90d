"""What the ledger is told: a run's netting per key, bank events, and changes of claims."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from db.ledger import COUNTS


class Key(NamedTuple):
    """A key's netting in a run, öre; ``redovisad`` 1 when the month's account was in by then."""

    korning: int
    brukare: int
    arende: str | None
    ratt: int
    att_betala: int
    forskott: int
    skillnad: int
    oredovisat: int
    redovisad: int


_KEYS = """SELECT n.korning, n.brukare, n.arende, n.ratt, n.att_betala, n.forskott, n.skillnad,
        n.oredovisat, EXISTS (SELECT 1 FROM redovisning r JOIN fil f ON f.id = r.fil
            JOIN v_logg j ON j.objekt = 'fil' AND j.nyckel = f.sha256
            WHERE r.brukare = n.brukare AND j.id < k.journal
                AND r.manad = printf('%04d-%02d', k.manad / 12, k.manad % 12 + 1))
    FROM netto n JOIN korning k ON k.id = n.korning"""


def keys(connection: sqlite3.Connection, korning: int) -> list[Key]:
    """Return a run's netting, key by key."""
    return [
        Key._make(row)
        for row in connection.execute(
            f"{_KEYS} WHERE n.korning = ? ORDER BY n.brukare, n.arende", (korning,)
        )
    ]


def earlier_with_advance(connection: sqlite3.Connection, korning: int) -> list[Key]:
    """Return the netting in the month's earlier attested runs of those who were paid in advance
    in it, oldest first."""
    return [
        Key._make(row)
        for row in connection.execute(
            f"""{_KEYS} WHERE k.manad = (SELECT manad FROM korning WHERE id = ?1) AND k.id < ?1
                    AND k.status IN {COUNTS} AND n.arende IS NULL
                    AND n.brukare IN (SELECT m.brukare FROM netto m JOIN korning j
                        ON j.id = m.korning WHERE j.manad = k.manad AND m.forskott > 0)
                ORDER BY n.korning, n.brukare""",
            (korning,),
        )
    ]


def units(connection: sqlite3.Connection, persons: Iterable[int]) -> dict[int, str | None]:
    """Return {brukare: nämnd in the register} of some people."""
    wanted = sorted(set(persons))
    found: dict[int, str | None] = dict.fromkeys(wanted)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join("?" * len(part))
        found.update(
            connection.execute(f"SELECT person, namnd FROM brukare WHERE person IN ({marks})", part)
        )
    return found


class BankEvent(NamedTuple):
    """A payment rejected, or made anew: table and row of it, day, brukare, öre."""

    tabell: str
    rad: int
    dag: str
    brukare: int
    belopp: int


def bank_events(connection: sqlite3.Connection, korning: int) -> list[BankEvent]:
    """Return a run's rejections and the payments made instead, in order of time."""
    return [
        BankEvent._make(row)
        for row in connection.execute(
            """SELECT 'betalning_handelse', h.id, coalesce(h.dag, substr(h.tid, 1, 10)), p.brukare,
                   p.belopp, h.tid AS nar
               FROM betalning p JOIN betalning_handelse h ON h.betalning = p.id
               WHERE p.korning = ?1 AND h.status = 'avvisad'
               UNION ALL SELECT 'betalning', p.id, substr(p.tid, 1, 10), p.brukare, p.belopp, p.tid
               FROM betalning p WHERE p.korning = ?1 AND p.ersatter IS NOT NULL
               ORDER BY nar, 1, 2""",
            (korning,),
        ).fetchall()
        for row in [row[:5]]
    ]


class ClaimBooking(NamedTuple):
    """A change of a claim on one key, öre, as the ledger of claims has it."""

    id: int
    aterkrav: int
    manad: int
    brukare: int
    arende: str | None
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int
    handelse: str
    korning: int | None
    dag: str


def claim_bookings(connection: sqlite3.Connection) -> list[ClaimBooking]:
    """Return every change of the claims with a change that has not been booked, in order.

    What a step booked and another took back is left out with it: neither has been booked.
    """
    return [
        ClaimBooking._make(row)
        for row in connection.execute(
            """SELECT b.id, b.aterkrav, b.manad, b.brukare, b.arende, b.utestaende, b.aterbetalt,
                   b.nedlagt, b.absorberat, b.handelse, b.korning,
                   coalesce(b.dag, substr(b.tid, 1, 10))
               FROM aterkrav_bokning b
               WHERE b.aterkrav IN (SELECT x.aterkrav FROM aterkrav_bokning x
                   WHERE NOT EXISTS (SELECT 1 FROM bokford f
                       WHERE f.tabell = 'aterkrav_bokning' AND f.rad = x.id))
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg s
                       WHERE b.id BETWEEN s.bokning_fran AND s.bokning_till
                           AND (s.angrar IS NOT NULL
                               OR EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)))
               ORDER BY b.aterkrav, b.manad, b.brukare, b.arende, b.id"""
        )
    ]


def annulled_on(connection: sqlite3.Connection, korning: int) -> str | None:
    """Return the day a run was annulled."""
    row = connection.execute("SELECT makulerad FROM korning WHERE id = ?", (korning,)).fetchone()
    return row[0][:10] if row and row[0] else None

"""What the ledger is told: a run's netting per key, bank events, and changes of claims."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
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
    """A payment rejected, made anew, or paid after it was rejected: table and row of it, what it is
    (avvisad, ny, betald), day, brukare, öre."""

    tabell: str
    rad: int
    slag: str
    dag: str
    brukare: int
    belopp: int


def bank_events(connection: sqlite3.Connection, korning: int) -> list[BankEvent]:
    """Return a run's rejections, the payments made instead and those that the bank paid although
    it had rejected them, in order of time."""
    return [
        BankEvent._make(row)
        for row in connection.execute(
            """SELECT 'betalning_handelse', h.id, h.status, coalesce(h.dag, substr(h.tid, 1, 10)),
                   p.brukare, p.belopp, h.tid AS nar
               FROM betalning p JOIN betalning_handelse h ON h.betalning = p.id
               WHERE p.korning = ?1 AND (h.status = 'avvisad' OR (h.status = 'betald'
                   AND (SELECT b.status FROM betalning_handelse b WHERE b.betalning = p.id
                       AND b.id < h.id ORDER BY b.id DESC LIMIT 1) = 'avvisad'))
               UNION ALL SELECT 'betalning', p.id, 'ny', substr(p.tid, 1, 10), p.brukare, p.belopp,
                   p.tid
               FROM betalning p WHERE p.korning = ?1 AND p.ersatter IS NOT NULL
               ORDER BY nar, 1, 2""",
            (korning,),
        ).fetchall()
        for row in [row[:6]]
    ]


class ClaimBooking(NamedTuple):
    """A change of a claim on one key, öre, as the ledger of claims has it; ``steg`` is the step of
    the case that made it, None when a run did."""

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
    tid: str
    steg: int | None = None


def claim_bookings(connection: sqlite3.Connection) -> list[ClaimBooking]:
    """Return every change of every claim by key, in order.

    What a step booked and another took back is left out with it: neither is ever booked.
    """
    spans = connection.execute(
        """SELECT bokning_fran, bokning_till, id, angrar IS NOT NULL
               OR EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
           FROM aterkrav_steg s WHERE bokning_fran IS NOT NULL ORDER BY bokning_fran"""
    ).fetchall()
    starts = [span[0] for span in spans]
    found = []
    for row in connection.execute(
        """SELECT id, aterkrav, manad, brukare, arende, utestaende, aterbetalt, nedlagt,
               absorberat, handelse, korning, coalesce(dag, substr(tid, 1, 10)), tid
           FROM aterkrav_bokning ORDER BY manad, brukare, arende, id"""
    ):
        place = bisect_right(starts, row[0]) - 1
        _, last, step, undone = spans[place] if place >= 0 else (0, 0, None, 0)
        own = row[0] <= last
        if not (own and undone):
            found.append(ClaimBooking._make((*row, step if own else None)))
    return found


def with_advance(connection: sqlite3.Connection) -> set[tuple[int, int]]:
    """Return (month, brukare) of what has been attested to be paid in advance."""
    return set(
        connection.execute(
            f"""SELECT DISTINCT k.manad, n.brukare FROM netto n JOIN korning k ON k.id = n.korning
                WHERE n.forskott > 0 AND k.status IN {COUNTS}"""
        )
    )


def attested_by(connection: sqlite3.Connection, month: int, tid: str) -> int | None:
    """Return the month's latest attested run at a time."""
    found: int | None = connection.execute(
        f"""SELECT max(id) FROM korning WHERE manad = ? AND status IN {COUNTS}
            AND attesterad <= ?""",
        (month, tid),
    ).fetchone()[0]
    return found


def annulled_on(connection: sqlite3.Connection, korning: int) -> str | None:
    """Return the day a run was annulled."""
    row = connection.execute("SELECT makulerad FROM korning WHERE id = ?", (korning,)).fetchone()
    return row[0][:10] if row and row[0] else None

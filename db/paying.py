"""What a payment file and the bank's answer need to know: payees, accounts, what awaits paying."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.changes import REGISTERED
from db.journal import Stamp
from db.payments import mark


class ToPay(NamedTuple):
    """A payment with its payee as the registers have it."""

    id: int
    korning: int | None
    brukare: int
    mottagare: str
    mottagare_slag: str
    konto: str | None
    belopp: int
    ersatter: int | None
    namn: str | None
    adress: str | None
    person: int | None
    """The payee's person id, when the payee is a person in the registers."""
    skyddad: int
    """1 when the payee is protected, or stands for a brukare who is."""
    status: str
    skal: str | None
    aterkrav: int | None
    """The claim that it pays back what is too much on; None = it pays a month."""
    aktor: str
    """Who made it; of one that is paid again, who made the first."""


_AS = "CASE p.mottagare_slag WHEN 'dodsbo' THEN 'annan' ELSE p.mottagare_slag END"
"""As ``payments.REGISTERED_AS``."""
_NAME = f"""coalesce(
    (SELECT m.namn FROM mottagare m WHERE m.brukare = p.brukare AND m.slag = {_AS}
        AND m.nummer = p.mottagare ORDER BY m.fran DESC, m.id DESC LIMIT 1),
    (SELECT g.namn FROM arbetsgivare g WHERE p.mottagare_slag = 'anordnare'
        AND g.nummer = p.mottagare), x.namn)"""
_ADDRESS = f"""(SELECT m.adress FROM mottagare m WHERE m.brukare = p.brukare
    AND m.slag = {_AS} AND m.nummer = p.mottagare AND m.adress IS NOT NULL
    ORDER BY m.fran DESC, m.id DESC LIMIT 1)"""
_STATUS = """(SELECT h.status FROM betalning_handelse h WHERE h.betalning = p.id
    ORDER BY h.id DESC LIMIT 1)"""

_MAKER = """(WITH RECURSIVE chain(ersatter, aktor) AS (SELECT p.ersatter, p.aktor
    UNION ALL SELECT f.ersatter, f.aktor FROM chain c JOIN betalning f ON f.id = c.ersatter)
    SELECT aktor FROM chain WHERE ersatter IS NULL)"""

_SELECT = f"""SELECT p.id, p.korning, p.brukare, p.mottagare, p.mottagare_slag, p.konto, p.belopp,
        p.ersatter, {_NAME}, {_ADDRESS}, x.id,
        max(coalesce(x.skyddad, 0), b.skyddad * (p.mottagare_slag <> 'anordnare')), h.status,
        h.skal, CASE p.slag WHEN 'aterbetalning' THEN p.aterkrav END, {_MAKER}
    FROM betalning p JOIN person b ON b.id = p.brukare
    LEFT JOIN person x ON x.nummer = p.mottagare
    JOIN betalning_handelse h ON h.id = (SELECT max(l.id) FROM betalning_handelse l
        WHERE l.betalning = p.id)"""


def waiting(connection: sqlite3.Connection, korning: int) -> list[ToPay]:
    """Return a run's payments that have not left in a file, in order of id."""
    return _rows(
        connection,
        """WHERE p.korning = ? AND h.status <> 'makulerad' AND NOT EXISTS
               (SELECT 1 FROM utfil_betalning u WHERE u.betalning = p.id) ORDER BY p.id""",
        (korning,),
    )


def rejected(connection: sqlite3.Connection, korning: int) -> list[ToPay]:
    """Return a run's payments that the bank has rejected and that nothing replaces yet."""
    return _rows(
        connection,
        """WHERE p.korning = ? AND h.status = 'avvisad' AND NOT EXISTS
               (SELECT 1 FROM betalning n WHERE n.ersatter = p.id) ORDER BY p.id""",
        (korning,),
    )


def _rows(
    connection: sqlite3.Connection, condition: str, values: tuple[int, ...] | list[int]
) -> list[ToPay]:
    return [ToPay._make(row) for row in connection.execute(f"{_SELECT} {condition}", values)]


def used_account(connection: sqlite3.Connection, betalning: int) -> str | None:
    """Return the account that a payment left to."""
    row = connection.execute(
        """SELECT underlag FROM betalning_handelse
           WHERE betalning = ? AND status = 'exporterad' ORDER BY id DESC LIMIT 1""",
        (betalning,),
    ).fetchone()
    return row[0] if row else None


def replace(connection: sqlite3.Connection, betalning: int, konto: str, stamp: Stamp) -> int:
    """Make a new payment in place of a rejected one, to an account; return its id.

    Raises IntegrityError when there is one already.
    """
    cursor = connection.execute(
        """INSERT INTO betalning (korning, aterkrav, brukare, arende, slag, mottagare,
               mottagare_slag, konto, belopp, ersatter, tid, aktor)
           SELECT korning, aterkrav, brukare, arende, slag, mottagare, mottagare_slag, ?2, belopp,
               id, ?3, ?4 FROM betalning WHERE id = ?1""",
        (betalning, konto, stamp.tid, stamp.aktor),
    )
    assert cursor.lastrowid is not None
    mark(connection, [cursor.lastrowid], "attesterad", stamp)
    return cursor.lastrowid


def replaced_by(connection: sqlite3.Connection, betalning: int) -> int | None:
    """Return the payment that was made instead of a rejected one."""
    row = connection.execute("SELECT id FROM betalning WHERE ersatter = ?", (betalning,)).fetchone()
    return row[0] if row else None


def registered_by(connection: sqlite3.Connection, aktor: str, after: int) -> bool:
    """Tell whether someone has registered facts, accounts or payees after a journal entry."""
    marks = ", ".join("?" * len(REGISTERED))
    found = connection.execute(
        f"""SELECT 1 FROM v_logg j WHERE j.id > ? AND j.aktor = ? AND (j.handelse IN ({marks})
                OR (j.handelse = 'importerad' AND EXISTS (SELECT 1 FROM fil f
                    WHERE f.sha256 = j.nyckel AND f.forsta_rad IS NULL))) LIMIT 1""",
        (after, aktor, *REGISTERED),
    ).fetchone()
    return found is not None


# -- the bank's answer ----------------------------------------------------------------------------


class Sent(NamedTuple):
    """A payment that has left in a file, and what has become of it."""

    id: int
    korning: int
    belopp: int
    status: str
    dag: str | None
    utfil: int
    meddelande: str


def sent(connection: sqlite3.Connection, ids: list[int]) -> dict[int, Sent]:
    """Return those of some payments that have left in a file, by id."""
    found: dict[int, Sent] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = ", ".join("?" * len(part))
        found.update(
            {item.id: item for item in _sent(connection, f"WHERE p.id IN ({marks})", part)}
        )
    return found


def sent_in(connection: sqlite3.Connection, meddelande: str) -> list[Sent]:
    """Return the payments of the file with a message id, in the order they stand in it."""
    return _sent(connection, "WHERE u.meddelande = ? ORDER BY p.id", [meddelande])


def _sent(
    connection: sqlite3.Connection, condition: str, values: list[int] | list[str]
) -> list[Sent]:
    return [
        Sent._make(row)
        for row in connection.execute(
            f"""SELECT p.id, p.korning, p.belopp, {_STATUS},
                    (SELECT h.dag FROM betalning_handelse h WHERE h.betalning = p.id
                        ORDER BY h.id DESC LIMIT 1), u.id, u.meddelande
                FROM betalning p JOIN utfil_betalning b ON b.betalning = p.id
                JOIN utfil u ON u.id = b.utfil {condition}""",
            values,
        )
    ]


def keep_answer(
    connection: sqlite3.Connection,
    name: str,
    sha256: str,
    data: bytes,
    kind: str,
    items: int,
    stamp: Stamp,
) -> None:
    """Keep a file from the bank, whole, among the files that have come in."""
    cursor = connection.execute(
        """INSERT INTO fil (sha256, namn, storlek, slag, format, rader, mottagen, importerad, aktor)
           VALUES (?, ?, ?, 'banksvar', ?, ?, ?, ?, ?)""",
        (sha256, name, len(data), kind, items, stamp.dag, stamp.tid, stamp.aktor),
    )
    connection.execute("INSERT INTO fil_block VALUES (?, 0, ?)", (cursor.lastrowid, data))


def mark_exported(
    connection: sqlite3.Connection, left: list[tuple[int, str]], dag: str, stamp: Stamp
) -> None:
    """Say that payments have left, each to its account, to be paid on a day."""
    connection.executemany(
        """INSERT INTO betalning_handelse (betalning, status, dag, underlag, tid, aktor)
           VALUES (?, 'exporterad', ?, ?, ?, ?)""",
        [(betalning, dag, konto, stamp.tid, stamp.aktor) for betalning, konto in left],
    )

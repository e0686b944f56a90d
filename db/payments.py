"""Payments, the files they leave in, and what the bank answers. Rows are added, never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from db.journal import Stamp


class Payment(NamedTuple):
    """A payment as stored; ``status`` is its latest."""

    id: int
    korning: int | None
    manad: int | None
    brukare_id: int
    brukare: str
    arende: str | None
    slag: str
    mottagare: str
    mottagare_slag: str
    konto: str | None
    belopp: int
    ersatter: int | None
    status: str
    dag: str | None
    skal: str | None
    tid: str
    aktor: str


class NewPayment(NamedTuple):
    """A payment to be made."""

    korning: int | None
    aterkrav: int | None
    brukare: int
    arende: str | None
    slag: str
    mottagare: str
    mottagare_slag: str
    konto: str | None
    belopp: int
    ersatter: int | None = None


_LATEST = """SELECT h.id FROM betalning_handelse h WHERE h.betalning = p.id
    ORDER BY h.id DESC LIMIT 1"""

_SELECT = f"""SELECT p.id, p.korning, k.manad, p.brukare, b.nummer, p.arende, p.slag, p.mottagare,
        p.mottagare_slag, p.konto, p.belopp, p.ersatter, h.status, h.dag, h.skal, p.tid, p.aktor
    FROM betalning p JOIN person b ON b.id = p.brukare LEFT JOIN korning k ON k.id = p.korning
    JOIN betalning_handelse h ON h.id = ({_LATEST})"""


def add(connection: sqlite3.Connection, payments: Iterable[NewPayment], stamp: Stamp) -> list[int]:
    """Store payments as attested and return their ids."""
    ids = []
    for item in payments:
        cursor = connection.execute(
            """INSERT INTO betalning (korning, aterkrav, brukare, arende, slag, mottagare,
               mottagare_slag, konto, belopp, ersatter, tid, aktor)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (*item, stamp.tid, stamp.aktor),
        )
        assert cursor.lastrowid is not None
        ids.append(cursor.lastrowid)
    mark(connection, ids, "attesterad", stamp)
    return ids


def mark(
    connection: sqlite3.Connection,
    ids: Sequence[int],
    status: str,
    stamp: Stamp,
    *,
    dag: str | None = None,
    skal: str | None = None,
    underlag: str | None = None,
) -> None:
    """Give payments a status from now on."""
    connection.executemany(
        """INSERT INTO betalning_handelse (betalning, status, dag, skal, underlag, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [(one, status, dag, skal, underlag, stamp.tid, stamp.aktor) for one in ids],
    )


def of_run(connection: sqlite3.Connection, korning: int) -> list[Payment]:
    """Return a run's payments, with those that replace rejected ones."""
    return _payments(connection, "WHERE p.korning = ? ORDER BY p.id", (korning,))


def of_brukare(connection: sqlite3.Connection, brukare: int) -> list[Payment]:
    """Return all payments for a brukare, latest first."""
    return _payments(connection, "WHERE p.brukare = ? ORDER BY p.id DESC", (brukare,))


def by_id(connection: sqlite3.Connection, identity: int) -> Payment | None:
    """Return one payment."""
    found = _payments(connection, "WHERE p.id = ?", (identity,))
    return found[0] if found else None


class PaymentFilter(NamedTuple):
    """Which payments to list; None = all."""

    manad: int | None = None
    korning: int | None = None
    status: str | None = None
    text: str | None = None
    """A number or the beginning of one: of the brukare, the payee or the payment."""


def listing(connection: sqlite3.Connection, wanted: PaymentFilter, limit: int) -> list[Payment]:
    """Return payments, latest first."""
    terms, values = ["1"], []
    for term, value in (
        ("k.manad = ?", wanted.manad),
        ("p.korning = ?", wanted.korning),
        ("h.status = ?", wanted.status),
    ):
        if value is not None:
            terms.append(term)
            values.append(value)
    if wanted.text:
        terms.append("(b.nummer LIKE ? OR p.mottagare LIKE ? OR 'B' || p.id = ?)")
        start = f"{wanted.text.replace('-', '')}%"
        values += [start, start, wanted.text.upper()]
    return _payments(
        connection, f"WHERE {' AND '.join(terms)} ORDER BY p.id DESC LIMIT ?", (*values, limit)
    )


def _payments(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> list[Payment]:
    return [Payment._make(row) for row in connection.execute(f"{_SELECT} {condition}", values)]


def not_exported(connection: sqlite3.Connection, korning: int) -> list[Payment]:
    """Return a run's payments that have not left in a file."""
    return _payments(
        connection,
        """WHERE p.korning = ? AND NOT EXISTS
               (SELECT 1 FROM utfil_betalning u WHERE u.betalning = p.id) ORDER BY p.id""",
        (korning,),
    )


class OutFile(NamedTuple):
    """A file that has left: its bytes never change."""

    id: int
    korning: int
    slag: str
    meddelande: str
    sha256: str
    innehall: bytes
    belopp: int
    antal: int
    tid: str
    aktor: str


def files(connection: sqlite3.Connection, korning: int, slag: str) -> list[OutFile]:
    """Return a run's files of a kind, oldest first."""
    return [
        OutFile._make(row)
        for row in connection.execute(
            """SELECT id, korning, slag, meddelande, sha256, innehall, belopp, antal, tid, aktor
               FROM utfil WHERE korning = ? AND slag = ? ORDER BY id""",
            (korning, slag),
        )
    ]


def keep_file(
    connection: sqlite3.Connection,
    korning: int,
    slag: str,
    meddelande: str,
    sha256: str,
    innehall: bytes,
    payments: Sequence[Payment],
    stamp: Stamp,
) -> None:
    """Keep a file with the payments in it; raises IntegrityError when one has left before."""
    cursor = connection.execute(
        """INSERT INTO utfil (korning, slag, meddelande, sha256, innehall, belopp, antal, tid,
           aktor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            korning,
            slag,
            meddelande,
            sha256,
            innehall,
            sum(item.belopp for item in payments),
            len(payments),
            stamp.tid,
            stamp.aktor,
        ),
    )
    connection.executemany(
        "INSERT INTO utfil_betalning VALUES (?, ?)",
        [(cursor.lastrowid, item.id) for item in payments],
    )


def account(
    connection: sqlite3.Connection, brukare: int, mottagare: str, slag: str, day: str
) -> str | None:
    """Return the account in force of a payee: the payee's own, else the register's.

    An anordnare may have its account in the anordnare register; a representative without one is
    paid to the brukare's account.
    """
    for query, values in (
        (
            """SELECT konto FROM mottagare WHERE brukare = ?1 AND slag = ?3 AND nummer = ?2
                   AND konto IS NOT NULL AND fran <= ?4 AND (till IS NULL OR till >= ?4)
               ORDER BY fran DESC, id DESC LIMIT 1""",
            (brukare, mottagare, slag, day),
        ),
        (
            """SELECT konto FROM arbetsgivare WHERE ?2 = 'anordnare' AND nummer = ?1""",
            (mottagare, slag),
        ),
        (
            """SELECT konto FROM brukare WHERE ?2 NOT IN ('anordnare', 'annan')
                   AND person = ?1""",
            (brukare, slag),
        ),
    ):
        row = connection.execute(query, values).fetchone()
        if row and row[0]:
            found: str = row[0]
            return found
    return None

"""Payments, the files they leave in, and what the bank answers. Rows are added, never changed."""

from __future__ import annotations

import sqlite3
from array import array
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
    aterkrav: int | None
    """The claim that an ``aterbetalning`` pays back what was too much on."""


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


REGISTERED_AS = {"dodsbo": "annan"}
"""In what capacity a payee stands in the register of payees, when it is called otherwise."""
_LATEST = """SELECT h.id FROM betalning_handelse h WHERE h.betalning = p.id
    ORDER BY h.id DESC LIMIT 1"""

_FROM = f"""FROM betalning p JOIN person b ON b.id = p.brukare
    LEFT JOIN korning k ON k.id = p.korning JOIN betalning_handelse h ON h.id = ({_LATEST})"""

_SELECT = f"""SELECT p.id, p.korning, k.manad, p.brukare, b.nummer, p.arende, p.slag, p.mottagare,
        p.mottagare_slag, p.konto, p.belopp, p.ersatter, h.status, h.dag, h.skal, p.tid, p.aktor,
        p.aterkrav
    {_FROM}"""


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
    """Of the brukare, the payee or the payment: a number or its beginning, or part of a name;
    who is protected is not found by name."""


def listing(connection: sqlite3.Connection, wanted: PaymentFilter, limit: int) -> list[Payment]:
    """Return payments, latest first."""
    condition, values = _condition(wanted)
    return _payments(connection, f"WHERE {condition} ORDER BY p.id DESC LIMIT ?", (*values, limit))


def numbers(connection: sqlite3.Connection, wanted: PaymentFilter) -> array[int]:
    """Return the ids of the payments that match, latest first."""
    condition, values = _condition(wanted)
    rows = connection.execute(f"SELECT p.id {_FROM} WHERE {condition} ORDER BY p.id DESC", values)
    return array("q", (row[0] for row in rows))


def by_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Payment]:
    """Return payments, latest first."""
    marks = ",".join("?" * len(ids))
    return _payments(connection, f"WHERE p.id IN ({marks}) ORDER BY p.id DESC", ids)


def _condition(wanted: PaymentFilter) -> tuple[str, list[object]]:
    terms: list[str] = ["1"]
    values: list[object] = []
    for term, value in (
        ("k.manad = ?", wanted.manad),
        ("p.korning = ?", wanted.korning),
        ("h.status = ?", wanted.status),
    ):
        if value is not None:
            terms.append(term)
            values.append(value)
    if wanted.text:
        named = (
            "instr(casefold(coalesce(b.namn, '')), ?) AND b.skyddad = 0",
            """EXISTS (SELECT 1 FROM person x WHERE x.nummer = p.mottagare AND x.skyddad = 0
                   AND instr(casefold(coalesce(x.namn, '')), ?))""",
            """EXISTS (SELECT 1 FROM arbetsgivare x WHERE x.nummer = p.mottagare
                   AND instr(casefold(coalesce(x.namn, '')), ?))""",
            """EXISTS (SELECT 1 FROM mottagare x WHERE x.brukare = p.brukare
                   AND x.nummer = p.mottagare AND instr(casefold(coalesce(x.namn, '')), ?)
                   AND NOT EXISTS (SELECT 1 FROM person y WHERE y.nummer = x.nummer
                       AND y.skyddad = 1))""",
        )
        numbered = "b.nummer LIKE ? || '%' OR p.mottagare LIKE ? || '%' OR 'B' || p.id = ?"
        terms.append(f"({' OR '.join((*named, numbered))})")
        number = wanted.text.replace("-", "")
        values += [wanted.text.casefold()] * len(named)
        values += [number, number, wanted.text.upper()]
    return " AND ".join(terms), values


class Total(NamedTuple):
    """How many payments of a status, and what they sum to in öre."""

    status: str
    antal: int
    belopp: int
    utan_konto: int


def totals(connection: sqlite3.Connection, wanted: PaymentFilter) -> list[Total]:
    """Return the true counts and sums of all payments that match, by status."""
    condition, values = _condition(wanted)
    return [
        Total._make(row)
        for row in connection.execute(
            f"""SELECT h.status, count(*), sum(p.belopp), sum(p.konto IS NULL)
                {_FROM} WHERE {condition} GROUP BY h.status""",
            values,
        )
    ]


class Event(NamedTuple):
    """Something that happened to a payment."""

    status: str
    dag: str | None
    skal: str | None
    underlag: str | None
    tid: str
    aktor: str


def events(connection: sqlite3.Connection, betalning: int) -> list[Event]:
    """Return what has happened to a payment, oldest first."""
    return [
        Event._make(row)
        for row in connection.execute(
            """SELECT status, dag, skal, underlag, tid, aktor FROM betalning_handelse
               WHERE betalning = ? ORDER BY id""",
            (betalning,),
        )
    ]


def _payments(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> list[Payment]:
    return [Payment._make(row) for row in connection.execute(f"{_SELECT} {condition}", values)]


def account(
    connection: sqlite3.Connection, brukare: int, mottagare: str, slag: str, day: str
) -> str | None:
    """Return the account in force of a payee: the payee's own, else the register's.

    An anordnare may have its account in the anordnare register; a representative without one is
    paid to the brukare's account. A dödsbo is not: it is registered as someone else (``annan``)
    with the number of the dead.
    """
    slag = REGISTERED_AS.get(slag, slag)
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

"""What a specification is made of, and specifications as they were first made."""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from db.journal import Stamp
from db.ledger import COUNTS
from db.settlements import NetRow


class Person(NamedTuple):
    """A brukare of a run."""

    id: int
    nummer: str
    namn: str | None
    skyddad: int
    namnd: str | None


def persons(connection: sqlite3.Connection, korning: int) -> dict[int, Person]:
    """Return a run's brukare by id."""
    return {
        row[0]: Person._make(row)
        for row in connection.execute(
            """SELECT p.id, p.nummer, p.namn, p.skyddad, b.namnd FROM person p
               LEFT JOIN brukare b ON b.person = p.id
               WHERE p.id IN (SELECT brukare FROM netto WHERE korning = ?)""",
            (korning,),
        )
    }


def nets(connection: sqlite3.Connection, korning: int) -> list[NetRow]:
    """Return a run's netting, also of those who only have time that is not paid."""
    return [
        NetRow._make(row)
        for row in connection.execute(
            """SELECT b.id, b.nummer, n.arende, n.nekade_minuter, n.hallna_minuter, n.ratt,
                   n.betalt, n.krav, n.skillnad, n.att_betala, n.aterkrav, n.sankta_krav,
                   n.absorberat, n.aterstallt, n.forskott, n.oredovisat, n.mottagare
               FROM netto n JOIN person b ON b.id = n.brukare WHERE n.korning = ?
               ORDER BY n.brukare, n.arende""",
            (korning,),
        )
    ]


class PayeeRow(NamedTuple):
    """A payee as the registers have it; ``person`` None = an organisation, or not registered."""

    brukare: int
    nummer: str
    namn: str | None
    adress: str | None
    person: int | None
    skyddad: int


def payees(connection: sqlite3.Connection, korning: int) -> dict[tuple[int, str], PayeeRow]:
    """Return {(brukare, number): payee} of a run."""
    return {
        (row[0], row[1]): PayeeRow._make(row)
        for row in connection.execute(
            """SELECT DISTINCT n.brukare, n.mottagare, coalesce(
                   (SELECT m.namn FROM mottagare m WHERE m.brukare = n.brukare
                       AND m.nummer = n.mottagare ORDER BY m.fran DESC, m.id DESC LIMIT 1),
                   (SELECT g.namn FROM arbetsgivare g WHERE g.nummer = n.mottagare), x.namn),
                   (SELECT m.adress FROM mottagare m WHERE m.brukare = n.brukare
                       AND m.nummer = n.mottagare AND m.adress IS NOT NULL
                       ORDER BY m.fran DESC, m.id DESC LIMIT 1),
                   x.id, coalesce(x.skyddad, 0)
               FROM netto n LEFT JOIN person x ON x.nummer = n.mottagare
               WHERE n.korning = ? AND n.mottagare IS NOT NULL""",
            (korning,),
        )
    }


class PaymentRow(NamedTuple):
    """A run's payment: ``konto`` is the account it left to, else the attested one."""

    id: int
    brukare: int
    mottagare: str
    belopp: int
    konto: str | None
    dag: str | None


def payments(
    connection: sqlite3.Connection, korning: int
) -> dict[tuple[int, str], list[PaymentRow]]:
    """Return {(brukare, payee): payments of the month} of a run, without those made again."""
    found: dict[tuple[int, str], list[PaymentRow]] = defaultdict(list)
    for row in connection.execute(
        """SELECT p.id, p.brukare, p.mottagare, p.belopp, coalesce(h.underlag, p.konto), h.dag
           FROM betalning p LEFT JOIN betalning_handelse h ON h.id = (
               SELECT min(l.id) FROM betalning_handelse l
               WHERE l.betalning = p.id AND l.status = 'exporterad')
           WHERE p.korning = ? AND p.ersatter IS NULL AND p.slag = 'avrakning'
           ORDER BY p.id""",
        (korning,),
    ):
        found[row[1], row[2]].append(PaymentRow._make(row))
    return dict(found)


def reported(connection: sqlite3.Connection, korning: int) -> dict[int, list[int]]:
    """Return {brukare: minutes of assistans, väntetid, beredskap} that a run knew of."""
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for brukare, slag, minutes in connection.execute(
        """SELECT t.brukare, t.slag, sum(t.slut - t.start) FROM korning k
           JOIN tidrapport t INDEXED BY tidrapport_brukare ON t.manad = k.manad
           WHERE k.id = ? AND t.id <= coalesce(k.sista_rad, 9223372036854775807)
           GROUP BY t.brukare, t.slag""",
        (korning,),
    ):
        found[brukare][slag] = minutes
    return dict(found)


def parts(connection: sqlite3.Connection, manad: int) -> dict[int, list[tuple[int, int]]]:
    """Return {finding: stretches as (start, end)} of a month's findings."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for fynd, start, slut in connection.execute(
        """SELECT d.fynd, d.start, d.slut FROM fynd y JOIN fynd_del d ON d.fynd = y.id
           WHERE y.manad = ? AND y.aktuell = 1 AND d.aktuell = 1 ORDER BY d.fynd, d.start""",
        (manad,),
    ):
        found[fynd].append((start, slut))
    return dict(found)


def answer_days(connection: sqlite3.Connection, manad: int) -> dict[int, str]:
    """Return {finding: day by which an answer has been asked for} of a month."""
    return dict(
        connection.execute(
            """SELECT a.fynd, max(a.svar_senast) FROM fynd y JOIN avgorande a ON a.fynd = y.id
               WHERE y.manad = ? AND y.status = 'komplettering' AND a.svar_senast IS NOT NULL
               GROUP BY a.fynd""",
            (manad,),
        )
    )


def former_withheld(connection: sqlite3.Connection, korning: int) -> dict[int, tuple[int, int]]:
    """Return {brukare: refused and held minutes} in the month's attested run before a run.

    Empty when there was none: then everyone is told.
    """
    return {
        brukare: (refused, held)
        for brukare, refused, held in connection.execute(
            f"""SELECT n.brukare, n.nekade_minuter, n.hallna_minuter FROM netto n
                WHERE n.arende IS NULL AND n.korning = (SELECT max(f.id) FROM korning f
                    JOIN korning k ON k.id = ?1 AND f.manad = k.manad AND f.id < k.id
                    WHERE f.status IN {COUNTS})""",
            (korning,),
        )
    }


# -- as first made --------------------------------------------------------------------------------


class Kept(NamedTuple):
    """A specification as it was first made: its content as JSON."""

    brukare: int
    mottagare: str
    belopp: int
    innehall: str


def keep(connection: sqlite3.Connection, korning: int, made: Iterable[Kept], stamp: Stamp) -> None:
    """Keep specifications of a run."""
    connection.executemany(
        """INSERT INTO specifikation (korning, brukare, mottagare, belopp, innehall, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                korning,
                one.brukare,
                one.mottagare,
                one.belopp,
                zlib.compress(one.innehall.encode(), 6),
                stamp.tid,
                stamp.aktor,
            )
            for one in made
        ),
    )


def kept(connection: sqlite3.Connection, korning: int) -> list[Kept]:
    """Return a run's specifications as first made, by brukare and payee."""
    return [
        Kept(brukare, payee, ore, zlib.decompress(content).decode())
        for brukare, payee, ore, content in connection.execute(
            """SELECT brukare, mottagare, belopp, innehall FROM specifikation
               WHERE korning = ? ORDER BY brukare, mottagare""",
            (korning,),
        )
    ]

"""What a claim's computation rests on: the netting of a run, findings on rows, work elsewhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from db.ledger import COUNTS, Account, ClaimSum
from db.reports import LONGEST_ROW
from workbench.domain.time import day_at, month_of


class Netting(NamedTuple):
    """A netting as it was attested, öre (``workbench.netting.Net``)."""

    ratt: int
    betalt: int
    krav: int
    skillnad: int
    att_betala: int
    aterkrav: int
    sankta_krav: int
    absorberat: int
    aterstallt: int
    forskott: int
    oredovisat: int


def netting(connection: sqlite3.Connection, korning: int, account: Account) -> Netting | None:
    """Return one netting of a run; None when the run has none for it."""
    row = connection.execute(
        """SELECT ratt, betalt, krav, skillnad, att_betala, aterkrav, sankta_krav, absorberat,
               aterstallt, forskott, oredovisat
           FROM netto WHERE korning = ? AND brukare = ? AND coalesce(arende, '') = ?""",
        (korning, *account),
    ).fetchone()
    return Netting._make(row) if row else None


class Moved(NamedTuple):
    """What an attested run did to a claim of one netting: öre that its sum changed by."""

    aterkrav: int
    grund: str
    summa: int
    foreslagen: int
    """1: the run raised the claim."""


def moved(connection: sqlite3.Connection, korning: int, account: Account) -> list[Moved]:
    """Return what a run did to the claims of one netting, in the order it was booked."""
    return [
        Moved._make(row)
        for row in connection.execute(
            f"""SELECT b.aterkrav, c.grund, sum(b.utestaende + b.aterbetalt + b.nedlagt),
                   max(b.handelse = 'foreslagen')
               FROM aterkrav_bokning b JOIN aterkrav c ON c.id = b.aterkrav
               JOIN korning k ON k.id = b.korning AND k.status IN {COUNTS}
               WHERE b.korning = ? AND b.brukare = ? AND coalesce(b.arende, '') = ?
               GROUP BY b.aterkrav ORDER BY min(b.id)""",
            (korning, *account),
        )
    ]


class OnRow(NamedTuple):
    """A finding that stands on a row (below 0: a pass), or stood there when it was decided."""

    rad: int
    fynd: int
    kod: str
    aktuell: int


def findings_on(connection: sqlite3.Connection, rows: Iterable[int], month: int) -> list[OnRow]:
    """Return the findings of a month on some rows, by row and code."""
    return [
        OnRow._make(row)
        for row in connection.execute(
            """SELECT DISTINCT d.rad, y.id, y.kod, y.aktuell = 1 AND d.aktuell = 1
               FROM json_each(?) e CROSS JOIN fynd_del d ON d.rad = e.value
               JOIN fynd y ON y.id = d.fynd AND y.manad = ?
               ORDER BY d.rad, y.kod, y.id""",
            (json.dumps(sorted(rows)), month),
        )
    ]


class Work(NamedTuple):
    """A row of an assistant's work with the brukare and the employer it was for."""

    id: int
    start: int
    slut: int
    slag: int
    brukare: int
    brukare_nummer: str
    brukare_namn: str | None
    brukare_skyddad: int
    arbetsgivare: int
    arbetsgivare_nummer: str
    arbetsgivare_namn: str | None
    arbetsgivare_person: int | None
    arbetsgivare_skyddad: int
    fil: str
    sha256: str
    rad: int


_WORK = """
    SELECT t.id, t.start, t.slut, t.slag, b.id, b.nummer, b.namn, b.skyddad, g.id, g.nummer,
        coalesce(g.namn, p.namn), g.person, coalesce(p.skyddad, 0), f.namn, f.sha256, t.rad
    FROM json_each(?) e CROSS JOIN tidrapport t {0} JOIN person b ON b.id = t.brukare
    JOIN arbetsgivare g ON g.id = t.arbetsgivare LEFT JOIN person p ON p.id = g.person
    JOIN fil f ON f.id = t.fil WHERE
"""


def work(
    connection: sqlite3.Connection, assistent: int, start: int, slut: int, last_row: int
) -> list[Work]:
    """Return an assistant's rows that meet an interval of instants, in order of start.

    Only rows that there were when a run was made (``last_row``), and no copies of others.
    """
    months = range(month_of(day_at(start - LONGEST_ROW)), month_of(day_at(slut)) + 1)
    return [
        Work._make(row)
        for row in connection.execute(
            f"""{_WORK.format("INDEXED BY tidrapport_assistent")}
                t.manad = e.value AND t.assistent = ? AND t.start < ? AND t.slut > ?
                AND t.id <= ? AND NOT EXISTS (SELECT 1 FROM fynd_del d
                    JOIN fynd y ON y.id = d.fynd AND y.kod = 'dubblett' AND y.aktuell = 1
                    WHERE d.rad = t.id AND d.aktuell = 1)
                ORDER BY t.start, t.id""",
            (json.dumps(list(months)), assistent, slut, start, last_row),
        )
    ]


def work_rows(connection: sqlite3.Connection, rows: Iterable[int]) -> list[Work]:
    """Return some rows as work, in order of start."""
    return [
        Work._make(row)
        for row in connection.execute(
            f"{_WORK.format('')} t.id = e.value ORDER BY t.start, t.id",
            (json.dumps(sorted(rows)),),
        )
    ]


def accounts(connection: sqlite3.Connection) -> list[tuple[int, int, Account]]:
    """Return (run, month, netting) of all that attested runs have done to claims, by run."""
    return [
        (korning, month, (brukare, arende))
        for korning, month, brukare, arende in connection.execute(
            f"""SELECT k.id, k.manad, x.brukare, x.arende
                FROM (SELECT korning, brukare, coalesce(arende, '') AS arende
                        FROM aterkrav_bokning WHERE korning IS NOT NULL
                    UNION SELECT r.korning, c.brukare, coalesce(c.arende, '')
                        FROM aterkrav_rad r JOIN aterkrav c ON c.id = r.aterkrav) x
                JOIN korning k ON k.id = x.korning AND k.status IN {COUNTS} ORDER BY 1, 3, 4"""
        )
    ]


def sums_before(
    connection: sqlite3.Connection, korning: int, month: int, account: Account
) -> list[ClaimSum]:
    """Return the claims on a netting as they stood before a run booked, oldest first."""
    return [
        ClaimSum._make(row)
        for row in connection.execute(
            """SELECT aterkrav, sum(utestaende), sum(aterbetalt), sum(nedlagt), sum(absorberat)
               FROM aterkrav_bokning
               WHERE manad = ?2 AND brukare = ?3 AND coalesce(arende, '') = ?4
                   AND id < (SELECT min(id) FROM aterkrav_bokning WHERE korning = ?1)
               GROUP BY aterkrav ORDER BY aterkrav""",
            (korning, month, *account),
        )
    ]

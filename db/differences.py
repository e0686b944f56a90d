"""Why a month differs from its attested run, as people read it: rows by file and number."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.reports import LONGEST_ROW
from workbench.domain.time import month_interval


class NamedDifference(NamedTuple):
    """A row (or line) of a draft that is not as in the attested run; öre and minutes.

    ``fil`` and ``rad`` are None for what no single row caused; ``belopp`` has a sign.
    """

    brukare_id: int
    brukare: str
    fil: str | None
    rad: int | None
    beslut: str | None
    slag: str
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    orsak: str
    grund: str
    belopp: int
    arende: str | None = None


def named(connection: sqlite3.Connection, korning: int) -> list[NamedDifference]:
    """Return what differs between a draft and the month's attested run, by brukare and row."""
    return [
        NamedDifference._make(row)
        for row in connection.execute(
            """SELECT b.id, b.nummer, f.namn, coalesce(t.rad, p.rad), s.nummer, d.slag,
                   d.minuter_fore, d.minuter_efter, d.timbelopp_fore, d.timbelopp_efter, d.orsak,
                   d.grund,
                   d.belopp, d.arende
               FROM skillnad d JOIN person b ON b.id = d.brukare
               LEFT JOIN beslut s ON s.id = d.beslut
               LEFT JOIN tidrapport t ON t.id = d.rad LEFT JOIN sjukpass p ON p.id = -d.rad
               LEFT JOIN fil f ON f.id = coalesce(t.fil, p.fil)
               WHERE d.korning = ? ORDER BY b.nummer, coalesce(d.arende, ''),
                   coalesce(t.dag, p.dag), coalesce(t.start, p.start), d.rowid""",
            (korning,),
        )
    ]


class Outdated(NamedTuple):
    """A month that needs a new run, or an attest of the one there is, and why.

    ``brukare`` and ``assistenter`` are how many of its people have changed facts or rows since;
    ``utkast`` a draft that comes out otherwise than the attested run ``attesterad``, with what
    it pays and claims in öre; ``makulerad`` an annulled run that nothing has replaced.
    """

    manad: int
    brukare: int = 0
    assistenter: int = 0
    grund: bool = False
    regler: bool = False
    utkast: int | None = None
    attesterad: int | None = None
    att_betala: int = 0
    aterkrav: int = 0
    makulerad: int | None = None


_LATEST = """SELECT manad, max(id), max(CASE WHEN status IN ('attesterad', 'exporterad')
        THEN id END) FROM korning WHERE status <> 'makulerad' GROUP BY manad"""

_ANNULLED = """SELECT manad, max(id) FROM korning GROUP BY manad
    HAVING sum(status <> 'makulerad') = 0"""


def outdated(connection: sqlite3.Connection, regelversion: int) -> list[Outdated]:
    """Return the months that need a new run, in order."""
    ground = connection.execute("SELECT grund FROM lage").fetchone()[0]
    found = [
        Outdated(month, makulerad=korning)
        for month, korning in connection.execute(_ANNULLED).fetchall()
    ]
    for month, latest, attested in connection.execute(_LATEST).fetchall():
        revision, rules = connection.execute(
            "SELECT revision, regelversion FROM korning WHERE id = ?", (latest,)
        ).fetchone()
        state = Outdated(
            month,
            *_concerned(connection, month, latest, revision),
            ground > revision,
            rules != regelversion,
        )
        if attested is not None and attested != latest:
            state = _against(connection, state, latest, attested)
        if any(state[1:]):
            found.append(state)
    return sorted(found)


def _concerned(
    connection: sqlite3.Connection, month: int, korning: int, revision: int
) -> tuple[int, int]:
    """Return how many brukare and assistants of a run have changed after a revision.

    A row of the month before may end in the month.
    """
    start = month_interval(month)[0]
    brukare, assistants = connection.execute(
        """SELECT
               count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM tidrapport t
                       INDEXED BY tidrapport_brukare WHERE t.manad = ?2 AND t.brukare = o.person)
                   OR EXISTS (SELECT 1 FROM tidrapport t
                       INDEXED BY tidrapport_brukare WHERE t.manad = ?2 - 1
                           AND t.brukare = o.person AND t.start > ?5 AND t.slut > ?4)
                   OR EXISTS (SELECT 1 FROM netto n WHERE n.korning = ?3 AND n.brukare = o.person)
                   THEN o.person END),
               count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM tidrapport t
                       INDEXED BY tidrapport_assistent
                       WHERE t.manad = ?2 AND t.assistent = o.person) THEN o.person END)
           FROM berord o
           WHERE o.revision > ?1 AND o.fran_manad <= ?2 AND o.till_manad >= ?2""",
        (revision, month, korning, start, start - LONGEST_ROW),
    ).fetchone()
    return brukare, assistants


def _against(
    connection: sqlite3.Connection, state: Outdated, korning: int, attested: int
) -> Outdated:
    """Add what a draft would change of the attested run, when anything."""
    paid, claimed, moved = connection.execute(
        """SELECT coalesce(sum(att_betala), 0), coalesce(sum(aterkrav), 0),
               coalesce(sum(abs(sankta_krav) + abs(absorberat) + abs(aterstallt)), 0)
           FROM netto WHERE korning = ?""",
        (korning,),
    ).fetchone()
    rows = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM skillnad WHERE korning = ?)", (korning,)
    ).fetchone()[0]
    if not (paid or claimed or moved or rows):
        return state
    return state._replace(utkast=korning, attesterad=attested, att_betala=paid, aterkrav=claimed)

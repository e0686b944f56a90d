"""What runs have done to a claim, and when the person was last told of it as it stood."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class RunChange(NamedTuple):
    """What a run did to a claim, over its keys, öre; ``manad`` is the run's month."""

    korning: int
    manad: int
    utestaende: int
    nedlagt: int
    absorberat: int
    dag: str
    tid: str
    aktor: str


def run_changes(
    connection: sqlite3.Connection, aterkrav: int, since: str | None = None
) -> list[RunChange]:
    """Return what runs have changed of a claim, oldest first, ``since`` a time when given; not
    what was taken back when the run was annulled."""
    return [
        RunChange._make(row)
        for row in connection.execute(
            """SELECT b.korning, k.manad, sum(b.utestaende), sum(b.nedlagt), sum(b.absorberat),
                   min(coalesce(b.dag, substr(b.tid, 1, 10))), min(b.tid), min(b.aktor)
               FROM aterkrav_bokning b JOIN korning k ON k.id = b.korning
               WHERE b.aterkrav = ?1 AND b.handelse IN ('andrad av körning', 'makulerad körning')
                   AND k.status <> 'makulerad' AND (?2 IS NULL OR b.tid > ?2)
               GROUP BY b.korning ORDER BY min(b.id)""",
            (aterkrav, since),
        )
    ]


def told_at(connection: sqlite3.Connection, aterkrav: int, status: str) -> str | None:
    """Return when a claim was last told the person as it stood: moved to a state (``beslutad`` or
    ``kommunicerad``), or for a decision when it or a decision to amend it was fixed."""
    found: str | None = connection.execute(
        """SELECT max(tid) FROM (SELECT s.tid FROM aterkrav_steg s
               WHERE s.aterkrav = ?1 AND s.handelse = 'flyttad' AND s.till_status = ?2
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
               UNION ALL SELECT h.faststalld FROM aterkrav_handling h
               WHERE h.aterkrav = ?1 AND ?2 = 'beslutad' AND h.faststalld IS NOT NULL
                   AND h.slag IN ('beslut', 'andringsbeslut'))""",
        (aterkrav, status),
    ).fetchone()[0]
    return found


class Drafted(NamedTuple):
    """What a draft puts forward for återkrav of a brukare (or an arende), öre."""

    korning: int
    manad: int
    brukare: int
    arende: str | None
    belopp: int


def drafted(connection: sqlite3.Connection) -> list[Drafted]:
    """Return what drafts put forward when they are attested, by month and brukare."""
    return [
        Drafted._make(row)
        for row in connection.execute(
            """SELECT k.id, k.manad, n.brukare, n.arende, n.aterkrav
               FROM korning k JOIN netto n ON n.korning = k.id
               WHERE k.status = 'utkast' AND n.aterkrav > 0
               ORDER BY k.manad, n.brukare, n.arende"""
        )
    ]


class DocumentRow(NamedTuple):
    """A document of a claim: kind, number, and who fixed it when (None = still a draft)."""

    slag: str
    nummer: int
    tid: str
    aktor: str
    faststalld: str | None
    faststalld_av: str | None
    sha256: str | None


def documents(connection: sqlite3.Connection, aterkrav: int) -> list[DocumentRow]:
    """Return a claim's documents, in the order they were begun."""
    return [
        DocumentRow._make(row)
        for row in connection.execute(
            """SELECT slag, nummer, tid, aktor, faststalld, faststalld_av, sha256_text
               FROM aterkrav_handling WHERE aterkrav = ? ORDER BY id""",
            (aterkrav,),
        )
    ]

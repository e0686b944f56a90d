"""What runs have done to a claim since the person was told of it, and what drafts will do."""

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


def run_changes(connection: sqlite3.Connection, aterkrav: int, since: int = 0) -> list[RunChange]:
    """Return what runs have changed of a claim after a booking, oldest first; not what was taken
    back when the run was annulled."""
    return [
        RunChange._make(row)
        for row in connection.execute(
            """SELECT b.korning, k.manad, sum(b.utestaende), sum(b.nedlagt), sum(b.absorberat),
                   min(coalesce(b.dag, substr(b.tid, 1, 10))), min(b.tid), min(b.aktor)
               FROM aterkrav_bokning b JOIN korning k ON k.id = b.korning
               WHERE b.aterkrav = ?1 AND b.handelse IN ('andrad av körning', 'makulerad körning')
                   AND k.status <> 'makulerad' AND b.id > ?2
               GROUP BY b.korning ORDER BY min(b.id)""",
            (aterkrav, since),
        )
    ]


def told_of(connection: sqlite3.Connection, aterkrav: int, *, decided: bool) -> int | None:
    """Return the booking up to which the person has been told of a claim: by the decision that
    stands or a fixed decision to amend it, else by what was last communicated; None = by nothing.
    """
    standing = """FROM aterkrav_steg s WHERE s.aterkrav = ?1 AND s.handelse = 'flyttad'
        AND s.till_status = ?2 AND NOT EXISTS
            (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id) ORDER BY s.id DESC LIMIT 1"""
    if not decided:
        row = connection.execute(
            f"SELECT json_extract(s.uppgifter, '$.bokning') {standing}", (aterkrav, "kommunicerad")
        ).fetchone()
        return row[0] if row else None
    found: int | None = connection.execute(
        f"""WITH beslut AS (SELECT s.id, s.bokning_till {standing})
            SELECT max(till) FROM (SELECT bokning_till AS till FROM beslut
                UNION ALL SELECT json_extract(h.uppgifter, '$.bokning')
                FROM aterkrav_handling h JOIN beslut b
                    ON b.id = json_extract(h.uppgifter, '$.steg')
                WHERE h.aterkrav = ?1 AND h.slag = 'andringsbeslut'
                    AND h.faststalld IS NOT NULL)""",
        (aterkrav, "beslutad"),
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

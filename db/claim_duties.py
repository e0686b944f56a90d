"""Claims as their duties look at them: state, deadline, outcome, reminder, amendment, plan."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple


class CaseFacts(NamedTuple):
    """A claim with the days that its duties count from, ISO text; amounts öre.

    ``frist`` is the deadline of its latest step that set one; ``utfall`` its latest decision or
    court's outcome; ``andring`` the latest booking of a run, with its day, when runs have lowered
    it since a decision or an amendment last told of it; ``upptagen`` the day a person took it up.
    """

    id: int
    brukare: int
    slag: str
    status: str
    grund: str
    foreslagen: str
    utestaende: int
    summa: int
    frist: str | None
    utfall: str | None
    utfall_dag: str | None
    beslutad: str | None
    laga_kraft: str | None
    upptagen: str | None
    paminnd: str | None
    andring: int | None
    andrad: str | None


_STEP = """(SELECT s.{0} FROM aterkrav_steg s WHERE s.aterkrav = c.id AND s.handelse = 'flyttad'
    AND {1} AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
    ORDER BY s.id DESC LIMIT 1)"""
_OUTCOME = """s.till_status IN ('beslutad', 'faststalld', 'andrad', 'upphavd', 'aterforvisad')"""
_LETTER = """(SELECT substr(max(h.faststalld), 1, 10) FROM aterkrav_handling h
    WHERE h.aterkrav = c.id AND h.slag = '{0}')"""
_TOLD = """max(coalesce((SELECT max(s.bokning_till) FROM aterkrav_steg s
        WHERE s.aterkrav = c.id AND s.handelse = 'flyttad' AND s.till_status = 'beslutad'), 0),
    coalesce((SELECT max(json_extract(h.uppgifter, '$.bokning')) FROM aterkrav_handling h
        WHERE h.aterkrav = c.id AND h.slag = 'andringsbeslut' AND h.faststalld IS NOT NULL), 0))"""
_LOWERED = f"""(SELECT {{0}} FROM aterkrav_bokning b WHERE b.aterkrav = c.id
    AND b.korning IS NOT NULL AND b.id > {_TOLD} HAVING sum(b.utestaende + b.aterbetalt) < 0)"""


def cases(connection: sqlite3.Connection, brukare: int | None = None) -> Iterator[CaseFacts]:
    """Yield the claims that stand, of everyone or of one."""
    for row in connection.execute(
        f"""SELECT c.id, c.brukare, c.slag, c.status, c.grund, substr(c.tid, 1, 10),
               coalesce(m.utestaende, 0), coalesce(m.summa, 0),
               {_STEP.format("frist", "s.frist IS NOT NULL")},
               {_STEP.format("till_status", _OUTCOME)}, {_STEP.format("dag", _OUTCOME)},
               {_STEP.format("dag", "s.till_status = 'beslutad'")},
               {_STEP.format("dag", "s.till_status = 'laga-kraft'")},
               {_STEP.format("dag", "s.till_status = 'utredning'")},
               {_LETTER.format("paminnelse")},
               {_LOWERED.format("max(b.id)")}, {_LOWERED.format("substr(max(b.tid), 1, 10)")}
            FROM aterkrav c LEFT JOIN (SELECT aterkrav, sum(utestaende) AS utestaende,
                    sum(utestaende + aterbetalt + nedlagt) AS summa
                FROM aterkrav_bokning GROUP BY aterkrav) m ON m.aterkrav = c.id
            WHERE c.status <> 'makulerad' AND c.samlat_i IS NULL AND (?1 IS NULL OR c.brukare = ?1)
            ORDER BY c.id""",
        (brukare,),
    ):
        yield CaseFacts._make(row)


def months_for(connection: sqlite3.Connection, aterkrav: int, causes: Collection[str]) -> list[int]:
    """Return the months of a claim's rows that have one of the causes; no cause = of reports."""
    marks = ", ".join("?" * len(causes))
    which = f"r.orsak IN ({marks})" if causes else "r.rad IS NOT NULL"
    return [
        row[0]
        for row in connection.execute(
            f"""SELECT DISTINCT r.manad FROM aterkrav_rad r
                JOIN aterkrav c ON c.id = r.aterkrav AND (c.id = ? OR c.samlat_i = ?)
                JOIN korning k ON k.id = r.korning AND k.status <> 'makulerad'
                WHERE r.belopp > 0 AND {which} ORDER BY r.manad""",
            (aterkrav, aterkrav, *causes),
        )
    ]


def companies(connection: sqlite3.Connection, aterkrav: int) -> list[tuple[int, int]]:
    """Return (company, first month) of those that reported the rows of a claim."""
    return connection.execute(
        """SELECT g.id, min(r.manad) FROM aterkrav_rad r
           JOIN aterkrav c ON c.id = r.aterkrav AND (c.id = ?1 OR c.samlat_i = ?1)
           JOIN korning k ON k.id = r.korning AND k.status <> 'makulerad'
           JOIN tidrapport t ON t.id = r.rad JOIN arbetsgivare g ON g.id = t.arbetsgivare
           WHERE r.belopp > 0 AND g.person IS NULL AND coalesce(g.kommunal, 0) = 0
           GROUP BY g.id ORDER BY g.id""",
        (aterkrav,),
    ).fetchall()

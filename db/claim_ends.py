"""How a claim came to its end, what it was before, and what has been told on what a run made of it.

A claim ends by a step (``aterkrav_steg``) or when a run lowers it to nothing owed; the booking of
such a run says the state that the claim had.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Before(NamedTuple):
    """The state a claim had before it last ended, and whether a run ended it."""

    status: str
    by_run: bool


def before_end(connection: sqlite3.Connection, aterkrav: int) -> Before | None:
    """Return what a claim was before it last ended; None = it has never ended."""
    row = connection.execute(
        """SELECT fran, av_korning FROM (
               SELECT s.fran_status AS fran, s.tid, 0 AS av_korning FROM aterkrav_steg s
               WHERE s.aterkrav = ?1 AND s.till_status IN ('betald', 'nedlagd', 'eftergiven')
                   AND s.fran_status NOT IN ('betald', 'nedlagd', 'eftergiven')
                   AND s.handelse <> 'angrad'
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
               UNION ALL SELECT b.fran_status, b.tid, 1 FROM aterkrav_bokning b
               JOIN korning k ON k.id = b.korning AND k.status <> 'makulerad'
               WHERE b.aterkrav = ?1 AND b.fran_status IS NOT NULL)
           ORDER BY tid DESC, av_korning LIMIT 1""",
        (aterkrav,),
    ).fetchone()
    return Before(row[0], bool(row[1])) if row else None


def decided_on(connection: sqlite3.Connection, aterkrav: int, korning: int) -> bool:
    """Tell whether a claim has been decided on the lower sum that a run left of it (a civil claim:
    put forward), and no court has sent it back since."""
    found = connection.execute(
        """SELECT 1 FROM aterkrav_steg s WHERE s.aterkrav = ?1 AND s.handelse = 'flyttad'
               AND s.till_status IN ('beslutad', 'kommunicerad')
               AND s.bokning_fran > (SELECT min(b.id) FROM aterkrav_bokning b
                   WHERE b.aterkrav = ?1 AND b.korning = ?2 AND b.utestaende < 0)
               AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
               AND NOT EXISTS (SELECT 1 FROM aterkrav_steg c WHERE c.aterkrav = ?1 AND c.id > s.id
                   AND c.till_status = 'aterforvisad' AND c.handelse = 'flyttad'
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = c.id))""",
        (aterkrav, korning),
    ).fetchone()
    return found is not None

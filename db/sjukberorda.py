"""Which cases of sjuklön a change may reach, and the months that they stand in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from db.sjukfall import batches, marks
from workbench.domain.time import month_of


def connected(connection: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """Return the cases whose result may depend on some cases, with those themselves.

    Cases of the same assistant and employer share chains, sick days and karens; cases with passes
    at the same time that name the same vikarie share his minutes; and so on from those.
    """
    reached: set[int] = set()
    fresh = set(ids)
    while fresh:
        reached |= fresh
        found: set[int] = set()
        for batch in batches(sorted(fresh)):
            found |= {row[0] for row in connection.execute(_NEIGHBOURS.format(marks(batch)), batch)}
        fresh = found - reached
    return reached


_NEIGHBOURS = """
    WITH denna (id) AS (SELECT id FROM sjukfall WHERE id IN ({}))
    SELECT o.id FROM denna d JOIN sjukfall f ON f.id = d.id
    JOIN sjukfall o ON o.assistent = f.assistent AND o.arbetsgivare = f.arbetsgivare
    UNION SELECT q.sjukfall FROM denna d
    CROSS JOIN sjukpass p ON p.sjukfall = d.id AND p.aktuell = 1
    CROSS JOIN sjukpass_vikarie v ON v.pass = p.id
    CROSS JOIN sjukpass_vikarie w ON w.person = v.person
    CROSS JOIN sjukpass q ON q.id = w.pass AND q.aktuell = 1
        AND q.start < p.slut AND q.slut > p.start"""
# In this order a pass is laid beside the few that its vikarier are named for, not beside all
# that run at the same time.


def months_of(connection: sqlite3.Connection, ids: Iterable[int]) -> set[tuple[int, int, int]]:
    """Return (brukare, first, last) of each case: the months of its line and its passes.

    Passes that a case no longer has count as well: their findings are to go.
    """
    return {
        # A pass may end the day after it begins, in the next month.
        (brukare, min(manad, month_of(first)), max(manad, month_of(last + 1)))
        for batch in batches(sorted(ids))
        for brukare, manad, first, last in connection.execute(
            f"""SELECT f.brukare, f.manad, min(p.dag), max(p.dag) FROM sjukfall f
                JOIN sjukpass p ON p.sjukfall = f.id
                WHERE f.id IN ({marks(batch)}) GROUP BY f.id""",
            batch,
        )
    }

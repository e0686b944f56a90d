"""Decisions on sjuklön claims, what is released on passes, and results as last computed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from db.journal import Stamp, advance, log
from db.sjukfall import batches, marks
from workbench.domain.time import Interval

EVENT = "sjuklön avgjord"


def released(
    connection: sqlite3.Connection, passes: Iterable[int]
) -> dict[tuple[str, int], list[Interval]]:
    """Return {(kod, pass): minutes that a person has released}."""
    found: dict[tuple[str, int], list[Interval]] = defaultdict(list)
    for batch in batches(sorted(-one for one in passes)):
        for kod, rad, start, slut in connection.execute(
            f"""SELECT y.kod, d.rad, d.start, d.slut FROM fynd_del d JOIN fynd y ON y.id = d.fynd
                WHERE d.rad IN ({marks(batch)}) AND d.aktuell = 1 AND y.status = 'godkand'""",
            batch,
        ):
            found[kod, -rad].append((start, slut))
    return dict(found)


class Kept(NamedTuple):
    """The month of a claim's line and its result as last computed."""

    manad: int
    innehall: str | None


def keep_result(connection: sqlite3.Connection, identity: int, innehall: str) -> None:
    """Keep a claim's result with which its month was computed."""
    connection.execute(
        "INSERT OR REPLACE INTO sjukfall_resultat VALUES (?, ?)", (identity, innehall)
    )


def kept_result(connection: sqlite3.Connection, identity: int) -> Kept | None:
    """Return a claim's result as its month was last computed; None before that."""
    row = connection.execute(
        """SELECT f.manad, r.innehall FROM sjukfall f JOIN sjukfall_resultat r ON r.sjukfall = f.id
           WHERE f.id = ?""",
        (identity,),
    ).fetchone()
    return Kept._make(row) if row else None


def computed(connection: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """Return those of some claims whose month has been computed."""
    return {
        row[0]
        for batch in batches(sorted(ids))
        for row in connection.execute(
            f"SELECT sjukfall FROM sjukfall_resultat WHERE sjukfall IN ({marks(batch)})", batch
        )
    }


def decide(
    connection: sqlite3.Connection,
    identity: int,
    status: str,
    motivering: str,
    svar_senast: str | None,
    stamp: Stamp,
) -> None:
    """Move a claim to a state; its month is to be computed anew."""
    before, brukare, month, version, arende = connection.execute(
        "SELECT status, brukare, manad, version, arende FROM sjukfall WHERE id = ?", (identity,)
    ).fetchone()
    connection.execute(
        """INSERT INTO sjukfall_avgorande (sjukfall, version, fran_status, till_status, motivering,
           svar_senast, aktor, tid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (identity, version, before, status, motivering, svar_senast, stamp.aktor, stamp.tid),
    )
    connection.execute("UPDATE sjukfall SET status = ? WHERE id = ?", (status, identity))
    log(
        connection,
        stamp,
        EVENT,
        "sjukfall",
        arende,
        {"status": before},
        {"status": status, "motivering": motivering, "svar_senast": svar_senast},
    )
    advance(connection, {brukare}, (month, month))


class Decision(NamedTuple):
    """A step in a claim's history."""

    tid: str
    aktor: str
    fran_status: str
    till_status: str
    motivering: str
    svar_senast: str | None


def history(connection: sqlite3.Connection, identity: int) -> list[Decision]:
    """Return what people have decided on a claim, oldest first."""
    return [
        Decision._make(row)
        for row in connection.execute(
            """SELECT tid, aktor, fran_status, till_status, motivering, svar_senast
               FROM sjukfall_avgorande WHERE sjukfall = ? ORDER BY id""",
            (identity,),
        )
    ]


def finding_ids(connection: sqlite3.Connection, month: int, brukare: int, arende: str) -> list[int]:
    """Return the current findings on a claim and its passes, by code and pass."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT id FROM fynd WHERE manad = ? AND brukare = ? AND pass = 'sjuklon'
                   AND aktuell = 1 AND (orsak = ?3 OR substr(orsak, 1, length(?3) + 1) = ?3 || ' ')
               ORDER BY orsak, kod""",
            (month, brukare, arende),
        )
    ]


def released_documents(
    connection: sqlite3.Connection, month: int, brukare: int, arende: str
) -> set[str]:
    """Return the missing documents of a claim that a person has let through."""
    return {
        row[0]
        for row in connection.execute(
            """SELECT substr(orsak, length(?3) + 2) FROM fynd
               WHERE manad = ?1 AND brukare = ?2 AND kod = 'handling-saknas' AND aktuell = 1
                   AND status = 'godkand' AND substr(orsak, 1, length(?3) + 1) = ?3 || ' '""",
            (month, brukare, arende),
        )
    }

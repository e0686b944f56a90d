"""Who has changed what since a run was attested: for the four eyes and for what is ticked off."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from db.account_changes import OWNER

REGISTERED = (
    "värde",
    "inställning",
    "anteckning",
    "andrad",
    "konto bekräftat",
    "konto avvisat",
    "mottagare",
    "betalningsstopp",
    "sjuklön avgjord",
)
"""Events of the journal that change amounts or payees of any month."""

TICKED = ("värde", "inställning", "andrad", "konto bekräftat", "mottagare", "betalningsstopp")
TICKED_TABLES = ("brukare", "arbetsgivare", "mottagare", "beslut")


class Entry(NamedTuple):
    """An entry of the journal with its content."""

    id: int
    tid: str
    aktor: str
    handelse: str
    objekt: str
    nyckel: str
    fore: dict[str, Any]
    efter: dict[str, Any]


def last_attested_journal(connection: sqlite3.Connection, month: int | None = None) -> int:
    """Return where the journal stood at the last attest, of one month or of any; 0 = never."""
    found = connection.execute(
        """SELECT max(journal) FROM korning WHERE status IN ('attesterad', 'exporterad')
           AND (?1 IS NULL OR manad = ?1)""",
        (month,),
    ).fetchone()[0]
    return int(found or 0)


def last_attested_run(connection: sqlite3.Connection) -> int | None:
    """Return the run that was attested last, of any month; None = never."""
    found = connection.execute(
        """SELECT id FROM korning WHERE status IN ('attesterad', 'exporterad')
           ORDER BY journal DESC LIMIT 1"""
    ).fetchone()
    return found[0] if found else None


def head(connection: sqlite3.Connection) -> int:
    """Return the number of the journal's latest entry."""
    number: int = connection.execute("SELECT nummer FROM journal_slut").fetchone()[0]
    return number


def registering(connection: sqlite3.Connection, after: int) -> dict[str, str]:
    """Return {login: what} of those who registered or changed facts after an entry.

    Also those whose value or account another person has confirmed since then.
    """
    marks = ", ".join("?" * len(REGISTERED))
    found = connection.execute(
        f"""SELECT aktor, max(handelse || ' ' || objekt) FROM journal
            WHERE id > ? AND handelse IN ({marks}) GROUP BY aktor""",
        (after, *REGISTERED),
    ).fetchall()
    proposed = connection.execute(
        f"""SELECT v.aktor, 'föreslog ' || v.namn FROM vardeforslag v JOIN v_logg j
               ON j.objekt = v.namn AND j.nyckel = v.fran AND j.tid = v.bekraftad_tid
           WHERE v.status = 'bekraftad' AND j.id > ?1
           UNION SELECT c.aktor, 'läste in ett konto' FROM kontoandring c
           WHERE c.status = 'bekraftad' AND EXISTS (SELECT 1 FROM v_logg j
               WHERE j.id > ?1 AND j.handelse = 'konto bekräftat' AND j.objekt = c.tabell
                   AND j.nyckel = {OWNER})""",
        (after,),
    ).fetchall()
    return {**dict(proposed), **dict(found)}


def importing(connection: sqlite3.Connection, month: int, after: int) -> dict[str, str]:
    """Return {login: what} of those who after an entry imported facts, or rows of the month or of
    earlier months (an earlier row may count in a later period)."""
    return dict(
        connection.execute(
            """SELECT j.aktor, 'läste in ' || max(f.namn) FROM v_logg j
               JOIN fil f ON j.objekt = 'fil' AND f.sha256 = j.nyckel
               WHERE j.id > ?1 AND j.handelse = 'importerad' AND (f.forsta_rad IS NULL OR EXISTS
                   (SELECT 1 FROM tidrapport t WHERE t.id BETWEEN f.forsta_rad AND f.sista_rad
                       AND t.manad <= ?2))
               GROUP BY j.aktor""",
            (after, month),
        )
    )


def deciding(connection: sqlite3.Connection, month: int, after: int) -> dict[str, str]:
    """Return {login: what} of those who after an entry moved findings of a month."""
    return dict(
        connection.execute(
            """SELECT j.aktor, 'avgjorde ' || max(j.nyckel) FROM fynd y
               JOIN v_logg j ON j.objekt = 'fynd' AND j.nyckel = 'F' || y.id AND j.id > ?2
               WHERE y.manad = ?1 AND y.avgoranden > 0 GROUP BY j.aktor""",
            (month, after),
        )
    )


def claiming(connection: sqlite3.Connection, month: int, after: int) -> dict[str, str]:
    """Return {login: what} of those who after an entry took in, dropped or changed money on claims
    of a month: what a run of it pays rests on what is owed."""
    return dict(
        connection.execute(
            """SELECT j.aktor, 'ändrade ' || max(j.nyckel) FROM aterkrav_bokning b
               JOIN v_logg j ON j.objekt = 'aterkrav' AND j.nyckel = 'K' || b.aterkrav
                   AND j.tid = b.tid AND j.aktor = b.aktor AND j.id > ?2
               WHERE b.manad = ?1 AND b.korning IS NULL AND b.handelse <> 'samlad'
                   AND (b.utestaende OR b.aterbetalt OR b.nedlagt)
               GROUP BY j.aktor""",
            (month, after),
        )
    )


def settling(connection: sqlite3.Connection, korning: int) -> dict[str, str]:
    """Return {login: what} of those who made a draft."""
    return dict(
        connection.execute(
            """SELECT aktor, 'räknade körningen' FROM korning WHERE id = ?1
               UNION SELECT aktor, 'räknade körningen' FROM v_logg
               WHERE handelse = 'avräknad' AND objekt = 'korning' AND nyckel = ?2""",
            (korning, str(korning)),
        )
    )


def to_tick(connection: sqlite3.Connection, after: int) -> list[Entry]:
    """Return changes of payees, accounts, rates, beslut and settings after an entry."""
    events = ", ".join("?" * len(TICKED))
    tables = ", ".join("?" * len(TICKED_TABLES))
    return [
        Entry(number, at, who, what, about, key, json.loads(old or "{}"), json.loads(new or "{}"))
        for number, at, who, what, about, key, old, new in connection.execute(
            f"""SELECT id, tid, aktor, handelse, objekt, nyckel, fore, efter FROM v_logg
                WHERE id > ? AND handelse IN ({events})
                    AND (handelse <> 'andrad' OR objekt IN ({tables})) ORDER BY id""",
            (after, *TICKED, *TICKED_TABLES),
        )
    ]

"""What has been checked at which revision, and whom a new check concerns."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.facts import Lockstep
from db.journal import Stamp
from db.reports import choose
from workbench.domain.payees import Registered


class Checked(NamedTuple):
    """The state a month was checked in."""

    revision: int
    idag: str
    regelversion: int
    tid: str


def checked(connection: sqlite3.Connection, month: int) -> Checked | None:
    """Return when and against what a month was last checked."""
    row = connection.execute(
        "SELECT revision, idag, regelversion, tid FROM kontroll WHERE manad = ?", (month,)
    ).fetchone()
    return Checked._make(row) if row else None


def set_checked(connection: sqlite3.Connection, month: int, state: Checked, stamp: Stamp) -> None:
    """Remember the state a month has been checked in."""
    connection.execute(
        "INSERT OR REPLACE INTO kontroll VALUES (?, ?, ?, ?, ?, ?)",
        (month, state.revision, state.idag, state.regelversion, state.tid, stamp.aktor),
    )


def choose_all(connection: sqlite3.Connection, by: str, month: int) -> int:
    """Select every person with rows in a month or the month before (a row may cross)."""
    select = f"SELECT DISTINCT {by} FROM tidrapport WHERE manad IN (?, ?)"
    return choose(connection, select, (month - 1, month))


_CONCERNED = "revision > ?1 AND fran_manad <= ?5 AND till_manad >= ?5"
"""Changed after a revision (?1) in a way that concerns a month (?5)."""


def choose_assistants(
    connection: sqlite3.Connection, month: int, revision: int, notices: tuple[str, str]
) -> int:
    """Select assistants whose facts or rows changed after a revision.

    ``notices`` are two days: an uppdrag notified after the first and by the second came into
    effect by the mere passing of time. A changed brukare concerns his assistants too.
    """
    return choose(
        connection,
        f"""SELECT person FROM berord WHERE {_CONCERNED}
           UNION SELECT assistent FROM uppdrag WHERE ?2 < ?3 AND anmald > ?2 AND anmald <= ?3
           UNION SELECT t.assistent FROM berord o
               CROSS JOIN tidrapport t INDEXED BY tidrapport_brukare
               ON t.manad IN (?4, ?5) AND t.brukare = o.person WHERE {_CONCERNED}""",
        (revision, *sorted(notices), month - 1, month),
    )


def keep_chosen(connection: sqlite3.Connection, table: str) -> None:
    """Copy the selection to another temporary table, for ``choose_brukare``."""
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (person INTEGER PRIMARY KEY)")
    connection.execute(f"DELETE FROM temp.{table}")
    connection.execute(f"INSERT INTO temp.{table} SELECT person FROM temp.urval")


def choose_brukare(connection: sqlite3.Connection, month: int, revision: int) -> int:
    """Select brukare that changed after a revision, or have rows or sjuklön of the kept
    assistants."""
    return choose(
        connection,
        f"""SELECT person FROM berord WHERE {_CONCERNED}
           UNION SELECT t.brukare FROM temp.assistenter u
               CROSS JOIN tidrapport t INDEXED BY tidrapport_assistent
               ON t.manad IN (?4, ?5) AND t.assistent = u.person
           UNION SELECT f.brukare FROM sjukfall f WHERE f.manad = ?5
               AND (f.assistent IN temp.assistenter OR EXISTS (SELECT 1 FROM sjukpass p
                   JOIN sjukpass_vikarie v ON v.pass = p.id
                   WHERE p.sjukfall = f.id AND v.person IN temp.assistenter))""",
        (revision, None, None, month - 1, month),
    )


def chosen(connection: sqlite3.Connection) -> set[int]:
    """Return the selection."""
    return {row[0] for row in connection.execute("SELECT person FROM temp.urval")}


def choose_unsettled(connection: sqlite3.Connection, month: int) -> int:
    """Select brukare who were checked after the month's draft was written."""
    return choose(connection, "SELECT brukare FROM oavraknad WHERE manad = ?", (month,))


def add_unsettled(connection: sqlite3.Connection, month: int) -> None:
    """Add to the selection those who were checked after the month's draft was written."""
    connection.execute(
        "INSERT OR IGNORE INTO temp.urval SELECT brukare FROM oavraknad WHERE manad = ?", (month,)
    )


def leave_unsettled(connection: sqlite3.Connection, month: int) -> None:
    """Remember the selection as checked but not settled."""
    connection.execute("INSERT OR IGNORE INTO oavraknad SELECT ?, person FROM temp.urval", (month,))


def clear_unsettled(connection: sqlite3.Connection, month: int) -> None:
    """Forget who was waiting: the draft has been written."""
    connection.execute("DELETE FROM oavraknad WHERE manad = ?", (month,))


def multi_month_brukare(connection: sqlite3.Connection, brukare: set[int]) -> set[int]:
    """Return those of the brukare that have, or had, a beslut with a period of several months."""
    return {
        person
        for person in brukare
        if connection.execute(
            """SELECT 1 FROM beslut b WHERE b.brukare = ?1 AND (b.period_manader > 1 OR EXISTS
                   (SELECT 1 FROM beslut_tidigare x
                    WHERE x.beslut = b.id AND x.brukare = ?1 AND x.period_manader > 1))
               LIMIT 1""",
            (person,),
        ).fetchone()
    }


def payees(connection: sqlite3.Connection, today: str) -> dict[int, dict[str, Registered]]:
    """Return {brukare: {kind: payee}} of the selection's registered payees in force on a day."""
    found: dict[int, dict[str, Registered]] = {}
    for (
        brukare,
        slag,
        nummer,
        asked,
        dated,
        since,
        signed,
        guardians,
        decided,
    ) in connection.execute(
        """SELECT m.brukare, m.slag, m.nummer, m.begaran_datum, m.avtal_datum, m.avtal_fran,
               m.undertecknat, m.vardnadshavare_undertecknat, m.beslut_11
           FROM temp.urval u CROSS JOIN mottagare m ON m.brukare = u.person
           WHERE m.fran <= ?1 AND (m.till IS NULL OR m.till >= ?1) ORDER BY m.fran, m.id""",
        (today,),
    ):
        found.setdefault(brukare, {})[slag] = Registered(
            nummer, asked, dated, since, bool(signed), bool(guardians), decided
        )
    return found


def stopped(connection: sqlite3.Connection, today: str) -> set[int]:
    """Return the brukare whose anordnare is not paid directly on a day."""
    return {
        row[0]
        for row in connection.execute(
            """SELECT brukare FROM betalningsstopp
               WHERE fran <= ?1 AND (till IS NULL OR till >= ?1)""",
            (today,),
        )
    }


def guardians(connection: sqlite3.Connection) -> dict[int, str]:
    """Return the förmyndare registered for the selection."""
    return dict(
        connection.execute(
            """SELECT b.person, b.formyndare FROM temp.urval u
               CROSS JOIN brukare b ON b.person = u.person WHERE b.formyndare IS NOT NULL"""
        )
    )


def chosen_numbers(connection: sqlite3.Connection) -> Lockstep:
    """Give (person, identity number) of the selection, person by person."""
    return Lockstep(
        connection.execute(
            "SELECT u.person, p.nummer FROM temp.urval u CROSS JOIN person p ON p.id = u.person"
        )
    )

"""Accounts that differ from a registered one: they wait until someone confirms them (section 7)."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db import accounts
from db.journal import Stamp, advance, log
from workbench.domain import konto

TABLES = {"brukare": "person", "arbetsgivare": "id", "mottagare": "id"}
"""Registers that hold accounts -> the column that ``rad_id`` is."""


class PendingAccount(NamedTuple):
    """A change of account that waits; ``aktor`` is who brought it, ``nummer`` the owner's.

    ``brukare_id`` is the brukare it is about, None for an anordnare; ``nu`` the account that is
    registered now.
    """

    id: int
    tabell: str
    rad_id: int
    nummer: str
    namn: str | None
    brukare_id: int | None
    fore: str
    efter: str | None
    nu: str | None
    fil: str | None
    rad: int | None
    status: str
    aktor: str
    tid: str


def same(one: str | None, other: str | None) -> bool:
    """Tell whether two texts are the same account, however they are written."""
    return one == other or (one is not None and other is not None and _form(one) == _form(other))


def _form(text: str) -> str:
    try:
        return str(konto.parse(text))
    except konto.InvalidKonto:
        return "".join(text.split()).replace("-", "").upper()


def propose(
    connection: sqlite3.Connection,
    tabell: str,
    rad_id: int,
    nummer: str,
    accounts_: tuple[str, str],
    source: tuple[int, int],
    stamp: Stamp,
) -> bool:
    """Store a pending change unless the same one waits already; tell whether it is new.

    ``accounts_`` are the account before and after, ``source`` file and row.
    """
    before, after = accounts_
    waiting = connection.execute(
        """SELECT efter FROM kontoandring
           WHERE tabell = ? AND rad_id = ? AND status = 'vantar'""",
        (tabell, rad_id),
    )
    if any(same(row[0], after) for row in waiting):
        return False
    connection.execute(
        """INSERT INTO kontoandring (tabell, rad_id, fore, efter, fil, rad, status, aktor, tid)
           VALUES (?, ?, ?, ?, ?, ?, 'vantar', ?, ?)""",
        (tabell, rad_id, before, after, *source, stamp.aktor, stamp.tid),
    )
    log(connection, stamp, "konto väntar", tabell, nummer, {"konto": before}, {"konto": after})
    return True


def of_payee(
    connection: sqlite3.Connection, brukare: int, slag: str, nummer: str, fran: str
) -> tuple[str | None, str | None]:
    """Return (account that a payee has already, account that its next row takes over).

    The first is what a new account is compared with: that of the row of the same first day, else
    of another row of the same payee, else the register's, when that is the same person or
    organisation. The second is None when only the register has one.
    """
    row = connection.execute(
        """SELECT konto FROM mottagare
           WHERE brukare = ?1 AND slag = ?2 AND nummer = ?3 AND konto IS NOT NULL
           ORDER BY fran <> ?4, fran DESC, id DESC LIMIT 1""",
        (brukare, slag, nummer, fran),
    ).fetchone()
    if row:
        return row[0], row[0]
    registers = {
        "anordnare": ("SELECT konto FROM arbetsgivare WHERE nummer = ?", nummer),
        "brukare": ("SELECT konto FROM brukare WHERE person = ?", brukare),
    }
    if slag not in registers:
        return None, None
    query, value = registers[slag]
    row = connection.execute(query, (value,)).fetchone()
    return (row[0] if row else None), None


OWNER = """CASE c.tabell
        WHEN 'brukare' THEN (SELECT p.nummer FROM person p WHERE p.id = c.rad_id)
        WHEN 'arbetsgivare' THEN (SELECT g.nummer FROM arbetsgivare g WHERE g.id = c.rad_id)
        ELSE (SELECT m.nummer FROM mottagare m WHERE m.id = c.rad_id) END"""
"""SQL: the identity number of whom the account of ``kontoandring c`` belongs to."""
_NAME = """CASE c.tabell
        WHEN 'brukare' THEN (SELECT p.namn FROM person p WHERE p.id = c.rad_id)
        WHEN 'arbetsgivare' THEN (SELECT g.namn FROM arbetsgivare g WHERE g.id = c.rad_id)
        ELSE (SELECT m.namn FROM mottagare m WHERE m.id = c.rad_id) END"""
_ABOUT = """CASE c.tabell WHEN 'brukare' THEN c.rad_id
        WHEN 'mottagare' THEN (SELECT m.brukare FROM mottagare m WHERE m.id = c.rad_id) END"""
_NOW = """CASE c.tabell
        WHEN 'brukare' THEN (SELECT b.konto FROM brukare b WHERE b.person = c.rad_id)
        WHEN 'arbetsgivare' THEN (SELECT g.konto FROM arbetsgivare g WHERE g.id = c.rad_id)
        ELSE (SELECT m.konto FROM mottagare m WHERE m.id = c.rad_id) END"""
_SELECT = f"""SELECT c.id, c.tabell, c.rad_id, {OWNER}, {_NAME}, {_ABOUT}, c.fore, c.efter, {_NOW},
        f.namn, c.rad, c.status, c.aktor, c.tid
    FROM kontoandring c LEFT JOIN fil f ON f.id = c.fil"""


def pending(connection: sqlite3.Connection) -> list[PendingAccount]:
    """Return the changes that wait, oldest first."""
    found = connection.execute(f"{_SELECT} WHERE c.status = 'vantar' ORDER BY c.id")
    return [PendingAccount._make(row) for row in found]


def by_id(connection: sqlite3.Connection, identity: int) -> PendingAccount | None:
    """Return one change, waiting or not."""
    row = connection.execute(f"{_SELECT} WHERE c.id = ?", (identity,)).fetchone()
    return PendingAccount._make(row) if row else None


def confirm(
    connection: sqlite3.Connection, item: PendingAccount, new: str, day: str, ground: str,
    stamp: Stamp,
) -> None:  # fmt: skip
    """Make a pending account the registered one and mark whom that concerns."""
    column = TABLES[item.tabell]
    connection.execute(f"UPDATE {item.tabell} SET konto = ? WHERE {column} = ?", (new, item.rad_id))
    _close(connection, item.id, "bekraftad", day, ground)
    log(
        connection,
        stamp,
        "konto bekräftat",
        item.tabell,
        item.nummer,
        {"konto": item.nu or item.fore},
        {"konto": new},
    )
    touched, employers = accounts.refresh(connection)
    if item.brukare_id is not None:
        touched.add(item.brukare_id)
    advance(connection, touched, everyone=employers)


def reject(connection: sqlite3.Connection, item: PendingAccount, ground: str, stamp: Stamp) -> None:
    """Leave the registered account as it is."""
    _close(connection, item.id, "avvisad", stamp.dag, ground)
    log(
        connection,
        stamp,
        "konto avvisat",
        item.tabell,
        item.nummer,
        {"konto": item.efter},
        {"konto": item.nu or item.fore},
    )


def _close(
    connection: sqlite3.Connection, identity: int, status: str, day: str, ground: str
) -> None:
    connection.execute(
        "UPDATE kontoandring SET status = ?, dag = ?, grund = ? WHERE id = ?",
        (status, day, ground, identity),
    )

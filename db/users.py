"""The user table: operating-system logins, their role and whether they see protected people."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.journal import Stamp, log


class User(NamedTuple):
    """A registered user."""

    login: str
    roll: str
    ser_skyddade: int


def all_users(connection: sqlite3.Connection) -> list[User]:
    """Return every user by login."""
    return [
        User._make(row)
        for row in connection.execute(
            "SELECT login, roll, ser_skyddade FROM anvandare ORDER BY login"
        )
    ]


def user(connection: sqlite3.Connection, login: str) -> User | None:
    """Return one user."""
    row = connection.execute(
        "SELECT login, roll, ser_skyddade FROM anvandare WHERE login = ?", (login,)
    ).fetchone()
    return User._make(row) if row else None


def any_users(connection: sqlite3.Connection) -> bool:
    """Tell whether the table has its first user."""
    return connection.execute("SELECT 1 FROM anvandare LIMIT 1").fetchone() is not None


def administrators(connection: sqlite3.Connection) -> list[User]:
    """Return the administrators by login."""
    return [item for item in all_users(connection) if item.roll == "administrator"]


def may_see_protected(connection: sqlite3.Connection, login: str) -> bool:
    """Tell whether a login holds the right to see protected identities."""
    found = user(connection, login)
    return bool(found and found.ser_skyddade)


def set_user(
    connection: sqlite3.Connection, login: str, roll: str, ser_skyddade: bool, stamp: Stamp
) -> None:
    """Add or change a user."""
    old = user(connection, login)
    after = {"roll": roll, "ser_skyddade": ser_skyddade}
    # Before the change: whoever makes himself an auditor may still tell of it, and a trigger asks.
    log(connection, stamp, "användare", "anvandare", login, old._asdict() if old else None, after)
    connection.execute(
        "INSERT OR REPLACE INTO anvandare VALUES (?, ?, ?, ?, ?)",
        (login, roll, int(ser_skyddade), stamp.aktor, stamp.tid),
    )


def remove(connection: sqlite3.Connection, login: str, stamp: Stamp) -> None:
    """Remove a user who is there."""
    old = user(connection, login)
    assert old is not None
    log(connection, stamp, "användare borttagen", "anvandare", login, old._asdict())
    connection.execute("DELETE FROM anvandare WHERE login = ?", (login,))

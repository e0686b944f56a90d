"""Users and their rights."""

from __future__ import annotations

import sqlite3

from db import Database, users
from db.journal import Stamp
from workbench.services.errors import Refused


def add_user(database: Database, login: str, roll: str, see_protected: bool, stamp: Stamp) -> None:
    """Add or change a user. Raises Refused: once there are users, only an administrator may."""
    with database.write() as connection:
        actor = users.user(connection, stamp.aktor)
        if users.any_users(connection) and not (actor and actor.roll == "administrator"):
            raise Refused(f"{stamp.aktor} är inte administratör och får inte ändra användare.")
        users.set_user(connection, login, roll, see_protected, stamp)


def may_act_as(connection: sqlite3.Connection, login: str, actor: str) -> None:
    """Raise Refused when a login may not act under another name: once there are users, only the
    role system may."""
    known = users.user(connection, login)
    if users.any_users(connection) and not (known and known.roll == "system"):
        raise Refused(
            f"{login} får inte handla som {actor}: --as är bara för rollen system sedan det finns "
            "användare i databasen."
        )


def must_be(connection: sqlite3.Connection, aktor: str, roles: tuple[str, ...], what: str) -> None:
    """Raise Refused when there are users and this one has none of the roles; ``what`` is what
    they may do, in Swedish."""
    known = users.user(connection, aktor)
    if users.any_users(connection) and (known is None or known.roll not in roles):
        raise Refused(f"{aktor} får inte {what}: det gör {' eller '.join(roles)}.")

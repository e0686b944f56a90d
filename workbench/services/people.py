"""Users and their rights."""

from __future__ import annotations

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

"""Users and their rights: who they are, and who may say so."""

from __future__ import annotations

import re
import sqlite3

from db import Database, users
from db.journal import Stamp
from workbench.domain.roller import ROLLER, Ratt
from workbench.services import roles
from workbench.services.errors import Refused

_LOGIN = re.compile(r"[^\s\x00-\x1f\x7f]{1,104}")
"""What an operating system lets a login be: Windows' longest with its domain, no white space."""


def add_user(database: Database, login: str, roll: str, see_protected: bool, stamp: Stamp) -> None:
    """Add a user, or change the role and right of one.

    The first is the one who runs this, as administrator. Then administrators change users, and
    nobody their own role or right. Raises Refused.
    """
    if not _LOGIN.fullmatch(login):
        raise Refused(f"{login!r} kan inte vara ett användarnamn. Ange namnet från inloggningen.")
    if roll not in ROLLER:
        raise Refused(f"{roll} är ingen roll. Välj bland {', '.join(ROLLER)}.")
    with roles.writing(database, stamp, Ratt.ANVANDARE) as connection:
        if users.any_users(connection):
            _not_oneself(connection, login, stamp, "ändra sin egen roll eller rätt")
        else:
            _first(login, roll, stamp)
        users.set_user(connection, login, roll, see_protected, stamp)


def remove_user(database: Database, login: str, stamp: Stamp) -> None:
    """Remove a user, who may then nothing. Raises Refused: oneself, or not there."""
    with roles.writing(database, stamp, Ratt.ANVANDARE) as connection:
        if users.user(connection, login) is None:
            raise Refused(f"{login} finns inte bland användarna. Se dem med: workbench users")
        _not_oneself(connection, login, stamp, "ta bort sig själv")
        users.remove(connection, login, stamp)


def _first(login: str, roll: str, stamp: Stamp) -> None:
    """Refuse a first user who would leave everyone outside."""
    runs = stamp.genom or stamp.aktor
    if login != runs or stamp.genom or roll != "administrator":
        raise Refused(
            "Den första användaren är den som kör kommandot, som administratör; annars kommer "
            f"ingen åt databasen. Börja med: workbench users add {runs} --role administrator"
        )


def _not_oneself(connection: sqlite3.Connection, login: str, stamp: Stamp, what: str) -> None:
    """Refuse to change the one who acts, or the login that acts under the name.

    Since nobody takes the role from oneself, one administrator is always left.
    """
    if login not in (stamp.aktor, stamp.genom):
        return
    others = [item.login for item in users.administrators(connection) if item.login != login]
    who = f"Det gör en annan administratör ({', '.join(others)})."
    alone = f"{login} är den sista administratören: lägg till en till, som sedan gör det."
    raise Refused(f"{login} får inte {what}. {who if others else alone}")

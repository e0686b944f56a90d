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


def add_user(database: Database, login: str, roll: str, see_protected: bool, stamp: Stamp) -> str:
    """Add a user, or change the role and right of one; return in Swedish what follows for others.

    Until there is an administrator anybody may; then administrators, and nobody their own role or
    right. Raises Refused.
    """
    if not _LOGIN.fullmatch(login):
        raise Refused(f"{login!r} kan inte vara ett användarnamn. Ange namnet från inloggningen.")
    if roll not in ROLLER:
        raise Refused(f"{roll} är ingen roll. Välj bland {', '.join(ROLLER)}.")
    with roles.writing(database, stamp, Ratt.ANVANDARE) as connection:
        first = not users.any_users(connection)
        ruled = bool(users.administrators(connection))
        if ruled:
            _not_oneself(connection, login, stamp, "ändra sin egen roll eller rätt")
        users.set_user(connection, login, roll, see_protected, stamp)
        return "" if ruled else _follows(connection, stamp.genom or stamp.aktor, first=first)


def remove_user(database: Database, login: str, stamp: Stamp) -> None:
    """Remove a user. Raises Refused: oneself once there is an administrator, or not there."""
    with roles.writing(database, stamp, Ratt.ANVANDARE) as connection:
        if users.user(connection, login) is None:
            raise Refused(f"{login} finns inte bland användarna. Se dem med: workbench users")
        if users.administrators(connection):
            _not_oneself(connection, login, stamp, "ta bort sig själv")
        users.remove(connection, login, stamp)


def _follows(connection: sqlite3.Connection, runs: str, *, first: bool) -> str:
    """Return what the first user, or the first administrator, means for everyone and for the login
    that named them; "" = nothing new."""
    own = users.user(connection, runs)
    rulers = [item.login for item in users.administrators(connection)]
    if rulers:
        parts = ["Från nu kommer bara de som finns bland användarna åt databasen."]
        if own is None:
            parts.append(
                f"{runs} gör det inte och kan varken läsa eller skriva. Administratören "
                f"({', '.join(rulers)}) lägger till: workbench users add {runs} --role ROLL"
            )
        elif own.roll != "administrator":
            parts.append(
                f"{runs} har rollen {own.roll}; bara {', '.join(rulers)} ändrar användare."
            )
        return " ".join(parts)
    if not first:
        return ""
    parts = [
        "Ingen är administratör än: den som inte finns bland användarna får fortfarande allt, och "
        "vem som helst får ändra användare. --as är från nu bara för rollen system."
    ]
    if own is not None:
        parts.append(f"{runs} får nu bara det som rollen {own.roll} får.")
    parts.append("Lägg till en administratör: workbench users add LOGIN --role administrator")
    return " ".join(parts)


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

"""Who may do what: the one place where a login's role is asked for.

Without users everyone may everything (four eyes still hold); from the first user on, a login that
is not among them may nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from db import Database, users
from db.journal import Stamp, log
from workbench.domain.roller import VERB, Ratt, holders, may
from workbench.services.errors import Refused


def hinder(connection: sqlite3.Connection, aktor: str, ratt: Ratt) -> str:
    """Return, in Swedish, why someone may not do something; "" = may."""
    if not users.any_users(connection):
        return ""
    known = users.user(connection, aktor)
    if known is None:
        who = ", ".join(item.login for item in users.administrators(connection))
        return (
            f"{aktor} finns inte bland användarna och har inte rollen att {VERB[ratt]}. En "
            f"administratör ({who}) lägger till: workbench users add {aktor} --role ROLL"
        )
    if may(known.roll, ratt):
        return ""
    *others, last = holders(ratt)
    those = f"{', '.join(others)} eller {last}" if others else last
    return f"{aktor} har rollen {known.roll} och inte rollen att {VERB[ratt]}. Det får {those}."


def need(connection: sqlite3.Connection, aktor: str, ratt: Ratt) -> None:
    """Raise Refused when someone may not do something."""
    refused = hinder(connection, aktor, ratt)
    if refused:
        raise Refused(refused)


def acts_as(connection: sqlite3.Connection, login: str, aktor: str) -> None:
    """Raise Refused when a login may not act under another name.

    Once there are users only the role system may; what is done under the name is then what the
    name's own role lets it.
    """
    known = users.user(connection, login)
    if aktor != login and users.any_users(connection) and (not known or known.roll != "system"):
        raise Refused(
            f"{login} får inte handla som {aktor}: --as är bara för rollen system sedan det finns "
            "användare i databasen."
        )


@contextmanager
def writing(
    database: Database, stamp: Stamp, ratt: Ratt, *, durable: bool = True, trial: bool = False
) -> Iterator[sqlite3.Connection]:
    """Give the writer to someone who may do something; any exception rolls it back.

    What is done under another name (``stamp.genom``) is told in the journal with the login.
    ``trial`` rolls everything back: a look, which needs the right to look only. Raises Refused.
    """
    with database.write(durable=durable, trial=trial) as connection:
        need(connection, stamp.aktor, ratt)
        if stamp.genom and not trial and users.any_users(connection):
            after = {"login": stamp.genom}
            log(connection, stamp, "handlade genom", "anvandare", stamp.aktor, None, after)
        yield connection

"""Who may do what: the one place where a login's role is asked for.

Users hold their role. A login that is not among them may everything until there is an
administrator (four eyes still hold), and nothing from then on.
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
    known = users.user(connection, aktor)
    if known is not None and may(known.roll, ratt):
        return ""
    administrators = users.administrators(connection)
    if not administrators and (known is None or ratt is Ratt.ANVANDARE):
        return ""
    if known is None:
        who = ", ".join(item.login for item in administrators)
        return (
            f"{aktor} finns inte bland användarna och har inte rollen att {VERB[ratt]}. En "
            f"administratör ({who}) lägger till: workbench users add {aktor} --role ROLL"
        )
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


def told_through(connection: sqlite3.Connection, stamp: Stamp) -> None:
    """Journal which login acts under another name; without users a name is only a name."""
    if stamp.genom and users.any_users(connection):
        log(connection, Stamp(stamp.tid, stamp.genom), "handlar som", "anvandare", stamp.aktor)


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
        if not trial:
            told_through(connection, stamp)
        yield connection

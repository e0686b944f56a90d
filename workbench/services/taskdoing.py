"""What a person does with a task: done, set aside with a reason, or taken back."""

from __future__ import annotations

import sqlite3

from db import Database
from db import tasks as stored
from db.journal import Stamp
from workbench.domain.roller import Ratt
from workbench.services import roles
from workbench.services.errors import Refused
from workbench.services.tasks import Found, find


def do(database: Database, identity: str, motivering: str, stamp: Stamp) -> None:
    """Note that a task is done, and how. Raises UnknownTask, or Refused: no motivering, done."""
    _handle(database, identity, "gjord", motivering, stamp)


def drop(database: Database, identity: str, motivering: str, stamp: Stamp) -> None:
    """Set a task aside, with the reason. Raises UnknownTask, or Refused: no motivering, done."""
    _handle(database, identity, "avskriven", motivering, stamp)


def undo(database: Database, identity: str, motivering: str, stamp: Stamp) -> None:
    """Take back that a task was done or set aside: it waits again while its facts are there.

    Raises UnknownTask, or Refused: no motivering, or nothing to take back.
    """
    _reasoned(motivering, "Skriv varför det tas tillbaka (--motivering).")
    with roles.writing(database, stamp, Ratt.UPPGIFTER) as connection:
        found = find(connection, identity, stamp.dag)
        if found.handled is None:
            raise Refused(f"Uppgiften {found.nyckel} är inte hanterad: det finns inget att ångra.")
        _store(connection, found, "angrad", motivering, stamp)


def _handle(database: Database, identity: str, outcome: str, motivering: str, stamp: Stamp) -> None:
    _reasoned(
        motivering, "Skriv vad som har gjorts, eller varför uppgiften avskrivs (--motivering)."
    )
    with roles.writing(database, stamp, Ratt.UPPGIFTER) as connection:
        found = find(connection, identity, stamp.dag)
        if found.handled is not None:
            raise Refused(
                f"Uppgiften {found.nyckel} är redan {found.handled.utfall} av "
                f"{found.handled.aktor} {found.handled.tid[:10]}."
            )
        _store(connection, found, outcome, motivering, stamp)


def _reasoned(motivering: str, missing: str) -> None:
    if not motivering.strip():
        raise Refused(missing)


def _store(
    connection: sqlite3.Connection, found: Found, outcome: str, motivering: str, stamp: Stamp
) -> None:
    content = dict(found.content) | found.persons.kept()
    stored.add(
        connection, found.nyckel, found.plikt.id, outcome, motivering.strip(), content, stamp
    )

"""What an auditor has in hand to follow money from: an id, an amount, a row of a file, a person."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from workbench.services import revision
from workbench.services.errors import Refused
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer


@dataclass(frozen=True, slots=True)
class Sought:
    """One of four: an id; an amount in öre, perhaps with a day; a file and its row; a person
    (number) and a day. Days are ISO."""

    identity: str = ""
    ore: int | None = None
    dag: str | None = None
    fil: str = ""
    rad: int | None = None
    person: str = ""

    @property
    def ways(self) -> int:
        """How many of the four it is: exactly one can be followed."""
        whole = self.fil and self.rad is not None
        return sum(
            (
                bool(self.identity),
                self.ore is not None,
                bool(whole),
                bool(self.person and self.dag),
            )
        )

    @property
    def told(self) -> str:
        """What is followed, for the journal."""
        if self.identity:
            return self.identity
        if self.ore is not None:
            return f"{self.ore // 100},{self.ore % 100:02d}"
        return f"{self.fil} rad {self.rad}" if self.fil else f"{self.person} {self.dag}"


def follow(connection: sqlite3.Connection, sought: Sought, viewer: Viewer) -> Node:
    """Return the way of the money. Raises Refused for what is not exactly one of the four, and
    what ``revision.follow`` raises."""
    if sought.ways != 1:
        raise Refused("Ange ett id, ett belopp, en fil med rad, eller en person med dag.")
    if sought.identity:
        return revision.follow(connection, sought.identity, viewer)
    if sought.ore is not None:
        return revision.follow_amount(connection, sought.ore, sought.dag, viewer)
    if sought.fil and sought.rad is not None:
        return revision.follow_row(connection, sought.fil, sought.rad, viewer)
    assert sought.dag is not None
    return revision.follow_day(connection, sought.person, sought.dag, viewer)

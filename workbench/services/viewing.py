"""Who is looking, and how people are shown to them: protected identities masked by default."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from db import Database, journal, people, users
from db.journal import Stamp
from workbench.domain.people import masked
from workbench.domain.roller import Ratt
from workbench.services import roles


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone looking. ``protected`` True: holds the right to see protected identities.

    ``seen`` are the protected people who have been shown.
    """

    aktor: str
    protected: bool = False
    seen: set[int] = field(default_factory=set, compare=False)

    def number(self, identity: int, number: str, protected: bool | int | None) -> str:
        """Return a person's number, masked when protected."""
        return masked(identity) if self._hides(identity, protected) else number

    def name(
        self, identity: int, number: str, name: str | None, protected: bool | int | None
    ) -> str:
        """Return how a person is named in lists: the name, else the number, masked first."""
        return masked(identity) if self._hides(identity, protected) else name or number

    def _hides(self, identity: int, protected: bool | int | None) -> bool:
        if protected and self.protected:
            self.seen.add(identity)
        return bool(protected) and not self.protected


NOBODY = Viewer("")
"""Paper never shows a protected identity, whoever makes it."""


class NotAllowed(PermissionError):
    """The user doesn't hold the right to see protected identities."""

    def __init__(self, aktor: str) -> None:
        super().__init__(
            f"{aktor} har inte rätt att se skyddade personuppgifter. En administratör ger den, "
            f"inte till sig själv: workbench users add {aktor} --role ROLL --see-protected"
        )


def viewer(database: Database, stamp: Stamp, *, protected: bool = False, what: str = "") -> Viewer:
    """Return the viewer; asking for protected identities needs the right and is logged.

    Raises NotAllowed.
    """
    if not protected:
        return Viewer(stamp.aktor)
    if not users.may_see_protected(database.read(), stamp.aktor):
        raise NotAllowed(stamp.aktor)
    with roles.writing(database, stamp, Ratt.LASA) as connection:
        journal.log(connection, stamp, "visade skyddade uppgifter", "visning", what)
    return Viewer(stamp.aktor, True)


def looked(
    database: Database, stamp: Stamp, skal: str, where: str, month: str, persons: Iterable[int]
) -> None:
    """Journal what someone is about to see of protected people, and why.

    ``where`` is the screen; ``persons`` are ids, empty when the screen is opened. Raises NotAllowed
    when the right is not there, or is no longer.
    """
    with roles.writing(database, stamp, Ratt.LASA) as connection:
        if not users.may_see_protected(connection, stamp.aktor):
            raise NotAllowed(stamp.aktor)
        after = {"skal": skal, "manad": month, "personer": sorted(persons)}
        journal.log(connection, stamp, "visade skyddade uppgifter", "visning", where, None, after)


def shown_numbers(
    connection: sqlite3.Connection, persons: set[int], viewer: Viewer
) -> dict[int, str]:
    """Return how each person's number is shown to the viewer."""
    return {
        identity: viewer.number(identity, number, protected)
        for identity, number, protected in people.numbers(connection, persons)
    }


def beslut_numbers(connection: sqlite3.Connection, beslut: set[int]) -> dict[int, str]:
    """Return the numbers of some beslut."""
    return people.beslut_numbers(connection, beslut)


def masked_numbers(
    connection: sqlite3.Connection, numbers: Iterable[str], viewer: Viewer
) -> dict[str, str]:
    """Return {number: what is shown} of those numbers that the viewer may not see."""
    if viewer.protected:
        return {}
    return {
        number: masked(identity)
        for number, identity in people.protected_ids(connection, set(numbers)).items()
    }

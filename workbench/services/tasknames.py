"""The people and companies of tasks: kept by id, shown as the viewer may see them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from db import overview, people
from db.people import EmployerName
from workbench.services.viewing import Viewer

ROLES = ("brukare", "assistent", "arbetsgivare")


class Persons(NamedTuple):
    """Whom a task concerns, by id."""

    brukare: int | None = None
    assistent: int | None = None
    arbetsgivare: int | None = None

    def kept(self) -> dict[str, int]:
        """Return what is stored of them with a task."""
        return {name: one for name, one in zip(ROLES, self, strict=True) if one is not None}


def persons_of(content: Mapping[str, Any]) -> Persons:
    """Return whom a stored task concerns."""
    return Persons(*(content.get(name) for name in ROLES))


class Names:
    """How the people of some tasks are shown, read once for all of them."""

    def __init__(
        self, connection: sqlite3.Connection, viewer: Viewer, persons: Iterable[Persons]
    ) -> None:
        people_ids: set[int] = set()
        employers: set[int] = set()
        for item in persons:
            people_ids |= {one for one in item[:2] if one is not None}
            if item.arbetsgivare is not None:
                employers.add(item.arbetsgivare)
        self._viewer = viewer
        self._people = overview.persons(connection, sorted(people_ids))
        self._employers: dict[int, EmployerName] = {
            item.id: item for item in people.employer_names(connection, employers)
        }

    def name(self, person: int | None) -> str:
        """Return a person's name, "" for nobody."""
        if person is None:
            return ""
        number, name, hidden = self._people[person]
        return self._viewer.name(person, number, name, hidden)

    def number(self, person: int | None) -> str:
        """Return a person's number, "" for nobody."""
        if person is None:
            return ""
        number, _, hidden = self._people[person]
        return self._viewer.number(person, number, hidden)

    def employer(self, employer: int | None) -> str:
        """Return an employer's name, "" for nobody."""
        if employer is None:
            return ""
        item = self._employers[employer]
        if item.person is None:
            return item.namn or item.nummer
        return self._viewer.name(item.person, item.nummer, item.namn, item.skyddad)

    def employer_number(self, employer: int) -> str:
        """Return an employer's number."""
        item = self._employers[employer]
        if item.person is None:
            return item.nummer
        return self._viewer.number(item.person, item.nummer, item.skyddad)

    def hidden(self, persons: Persons) -> bool:
        """Tell whether some of the people are protected."""
        employer = self._employers.get(persons.arbetsgivare or 0)
        return any(self._people[one][2] for one in persons[:2] if one is not None) or bool(
            employer and employer.skyddad
        )

    def facts(self, persons: Persons) -> list[tuple[str, str]]:
        """Return the people as facts: name and number."""
        found = [
            (role.capitalize(), _both(self.name(one), self.number(one)))
            for role, one in zip(ROLES[:2], persons[:2], strict=True)
            if one is not None
        ]
        if persons.arbetsgivare is not None:
            name = self.employer(persons.arbetsgivare)
            number = self.employer_number(persons.arbetsgivare)
            found.append(("Arbetsgivare", _both(name, number)))
        return found


def _both(name: str, number: str) -> str:
    if name == number:
        return name
    split = f"{number[:-4]}-{number[-4:]}" if number.isdecimal() else number
    return f"{name}, {split}"

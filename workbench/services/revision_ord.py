"""What the journal says of registers, in words: keys and values with people masked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from db import audit_changes, overview, people
from workbench.services.viewing import Viewer

HIDDEN = "[skyddat]"
PERSON, EMPLOYER, TEXT = "person", "arbetsgivare", "text"

_KEYS: Mapping[str, tuple[str, ...]] = {
    "person": (PERSON,),
    "brukare": (PERSON,),
    "assistent": (PERSON,),
    "arbetsgivare": (EMPLOYER,),
    "bosattning": (PERSON, TEXT),
    "sjukersattning": (PERSON, TEXT),
    "tillstand": (EMPLOYER, TEXT),
    "uppdrag": (PERSON, PERSON, EMPLOYER, TEXT),
    "mottagare": (PERSON, TEXT, PERSON, TEXT),
    "redovisning": (PERSON, TEXT),
    "vistelse": (PERSON, TEXT, TEXT),
    "fkbeslut": (PERSON, TEXT, TEXT, TEXT),
    "fkfaktura": (PERSON, TEXT),
    "betalningsstopp": (PERSON,),
}
"""What the parts of a register's key in the journal are."""

_PRIVATE = frozenset({"namn", "konto", "adress", "formyndare", "nummer", "mottagare", "text"})
"""Values that tell who or where someone is."""

NUMBER = 10
"""A key of so many characters is an identity number; a shorter one is a row id."""


class Words:
    """Puts keys and values of the journal in words for a viewer; looks each person up once."""

    def __init__(self, connection: sqlite3.Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer
        self._known: dict[str, tuple[str, bool]] = {}

    def key(self, objekt: str, nyckel: str) -> str:
        """Return a key as shown: numbers in place of row ids, protected people masked."""
        return " ".join(text for text, _ in self._parts(objekt, nyckel))

    def values(self, objekt: str, nyckel: str, said: Mapping[str, Any]) -> str:
        """Return what was said as ``name value, ...``; of a protected person without what tells
        who or where he is."""
        hidden = self._hidden(objekt, nyckel)
        if not hidden and objekt == "beslut" and not self._viewer.protected:
            hidden = audit_changes.beslut_protected(self._connection, nyckel)
        return ", ".join(
            f"{name} {self._value(name, value, hidden)}"
            for name, value in said.items()
            if value is not None
        )

    def _hidden(self, objekt: str, nyckel: str) -> bool:
        return any(hidden for _, hidden in self._parts(objekt, nyckel))

    def _parts(self, objekt: str, nyckel: str) -> list[tuple[str, bool]]:
        parts = nyckel.split("/")
        kinds = _KEYS.get(objekt, ())
        if len(parts) < len(kinds):  # an account's entry names the owner alone
            kinds = (kinds[0],) * len(parts)
        return [
            self._who(kind, part) if kind != TEXT else (part, False)
            for kind, part in zip((*kinds, *(TEXT,) * len(parts)), parts, strict=False)
        ]

    def _who(self, kind: str, part: str) -> tuple[str, bool]:
        at = f"{kind} {part}"
        if at not in self._known:
            self._known[at] = self._look(kind, part)
        return self._known[at]

    def _look(self, kind: str, part: str) -> tuple[str, bool]:
        if len(part) >= NUMBER:
            identity = people.protected_ids(self._connection, {part}).get(part)
            if identity is None or self._viewer.protected:
                return part, False
            return self._viewer.number(identity, part, True), True
        if not part.isdecimal():
            return part, False
        if kind == EMPLOYER:
            found = people.employer_names(self._connection, {int(part)})
            return (self._who(PERSON, found[0].nummer)) if found else (part, False)
        person = overview.persons(self._connection, [int(part)]).get(int(part))
        if person is None:
            return part, False
        hidden = bool(person[2]) and not self._viewer.protected
        return self._viewer.number(int(part), person[0], person[2]), hidden

    def _value(self, name: str, value: Any, hidden: bool) -> str:
        if hidden and name in _PRIVATE:
            return HIDDEN
        if name in ("brukare", "assistent", "person", "arbetsgivare"):
            kind = EMPLOYER if name == "arbetsgivare" else PERSON
            return self._who(kind, str(value))[0]
        if isinstance(value, str) and len(value) >= NUMBER:  # shorter ones are no row ids
            return self._who(PERSON, value)[0]
        return str(value)

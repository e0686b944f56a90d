"""What is on file about someone: as it came, with file and row, and how it has changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from db import onfile, overview, people
from db.onfile import EMPLOYER, PERSON, OnFile, Row
from importers.kinds import KINDS
from workbench.domain.money import clock_hours, hours
from workbench.domain.time import iso_month
from workbench.services import revision_andringar
from workbench.services.attest_sheet import account
from workbench.services.errors import Refused
from workbench.services.revision_ord import HIDDEN, Words
from workbench.services.runs import Names
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer, masked_numbers
from workbench.wording import FALT

MOST = 1000
"""People shown at once; the count is of all."""
MOST_ROWS = 200
"""Rows of a register, and changes, shown about someone."""

_TYPES = {column.name: column.type for kind in KINDS.values() for column in kind.columns} | {
    "skyddad": "janej",
    "kommunal": "janej",
    "procent": "procent",
}
_UNSAID = frozenset({"id", "person", "kand", "version"})
"""Columns that are the program's own."""
_PRIVATE = frozenset({"namn", "konto", "adress", "formyndare", "mottagare", "sokande"})
"""Columns that tell who or where someone is."""
_NUMBERS = ("nummer", "mottagare", "formyndare", "sokande")
"""Columns that may hold someone's identity number."""


class Hit(NamedTuple):
    """Someone in the registers as shown; ``nyckel`` finds what is on file."""

    nyckel: tuple[str, int]
    nummer: str
    namn: str
    roller: tuple[str, ...]
    skyddad: bool

    def document(self) -> dict[str, Any]:
        """Return the JSON of the row."""
        return {
            "nummer": self.nummer,
            "namn": self.namn,
            "roller": list(self.roller),
            "skyddad": self.skyddad,
        }


def find(
    connection: sqlite3.Connection, text: str, viewer: Viewer, limit: int = MOST
) -> tuple[tuple[Hit, ...], int]:
    """Return those whom every word of a text fits, by name, and how many they are in all.

    A word is a role (brukare, assistent, anordnare), the beginning of a number or a part of a
    name; a protected person is found by the whole number alone.
    """
    found, total = onfile.find(connection, text.casefold().split(), viewer.protected, limit)
    return tuple(_hit(item, viewer) for item in found), total


def _hit(item: OnFile, viewer: Viewer) -> Hit:
    return Hit(
        (item.slag, item.id),
        viewer.number(item.id, item.nummer, item.skyddad),
        viewer.name(item.id, item.nummer, item.namn, item.skyddad),
        tuple(item.roller.split(",")) if item.roller else (),
        bool(item.skyddad),
    )


def of_number(connection: sqlite3.Connection, number: str, viewer: Viewer) -> Node:
    """Return all that is on file about a number. Raises Refused when nobody has it."""
    found = onfile.by_number(connection, number.replace("-", ""))
    if found is None:
        raise Refused(f"Ingen i registren har numret {number}. Sök med: workbench lookup")
    return _whole(connection, found, viewer)


def of_key(connection: sqlite3.Connection, nyckel: tuple[str, int], viewer: Viewer) -> Node:
    """Return all that is on file about someone whom ``find`` gave. Raises Refused when gone."""
    found = onfile.by_key(connection, *nyckel)
    if found is None:
        raise Refused("Personen finns inte längre i registren. Sök på nytt.")
    return _whole(connection, found, viewer)


def _whole(connection: sqlite3.Connection, item: OnFile, viewer: Viewer) -> Node:
    teller = _Teller(connection, item, viewer)
    parts = [teller.section(title) for title, *_ in onfile.SECTIONS[item.slag]]
    if item.slag == PERSON:
        parts += [_reported(connection, item.id, column) for column in ("brukare", "assistent")]
    parts.append(_history(connection, item, viewer))
    hit = _hit(item, viewer)
    name = hit.nummer if hit.namn == hit.nummer else f"{hit.namn} {hit.nummer}"
    roles = ", ".join(hit.roller) or "bara nämnd i filer"
    return Node(name, roles, delar=[part for part in parts if part is not None])


class _Teller:
    """Puts the rows about someone in words for a viewer."""

    def __init__(self, connection: sqlite3.Connection, item: OnFile, viewer: Viewer) -> None:
        self._connection, self._item, self._viewer = connection, item, viewer
        self._names = Names(connection, viewer)
        self._hidden = bool(item.skyddad) and not viewer.protected

    def section(self, title: str) -> Node | None:
        """Return a register's rows; None when there are none."""
        found, total = onfile.rows(
            self._connection, self._item.slag, title, self._item.id, MOST_ROWS
        )
        if not found:
            return None
        persons = {row.varden[name] for row in found for name in _PERSONS if name in row.varden}
        self._names.learn(persons)
        parts = [self._row(row) for row in found]
        if total > len(found):
            parts.append(Node("fler rader", f"visar {len(found)} av {total}"))
        return Node(title, str(total) if total > 1 else "", delar=parts)

    def _row(self, row: Row) -> Node:
        said = [self._said(name, value, row.varden) for name, value in row.varden.items()]
        when = f", {row.tid[:10]} av {row.aktor}" if row.aktor else ""
        return Node(
            ", ".join(part for part in said if part) or "finns",
            kalla=f"{row.kalla}{when}".strip(", "),
        )

    def _said(self, name: str, value: Any, row: Mapping[str, Any]) -> str:
        own = (EMPLOYER,) if self._item.slag == EMPLOYER else _PERSONS
        if name in _UNSAID or (name in own and value == self._item.id):
            return ""
        label, _, unit = FALT.get(name, name).partition(", ")
        return f"{label} {self._value(name, value, row)} {unit}".strip()

    def _value(self, name: str, value: Any, row: Mapping[str, Any]) -> str:
        if name in _PERSONS:
            return " ".join(dict.fromkeys(reversed(self._names.who(value))))
        if name == "arbetsgivare":
            return self._employer(value)
        if name == "beslut":
            return overview.beslut_numbers(self._connection, [value])[value]
        if self._private(name, row):
            return HIDDEN
        if name in _NUMBERS:
            text = str(value)
            identity = people.protected_ids(self._connection, {text}).get(text)
            return self._viewer.number(identity or 0, text, identity is not None)
        return _plain(name, value)

    def _private(self, name: str, row: Mapping[str, Any]) -> bool:
        """Tell whether a value is of someone whom the viewer may not see: of the one it is about,
        or of the protected payee that the row names."""
        if name not in _PRIVATE and not (name == "text" and self._hidden):
            return False
        if self._hidden:
            return True
        about = {str(row[one]) for one in ("nummer",) if one in row}
        return bool(masked_numbers(self._connection, about, self._viewer))

    def _employer(self, identity: int) -> str:
        found = people.employer_names(self._connection, {identity})[0]
        if found.person is not None:
            return self._viewer.name(found.person, found.nummer, found.namn, found.skyddad)
        return f"{found.namn} {found.nummer}" if found.namn else found.nummer


_PERSONS = ("brukare", "assistent")


def _plain(name: str, value: Any) -> str:
    """Return a stored value as people write it."""
    kind = _TYPES.get(name, "")
    if kind in ("decimal", "procent"):
        return hours(value)
    if kind == "janej":
        return "ja" if value else "nej"
    if kind == "konto":
        return account(str(value))
    if name == "manad" and isinstance(value, int):
        return iso_month(value)
    return str(value)


def _reported(connection: sqlite3.Connection, person: int, column: str) -> Node | None:
    found = onfile.reported(connection, person, column)
    if not found:
        return None
    parts = [
        Node(
            iso_month(item.manad),
            f"{_many(item.rader, 'rad', 'rader')}, {clock_hours(item.minuter)} h",
            kalla=item.filer,
        )
        for item in found
    ]
    return Node(f"Redovisad tid som {column}", _many(len(found), "månad", "månader"), delar=parts)


def _history(connection: sqlite3.Connection, item: OnFile, viewer: Viewer) -> Node | None:
    words = Words(connection, viewer)
    found = onfile.history(connection, item, MOST_ROWS)
    parts = []
    for change in found:
        one = revision_andringar.shown(change, words)
        what = one.register if one.handelse == "andrad" else f"{one.register} {one.handelse}"
        said = f"{one.fore} -> {one.efter}" if one.fore else one.efter
        parts.append(
            Node(f"{one.tid[:10]} {what}", said, kalla=f"journalpost {change.journal}, {one.aktor}")
        )
    return Node("Ändringar, den senaste först", str(len(parts)), delar=parts) if parts else None


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

"""What an attestant has before him: sums, who may not attest, and each change to tick off."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db import changes, ledger, overview
from db.journal import Stamp
from workbench.domain.konto import InvalidKonto, parse
from workbench.domain.money import hours, kronor
from workbench.services import attesting, settling
from workbench.services.attesting import Change
from workbench.services.runs import RunView, run_view
from workbench.services.viewing import Viewer

HIDDEN = "[skyddat]"
"""What stands in place of an account that would tell who is protected."""
OBJECTS = {
    "brukare": "brukare",
    "mottagare": "mottagare",
    "arbetsgivare": "anordnare",
    "beslut": "beslut",
    "betalningsstopp": "stopp",
}
_NUMBER = re.compile(r"\d{8}-?\d{4}")
_HUNDREDTHS = ("timmar", "dubbel_timmar", "forskott_timmar", "hojning_procent")
_ORE = ("ore", "eget_timbelopp")


@dataclass(frozen=True, slots=True)
class Ticked:
    """A change to tick off: what it concerns, each value before and after, who and when."""

    id: str
    vad: str
    om: str
    varden: tuple[tuple[str, str, str], ...]
    """(name, before, after); an empty text is no value."""
    aktor: str
    tid: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an attestant sees before attesting a draft.

    ``fore`` is the run that was attested last, of any month: changes count from there.
    ``hinder`` is why the viewer may not attest, and ``inblandade`` who else may not, and why.
    """

    view: RunView
    fore: int | None
    andringar: tuple[Ticked, ...]
    hinder: str
    inblandade: tuple[tuple[str, str], ...]


def sheet(connection: sqlite3.Connection, korning: int, stamp: Stamp, viewer: Viewer) -> Sheet:
    """Return a draft's sheet. Raises UnknownRun."""
    facts = ledger.run_facts(connection, korning)
    if facts is None:
        raise attesting.UnknownRun(korning)
    found = attesting.to_tick(connection, korning)
    return Sheet(
        run_view(connection, settling.of_run(connection, korning), viewer),
        changes.last_attested_run(connection),
        tuple(_Naming(connection, found, viewer).ticked(found)),
        attesting.hinder(connection, korning, stamp),
        tuple(sorted(attesting.involved(connection, korning, facts.manad).items())),
    )


class _Naming:
    """Puts names for the journal's ids, and masks who is protected."""

    def __init__(
        self, connection: sqlite3.Connection, found: Iterable[Change], viewer: Viewer
    ) -> None:
        self._viewer = viewer
        keys = {(item.vad.partition(" ")[0], item.vem) for item in found}
        ids = {int(first) for table, key in keys if (first := _person_id(table, key)) is not None}
        self._people = overview.persons(connection, sorted(ids))
        self._beslut = overview.beslut_brukare(
            connection, [key for table, key in keys if table == "beslut"]
        )
        self._people.update(overview.persons(connection, sorted(set(self._beslut.values()))))
        employers = [int(key) for table, key in keys if table == "arbetsgivare" and key.isdigit()]
        self._employers = overview.employers(connection, employers)
        texts = [text for item in found for text in (item.vem, item.fore, item.efter)]
        numbers = {number.replace("-", "") for text in texts for number in _NUMBER.findall(text)}
        numbers |= {key for _, key in keys if _is_number(key)}
        self._numbers = overview.payee_names(connection, sorted(numbers))
        ids_told = {int(item.fore) for item in found if _is_person_id(item, item.fore)}
        ids_told |= {int(item.efter) for item in found if _is_person_id(item, item.efter)}
        self._people.update(overview.persons(connection, sorted(ids_told)))

    def ticked(self, found: Iterable[Change]) -> list[Ticked]:
        """Return one entry per journal entry, its values together."""
        together: dict[str, list[Change]] = {}
        for item in found:
            together.setdefault(item.id, []).append(item)
        return [self._one(items) for items in together.values()]

    def _one(self, items: list[Change]) -> Ticked:
        first = items[0]
        table = first.vad.partition(" ")[0]
        about, hidden = self._about(table, first.vem)
        values = tuple(
            (
                name := item.vad.partition(" ")[2],
                self._value(name, item.fore, hidden=hidden),
                self._value(name, item.efter, hidden=hidden),
            )
            for item in items
        )
        what = OBJECTS.get(table, table)
        return Ticked(first.id, what, about, values, first.aktor, first.tid)

    def _about(self, table: str, key: str) -> tuple[str, bool]:
        """Return what a change concerns, and whether that is someone masked."""
        person = self._beslut.get(key) if table == "beslut" else None
        if person is None and (first := _person_id(table, key)) is not None:
            person = int(first)
        if person is not None and person in self._people:
            name, hidden = self._person(person)
            if table == "beslut":
                return f"{key} {name}", hidden
            rest = key.split("/")[1:]
            return " ".join([name, *(self._masked(part) for part in rest)]), hidden
        if _is_number(key):
            return self._numbered(key)
        if table == "arbetsgivare" and key.isdigit() and int(key) in self._employers:
            return self._employers[int(key)], False
        return self._masked(key), False

    def _numbered(self, number: str) -> tuple[str, bool]:
        """Return how whoever has a number is named: a person, or an organisation."""
        person, name, protected = self._numbers[number]
        if person is None:
            return name or number, False
        hidden = bool(protected) and not self._viewer.protected
        return self._viewer.name(person, number, name, protected), hidden

    def _person(self, person: int) -> tuple[str, bool]:
        number, name, protected = self._people[person]
        hidden = bool(protected) and not self._viewer.protected
        return self._viewer.name(person, number, name, protected), hidden

    def _value(self, name: str, value: str, *, hidden: bool) -> str:
        if not value:
            return ""
        if name == "konto":
            return HIDDEN if hidden else account(value)
        if name in _ORE and value.isdigit():
            return f"{kronor(int(value))} kr"
        if name in _HUNDREDTHS and value.isdigit():
            return hours(int(value))
        if name == "brukare" and value.isdigit() and int(value) in self._people:
            return self._person(int(value))[0]
        return HIDDEN if hidden and name in ("namn", "adress", "nummer") else self._masked(value)

    def _masked(self, text: str) -> str:
        """Return a text with the numbers of protected people masked."""

        def shown(match: re.Match[str]) -> str:
            number = match[0].replace("-", "")
            person, _, protected = self._numbers.get(number, (None, None, 0))
            if person is None:
                return match[0]
            return self._viewer.number(person, match[0], protected)

        return _NUMBER.sub(shown, text)


def _person_id(table: str, key: str) -> str | None:
    first = key.partition("/")[0]
    known = table in ("brukare", "mottagare") and first.isdigit() and not _is_number(key)
    return first if known else None


def _is_number(key: str) -> bool:
    """Tell whether a key is a personnummer or an orgnr, not an id of the database."""
    return key.isdigit() and len(key) in (10, 12)


def _is_person_id(item: Change, value: str) -> bool:
    return item.vad == "beslut brukare" and value.isdigit()


def account(text: str) -> str:
    """Return an account as people write it; what is no account stands as it is."""
    try:
        return parse(text).visa()
    except InvalidKonto:
        return text

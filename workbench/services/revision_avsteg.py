"""Every override: what people decided against or beside the rules, who, when, why and how much."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db import audit, people
from db.audit import KINDS, Override, OverrideFilter
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.services.errors import Refused
from workbench.services.revision_ord import Words
from workbench.services.revision_varde import Worth
from workbench.services.runs import Names
from workbench.services.viewing import Viewer
from workbench.wording import STATUS

__all__ = ["KINDS", "MOST", "Avsteg", "Overrides", "chosen", "ordered", "overrides"]

MOST = 5000
"""Overrides shown at once; the count is of all that match."""

KIND_WORDS = {
    "fynd": "fynd",
    "sjuklon": "sjuklön",
    "aterkrav": "återkrav",
    "korning": "körning",
    "varde": "värde",
    "konto": "konto",
    "stopp": "stopp",
    "anvandare": "användare",
}


@dataclass(frozen=True, slots=True)
class Avsteg:
    """An override as shown. ``minuter``, ``timmar`` (hundredths) and ``ore`` are what it moved, as
    the finding stands now; None where nothing is counted. ``angrad``: taken back since."""

    tid: str
    aktor: str
    slag: str
    id: str
    kod: str | None
    manad: str | None
    person: str
    namn: str
    assistent: str
    vad: str
    motivering: str
    minuter: int | None
    timmar: int | None
    ore: int | None
    angrad: bool

    def kronor(self) -> str:
        """Return what it moved as people write it."""
        return "" if self.ore is None else kronor(self.ore)


@dataclass(frozen=True, slots=True)
class Overrides:
    """The latest that match, and how many match in all."""

    rader: tuple[Avsteg, ...]
    antal: int


def chosen(
    connection: sqlite3.Connection,
    *,
    fran: str | None = None,
    till: str | None = None,
    kod: str | None = None,
    person: str | None = None,
    slag: str | None = None,
) -> OverrideFilter:
    """Return the filter of a period (ISO days), code, person (number) and kind.

    Raises Refused for someone nobody knows.
    """
    identity = None
    if person:
        found = people.by_number(connection, person.replace("-", ""))
        if found is None:
            raise Refused(f"Personen {person} finns inte i registren.")
        identity = found[0]
    return OverrideFilter(fran, till, kod, identity, person and person.replace("-", ""), slag)


def overrides(
    connection: sqlite3.Connection, wanted: OverrideFilter, viewer: Viewer, limit: int = MOST
) -> Overrides:
    """Return the overrides that match, latest first, people masked for the viewer."""
    rows = audit.overrides(connection, wanted, limit)
    names = Names(connection, viewer)
    names.learn(one for row in rows for one in (row.person, row.assistent) if one is not None)
    months = [row.manad for row in rows if row.slag == "fynd" and row.manad is not None]
    worth = Worth(connection, (min(months, default=0), max(months, default=0)))
    words = Words(connection, viewer)
    shown = tuple(_shown(connection, row, names, worth, words) for row in rows)
    return Overrides(shown, audit.override_count(connection, wanted))


def _shown(
    connection: sqlite3.Connection, row: Override, names: Names, worth: Worth, words: Words
) -> Avsteg:
    minutes = hours = None
    ore = row.ore
    if row.slag == "fynd":
        weight = audit.weight(connection, int(row.id[1:]))
        assert weight is not None
        minutes, hours, ore = weight.minuter, weight.timmar, worth.ore(weight)
    number, name = names.who(row.person) if row.person is not None else ("", "")
    what, why = _what(row, words)
    if row.nyckel is not None:
        number = name = words.key(row.id, row.nyckel)
    return Avsteg(
        row.tid,
        row.aktor,
        row.slag,
        row.id,
        row.kod,
        None if row.manad is None else iso_month(row.manad),
        number,
        name,
        "" if row.assistent is None else names.who(row.assistent)[1],
        what,
        why,
        minutes,
        hours,
        ore,
        bool(row.angrad),
    )


def _what(row: Override, words: Words) -> tuple[str, str]:
    """Return what was done and why, in Swedish."""
    if row.nyckel is not None:
        former, after = json.loads(row.fore or "{}"), json.loads(row.efter or "{}")
        former.pop("kalla", None)
        why = str(after.pop("kalla", "") or after.pop("grund", "") or "")
        before = words.values(row.id, row.nyckel, former)
        now = words.values(row.id, row.nyckel, after)
        change = f"{before} -> {now}" if before else now
        return f"{row.vad}: {change}" if change else row.vad, why
    event, _, move = row.vad.rpartition(":")
    start, arrow, end = move.partition(">")
    said = f"{STATUS.get(start, start)} -> {STATUS.get(end, end)}" if arrow else move
    return f"{event}: {said}" if event and event != "flyttad" else said, row.motivering


def ordered(rows: Iterable[Avsteg], by: str) -> list[Avsteg]:
    """Return overrides by ``kronor`` (most first), ``who`` or ``time`` (latest first)."""
    if by == "kronor":
        return sorted(rows, key=lambda row: -abs(row.ore or 0))
    return sorted(rows, key=lambda row: row.aktor) if by == "who" else list(rows)

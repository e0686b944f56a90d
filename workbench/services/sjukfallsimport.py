"""Takes in sick spells with their passes: gathered over the files of a unit, stored together."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from db import journal, sjukberorda, sjukbyte, sjukfall
from db.journal import Stamp
from db.registers import Registers
from db.sjukbyte import NewPass
from importers import ImportIssue, Reader
from importers import sjukfall as rows
from importers.checks import span
from workbench.domain.report import SLAG_NAMES
from workbench.domain.time import parse_day

CLAIM_KINDS = rows.KINDS


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the file it is stored under and the registers that its persons come from."""

    entry: rows.Entry
    fil: int
    registers: Registers


class Claims:
    """The cases and passes of one unit; ``files`` are the stored files they stand in."""

    def __init__(self, connection: sqlite3.Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self._rows: dict[str, list[_Row]] = {kind: [] for kind in CLAIM_KINDS}
        self.files: set[int] = set()

    def add(self, reader: Reader, registers: Registers, fil: int, name: str) -> None:
        """Take the rows of a table that is one of CLAIM_KINDS."""
        self.files.add(fil)
        self._rows[reader.kind] += [
            _Row(rows.Entry(name, record.blad, record.rad, record.values), fil, registers)
            for record in reader.records()
        ]

    def finish(self) -> list[ImportIssue]:
        """Store the cases whole and mark whom they concern; or return all that is wrong."""
        issues = self._problems()
        if not issues:
            self._store()
        return issues

    def _problems(self) -> list[ImportIssue]:
        cases, passes = ([row.entry for row in self._rows[kind]] for kind in CLAIM_KINDS)
        assistants = {str(case.values["assistent"]) for case in cases}
        stored = sjukbyte.passes_of_assistants(self._connection, assistants)
        return rows.problems(
            cases,
            passes,
            map(rows.StoredPass._make, stored),
            sjukbyte.attested_brukare(self._connection, {case.arende for case in cases}),
        )

    def _store(self) -> None:
        cases, passes = (self._rows[kind] for kind in CLAIM_KINDS)
        by_arende: dict[str, list[NewPass]] = defaultdict(list)
        for row in passes:
            by_arende[row.entry.arende].append(_pass(row))
        known = sjukfall.ids_of(self._connection, by_arende)
        concerned = self._concerned(known.values())
        changed = set()
        for case in cases:
            arende = case.entry.arende
            done = sjukbyte.store(
                self._connection,
                self._stamp,
                arende,
                _facts(case),
                (case.fil, case.entry.rad),
                by_arende[arende],
            )
            if done.changed:
                changed.add(done.id)
                counted = case.registers.andrade if done.version else case.registers.nya
                counted["sjukfall"] += 1
        if changed:
            self._mark(concerned | self._concerned(changed))

    def _concerned(self, ids: Any) -> set[tuple[int, int, int]]:
        """Return (brukare, first, last month) of all cases that may get another result."""
        return sjukberorda.months_of(self._connection, sjukberorda.connected(self._connection, ids))

    def _mark(self, concerned: set[tuple[int, int, int]]) -> None:
        by_months: dict[tuple[int, int], list[int]] = defaultdict(list)
        for brukare, first, last in sorted(concerned):
            by_months[first, last].append(brukare)
        for months, persons in by_months.items():
            journal.advance(self._connection, persons, months)


def _facts(row: _Row) -> dict[str, Any]:
    """Return a case as ``db.sjukfall.FACTS`` holds it; persons that are new are added."""
    values, registers = row.entry.values, row.registers
    facts = {name: values[name] for name in sjukfall.FACTS}
    facts["brukare"] = registers.person(values["brukare"])
    facts["assistent"] = registers.person(values["assistent"])
    facts["arbetsgivare"] = registers.arbetsgivare(values["arbetsgivare"])
    facts["hogriskskydd"] = int(values["hogriskskydd"] or False)
    facts["tidigare_karens"] = values["tidigare_karens"] or 0
    facts["handlingar"] = ",".join(sorted(values["handlingar"] or ()))
    return facts


def _pass(row: _Row) -> NewPass:
    values = row.entry.values
    found, _ = span(values["datum"], values["start"], values["slut"])
    assert found is not None
    return NewPass(
        parse_day(values["datum"]),
        *found,
        SLAG_NAMES.index(values["slag"] or "assistans"),
        values["tillagg_per_timme"] or 0,
        tuple(row.registers.person(number) for number in values["vikarie"] or ()),
        row.fil,
        row.entry.rad,
    )

"""Advances of a month: who has one, who may not and why, and what has been accounted (9.2.22)."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from db import Database, checks, ledger, overview, reports, settlements
from db.facts import BrukareFacts
from db.journal import Stamp
from db.settlements import LineRow, NetRow, Run
from workbench.domain.time import iso_day, iso_month, month_days
from workbench.services.drafting import may_have_advance
from workbench.services.progress import QUIET, Progress
from workbench.services.settling import SettlementResult, settle
from workbench.services.viewing import Viewer


@dataclass(slots=True)
class Advance:
    """A brukare's advance of a month, öre.

    ``nytt`` is what the run puts forward now; ``redovisat`` the accounted costs, None before the
    account is in; ``beraknat`` the assistans lines before they are cut to the costs. After the
    account: ``overskott`` is advance above right and held time, ``brist`` right above advance,
    ``ej_anvant`` what was computed and had no cost. ``oredovisat`` covers what is not accounted.
    """

    brukare: str
    namn: str
    hinder: list[str] = field(default_factory=list)
    rader: list[LineRow] = field(default_factory=list)
    nytt: int = 0
    redovisat: int | None = None
    ratt: int = 0
    beraknat: int = 0
    oredovisat: int = 0

    @property
    def forskott(self) -> int:
        """The whole advance of the month."""
        return sum(line.belopp for line in self.rader)

    @property
    def overskott(self) -> int:
        """What is to be paid back; 0 before the account."""
        if self.redovisat is None:
            return 0
        return max(0, self.forskott - self.ratt - self.oredovisat)

    @property
    def brist(self) -> int:
        """What is to be paid beyond the advance; 0 before the account."""
        return 0 if self.redovisat is None else max(0, self.ratt - self.forskott)

    @property
    def ej_anvant(self) -> int:
        """What was computed for the hours and not used for costs; 0 before the account."""
        return 0 if self.redovisat is None else max(0, self.beraknat - self.redovisat)


def advances(
    database: Database,
    month: int,
    stamp: Stamp,
    viewer: Viewer,
    *,
    dry_run: bool = False,
    progress: Progress = QUIET,
) -> tuple[SettlementResult, list[Advance]]:
    """Settle a month and return its run and its advances, by brukare.

    Listed are those whose beslut says advance, and those who have one. Raises RateMissing.
    """
    result = settle(database, month, stamp, dry_run=dry_run, progress=progress)
    return result, _listed(database.read(), month, viewer, result.lines, result.brukare)


def stored(
    connection: sqlite3.Connection, month: int, viewer: Viewer
) -> tuple[Run | None, list[Advance]]:
    """Return a month's latest run and its advances, by brukare; None when it has no run.

    Listed are the same as by ``advances``, as the stored run has them.
    """
    run = settlements.latest_run(connection, month)
    if run is None:
        return None, _listed(connection, month, viewer, [], [])
    lines, nets = settlements.lines(connection, run.id), settlements.nets(connection, run.id)
    return run, _listed(connection, month, viewer, lines, nets)


def _listed(
    connection: sqlite3.Connection,
    month: int,
    viewer: Viewer,
    run_lines: list[LineRow],
    nets: list[NetRow],
) -> list[Advance]:
    found = _allowed(connection, month, viewer)
    lines: dict[int, list[LineRow]] = defaultdict(list)
    computed: dict[int, int] = defaultdict(int)
    for line in run_lines:
        if line.slag == "forskott":
            lines[line.brukare_id].append(line)
        elif line.slag == "assistans":
            computed[line.brukare_id] += line.belopp + line.avdrag
    _add_named(connection, found, set(lines) - set(found), viewer)
    accounted = _accounted(connection, month, set(found))
    for net in nets:
        item = found.get(net.brukare_id)
        if item is None or net.arende is not None:
            continue
        item.rader = lines[net.brukare_id]
        item.nytt, item.ratt, item.oredovisat = net.forskott, net.ratt, net.oredovisat
        item.beraknat = computed[net.brukare_id]
    for person, item in found.items():
        item.redovisat = accounted.get(person)
        if item.redovisat is not None and not item.rader and not item.hinder:
            item.hinder.append(f"{iso_month(month)} är redan redovisad")
    return sorted(found.values(), key=lambda item: item.brukare)


def _allowed(connection: sqlite3.Connection, month: int, viewer: Viewer) -> dict[int, Advance]:
    """Return those whose beslut says advance in the month, with what stands in the way."""
    days = month_days(month)
    first, last = iso_day(days[0]), iso_day(days[1] - 1)
    reports.choose(
        connection,
        """SELECT brukare FROM beslut
           WHERE forskott = 1 AND fran <= ?2 AND (till IS NULL OR till >= ?1)""",
        (first, last),
    )
    facts = ledger.advance_facts(connection, first, last)
    people = BrukareFacts(connection)
    chosen = sorted(checks.chosen(connection))
    found: dict[int, Advance] = {}
    _add_named(connection, found, set(chosen), viewer)
    for person in chosen:
        starts = [
            inside[0]
            for versions in people.beslut(person)
            if versions[-1].forskott and (inside := versions[-1].days_in(days)) is not None
        ]
        if starts and person in facts:
            found[person].hinder = may_have_advance(facts[person], iso_day(min(starts)))
    return found


def _add_named(
    connection: sqlite3.Connection, found: dict[int, Advance], persons: set[int], viewer: Viewer
) -> None:
    for person, (number, name, protected) in overview.persons(connection, sorted(persons)).items():
        found[person] = Advance(
            viewer.number(person, number, protected),
            viewer.name(person, number, name, protected),
        )


def _accounted(connection: sqlite3.Connection, month: int, persons: set[int]) -> dict[int, int]:
    reports.choose(connection, "SELECT value FROM json_each(?)", (json.dumps(sorted(persons)),))
    return ledger.accounted(connection, iso_month(month))

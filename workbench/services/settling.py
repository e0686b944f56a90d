"""The monthly settlement as a use case: check, compute, store a draft or only look."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import cached_property

from db import Database, settlements
from db.journal import Stamp, log
from db.settlements import Change, LineRow, NetRow
from workbench.domain.time import iso_month
from workbench.rules.registry import RULE_VERSION
from workbench.services import checking
from workbench.services.overview import weekly_minutes
from workbench.services.progress import QUIET, Progress


@dataclass(eq=False)
class SettlementResult:
    """A month's settlement as scripts and screens show it; ``korning`` None = only a look.

    What costs more the larger the month is, is read when first asked for.
    """

    month: int
    korning: int | None
    status: str
    nekade_minuter: int
    hallna_minuter: int
    total_ore: int
    varningar: list[str]
    changes: list[Change]
    _stored: tuple[sqlite3.Connection, int]

    @cached_property
    def lines(self) -> list[LineRow]:
        """The run's lines, by brukare and beslut."""
        return settlements.lines(*self._stored)

    @cached_property
    def brukare(self) -> list[NetRow]:
        """The run's netting by brukare."""
        return settlements.nets(*self._stored)

    @cached_property
    def waiting(self) -> int:
        """How many findings of the month wait for a person."""
        return settlements.waiting(self._stored[0], self.month)

    def read(self) -> None:
        """Read everything now, before it is rolled back."""
        for name in ("lines", "brukare", "waiting"):
            getattr(self, name)


class _Look(Exception):
    """Rolls back a dry run."""


def settle(
    database: Database,
    month: int,
    stamp: Stamp,
    *,
    dry_run: bool = False,
    progress: Progress = QUIET,
) -> SettlementResult:
    """Check a month and store its draft; a rerun replaces the draft and tells what changed.

    A dry run does the same and rolls it back. Raises RateMissing and Cancelled.
    """
    result: SettlementResult | None = None
    try:
        with database.write() as connection:
            work = checking.run(connection, month, stamp, progress, settle=True)
            assert work.korning is not None
            if work.everyone:
                minutes = json.dumps(weekly_minutes(connection, month))
                settlements.keep_weeks(connection, work.korning, minutes)
            result = _read(connection, work.korning, work.changes)
            if dry_run:
                result.read()
                result.korning = None
                raise _Look
            if work.changes:
                log(
                    connection,
                    stamp,
                    "avräknad",
                    "korning",
                    str(work.korning),
                    None,
                    {
                        "manad": iso_month(month),
                        "rader": settlements.line_count(connection, work.korning),
                        "total_ore": result.total_ore,
                        "andrade_rader": len(work.changes),
                    },
                )
    except _Look:
        pass
    assert result is not None
    return result


def stored(connection: sqlite3.Connection, month: int) -> SettlementResult | None:
    """Return the latest run of a month as stored."""
    latest = settlements.latest_run(connection, month)
    return None if latest is None else _read(connection, latest.id, [])


def _read(connection: sqlite3.Connection, korning: int, changes: list[Change]) -> SettlementResult:
    run = settlements.run(connection, korning)
    assert run is not None
    return SettlementResult(
        run.manad,
        run.id,
        run.status,
        run.nekade_minuter,
        run.hallna_minuter,
        run.total_ore,
        json.loads(run.varningar),
        changes,
        (connection, korning),
    )


def check(database: Database, month: int, stamp: Stamp, *, progress: Progress = QUIET) -> int:
    """Run the rules over a month, store the findings, and return how many wait for a person."""
    with database.write(durable=False) as connection:
        checking.run(connection, month, stamp, progress, settle=False)
        return settlements.waiting(connection, month)


@dataclass(frozen=True, slots=True)
class Marked:
    """A month whose latest run rests on something that has changed."""

    month: str
    orsak: str


def marked(connection: sqlite3.Connection) -> list[Marked]:
    """Return the months that need a new run, and why."""
    found = []
    for month, persons, ground, version in settlements.outdated(connection, RULE_VERSION):
        reasons = []
        if persons:
            reasons.append(f"nya eller ändrade uppgifter för {persons} brukare")
        if ground:
            reasons.append("ändrat timbelopp, inställning eller tillstånd")
        if version:
            reasons.append("ny regelversion")
        found.append(Marked(iso_month(month), "; ".join(reasons)))
    return found

"""The monthly settlement as a use case: check, compute, store a draft or only look."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import cached_property

from db import Database, differences, settlements
from db.differences import NamedDifference, Outdated
from db.journal import Stamp, log
from db.settlements import Change, LineRow, NetRow
from workbench.domain.money import kronor
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_month
from workbench.rules.registry import RULE_VERSION
from workbench.services import checking, roles
from workbench.services import law as law_service
from workbench.services.law import Trial
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
    def differences(self) -> list[NamedDifference]:
        """What is not as in the month's attested run, row by row with its cause."""
        return differences.named(*self._stored)

    @cached_property
    def waiting(self) -> int:
        """How many findings of the month wait for a person."""
        return settlements.waiting(self._stored[0], self.month)

    def read(self) -> None:
        """Read everything now, before it is rolled back."""
        for name in ("lines", "brukare", "differences", "waiting"):
            getattr(self, name)


class _Look(Exception):
    """Rolls back a dry run."""


def settle(
    database: Database,
    month: int,
    stamp: Stamp,
    *,
    dry_run: bool = False,
    trial: Trial | None = None,
    progress: Progress = QUIET,
) -> SettlementResult:
    """Check a month and store its draft; a rerun replaces the draft and tells what changed.

    A dry run does the same and rolls it back; only then may values be tried (``trial``). Raises
    RateMissing and Cancelled, and UnknownPolicy or InvalidPolicyValue for values tried.
    """
    if trial and not dry_run:
        raise ValueError("values are tried in a dry run only")
    result: SettlementResult | None = None
    try:
        with roles.writing(
            database, stamp, Ratt.LASA if dry_run else Ratt.KONTROLLERA, trial=dry_run
        ) as connection:
            law = law_service.load(connection, trial) if trial else None
            work = checking.run(connection, month, stamp, progress, settle=True, law=law)
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


def of_run(connection: sqlite3.Connection, korning: int) -> SettlementResult:
    """Return a run as stored, whatever its state. The run must exist."""
    return _read(connection, korning, [])


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
    with roles.writing(database, stamp, Ratt.KONTROLLERA, durable=False) as connection:
        checking.run(connection, month, stamp, progress, settle=False)
        return settlements.waiting(connection, month)


@dataclass(frozen=True, slots=True)
class Marked:
    """A month whose latest run rests on something that has changed."""

    month: str
    orsak: str


def marked(connection: sqlite3.Connection) -> list[Marked]:
    """Return the months that need a new run or an attest of the changed one, and why."""
    return [
        Marked(iso_month(item.manad), "; ".join(_reasons(item)))
        for item in differences.outdated(connection, RULE_VERSION)
    ]


def outdated_why(connection: sqlite3.Connection, month: int) -> str:
    """Return, in Swedish, what a month's latest run lacks; "" = it rests on what is known now."""
    for item in differences.outdated(connection, RULE_VERSION):
        lacking = Outdated(item.manad, item.brukare, item.assistenter, item.grund, item.regler)
        if item.manad == month and any(lacking[1:]):
            return "; ".join(_reasons(lacking))
    return ""


def _reasons(item: Outdated) -> list[str]:
    reasons = []
    who = []
    if item.brukare:
        who.append(f"{item.brukare} brukare")
    if item.assistenter:
        word = "assistent" if item.assistenter == 1 else "assistenter"
        who.append(f"{item.assistenter} {word}")
    if who:
        reasons.append(f"nya eller ändrade uppgifter för {' och '.join(who)}")
    if item.grund:
        reasons.append("ändrat timbelopp, inställning eller tillstånd")
    if item.regler:
        reasons.append("ny regelversion")
    if item.utkast:
        reasons.append(
            f"körning {item.utkast} ändrar den attesterade körning {item.attesterad}: betalar "
            f"{kronor(item.att_betala)} kr, föreslår återkrav {kronor(item.aterkrav)} kr"
        )
    if item.makulerad:
        reasons.append(f"körning {item.makulerad} är makulerad och ingen ny har räknats")
    return reasons

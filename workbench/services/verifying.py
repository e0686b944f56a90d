"""Whether what has been attested still is as it was, and still follows from what is stored."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from db import Database, Undo, checks, ledger, proof, savepoint, settlements
from db.journal import Stamp
from db.ledger import RunFacts
from db.proof import Fault
from db.settlements import LineRow
from workbench.domain.money import kronor
from workbench.domain.settlement import Line
from workbench.domain.time import iso_month
from workbench.services import checking, verifying_claims
from workbench.services import law as law_service
from workbench.services.drafting import Money
from workbench.services.progress import QUIET, Progress
from workbench.services.settling import marked


@dataclass(slots=True)
class Verified:
    """What a verification looked at and what it found; no faults = all holds."""

    runs: int = 0
    recomputed: list[str] = field(default_factory=list)
    changed_since: list[str] = field(default_factory=list)
    """Months whose facts have changed since the attest: a new run will say what differs."""
    faults: list[Fault] = field(default_factory=list)


def verify(database: Database, stamp: Stamp, *, progress: Progress = QUIET) -> Verified:
    """Check sums, seals and the invariant of every attested run, every row of the claims and the
    bytes of their fixed documents, and compute the latest run of each month anew from the stored
    rows, facts, decisions and values. Nothing is changed."""
    result = Verified()
    with database.write(trial=True) as connection:
        result.faults += proof.faults(connection)
        result.faults += proof.documents(connection)
        runs = ledger.attested_runs(connection)
        result.runs = len(runs)
        for run in runs:
            result.faults += _sealed(connection, run)
        result.faults += _invariant(connection)
        result.faults += verifying_claims.faults(connection)
        stale = {item.month for item in marked(connection)}
        for run in _latest(runs):
            month = iso_month(run.manad)
            if month in stale:
                result.changed_since.append(month)
            else:
                result.recomputed.append(month)
                with savepoint(connection):
                    result.faults += _recomputed(connection, run, stamp, progress)
                    raise Undo
    return result


def _sealed(connection: sqlite3.Connection, run: RunFacts) -> list[Fault]:
    if ledger.seal(connection, run.id) == run.sigill:
        return []
    return [Fault(f"körning {run.id}", "något har ändrats efter attesten: sigillet stämmer inte")]


def _invariant(connection: sqlite3.Connection) -> list[Fault]:
    return [
        Fault(
            f"{iso_month(item.manad)} {item.arende or ''}".strip(),
            f"utbetalt minus återbetalt skiljer {kronor(item.off)} kr från rätt, utestående, "
            "nedlagt och förskott tillsammans",
        )
        for item in ledger.balances(connection)
        if item.off
    ]


def _latest(runs: list[RunFacts]) -> list[RunFacts]:
    by_month = {run.manad: run for run in runs if run.status in ("attesterad", "exporterad")}
    return [by_month[month] for month in sorted(by_month)]


def _recomputed(
    connection: sqlite3.Connection, run: RunFacts, stamp: Stamp, progress: Progress
) -> list[Fault]:
    """Compute a month anew from the findings as decided and compare every line and share."""
    faults = []
    money = None
    stored: dict[int, list[LineRow]] = {}
    for line in settlements.lines(connection, run.id):
        stored.setdefault(line.brukare_id, []).append(line)
    for computed in checking.replay(connection, run.manad, stamp, progress):
        if money is None:
            money = Money(connection, run.manad, law_service.load(connection), stamp)
            numbers = checks.chosen_numbers(connection)
        person = computed.settlement.brukare
        netted = money.netted(numbers.take(person)[0][1], computed)
        own = stored.pop(person, [])
        if _brief_now(netted.lines) != _brief_stored(own):
            faults.append(Fault(f"körning {run.id} brukare {person}", "raderna blir andra nu"))
        for part in netted.parts:
            kept = ledger.shares(connection, run.id, (person, part.arende))
            if sum(share[5] for share in kept) != part.net.ratt:
                faults.append(
                    Fault(f"körning {run.id} brukare {person}", "andelarna ger inte beloppet")
                )
    if any(line.belopp for lines in stored.values() for line in lines):
        faults.append(Fault(f"körning {run.id}", "brukare i körningen finns inte längre i månaden"))
    return faults


Brief = set[tuple[int | None, str, int, int, int]]


def _brief_now(lines: list[Line]) -> Brief:
    return {
        (line.beslut, line.slag, line.timbelopp, line.timmar, line.belopp)
        for line in lines
        if line.timmar or line.belopp
    }


def _brief_stored(lines: list[LineRow]) -> Brief:
    return {
        (line.beslut_id or 0, line.slag, line.timbelopp, line.timmar, line.belopp)
        for line in lines
        if line.timmar or line.belopp
    }

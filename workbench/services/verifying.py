"""Whether what has been attested still is as it was, and still follows from what is stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import (
    Database,
    chainproof,
    checks,
    differences,
    guards,
    journal,
    ledger,
    proof,
    registered,
    settlements,
    snapshot,
)
from db.chainproof import Head, Walked
from db.journal import Stamp
from db.ledger import RunFacts
from db.proof import Fault
from db.settlements import LineRow
from workbench.domain.money import kronor
from workbench.domain.settlement import Line
from workbench.domain.time import iso_month
from workbench.law.shipped import changed, shipped
from workbench.rules.registry import RULE_VERSION
from workbench.services import checking, heads, omlasning, verifying_claims
from workbench.services import law as law_service
from workbench.services.drafting import Money
from workbench.services.progress import QUIET, Progress


@dataclass(frozen=True, slots=True)
class NewRules:
    """A month attested with other rules or shipped values than the program has now.

    ``vad`` says which; ``skillnader`` is what a recomputation gives otherwise. No break.
    """

    manad: str
    korning: int
    vad: tuple[str, ...]
    skillnader: tuple[Fault, ...]


@dataclass(slots=True)
class Verified:
    """What a verification looked at and what it found; no faults = all holds."""

    huvud: Head
    """The journal's end when it was looked at: the moment that all of this is of."""
    journal: Walked
    tillkomna: int = 0
    """Entries that others have written since."""
    filer: int = 0
    """Received files that were read again, with rows and registers held to them."""
    olasta: list[Fault] = field(default_factory=list)
    """Received files that this program no longer takes, and why: no break."""
    runs: int = 0
    recomputed: list[str] = field(default_factory=list)
    changed_since: list[str] = field(default_factory=list)
    """Months whose facts have changed since the attest: a new run will say what differs."""
    nya_regler: list[NewRules] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def verify(
    database: Database,
    stamp: Stamp,
    *,
    head: dict[str, Any] | None = None,
    public: Path | None = None,
    progress: Progress = QUIET,
) -> Verified:
    """Compute the journal's chain anew, hold every file and attested run to its hash and every row
    of the claims to its runs, read the received files again, and compute the latest run of each
    month anew from stored rows, facts, decisions and values.

    ``head`` was written before (``heads.read``) and must lie in the chain; its signature must
    hold, and be made with the key ``public`` when that is given. All is of one moment, and others
    may write meanwhile: nothing is changed, and temporary tables are this connection's own. Faults
    are in the order they are looked for; the chain's is its first. Raises KeyProblem.
    """
    with closing(database.new_reader()) as connection:
        with snapshot(connection) as reader:
            result = Verified(chainproof.head(reader), heads.walk(reader, progress))
            if result.journal.brott:
                result.faults.append(result.journal.brott)
            result.faults += heads.faults(reader, head, public) if head else []
            _look(reader, result, stamp, progress)
        result.tillkomna = chainproof.head(connection).nummer - result.huvud.nummer
    return result


def _look(reader: sqlite3.Connection, result: Verified, stamp: Stamp, progress: Progress) -> None:
    """Look at everything but the chain."""
    result.faults += guards.faults(reader)
    broken = list(proof.file_faults(reader))
    result.faults += broken
    if not broken:
        again = omlasning.reread(reader, progress)
        result.filer, result.olasta = again.filer, again.olasta
        result.faults += again.faults
    result.faults += proof.faults(reader)
    result.faults += proof.documents(reader)
    result.faults += registered.faults(reader)
    runs = ledger.attested_runs(reader)
    result.runs = len(runs)
    for run in runs:
        result.faults += _sealed(reader, run)
    result.faults += _invariant(reader)
    result.faults += verifying_claims.faults(reader)
    stale = _changed_months(reader)
    for run in _latest(runs):
        if run.manad in stale:
            result.changed_since.append(iso_month(run.manad))
        else:
            _recompute(reader, run, result, stamp, progress)


def _sealed(connection: sqlite3.Connection, run: RunFacts) -> list[Fault]:
    """Hold a run to its seal, and to what the journal said of it when it was attested."""
    where = f"körning {run.id}"
    if ledger.seal(connection, run.id) != run.sigill:
        return [Fault(where, "något har ändrats efter attesten: sigillet stämmer inte")]
    told = journal.told(connection, run.journal or 0)
    if "sigill" not in told:  # attested before the journal told it
        return []
    faults = []
    if told["sigill"] != run.sigill:
        faults.append(Fault(where, "sigillet är inte det som står i journalen"))
    if told["regelversion"] != run.regelversion:
        faults.append(Fault(where, "regelversionen är inte den som står i journalen"))
    if told["rader_sha256"] != proof.rows_digest(connection, run.manad, run.sista_rad):
        faults.append(Fault(where, "en rad i månaden är ändrad eller borttagen efter attesten"))
    return faults


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


def _changed_months(connection: sqlite3.Connection) -> set[int]:
    """Return the months that need a new run for more than a new version of the rules."""
    return {
        item.manad
        for item in differences.outdated(connection, RULE_VERSION)
        if any(item._replace(regler=False)[1:])
    }


def _recompute(
    connection: sqlite3.Connection,
    run: RunFacts,
    result: Verified,
    stamp: Stamp,
    progress: Progress,
) -> None:
    """Compute a month anew: what differs is a break, or comes of what the program has changed."""
    month = iso_month(run.manad)
    found = _recomputed(connection, run, stamp, progress)
    why = _program_changed(connection, run)
    if why and found:
        result.nya_regler.append(NewRules(month, run.id, tuple(why), tuple(found)))
    else:
        result.faults += found
    result.recomputed.append(month)


def _program_changed(connection: sqlite3.Connection, run: RunFacts) -> list[str]:
    why = []
    if run.regelversion != RULE_VERSION:
        why.append(f"regelversion {run.regelversion} då, {RULE_VERSION} nu")
    told = journal.told(connection, run.journal or 0)
    if "varden" in told:
        why += changed(told["varden"], shipped(run.manad))
    return why


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
        where = f"körning {run.id} brukare {person}"
        if _brief_now(netted.lines) != _brief_stored(own):
            then, now = (sum(line.belopp for line in some) for some in (own, netted.lines))
            faults.append(
                Fault(where, f"raderna blir andra nu: {kronor(then)} kr då, {kronor(now)} kr nu")
            )
        for part in netted.parts:
            kept = ledger.shares(connection, run.id, (person, part.arende))
            if sum(share[5] for share in kept) != part.net.ratt:
                faults.append(Fault(where, "andelarna ger inte beloppet"))
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

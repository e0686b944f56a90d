"""What a month would be with another value: computed whole, and nothing stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from db import Database, overview, settlements
from db.journal import Stamp
from db.settlements import LineRow
from workbench.services.law import Trial
from workbench.services.progress import QUIET, Progress
from workbench.services.settling import settle
from workbench.services.viewing import Viewer


class Tried(NamedTuple):
    """A month now and with the values tried, öre; ``rader`` are (who, before, after) of those who
    get another amount, ``korning`` the stored run compared with (None: there is none)."""

    korning: int | None
    fore: int
    efter: int
    rader: tuple[tuple[str, int, int], ...]


def try_values(
    database: Database,
    month: int,
    stamp: Stamp,
    trial: Trial,
    viewer: Viewer,
    progress: Progress = QUIET,
) -> Tried:
    """Settle a month with other values in a dry run, and hold it to the latest stored run.

    Raises RateMissing, Cancelled, UnknownPolicy and InvalidPolicyValue.
    """
    result = settle(database, month, stamp, dry_run=True, trial=trial, progress=progress)
    connection = database.read()
    run = settlements.latest_run(connection, month)
    before = _sums(settlements.lines(connection, run.id)) if run else {}
    after = _sums(result.lines)
    changed = sorted(who for who in {*before, *after} if before.get(who, 0) != after.get(who, 0))
    named = overview.persons(connection, changed)
    rows = [
        (viewer.name(who, *named[who]), before.get(who, 0), after.get(who, 0)) for who in changed
    ]
    return Tried(
        run.id if run else None, sum(before.values()), sum(after.values()), tuple(sorted(rows))
    )


def _sums(lines: Iterable[LineRow]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for line in lines:
        found[line.brukare_id] += line.belopp
    return found

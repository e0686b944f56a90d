"""The made-up municipality: generated as files, taken in by the same import as real ones."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from db import Database
from db.journal import Stamp
from workbench.demo import DemoResult, ScaleName, generate
from workbench.domain.time import month_of, parse_day
from workbench.rules.registry import KODER
from workbench.services import overview
from workbench.services.errors import Refused
from workbench.services.importing import ORDER, import_paths
from workbench.services.progress import Progress
from workbench.services.settling import SettlementResult, settle


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made up and where to look, and the drafts of its months."""

    made: DemoResult
    runs: list[SettlementResult]


def make(database: Database, scale: str, seed: int, stamp: Stamp, progress: Progress) -> Demo:
    """Fill an empty database with three made-up months up to the last that has ended; settle them.

    Raises Refused when the database has content.
    """
    if overview.files(database.read()):
        raise Refused(
            f"{database.path} har redan innehåll. Ange en ny fil med --db, så att påhittade "
            "personer aldrig blandas med verkliga."
        )
    name = next(item for item in get_args(ScaleName) if item == scale)
    last = month_of(parse_day(stamp.dag)) - 1
    with tempfile.TemporaryDirectory(prefix="workbench-demo-") as folder:
        progress.step("Hittar på en kommun", 0, 0)
        made = generate(Path(folder), name, seed, last_month=last)
        for path in sorted(made.files, key=_rank):
            result = import_paths(
                database, [path], stamp, received=made.received.get(path), progress=progress
            )
            if result.fel:
                raise RuntimeError(f"{path.name}: {result.fel[0].fel}")
    runs = [settle(database, month, stamp, progress=progress) for month in made.months]
    shown = tuple(entry for entry in made.guide if entry.kod in KODER)
    return Demo(replace(made, guide=shown), runs)


def _rank(path: Path) -> tuple[int, str]:
    kind = path.stem.partition("-")[0]
    return ORDER.index(kind) if kind in ORDER else len(ORDER), path.name

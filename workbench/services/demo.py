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
from workbench.services.sjukfallsimport import CLAIM_KINDS


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made up and where to look, and the drafts of its months."""

    made: DemoResult
    runs: list[SettlementResult]


def make(database: Database, scale: str, seed: int, stamp: Stamp, progress: Progress) -> Demo:
    """Fill an empty database with three made-up months up to the last that has ended; settle them.

    A month before them that the guide points to is settled as well.
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
        for paths in _units(made):
            received = made.received.get(paths[0])
            result = import_paths(database, paths, stamp, received=received, progress=progress)
            if result.fel:
                raise RuntimeError(f"{result.fel[0].fil}: {result.fel[0].fel}")
    shown = tuple(entry for entry in made.guide if entry.kod in KODER)
    months = sorted({*made.months, *(entry.month for entry in shown)})
    runs = [settle(database, month, stamp, progress=progress) for month in months]
    return Demo(replace(made, guide=shown), runs)


def _units(made: DemoResult) -> list[list[Path]]:
    """Return the files in the order they are taken in; a case and its passes come together."""
    files = sorted(made.files, key=_rank)
    claims = [path for path in files if path.stem in CLAIM_KINDS]
    return [[path] for path in files if path not in claims] + [claims]


def _rank(path: Path) -> tuple[int, str]:
    kind = path.stem.partition("-")[0]
    return ORDER.index(kind) if kind in ORDER else len(ORDER), path.name

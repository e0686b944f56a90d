"""Takes in, checks and settles one brukare after the other in a database that is large.

Run in a process of its own: ``python -m benchmarks.person DATABASE MONTH DAY FILE...``. The first
file warms up; prints the milliseconds of import and of settlement for each of the others.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from db import open_database
from db.journal import Stamp
from workbench.cli.context import now
from workbench.domain.time import parse_month
from workbench.services.importing import import_paths
from workbench.services.settling import settle


def main() -> None:
    """Measure."""
    path, month, day, *files = sys.argv[1:]
    # The day of the settlement before: another day could make other people due as well.
    stamp = Stamp(now(), "benchmark")
    taken: list[tuple[float, float]] = []
    with open_database(Path(path), create=False) as database:
        for file in files:
            begun = perf_counter()
            result = import_paths(database, [Path(file)], stamp, received=day)
            stored = perf_counter()
            settle(database, parse_month(month), stamp)
            settled = perf_counter()
            if result.fel or not result.rader:
                raise SystemExit(f"{file} was not stored")
            taken.append((1000 * (stored - begun), 1000 * (settled - stored)))
    print(json.dumps(taken[1:]))


if __name__ == "__main__":
    main()

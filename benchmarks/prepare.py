"""Writes what is measured on: the demo municipality and the first N rows of its last month.

Run in a process of its own (``python -m benchmarks.prepare``), so that the process that measures
stays small: on Linux a child's peak memory is never below its parent's.
"""

from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path
from typing import TextIO

from workbench.demo import ScaleName, generate
from workbench.domain.time import parse_month

MONTH = "2026-09"
RECEIVED = "2026-10-04"
SEED = 1
PEOPLE = 8
REGISTERS = "registers"


def demo_files(folder: Path, scale: ScaleName) -> Path:
    """Return the folder of the demo files; they are made unless they are there already.

    The registers lie in a folder of their own.
    """
    made = folder / f"demo-{scale}-{SEED}"
    done = made / "done.json"
    if not done.exists():
        result = generate(made, scale, SEED, last_month=parse_month(MONTH))
        (made / REGISTERS).mkdir(exist_ok=True)
        for path in result.files:
            if not path.name.startswith("tidrapporter"):
                path.rename(made / REGISTERS / path.name)
        done.write_text(json.dumps(result.counts), "utf-8")
    return made


def people(report: Path) -> list[str]:
    """Return the first brukare of the file: their rows are kept back for ``one-brukare``."""
    found: dict[str, None] = {}
    with report.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            found[line[:12]] = None
            if len(found) == PEOPLE:
                break
    return list(found)


def subsets(demo: Path, sizes: list[int]) -> None:
    """Write the first rows of the month for every size, and a file for each kept brukare."""
    report = demo / f"tidrapporter-{MONTH}.csv"
    largest = rows_file(demo, max(sizes))
    own: dict[str, list[str]] = {number: [] for number in people(report)}
    rows = 0
    with report.open(encoding="utf-8", newline="") as lines, _write(largest) as out:
        header = next(lines)
        out.write(header)
        for line in lines:
            if line[:12] in own:
                own[line[:12]].append(line)
            elif rows < max(sizes):
                out.write(line)
                rows += 1
    if rows < max(sizes):
        raise SystemExit(f"The demo has {rows} rows to measure on; {max(sizes)} were asked for.")
    for size in set(sizes) - {max(sizes)}:
        with (
            largest.open(encoding="utf-8", newline="") as lines,
            _write(rows_file(demo, size)) as out,
        ):
            out.writelines(islice(lines, size + 1))
    for number, taken in enumerate(own.values()):
        (demo / f"one-{number}.csv").write_text(header + "".join(taken), "utf-8")


def rows_file(demo: Path, rows: int) -> Path:
    """Return the file that holds the first rows of the month."""
    return demo / f"rows-{rows}.csv"


def _write(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def names(demo: Path) -> None:
    """Write the names that a screen can show in a row, one a line."""
    with (demo / REGISTERS / "brukare.csv").open(encoding="utf-8") as lines:
        next(lines)
        shown = sorted({line.split(";")[1] for line in lines})
    (demo / "names.txt").write_text("\n".join(shown), "utf-8")


def main() -> None:
    """Prepare a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="L")
    parser.add_argument("--rows", type=int, nargs="+", required=True)
    chosen = parser.parse_args()
    demo = demo_files(chosen.folder, chosen.scale)
    subsets(demo, chosen.rows)
    names(demo)


if __name__ == "__main__":
    main()

"""Runs the measures in interleaved rounds and prints one table; see README.md beside."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import rows as chains
from benchmarks.figures import Figure, shown_rows, table
from benchmarks.prepare import MONTH, RECEIVED, rows_file
from benchmarks.process import BenchmarkError, compile_bytecode, copy, python, run, workbench
from benchmarks.rows import Rows
from benchmarks.starts import Help

MEASURES = (*chains.NEEDS, "help", "tui-first-paint", "tui-page-down", "tui-list")


def say(text: str) -> None:
    """Tell on stderr how far it is; stdout is the result."""
    print(text, file=sys.stderr, flush=True)


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES, metavar="NAME")
    parser.add_argument("--findings", type=int, nargs="+", default=[10_000, 1_000_000], metavar="N")
    parser.add_argument("--scale", choices=("S", "M", "L"), default="L", help="The demo's size.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Write figures and samples too.")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="Work here, and use the demo files there are."
    )
    chosen = parser.parse_args(given)
    if min(*chosen.rows, *chosen.findings, chosen.rounds) < 1:
        parser.error("--rows, --findings and --rounds take numbers from 1")
    chosen.rows = sorted(set(chosen.rows))
    chosen.findings = sorted(set(chosen.findings))
    return chosen


class Bench:
    """One run: what is prepared once, the rounds, and the figures."""

    def __init__(self, chosen: argparse.Namespace, folder: Path) -> None:
        self.chosen = chosen
        self.folder = folder
        self.demo = folder / f"demo-{chosen.scale}-1"
        self.names: tuple[str, ...] = tuple(chosen.only)
        self.shell = shutil.which("sqlite3")
        self.notes: list[str] = []
        self.figures: list[Figure] = []
        self.chains: list[Rows] = []
        self.settled: set[int] = set()

    def run(self) -> None:
        """Measure everything that was asked for."""
        compile_bytecode(self.folder)
        say("Preparing the demo")
        rows = map(str, self.chosen.rows)
        scale = self.chosen.scale
        run(python("-m", "benchmarks.prepare", self.folder, "--scale", scale, "--rows", *rows),
            self.folder)  # fmt: skip
        self._rows()
        if "help" in self.names:
            self._guarded("help", self._help)
        if "tui-first-paint" in self.names:
            self._guarded("tui-first-paint", self._first_paint)
        if "tui-page-down" in self.names:
            self._guarded("tui-page-down", self._pages)
        if "tui-list" in self.names:
            self._guarded("tui-list", self._lists)

    def _guarded(self, name: str, measure: Callable[[], list[Figure]]) -> None:
        try:
            self.figures += measure()
        except (BenchmarkError, ImportError) as error:
            self.notes.append(f"{name} was not measured: {error}")

    def _rounds(self, what: str, *rounds: Callable[[], None]) -> None:
        for number in range(self.chosen.rounds):
            say(f"{what}: round {number + 1} of {self.chosen.rounds}")
            for one in rounds:
                one()

    def _rows(self) -> None:
        steps = chains.steps(self.names)
        if not steps:
            return
        if self.shell is None and steps & set(chains.FLOORS):
            self.notes.append(
                "There is no sqlite3 shell on this machine (package sqlite3), so the floors F1 and "
                "F2 are skipped, and with them the ratios to them."
            )
        registered = chains.registered(self.demo, self.folder)
        screens = "settle" in steps and bool(
            {"tui-first-paint", "tui-page-down", "tui-list"} & set(self.names)
        )
        self.chains = [
            Rows(rows, self.demo, self.folder, self.shell, steps, screens)
            for rows in self.chosen.rows
        ]
        for number in range(self.chosen.rounds):
            for chain in self.chains:
                say(f"{shown_rows(chain.rows)} rows: round {number + 1} of {self.chosen.rounds}")
                chain.round(number, registered)
        if screens:
            self.settled.update(self.chosen.rows)
        self.figures += chains.figures(self.chains, self.names)

    def _help(self) -> list[Figure]:
        side = Help(self.folder)
        self._rounds("help", side.round)
        return side.figures()

    def _settled(self, rows: int) -> Path:
        """Return a settled database: the one the chain left, or made now."""
        path = self.folder / f"settled-{rows}.db"
        if rows not in self.settled:
            self.settled.add(rows)
            say(f"Making a settled database of {shown_rows(rows)} rows")
            copy(chains.registered(self.demo, self.folder), path)
            run(workbench(path, "import", rows_file(self.demo, rows), "--received", RECEIVED),
                self.folder)  # fmt: skip
            run(workbench(path, "settle", "--month", MONTH), self.folder, allowed=(0, 1))
        return path

    def _first_paint(self) -> list[Figure]:
        from benchmarks.screens import FirstPaint

        sides = [
            FirstPaint(rows, self._settled(rows), self.demo, self.folder)
            for rows in self.chosen.rows
        ]
        self._rounds("tui-first-paint", *(side.round for side in sides))
        return [figure for side in sides for figure in side.figures()]

    def _pages(self) -> list[Figure]:
        from benchmarks.screens import Pages, page_figures, with_findings

        base = self._settled(self.chosen.rows[0])
        lists = []
        for count in self.chosen.findings:
            say(f"Making a database of {shown_rows(count)} findings")
            path = with_findings(base, count, self.folder)
            lists.append(Pages(count, path, self.demo, self.folder))
        self._rounds("tui-page-down", *(pages.round for pages in lists))
        return page_figures(lists)

    def _lists(self) -> list[Figure]:
        from benchmarks.lists import Lists, list_figures
        from benchmarks.screens import with_findings

        base = self._settled(self.chosen.rows[0])
        lists = []
        for count in self.chosen.findings:
            say(f"Making a database of {shown_rows(count)} findings")
            path = with_findings(base, count, self.folder)
            lists.append(Lists(count, path, self.demo, self.folder))
        self._rounds("tui-list", *(one.round for one in lists))
        return list_figures(lists)

    def document(self) -> dict[str, object]:
        """Return everything as one JSON document."""
        return {
            "machine": machine(),
            "options": {
                "rows": self.chosen.rows,
                "rounds": self.chosen.rounds,
                "scale": self.chosen.scale,
                "findings": self.chosen.findings,
                "only": list(self.names),
            },
            "notes": self.notes,
            "figures": [asdict(figure) | {"verdict": figure.verdict} for figure in self.figures],
            "samples": [
                {
                    "rows": chain.rows,
                    "rounds": [
                        {step: asdict(sample) for step, sample in taken.items()}
                        for taken in chain.samples
                    ],
                    "one_brukare_ms": chain.people,
                }
                for chain in self.chains
            ],
        }


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 1),
    }


def main(given: Sequence[str] | None = None) -> int:
    """Run, print the table, and return 0 whatever the figures are: they judge, not the exit."""
    chosen = arguments(given)
    if os.name != "posix":
        say("The benchmarks need Linux or macOS: they measure with wait4 and pseudo-terminals.")
        return 2
    with tempfile.TemporaryDirectory(prefix="workbench-benchmarks-") as temporary:
        folder = (chosen.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(chosen, folder)
        try:
            bench.run()
        except BenchmarkError as error:
            say(f"Stopped: {error}")
            return 1
    print(table(bench.figures))
    print()
    for note in bench.notes:
        print(f"Note: {note}")
    here = machine()
    print(
        f"{here['cores']} cores, {here['system']}, Python {here['python']}, SQLite "
        f"{here['sqlite']}, load {here['load']} at the end, {chosen.rounds} rounds"
    )
    if chosen.json:
        chosen.json.write_text(json.dumps(bench.document(), indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

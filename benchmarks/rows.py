"""Rows in and a month settled, beside the same rows through SQLite's own shell.

One round is a chain on one fresh database: F1, F2, import, settle, settle again, the same file
again, and one brukare after the other. Ratios pair what ran in the same round.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, growth, measured, ratio
from benchmarks.prepare import MONTH, RECEIVED, rows_file
from benchmarks.process import Sample, copy, python, remove, run, workbench

NEEDS = {
    "import-rows": ("f1", "f2", "import"),
    "check-settle": ("f2", "import", "settle"),
    "settle-again": ("import", "settle", "again"),
    "same-file": ("f1", "import", "same"),
    "one-brukare": ("import", "settle", "one"),
}
FLOORS = ("f1", "f2")
IMPORT_MIB = 150
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
CREATE = "CREATE TABLE s(brukare,assistent,arbetsgivare,datum,start,slut,slag);"
INDEXES = (
    "CREATE INDEX s_assistent ON s(assistent,datum,start);",
    "CREATE INDEX s_brukare ON s(brukare,datum,start);",
)


@dataclass
class Rows:
    """The chain for one number of rows, and what its rounds took."""

    rows: int
    demo: Path
    folder: Path
    shell: str | None
    steps: frozenset[str]
    keep: bool
    samples: list[dict[str, Sample]] = field(default_factory=list)
    people: list[list[tuple[float, float]]] = field(default_factory=list)

    @property
    def settled(self) -> Path:
        """The settled database that the last round leaves for others."""
        return self.folder / f"settled-{self.rows}.db"

    def round(self, number: int, registered: Path) -> None:
        """Run every step once; floors come first and last in turn."""
        taken: dict[str, Sample] = {}
        floors_first = number % 2 == 0
        if floors_first:
            self._floors(taken)
        self._ours(taken, registered)
        if not floors_first:
            self._floors(taken)
        self.samples.append(taken)

    def _floors(self, taken: dict[str, Sample]) -> None:
        if self.shell is None:
            return
        path = self.folder / "floor.db"
        load = [
            *(self.shell, path, PRAGMAS, CREATE, ".separator ;"),
            f".import --skip 1 {rows_file(self.demo, self.rows)} s",
        ]
        for name, indexes in (("f1", ()), ("f2", INDEXES)):
            if name in self.steps:
                remove(path)
                taken[name] = run([*map(str, load), *indexes], self.folder)
        remove(path)

    def _ours(self, taken: dict[str, Sample], registered: Path) -> None:
        if not self.steps - set(FLOORS):
            return
        path = self.folder / "ours.db"
        copy(registered, path)
        report = rows_file(self.demo, self.rows)
        store = workbench(path, "import", report, "--received", RECEIVED)
        settle = workbench(path, "settle", "--month", MONTH)
        taken["import"] = run(store, self.folder)
        for name in ("settle", "again"):
            if name in self.steps:
                taken[name] = run(settle, self.folder, allowed=(0, 1))
        if "same" in self.steps:
            taken["same"] = run(store, self.folder)
        if self.keep:
            copy(path, self.settled)
        if "one" in self.steps:
            self._people(path)
        remove(path)

    def _people(self, path: Path) -> None:
        said = self.folder / "people.json"
        files = sorted(self.demo.glob("one-*.csv"))
        command = python("-m", "benchmarks.person", path, MONTH, RECEIVED, *files)
        run(command, self.folder, output=said)
        self.people.append(json.loads(said.read_text("utf-8")))

    def series(self, step: str) -> list[Sample]:
        """Return the samples of a step, round by round."""
        return [taken[step] for taken in self.samples if step in taken]

    def one_ms(self) -> list[float]:
        """Return the milliseconds from one brukare's file to the settled month."""
        return [stored + settled for people in self.people for stored, settled in people]


def steps(names: Sequence[str]) -> frozenset[str]:
    """Return the steps that some measures need."""
    return frozenset(step for name in names for step in NEEDS.get(name, ()))


def registered(demo: Path, folder: Path) -> Path:
    """Return a database that holds the registers, made with the program itself."""
    path = folder / "registers.db"
    remove(path)
    run(workbench(path, "import", demo / "registers"), folder)
    return path


def figures(chains: Sequence[Rows], names: Sequence[str]) -> list[Figure]:
    """Return what the chains say, smallest number of rows first."""
    found: list[Figure] = []
    if "import-rows" in names:
        found += _against(chains, "import-rows", "import", "f2", 1.6)
        found += _against(chains, "import-rows", "import", "f1", None)
        found += _memory(chains, "import-rows", "import", IMPORT_MIB)
        found += _against(chains, "floor", "f2", "f1", None)
    if "check-settle" in names:
        found += _against(chains, "check-settle", "settle", "f2", 2.0)
        found += _memory(chains, "check-settle", "settle", None)
    if "settle-again" in names:
        found += _against(chains, "settle-again", "again", "settle", 0.1)
    if "same-file" in names:
        found += _against(chains, "same-file", "same", "f1", 0.3)
    if "one-brukare" in names:
        found += _one_brukare(chains)
    return found


def _against(
    chains: Sequence[Rows], name: str, ours: str, floor: str, goal: float | None
) -> list[Figure]:
    made = [
        ratio(name, f"{ours} / {floor}", chain.rows, chain.series(ours), chain.series(floor), goal)
        for chain in chains
        if chain.series(ours) and chain.series(floor)
    ]
    return made + growth(made)


def _memory(chains: Sequence[Rows], name: str, step: str, goal: float | None) -> list[Figure]:
    made = [
        measured(
            name,
            f"peak memory of {step}",
            chain.rows,
            [sample.mib for sample in chain.series(step)],
            "MiB",
            goal,
        )
        for chain in chains
        if chain.series(step)
    ]
    return made + growth(made, goal=None if goal is None else 1.2)


def _one_brukare(chains: Sequence[Rows]) -> list[Figure]:
    made = [
        measured("one-brukare", "file to settled month", chain.rows, chain.one_ms(), "ms", 50)
        for chain in chains
        if chain.people
    ]
    parts = [
        measured(
            "one-brukare",
            "of which import",
            chain.rows,
            [stored for people in chain.people for stored, _ in people],
            "ms",
            None,
        )
        for chain in chains
        if chain.people
    ]
    return made + growth(made) + parts

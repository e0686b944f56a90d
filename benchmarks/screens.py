"""The screens in a terminal: first paint beside a bare Textual app, and pages of a long list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.bare import SHOWN
from benchmarks.figures import Figure, growth, measured, percentile, ratio
from benchmarks.process import Sample, copy, python, run, workbench
from benchmarks.terminal import Terminal

LONGEST = 60.0
STARTS = 2
"""Starts of either side per round."""

WARM_UP, PAGES = 5, 40
PAGE_DOWN = b"\x1b[6~"
REVIEW = b"2"
PROTECTED = re.compile(r"\[skyddad\] \d")
"""What stands in the row of a brukare whose name isn't shown."""


def any_name(demo: Path) -> Callable[[str], bool]:
    """Return what tells whether a brukare of the demo is on the screen."""
    names = (demo / "names.txt").read_text("utf-8").splitlines()
    return lambda text: PROTECTED.search(text) is not None or any(name in text for name in names)


class FirstPaint:
    """From the start of the process to the first row of the month's list."""

    def __init__(self, rows: int, database: Path, demo: Path, folder: Path) -> None:
        self.rows = rows
        self._ours = workbench(database)
        self._folder = folder
        self._named = any_name(demo)
        self.samples: list[tuple[Sample, Sample]] = []
        self._pair()
        self.samples.clear()

    def round(self) -> None:
        """Start both sides in turn."""
        for _ in range(STARTS):
            self._pair()

    def _pair(self) -> None:
        ours = self._start(self._ours, self._named)
        bare = python("-m", "benchmarks.bare")
        self.samples.append((ours, self._start(bare, lambda text: SHOWN in text)))

    def _start(self, command: list[str], wanted: Callable[[str], bool]) -> Sample:
        with Terminal(command, self._folder) as terminal:
            seconds = terminal.shown(wanted, LONGEST) - terminal.begun
            return Sample(seconds, 0.0, terminal.peak_mib() or 0.0)

    def figures(self) -> list[Figure]:
        """Return the ratio, and the memory beside the bare app's."""
        name, (ours, bare) = "tui-first-paint", zip(*self.samples, strict=True)
        found = [ratio(name, "month / bare Textual", self.rows, ours, bare, 1.5)]
        for what, side in (("peak memory, month", ours), ("peak memory, bare", bare)):
            values = [sample.mib for sample in side]
            found.append(measured(name, what, self.rows, values, "MiB", None))
        return found


def with_findings(base: Path, count: int, folder: Path) -> Path:
    """Return a copy of a settled database with ``count`` findings."""
    path = folder / f"findings-{count}.db"
    copy(base, path)
    run(python("-m", "benchmarks.findings", path, str(count)), folder)
    return path


class Pages:
    """From a page-down key to the last byte of the page, in the list of findings."""

    def __init__(self, count: int, database: Path, demo: Path, folder: Path) -> None:
        self.count = count
        self._command = workbench(database)
        self._folder = folder
        self._named = any_name(demo)
        self.opened: list[float] = []
        self.keys: list[float] = []
        self.drawn: list[float] = []
        self.whole: list[float] = []
        self.missing = 0
        self.mib: list[float] = []

    def round(self) -> None:
        """Open the list and page through it."""
        with Terminal(self._command, self._folder) as terminal:
            terminal.shown(self._named, LONGEST)
            first = len(terminal.chunks)
            begun = terminal.send(REVIEW)
            self.opened.append(1000 * (terminal.shown(self._named, LONGEST, first) - begun))
            terminal.settle(LONGEST)
            for number in range(WARM_UP + PAGES):
                taken = terminal.press(PAGE_DOWN)
                if taken is None:
                    self.missing += 1
                elif number >= WARM_UP:
                    self.drawn.append(1000 * taken.rows)
                    self.keys.append(1000 * taken.burst)
                    self.whole.append(1000 * taken.all)
            self.mib.append(terminal.peak_mib() or 0.0)

    def figures(self) -> list[Figure]:
        """Return the median and the 95th percentile of a page."""
        name, rows = "tui-page-down", self.count
        low, high = min(self.keys), max(self.keys)
        late = f"{self.missing} keys without an answer" if self.missing else ""
        p50, p95 = (percentile(self.keys, part) for part in (50, 95))
        return [
            Figure(name, "page p50", rows, p50, "ms", low, high, detail=late),
            Figure(name, "page p95", rows, p95, "ms", low, high, 25),
            measured(name, "its rows alone", rows, self.drawn, "ms", None),
            measured(name, "page and detail pane", rows, self.whole, "ms", None),
            measured(name, "opening the list", rows, self.opened, "ms", None),
            measured(name, "peak memory", rows, self.mib, "MiB", None),
        ]


def page_figures(lists: Sequence[Pages]) -> list[Figure]:
    """Return the figures of every length of list, and how p95 grows."""
    found = [figure for pages in lists for figure in pages.figures()]
    return found + growth([figure for figure in found if figure.what == "page p95"])

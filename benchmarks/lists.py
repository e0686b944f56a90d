"""Keys in a list of a million: each from the key to what it draws, beside a bare page of lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.barelist import SHOWN
from benchmarks.figures import Figure, measured, percentile
from benchmarks.process import python, workbench
from benchmarks.screens import LONGEST, PAGE_DOWN, REVIEW, any_name
from benchmarks.terminal import Answered, Terminal

NAME = "tui-list"
GOAL = 50
"""Milliseconds from a key to what it draws."""
END, HOME, ESCAPE, ENTER, DOWN = b"\x1b[F", b"\x1b[H", b"\x1b", b"\r", b"\x1b[B"
WARM_UP = 5
PAGES, JUMPS, TURNS, SEARCHES = 40, 10, 10, 10
FAR = 1000
"""Pages before memory is looked at again."""
LETTERS = "andersson lind"


class Lists:
    """One length of list: what the keys took, in milliseconds, and the memory."""

    def __init__(self, count: int, database: Path, demo: Path, folder: Path) -> None:
        self.count = count
        self._command = workbench(database)
        self._folder = folder
        self._named = any_name(demo)
        self.keys: dict[str, list[float]] = {}
        self.rows: dict[str, list[float]] = {}
        self.floor: list[float] = []
        self.opened: list[float] = []
        self.before: list[float] = []
        self.after: list[float] = []

    def round(self) -> None:
        """Measure the floor, then every key."""
        with Terminal(python("-m", "benchmarks.barelist"), self._folder) as terminal:
            terminal.shown(lambda text: SHOWN in text, LONGEST)
            terminal.settle(LONGEST)
            for number in range(WARM_UP + PAGES):
                taken = terminal.press(PAGE_DOWN)
                if taken is not None and number >= WARM_UP:
                    self.floor.append(1000 * taken.burst)
        with Terminal(self._command, self._folder) as terminal:
            terminal.shown(self._named, LONGEST)
            terminal.settle(LONGEST)
            self._month(terminal)
            self._findings(terminal)

    def _month(self, terminal: Terminal) -> None:
        """Write a filter in the list of brukare, which is filtered at each letter, and empty it."""
        terminal.press(b"/")
        for letter in LETTERS:
            self._note("brukare: filter letter", terminal.press(letter.encode()))
        terminal.press(ESCAPE)

    def _findings(self, terminal: Terminal) -> None:
        first = len(terminal.chunks)
        begun = terminal.send(REVIEW)
        self.opened.append(1000 * (terminal.shown(self._named, LONGEST, first) - begun))
        terminal.wait_calm(LONGEST)
        self._times(terminal, "page down", PAGE_DOWN, WARM_UP + PAGES, WARM_UP)
        self._times(terminal, "end", END, JUMPS, between=HOME, also="home")
        terminal.press(b"/")
        for letter in LETTERS:
            self._note("filter letter", terminal.press(letter.encode()))
        terminal.press(ESCAPE)
        terminal.wait_calm(LONGEST)
        for _ in range(TURNS):
            self._note("filter by key", terminal.press(b"a"))
            terminal.wait_calm(LONGEST)
        for key in (b"S", *(DOWN,) * 4, ENTER):
            terminal.press(key)
        terminal.wait_calm(LONGEST)
        for _ in range(TURNS):
            self._note("sort", terminal.press(b"R"))
            self._note("page while all is sorted", terminal.press(PAGE_DOWN))
            terminal.wait_calm(LONGEST)
        terminal.press(b"F")
        terminal.press(b"an")
        terminal.press(ENTER)
        for _ in range(SEARCHES):
            self._note("search", terminal.press(b"N"))
        terminal.wait_calm(LONGEST)
        self.before.append(terminal.rss_mib() or 0.0)
        for _ in range(FAR):
            terminal.send(PAGE_DOWN)
            while terminal.read(0.02):
                pass
        terminal.wait_calm(LONGEST)
        self.after.append(terminal.rss_mib() or 0.0)

    def _times(
        self,
        terminal: Terminal,
        what: str,
        key: bytes,
        many: int,
        skipped: int = 0,
        between: bytes = b"",
        also: str = "",
    ) -> None:
        for number in range(many):
            taken = terminal.press(key)
            if number >= skipped:
                self._note(what, taken)
            if between:
                self._note(also, terminal.press(between))

    def _note(self, what: str, taken: Answered | None) -> None:
        if taken is not None:
            self.keys.setdefault(what, []).append(1000 * taken.burst)
            self.rows.setdefault(what, []).append(1000 * taken.all)

    def figures(self) -> list[Figure]:
        """Return the median and the 95th percentile of every key, and both beside the floor's."""
        rows = self.count
        base = {part: percentile(self.floor, part) for part in (50, 95)}
        found = [
            Figure(NAME, f"bare page p{part}", rows, base[part], "ms", min(self.floor),
                   max(self.floor)) for part in (50, 95)
        ]  # fmt: skip
        for what, values in self.keys.items():
            for part in (50, 95):
                value = percentile(values, part)
                goal = GOAL if part == 95 else None
                ratio = f"{value / base[part]:.1f} x the bare page"
                found.append(
                    Figure(NAME, f"{what} p{part}", rows, value, "ms", min(values), max(values),
                           goal, detail=ratio)
                )  # fmt: skip
        for what in ("filter by key", "sort", "search"):
            if what in self.rows:
                found.append(
                    measured(NAME, f"{what}: rows there", rows, self.rows[what], "ms", None)
                )
        found.append(measured(NAME, "first page after the key", rows, self.opened, "ms", 300))
        growth = [after - before for before, after in zip(self.before, self.after, strict=True)]
        found.append(measured(NAME, "memory before", rows, self.before, "MiB", None))
        found.append(measured(NAME, f"memory more after {FAR} pages", rows, growth, "MiB", None))
        return found


def list_figures(lists: Sequence[Lists]) -> list[Figure]:
    """Return the figures of every length of list."""
    return [figure for one in lists for figure in one.figures()]

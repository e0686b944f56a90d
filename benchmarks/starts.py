"""The start of the program that everyone waits for: ``--help`` beside an import of click."""

from __future__ import annotations

from pathlib import Path

from benchmarks.figures import Figure, ratio
from benchmarks.process import Sample, python, run

PAIRS = 3
"""Pairs per round: a start takes a tenth of a second, so one alone says little."""


class Help:
    """``workbench --help`` beside ``python -c "import click"``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.samples: list[tuple[Sample, Sample]] = []
        self._pair()
        self.samples.clear()

    def round(self) -> None:
        """Run the pair a few times."""
        for _ in range(PAIRS):
            self._pair()

    def _pair(self) -> None:
        ours = run(python("-m", "workbench", "--help"), self.folder)
        self.samples.append((ours, run(python("-c", "import click"), self.folder)))

    def figures(self) -> list[Figure]:
        """Return the ratio."""
        ours, floor = ([pair[i] for pair in self.samples] for i in (0, 1))
        return [ratio("help", "--help / import click", None, ours, floor, 1.5)]

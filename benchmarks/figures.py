"""Figures: medians of paired ratios, the goal beside them, and one table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.process import Sample

JUDGED_FROM = 200_000
"""Rows from which a ratio to a floor is judged: below, starting the process is most of it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. ``low`` and ``high`` are the extremes over the rounds.

    ``cpu`` is the same ratio in CPU seconds, which other work on the machine disturbs less;
    ``detail`` gives the absolute values for orientation.
    """

    measure: str
    what: str
    rows: int | None
    value: float
    unit: str
    low: float
    high: float
    goal: float | None = None
    cpu: float | None = None
    detail: str = ""
    judged: bool = True

    @property
    def verdict(self) -> str:
        """``ok``, ``over``, or nothing when there is no goal or too few rows to judge."""
        if self.goal is None or not self.judged:
            return ""
        return "ok" if self.value <= self.goal else "over"


def ratio(
    measure: str,
    what: str,
    rows: int | None,
    ours: Sequence[Sample],
    floor: Sequence[Sample],
    goal: float | None,
) -> Figure:
    """Return the median of the ratios of what ran in the same round."""
    pairs = list(zip(ours, floor, strict=True))
    wall = [a.seconds / b.seconds for a, b in pairs]
    absolute = f"{seconds(ours)} / {seconds(floor)}"
    return Figure(
        measure,
        what,
        rows,
        median(wall),
        "x",
        min(wall),
        max(wall),
        goal,
        median([a.cpu / b.cpu for a, b in pairs]) if all(b.cpu for b in floor) else None,
        absolute,
        rows is None or rows >= JUDGED_FROM,
    )


def seconds(samples: Sequence[Sample]) -> str:
    """Return the median wall time for people."""
    taken = median(sample.seconds for sample in samples)
    return f"{taken:.2f} s" if taken >= 1 else f"{1000 * taken:.0f} ms"


def measured(
    measure: str,
    what: str,
    rows: int | None,
    values: Sequence[float],
    unit: str,
    goal: float | None,
) -> Figure:
    """Return the median of values that are no ratios."""
    return Figure(measure, what, rows, median(values), unit, min(values), max(values), goal)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile, inclusive; a single value is its own."""
    return quantiles(values, n=100, method="inclusive")[percent - 1] if values[1:] else values[0]


def growth(made: Sequence[Figure], goal: float | None = None) -> list[Figure]:
    """Return how the figure changes from the fewest rows to the most."""
    if len(made) < 2:
        return []
    first, last = made[0], made[-1]
    value = last.value / first.value
    what = f"{first.what}: {shown_rows(first.rows)} to {shown_rows(last.rows)}"
    return [Figure(first.measure, what, None, value, "x", value, value, goal)]


def shown_rows(rows: int | None) -> str:
    """Return a number of rows for people."""
    if rows is None:
        return ""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if rows >= size and rows % size == 0:
            return f"{rows // size}{letter}"
    return str(rows)


HEAD = ("Measure", "What", "Rows", "Median", "Min-max", "CPU", "Goal", "", "Ours / floor")
RIGHT = (2, 3, 4, 5, 6)


def table(figures: Sequence[Figure]) -> str:
    """Return all figures as a table of plain text that Markdown reads as well."""
    lines = [HEAD, *map(_line, figures)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    rule = [("-" * (w - 1) + ":") if i in RIGHT else "-" * w for i, w in enumerate(widths)]
    return "\n".join(
        "| " + " | ".join(_aligned(cell, width, i) for i, (cell, width) in cells) + " |"
        for cells in (
            list(enumerate(zip(line, widths, strict=True))) for line in (lines[0], rule, *lines[1:])
        )
    )


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column in RIGHT else cell.ljust(width)


def _line(figure: Figure) -> tuple[str, ...]:
    return (
        figure.measure,
        figure.what,
        shown_rows(figure.rows),
        f"{_number(figure.value)} {figure.unit}",
        f"{_number(figure.low)}-{_number(figure.high)}" if figure.high > figure.low else "",
        "" if figure.cpu is None else f"{_number(figure.cpu)} x",
        "" if figure.goal is None else f"{figure.goal:g}",
        figure.verdict,
        figure.detail,
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"

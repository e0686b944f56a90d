"""A brukare's rows minute by minute: who works at once, in the order that they stand.

At every minute the running rows stand in order of their start (tie: lower assistant number, then
row id). Double assistance (9 a § LSS) and FK's hours (9.2.27) are used up in that order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from workbench.domain.report import Row


def together(
    rows: Iterable[Row], number: Callable[[int], str]
) -> Iterator[tuple[int, int, list[Row]]]:
    """Yield (start, slut, running rows in order) in time order; ``number`` gives an assistant's.

    Stretches are cut where any row begins or ends, so that the same rows run all through each.
    """
    waiting = sorted(rows, key=lambda row: (row.start, number(row.assistent), row.id))
    running: list[Row] = []
    edges = sorted({edge for row in waiting for edge in (row.start, row.slut)})
    upcoming = 0
    for first, after in pairwise(edges):
        running = [row for row in running if row.slut > first]
        while upcoming < len(waiting) and waiting[upcoming].start == first:
            running.append(waiting[upcoming])
            upcoming += 1
        if running:
            yield first, after, running

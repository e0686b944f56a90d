"""Ingen kan arbeta på två ställen samtidigt.

Reading: one assistant in two rows at once, whichever employer and kind. With two brukare both
rows carry the common interval; with one brukare a single row does, so that the undisputed time is
paid: the beredskap row when just one of them is beredskap, since active time interrupts it, else
the row that starts later (tie: higher row id). A row's minute counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import BEREDSKAP, Row, duplicates
from workbench.domain.time import Interval, union
from workbench.law.citation import Citation
from workbench.rules.base import AssistentManad, Context, Kod, Rule, Scope

RULE = Rule(
    "overlapp",
    Scope.ASSISTENT,
    (Kod("overlapp", Citation("-"), Allvar.UTRED, "Två pass samtidigt", per_rad=True),),
)


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield, per row, the minutes that another row of the assistant disputes."""
    rows = case.rows
    if not _any_overlap(rows):
        return
    start, slut = context.instants
    copies = duplicates(rows)
    disputed: dict[int, list[Interval]] = defaultdict(list)
    against: dict[int, set[int]] = defaultdict(set)
    for earlier, later in _meetings([row for row in rows if row.id not in copies]):
        common = (max(later.start, start), min(earlier.slut, later.slut, slut))
        if common[0] >= common[1]:
            continue
        for row, other in _carriers(earlier, later):
            disputed[row.id].append(common)
            against[row.id].add(other.id)
    for rad, intervals in disputed.items():
        others = ",".join(str(other) for other in sorted(against[rad]))
        for first, after in union(intervals):
            yield RowHit("overlapp", rad, first, after, (("mot_rad", others),))


def _any_overlap(rows: Sequence[Row]) -> bool:
    latest = -1
    for row in rows:
        if row.start < latest:
            return True
        if row.slut > latest:
            latest = row.slut
    return False


def _meetings(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield every pair that meets; the first of a pair starts no later (tie: lower id)."""
    running: list[Row] = []
    for row in sorted(rows):
        running = [other for other in running if other.slut > row.start]
        for other in running:
            yield other, row
        running.append(row)


def _carriers(earlier: Row, later: Row) -> Iterator[tuple[Row, Row]]:
    """Yield (row that carries the overlap, the other)."""
    if earlier.brukare != later.brukare:
        yield earlier, later
        yield later, earlier
    elif earlier.slag == BEREDSKAP and later.slag != BEREDSKAP:
        yield earlier, later
    else:
        yield later, earlier

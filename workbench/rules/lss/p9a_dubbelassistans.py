"""Flera assistenter samtidigt ersätts bara i den omfattning som beslutet medger.

9 a § LSS; 9.2.4. Reading: at every minute the running rows (assistans and vantetid) stand in order
of their start (tie: lower assistant number, then row id); the first row's assistant is the first,
and every row of another assistant after it is extra. Extra real minutes of all stored rows from the
period's first day use up the double hours of the beslut in force that day, earliest beslut first;
the rest is held. POLICY: a handover of so many minutes is not extra.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.report import BEREDSKAP, Row, duplicates
from workbench.domain.time import Interval, month_of, split_at_midnight, union
from workbench.law.citation import Citation
from workbench.law.double import DoubleHours
from workbench.law.together import together
from workbench.rules.base import BrukarManad, Context, Kod, Rule, Scope

RULE = Rule(
    "dubbelassistans",
    Scope.BRUKARE,
    (
        Kod(
            "dubbelassistans",
            Citation("9 a § LSS; 9.2.4", "1993:387"),
            Allvar.UTRED,
            "Fler assistenter samtidigt än beslutet medger",
        ),
    ),
    policies=("overlamning_minuter", "delperiod"),
)


def check(case: BrukarManad, context: Context) -> Iterator[RowHit]:
    """Yield the month's extra minutes that no beslut's double hours cover."""
    start, slut = context.instants
    if not _any_together(case.rows):
        return
    first = _first_day(case, context.days)
    rows = case.rows_since(first) if first < context.days[0] else case.rows
    tolerance = context.policies.integer("overlamning_minuter", context.days[0])
    allowance = DoubleHours(case.beslut, context.policies)
    for first, after, extra in _extra(rows, case.number, tolerance):
        for day, begin, end in split_at_midnight(first, after):
            # Minute by minute every extra row takes one, so that the last whole minutes that
            # the hours cover are shared in the rows' order.
            covered = allowance.take(day, (end - begin) * len(extra))
            each, more = divmod(covered, len(extra))
            for place, row in enumerate(extra):
                left = max(begin + each + (place < more), start)
                if left < min(end, slut):
                    yield RowHit("dubbelassistans", row.id, left, min(end, slut))


def _first_day(case: BrukarManad, days: Interval) -> int:
    """Return the first day whose extra minutes can matter to the month.

    A beslut's hours count from its period's first day; another beslut in force there may have
    used hours of a period that began even earlier, and so on.
    """
    first = days[0]
    while True:
        earlier = first
        for beslut in case.beslut:
            inside = beslut.days_in((first, days[1])) if beslut.dubbel_timmar else None
            if inside:
                earlier = min(earlier, beslut.period_days(month_of(inside[0]))[0])
        if earlier == first:
            return first
        first = earlier


def _extra(
    rows: Sequence[Row], number: Callable[[int], str], tolerance: int
) -> Iterator[tuple[int, int, list[Row]]]:
    """Yield (start, slut, extra rows in order) in time order; the same rows all through each."""
    copies = duplicates(rows)
    work = (row for row in rows if row.slag != BEREDSKAP and row.id not in copies)
    found: list[tuple[int, int, list[Row]]] = []
    for first, after, running in together(work, number):
        extra = [row for row in running if row.assistent != running[0].assistent]
        if extra:
            found.append((first, after, extra))
    yield from _without_handovers(found, tolerance) if tolerance else found


def _without_handovers(
    found: Sequence[tuple[int, int, list[Row]]], tolerance: int
) -> Iterator[tuple[int, int, list[Row]]]:
    """Leave out a row's unbroken extra stretches that are no longer than a handover."""
    spans: dict[int, list[Interval]] = defaultdict(list)
    for first, after, extra in found:
        for row in extra:
            spans[row.id].append((first, after))
    long = {
        rad: [span for span in union(own) if span[1] - span[0] > tolerance]
        for rad, own in spans.items()
    }
    for first, after, extra in found:
        kept = [
            row
            for row in extra
            if any(span[0] <= first and after <= span[1] for span in long[row.id])
        ]
        if kept:
            yield first, after, kept


def _any_together(rows: Sequence[Row]) -> bool:
    latest, who = -1, -1
    for row in rows:
        if row.slag == BEREDSKAP:
            continue
        if row.start < latest and row.assistent != who:
            return True
        if row.slut > latest:
            latest, who = row.slut, row.assistent
    return False

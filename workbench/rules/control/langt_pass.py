"""Ett obrutet arbetspass som är längre än kommunens gräns visas för den som granskar.

POLICY: the limit (24 h) and the shortest break that ends a pass (15 minutes). Assistans and
vantetid of one assistant, whoever the brukare and employer; beredskap is not work. A pass is as
long as from its first start to its last end; a row that begins after the month is not known yet.
A pass that began before the month is read back, and shown are its minutes inside the month.
Information only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import clock_hours
from workbench.domain.report import BEREDSKAP, Row
from workbench.domain.time import Interval, iso_instant, midnight
from workbench.law.citation import Citation
from workbench.rules.base import AssistentManad, Context, Kod, Rule, Scope

RULE = Rule(
    "langt-pass",
    Scope.ASSISTENT,
    (Kod("langt-pass", Citation("-"), Allvar.INFO, "Långt arbetspass"),),
    policies=("langt_pass_timmar", "langt_pass_uppehall_minuter"),
)

_LOOK_BACK_DAYS = 7


def check(case: AssistentManad, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of rows in passes longer than the limit."""
    limit = context.whole_number("langt_pass_timmar") * 60
    gap = context.whole_number("langt_pass_uppehall_minuter")
    start, slut = context.instants
    passes = _passes(case.rows, gap)
    if passes and passes[0][0] < start + gap:
        passes = _from_before(case, gap, context.days[0])
    for first, after in passes:
        if after - first <= limit:
            continue
        evidence = (
            ("langd", clock_hours(after - first)),
            ("grans", f"{limit // 60} h"),
            ("fran", iso_instant(first)),
            ("till", iso_instant(after)),
        )
        for row in case.rows:
            if row.slag != BEREDSKAP and row.start < after and row.slut > first:
                yield RowHit(
                    "langt-pass", row.id, max(row.start, start), min(row.slut, slut), evidence
                )


def _from_before(case: AssistentManad, gap: int, first: int) -> list[Interval]:
    """Return the passes with the one that runs into the month read back to its beginning."""
    day = first
    while True:
        day -= _LOOK_BACK_DAYS
        passes = _passes(case.rows_since(day), gap)
        if passes[0][1] <= midnight(first) or passes[0][0] >= midnight(day) + gap:
            return [one for one in passes if one[1] > midnight(first)]


def _passes(rows: Sequence[Row], gap: int) -> list[Interval]:
    """Return unbroken work in time order; a break shorter than ``gap`` minutes breaks nothing."""
    passes: list[Interval] = []
    first = after = -1
    for row in rows:
        if row.slag == BEREDSKAP:
            continue
        if after >= 0 and (row.start <= after or row.start - after < gap):
            if row.slut > after:
                after = row.slut
            continue
        if after >= 0:
            passes.append((first, after))
        first, after = row.start, row.slut
    if after >= 0:
        passes.append((first, after))
    return passes

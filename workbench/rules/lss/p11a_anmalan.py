"""Uppgifterna om assistenten ska ha kommit in; att de är sena är i sig ingen grund att neka.

11 a § LSS; HFD 2143-21. Reading: a covered day is held as long as none of the uppdrag that cover
it has a notified day on or before today. Notified after the first stored row of the relation: an
information on the covered days, nothing more.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from workbench.domain.facts import Forhallande, Uppdrag
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import Interval, iso_day, midnight
from workbench.law.citation import Citation
from workbench.rules.base import Context, Kod, Rule, Scope

_LAGRUM = Citation("11 a § LSS; HFD 2143-21", "1993:387")

RULE = Rule(
    "anmalan-11a",
    Scope.FORHALLANDE,
    (
        Kod("anmalan-11a", _LAGRUM, Allvar.UTRED, "Uppgifter om assistenten har inte kommit in"),
        Kod("anmalan-sen", _LAGRUM, Allvar.INFO, "Uppgifter om assistenten kom in sent"),
    ),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the covered days without notice, and those notified after the first row."""
    for first, after, notices in _stretches(case.uppdrag, context.days):
        known = [day for day in notices if day is not None and day <= context.today]
        if not known:
            yield Window("anmalan-11a", midnight(first), midnight(after))
            continue
        notice = min(known)
        if notice > case.forsta_dag:
            evidence = (("anmald", iso_day(notice)), ("forsta", iso_day(case.forsta_dag)))
            yield Window("anmalan-sen", midnight(first), midnight(after), evidence)


def _stretches(
    uppdrag: Sequence[Uppdrag], days: Interval
) -> Iterator[tuple[int, int, list[int | None]]]:
    """Yield runs of days covered by the same uppdrag, with their notified days."""
    if len(uppdrag) == 1:
        item = uppdrag[0]
        first, after = max(item.fran, days[0]), min(item.till + 1, days[1])
        if first < after:
            yield first, after, [item.anmald]
        return
    edges = sorted(
        {days[0], days[1]}
        | {day for item in uppdrag for day in (item.fran, item.till + 1) if days[0] < day < days[1]}
    )
    for first, after in itertools.pairwise(edges):
        notices = [item.anmald for item in uppdrag if item.fran <= first <= item.till]
        if notices:
            yield first, after, notices

"""Runs the rules over a month: one pass by assistant, one by brukare; returns all findings.

Pure: rows and facts come in as arguments, findings go out as values. A finding never changes a
row, and every row is always checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Finding, Part, Window
from workbench.domain.report import Row
from workbench.rules.base import BrukarManad, Context
from workbench.rules.registry import (
    ASSISTENT_CHECKS,
    BRUKARE_CHECKS,
    FORHALLANDE_CHECKS,
    KODER,
)

Relation = Callable[[int, int], Forhallande]
"""Gives the relation of the assistant at hand with (brukare, arbetsgivare)."""


def check_assistant(rows: Sequence[Row], relation: Relation, context: Context) -> list[Finding]:
    """Return the findings of one assistant's rows of a month, all brukare and employers.

    ``rows`` are every row with minutes in the month, in order; ``relation`` looks up facts.
    """
    findings: dict[object, Finding] = {}
    by_relation: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        key = (row.brukare, row.arbetsgivare)
        if key in by_relation:
            by_relation[key].append(row)
        else:
            by_relation[key] = [row]
    for (brukare, arbetsgivare), own in by_relation.items():
        case = relation(brukare, arbetsgivare)
        for check in FORHALLANDE_CHECKS:
            for window in check(case, context):
                _apply(findings, window, own)
    for row_check in ASSISTENT_CHECKS:
        for hit in row_check(rows, context):
            row = next(row for row in rows if row.id == hit.rad)
            window = Window(hit.kod, hit.start, hit.slut, hit.underlag, hit.orsak)
            _apply(findings, window, (row,))
    return list(findings.values())


def check_brukare(case: BrukarManad, context: Context) -> list[Finding]:
    """Return the findings of one brukare's rows of a month, all assistants."""
    findings: dict[object, Finding] = {}
    for check in BRUKARE_CHECKS:
        for window in check(case, context):
            _apply(findings, window, case.rows)
    return list(findings.values())


def _apply(findings: dict[object, Finding], window: Window, rows: Iterable[Row]) -> None:
    """Put the minutes of rows inside a window on the finding of their relation (or row)."""
    per_rad = KODER[window.kod].per_rad
    for rad, start, slut, row in _clip(rows, window.start, window.slut):
        owner = rad if per_rad else None
        key = (window.kod, row.brukare, row.assistent, row.arbetsgivare, window.orsak, owner)
        finding = findings.get(key)
        if finding is None:
            finding = Finding(
                window.kod,
                row.brukare,
                row.assistent,
                row.arbetsgivare,
                window.orsak,
                owner,
            )
            findings[key] = finding
        finding.parts.append(Part(rad, start, slut))
        evidence = dict(window.underlag)
        if evidence and evidence not in finding.underlag:
            finding.underlag.append(evidence)


def _clip(rows: Iterable[Row], first: int, after: int) -> Iterator[tuple[int, int, int, Row]]:
    for row in rows:
        start = row.start if row.start > first else first
        slut = row.slut if row.slut < after else after
        if start < slut:
            yield row.id, start, slut, row

"""Runs the rules over a month: one pass by assistant, one by brukare; returns all findings.

Pure: rows and facts come in as arguments, findings go out as values. A finding never changes a
row, and every row is always checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.facts import Arbetsgivare, Deklaration, Forhallande, Uppdrag
from workbench.domain.finding import Finding, Part, RowHit, Window
from workbench.domain.report import Row
from workbench.law.employment import (
    Anstallning,
    HosBrukare,
    RowsSince,
    Screened,
    WorkedBefore,
)
from workbench.rules.base import AssistentManad, BrukarManad, Context
from workbench.rules.registry import (
    ASSISTENT_CHECKS,
    BRUKARE_CHECKS,
    EMPLOYMENT_CHECKS,
    FORHALLANDE_CHECKS,
    HOS_BRUKARE_CHECKS,
    KODER,
    LIMIT_CHECKS,
)

Relation = Callable[[int, int], Forhallande]
"""Gives the relation of the assistant at hand with (brukare, arbetsgivare)."""


@dataclass(frozen=True, slots=True)
class AssistentFacts:
    """How the facts of the assistant at hand are looked up.

    ``uppdrag`` gives {(brukare, arbetsgivare): uppdrag}, all of the assistant's; ``rows_since``
    reads back rows with minutes from an earlier day on, to the month's end, and
    ``worked_before`` only their sum before the month, at least.
    """

    relation: Relation
    employer: Callable[[int], Arbetsgivare]
    uppdrag: Mapping[tuple[int, int], Sequence[Uppdrag]]
    rows_since: RowsSince
    worked_before: WorkedBefore
    deklarationer: Sequence[Deklaration] = ()


def check_assistant(rows: Sequence[Row], facts: AssistentFacts, context: Context) -> list[Finding]:
    """Return the findings of one assistant's rows of a month, all brukare and employers.

    ``rows`` are every row with minutes in the month, in order.
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
        case = facts.relation(brukare, arbetsgivare)
        for check in FORHALLANDE_CHECKS:
            for window in check(case, context):
                _apply(findings, window, own)
    hits = _worktime(rows, by_relation, facts, context)
    for row_check in ASSISTENT_CHECKS:
        hits += row_check(AssistentManad(rows, facts.rows_since), context)
    _apply_hits(findings, hits, rows)
    return list(findings.values())


def _worktime(
    rows: Sequence[Row],
    relations: Iterable[tuple[int, int]],
    facts: AssistentFacts,
    context: Context,
) -> list[RowHit]:
    """Return what the working-time rules say of an assistant, per employer and per brukare."""
    hits: list[RowHit] = []
    of_employer: dict[int, Sequence[Uppdrag]] = {}
    of_brukare: dict[int, set[int]] = {}
    for (brukare, employer), items in facts.uppdrag.items():
        known = of_employer.get(employer)
        of_employer[employer] = items if known is None else [*known, *items]
        of_brukare.setdefault(brukare, set()).add(employer)
    for brukare, employer in relations:
        of_brukare.setdefault(brukare, set()).add(employer)
    alone: dict[int, Screened] = {}
    for employer in sorted({employer for _, employer in relations}):
        uppdrag = of_employer.get(employer)
        if not uppdrag:
            continue
        case = Anstallning(
            facts.employer(employer),
            uppdrag,
            facts.rows_since,
            context.days,
            context.policies,
            deklarationer=[said for said in facts.deklarationer if said.arbetsgivare == employer],
        )
        for check in EMPLOYMENT_CHECKS:
            hits += check(case, context)
        screened = case.screen(rows, facts.worked_before)
        if screened.silent:
            if len(uppdrag) == 1:
                alone[employer] = screened
            continue
        for check in LIMIT_CHECKS:
            hits += check(case, context)
    for brukare in sorted({brukare for brukare, _ in relations}):
        if not _one_silent_employer(brukare, of_brukare[brukare], alone):
            hits += _at_brukare(brukare, of_employer, facts, context)
    return hits


def _one_silent_employer(brukare: int, employers: set[int], alone: Mapping[int, Screened]) -> bool:
    """Tell whether all of an assistant's work for a brukare is with one silent employer."""
    if len(employers) > 1:
        return False
    (employer,) = employers
    screened = alone.get(employer)
    if screened is None:
        return False
    return screened.rows is None or all(
        row.arbetsgivare == employer for row in screened.rows if row.brukare == brukare
    )


def _at_brukare(
    brukare: int,
    of_employer: Mapping[int, Sequence[Uppdrag]],
    facts: AssistentFacts,
    context: Context,
) -> list[RowHit]:
    uppdrag = [
        (employer, facts.employer(employer).brukare is not None, items)
        for (who, employer), items in facts.uppdrag.items()
        if who == brukare
    ]
    case = HosBrukare(
        brukare,
        uppdrag,
        lambda employer: of_employer.get(employer, ()),
        facts.rows_since,
        context.days,
        context.policies,
    )
    return [hit for check in HOS_BRUKARE_CHECKS for hit in check(case, context)]


def check_brukare(case: BrukarManad, context: Context) -> list[Finding]:
    """Return the findings of one brukare's rows of a month, all assistants."""
    findings: dict[object, Finding] = {}
    for check in BRUKARE_CHECKS:
        for said in check(case, context):
            if isinstance(said, Window):
                _apply(findings, said, case.rows)
            else:
                _apply_hits(findings, [said], case.rows)
    return list(findings.values())


def _apply_hits(
    findings: dict[object, Finding], hits: Sequence[RowHit], rows: Sequence[Row]
) -> None:
    """Put what rules say of single rows on the findings."""
    if not hits:
        return
    by_id = {row.id: row for row in rows}
    for hit in hits:
        window = Window(hit.kod, hit.start, hit.slut, hit.underlag, hit.orsak)
        _apply(findings, window, (by_id[hit.rad],))


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

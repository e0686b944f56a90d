"""The limits of one assistant's working time that meet a month, measured to each period's end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db import reports
from db.facts import AssistantFacts
from workbench.domain.facts import Uppdrag
from workbench.domain.report import Row, Slag
from workbench.domain.time import Interval, midnight, month_days, month_of
from workbench.domain.worktime import Act, Given
from workbench.law import limits
from workbench.law.employment import Anstallning, HosBrukare
from workbench.law.limits import Measured, Sort
from workbench.law.parameters import Policies

AHEAD = 366
"""Days after the month in which a period of any lawful length has ended."""

KODER = {
    Act.HUSLIGT: "arbetstid-husligt",
    Act.ATL: "arbetstid-atl",
    Act.AVTAL: "arbetstid-avtal",
}
FOUR_WEEKS, ATL_YEAR, BRUKARE = "arbetstid-atl-4v", "arbetstid-atl-ar", "arbetstid-brukare"


@dataclass(frozen=True, slots=True)
class Found:
    """A measured limit and whose it is.

    ``left`` is the work in minutes that can still be done before the limit is passed, through the
    day ``last``; ``applies`` tells whether the limit stands on the day asked about.
    """

    kod: str
    measured: Measured
    arbetsgivare: int | None
    brukare: int | None
    left: int
    last: int
    applies: bool


@dataclass(slots=True)
class Reading:
    """All limits in order of employer, employers without uppdrag, and why facts are unclear."""

    found: list[Found] = field(default_factory=list)
    without: set[int] = field(default_factory=set)
    doubts: dict[int, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Worker:
    assistent: int
    facts: AssistantFacts
    rows: _Rows
    month_rows: Sequence[Row]
    days: Interval
    day: int
    policies: Policies

    @property
    def after(self) -> int:
        """The day until which rows count."""
        return self.rows.after

    def employer_uppdrag(self) -> Mapping[int, Sequence[Uppdrag]]:
        """Return all uppdrag by employer, in the order in which the rules read them."""
        found: dict[int, list[Uppdrag]] = {}
        for (_, employer), items in self.facts.uppdrag.items():
            found.setdefault(employer, []).extend(items)
        return found


class _Rows:
    """The assistant's rows, read back as far as is asked for, up to the day ``after``."""

    def __init__(self, connection: sqlite3.Connection, assistent: int, after: int) -> None:
        self._connection = connection
        self._assistent = assistent
        self.after = after
        self._from: int | None = None
        self._rows: Sequence[Row] = ()

    def since(self, day: int) -> Sequence[Row]:
        """Return the rows with minutes from a day on."""
        if self._from is None or day < self._from:
            months = range(month_of(day - 1), month_of(self.after) + 1)
            slut = midnight(self.after) + reports.LONGEST_ROW
            self._rows = reports.rows_before(
                self._connection, "assistent", self._assistent, months, midnight(day), slut
            )
            self._from = day
        return self._rows


def read(
    connection: sqlite3.Connection, assistent: int, month: int, day: int, policies: Policies
) -> Reading:
    """Return every limit of an assistant that meets a month; ``day`` is the one asked about."""
    reports.choose(connection, "SELECT ?", (assistent,))
    facts = AssistantFacts(connection)
    facts.relations(assistent)
    days = month_days(month)
    after = max(limits.year_of_days(days)[1], days[1] + AHEAD)
    rows = _Rows(connection, assistent, after)
    start, slut = midnight(days[0]), midnight(days[1])
    own = [row for row in rows.since(days[0]) if row.start < slut and row.slut > start]
    case = _Worker(assistent, facts, rows, own, days, day, policies)
    reading = Reading()
    by_employer = case.employer_uppdrag()
    reading.without = {row.arbetsgivare for row in own} - set(by_employer)
    for employer, uppdrag in by_employer.items():
        _at_employer(case, employer, uppdrag, reading)
    for brukare in sorted({brukare for brukare, _ in facts.uppdrag}):
        reading.found += _at_brukare(case, brukare, by_employer)
    return reading


def _at_employer(
    case: _Worker, employer: int, uppdrag: Sequence[Uppdrag], reading: Reading
) -> None:
    anstallning = Anstallning(
        case.facts.employer(employer),
        uppdrag,
        case.rows.since,
        case.days,
        case.policies,
        case.after,
    )
    measured = list(_measured(anstallning))
    first = min((one.days[0] for one in measured), default=case.days[0])
    last = max((one.days[1] for one in measured), default=case.days[1])
    at_work = any(item.fran < last and item.till >= first for item in uppdrag)
    if not at_work and not any(one.pieces for one in measured):
        return
    current = any(item.fran <= case.day <= item.till for item in uppdrag) or any(
        row.arbetsgivare == employer for row in case.month_rows
    )
    run = next(run for run in anstallning.runs(case.days[0]) if run.first <= case.day < run.after)
    for kod, one in _ordered(measured):
        applies = current and _stands(one, run, case.day)
        left, last_day = _left(anstallning, one, measured, run, case.day)
        reading.found.append(Found(kod, one, employer, None, left, last_day, applies))
    reasons = {
        reason
        for one in anstallning.runs(case.days[0])
        if one.first < case.days[1] and (reason := anstallning.doubt(one))
    }
    if reasons:
        reading.doubts[employer] = reasons


def _measured(case: Anstallning) -> Iterator[Measured]:
    for act in Act:
        yield from limits.own_periods(case, act)
    yield from limits.four_weeks(case)
    chains = list(case.chains(Act.HUSLIGT))
    if any(not chain.arrangement.tillsyn for chain in chains):
        yield limits.husligt_year(case)
    if next(case.chains(Act.ATL), None):
        yield limits.atl_year(case)


def _ordered(measured: Sequence[Measured]) -> list[tuple[str, Measured]]:
    """Return limits with their codes: own periods, four weeks by kind, the year."""
    kinds = list(Sort)
    ordered = sorted(measured, key=lambda one: (kinds.index(one.sort), one.slag or 0, one.days))
    return [(code_of(one), one) for one in ordered]


def code_of(one: Measured) -> str:
    """Return the code of the findings that a limit gives."""
    if one.sort is Sort.PERIOD:
        assert one.item is not None
        return KODER[one.item.lawful]
    if one.sort is Sort.FOUR_WEEKS:
        return FOUR_WEEKS
    if one.sort is Sort.BRUKARE:
        return BRUKARE
    return ATL_YEAR if one.slag is Slag.ASSISTANS else KODER[Act.HUSLIGT]


def _stands(one: Measured, run: Given, day: int) -> bool:
    """Tell whether a limit is one of those that bind on a day, whose arrangement is ``run``'s."""
    if not one.days[0] <= day < one.days[1]:
        return False
    if one.sort is not Sort.YEAR:
        return one.item == run.arrangement
    if run.arrangement.lawful is Act.HUSLIGT:
        return one.slag is None and not run.arrangement.tillsyn
    return run.arrangement.lawful is Act.ATL and one.slag is Slag.ASSISTANS


def _left(
    case: Anstallning, one: Measured, measured: Sequence[Measured], run: Given, day: int
) -> tuple[int, int]:
    """Return the work left under a limit and through which day.

    Overtime is left of a year: ordinary time left in the day's period comes before it.
    """
    left = max(0, one.limit - one.worked)
    if one.sort is not Sort.YEAR:
        return left, one.days[1] - 1
    base = next(
        (
            other
            for other in measured
            if other.sort is (Sort.PERIOD if one.slag is None else Sort.FOUR_WEEKS)
            and other.slag is one.slag
            and _stands(other, run, day)
        ),
        None,
    )
    if base is None or not _stands(one, run, day):
        return left, one.days[1] - 1
    return left + limits.ordinary_left(case, base), min(one.days[1], base.days[1]) - 1


def _at_brukare(
    case: _Worker, brukare: int, by_employer: Mapping[int, Sequence[Uppdrag]]
) -> Iterator[Found]:
    """Yield the limits with one brukare over the periods in which there are several employers."""
    uppdrag = [
        (employer, case.facts.employer(employer).brukare is not None, items)
        for (who, employer), items in case.facts.uppdrag.items()
        if who == brukare
    ]
    hos = HosBrukare(
        brukare,
        uppdrag,
        lambda employer: by_employer.get(employer, ()),
        case.rows.since,
        case.days,
        case.policies,
        case.after,
    )
    for one in limits.at_brukare(hos):
        first, after = one.days
        employers = {piece.row.arbetsgivare for piece in one.pieces} | {
            employer
            for employer, _, items in uppdrag
            if any(item.fran < after and item.till >= first for item in items)
        }
        if len(employers) > 1:
            left = max(0, one.limit - one.worked)
            applies = first <= case.day < after
            yield Found(BRUKARE, one, None, brukare, left, after - 1, applies)

"""The limits of working time over their periods: what counts, how much is allowed, what is above.

The rules and the assistant's period read the same values here. Minutes; half-open days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.report import Slag
from workbench.domain.time import Interval, date_of, day_of, midnight
from workbench.domain.worktime import FOUR_WEEKS, Act, Arrangement, Given, Piece, between, beyond
from workbench.law.employment import Anstallning, Chain, HosBrukare
from workbench.law.worktime import (
    AGREEMENT_HOURS,
    ATL_ANNUAL_HOURS,
    ATL_ANNUAL_HOURS_EXTRA,
    ATL_JOUR_HOURS,
    ATL_ORDINARY_HOURS,
    ATL_WEEK,
    ATL_WITH_OVERTIME_HOURS,
    HUSLIGT_ANNUAL_HOURS,
    HUSLIGT_ORDINARY,
    HUSLIGT_WITH_OVERTIME,
)

FOUR_WEEK_HOURS = {Slag.ASSISTANS: ATL_WITH_OVERTIME_HOURS, Slag.VANTETID: ATL_JOUR_HOURS}


class Sort(StrEnum):
    """What a limit is over."""

    PERIOD = "period"
    FOUR_WEEKS = "fyra-veckor"
    YEAR = "ar"
    BRUKARE = "brukare"


@dataclass(frozen=True, slots=True)
class Measured:
    """A limit over its days: what counts against it in time order, and what lies above.

    ``week`` is the hours a week (hundredths) that the limit comes from, None where it is a number
    of hours; ``slag`` the only kind that counts, None = assistans and vantetid; ``item`` whose
    days count, None = all.
    """

    sort: Sort
    days: Interval
    limit: int
    pieces: Sequence[Piece]
    above: Sequence[Piece]
    week: int | None = None
    slag: Slag | None = None
    item: Arrangement | None = None

    @property
    def worked(self) -> int:
        """The minutes that count against the limit."""
        return sum(piece.slut - piece.start for piece in self.pieces)


def weekly(item: Arrangement) -> int:
    """Return the hours a week (hundredths) on average that an arrangement's act allows."""
    if item.lawful is Act.HUSLIGT:
        return HUSLIGT_WITH_OVERTIME
    if item.lawful is Act.ATL:
        return ATL_WEEK
    return min(item.hours or AGREEMENT_HOURS, AGREEMENT_HOURS)


def own_periods(case: Anstallning, act: Act) -> Iterator[Measured]:
    """Yield the act's own limit over each period that meets the month."""
    for chain in case.chains(act):
        week = weekly(chain.arrangement)
        for period in case.periods(chain):
            pieces = case.pieces(chain.arrangement, period)
            limit = case.limit(week, period)
            above = beyond(pieces, limit)
            yield Measured(Sort.PERIOD, period, limit, pieces, above, week, item=chain.arrangement)


def four_weeks(case: Anstallning) -> Iterator[Measured]:
    """Yield the limits of assistans and vantetid over each 28 days that meet the month (ATL)."""
    for chain in case.chains(Act.ATL):
        for period in case.periods(chain, FOUR_WEEKS):
            pieces = case.pieces(chain.arrangement, period)
            for slag, hours in FOUR_WEEK_HOURS.items():
                own = [piece for piece in pieces if piece.row.slag == slag]
                yield Measured(
                    Sort.FOUR_WEEKS,
                    period,
                    hours * 60,
                    own,
                    beyond(own, hours * 60),
                    slag=slag,
                    item=chain.arrangement,
                )


def husligt_overtime(case: Anstallning, chain: Chain, period: Interval) -> list[Piece]:
    """Return a period's overtime that the year counts: none under ``tillsyn``."""
    if chain.arrangement.tillsyn:
        return []
    pieces = case.pieces(chain.arrangement, period)
    low, high = HUSLIGT_ORDINARY, HUSLIGT_WITH_OVERTIME
    return between(pieces, case.limit(low, period), case.limit(high, period))


def atl_overtime(case: Anstallning, chain: Chain, period: Interval) -> list[Piece]:
    """Return the overtime of 28 days: assistans above 160 h, at most 48 h of it."""
    pieces = case.pieces(chain.arrangement, period)
    assistans = [piece for piece in pieces if piece.row.slag == Slag.ASSISTANS]
    return between(assistans, ATL_ORDINARY_HOURS * 60, ATL_WITH_OVERTIME_HOURS * 60)


def ordinary_left(case: Anstallning, period: Measured) -> int:
    """Return the minutes that can still be worked in a period before overtime begins.

    ``period`` is the one whose overtime the year counts: a husligt act's own, or four weeks.
    """
    if period.sort is Sort.FOUR_WEEKS:
        ordinary = ATL_ORDINARY_HOURS * 60
    else:
        ordinary = case.limit(HUSLIGT_ORDINARY, period.days)
    return max(0, ordinary - period.worked)


def husligt_year(case: Anstallning) -> Measured:
    """Return the calendar year's overtime with an own employer (3 § lag 1970:943)."""
    overtime = case.year_overtime(
        Act.HUSLIGT, lambda chain, period: husligt_overtime(case, chain, period), None
    )
    return _year(case, overtime, lambda run: HUSLIGT_ANNUAL_HOURS * 60, None)


def atl_year(case: Anstallning) -> Measured:
    """Return the calendar year's overtime with another employer (8, 8 a §§ ATL).

    Each minute has the limit of the uppdrag that gives its day; the limit shown is that of the
    month's last day.
    """
    extra = {item.id for item in case.uppdrag if item.extra_overtid}

    def allowed(run: Given) -> int:
        hours = ATL_ANNUAL_HOURS_EXTRA if run.uppdrag in extra else ATL_ANNUAL_HOURS
        return hours * 60

    overtime = case.year_overtime(
        Act.ATL, lambda chain, period: atl_overtime(case, chain, period), FOUR_WEEKS
    )
    return _year(case, overtime, allowed, Slag.ASSISTANS)


def year_of_days(days: Interval) -> Interval:
    """Return the days of the calendar year that a month lies in."""
    date = date_of(days[0])
    first = date.replace(month=1, day=1)
    return day_of(first), day_of(first.replace(year=date.year + 1))


def _year(
    case: Anstallning,
    overtime: Sequence[tuple[Piece, Given]],
    allowed: Callable[[Given], int],
    slag: Slag | None,
) -> Measured:
    days = year_of_days(case.days)
    inside = [(piece, run) for piece, run in overtime if piece.start < midnight(days[1])]
    last = next(run for run in case.runs(case.days[0]) if run.after >= case.days[1])
    pieces = [piece for piece, _ in inside]
    return Measured(
        Sort.YEAR, days, allowed(last), pieces, above_yearly(inside, allowed), slag=slag
    )


def above_yearly(
    overtime: Sequence[tuple[Piece, Given]], allowed: Callable[[Given], int]
) -> list[Piece]:
    """Return the overtime above a yearly limit of minutes; what is flagged counts on."""
    total = 0
    above = []
    for piece, run in overtime:
        length = piece.slut - piece.start
        over = min(length, max(0, total + length - allowed(run)))
        if over:
            above.append(Piece(piece.slut - over, piece.slut, piece.row))
        total += length
    return above


def at_brukare(case: HosBrukare) -> Iterator[Measured]:
    """Yield 48 h a week over each period with one brukare, all employers together.

    Above are minutes only from the moment a second employer has counted time in the period.
    """
    for period in case.periods():
        pieces = case.pieces(period)
        limit = case.limit(AGREEMENT_HOURS, period)
        second = next(
            (
                piece.start
                for piece in pieces
                if piece.row.arbetsgivare != pieces[0].row.arbetsgivare
            ),
            None,
        )
        above = [
            Piece(max(piece.start, second), piece.slut, piece.row)
            for piece in (beyond(pieces, limit) if second is not None else ())
            if second is not None and piece.slut > second
        ]
        yield Measured(Sort.BRUKARE, period, limit, pieces, above, AGREEMENT_HOURS)

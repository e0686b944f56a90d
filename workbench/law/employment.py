"""An assistant's working time with one employer, as the working-time provisions read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from workbench.domain.facts import Arbetsgivare, Deklaration, Uppdrag
from workbench.domain.report import ASSISTANS, BEREDSKAP, VANTETID, Row
from workbench.domain.time import Interval, date_of, day_of, midnight
from workbench.domain.worktime import (
    FOUR_WEEKS,
    Act,
    Arrangement,
    Given,
    Length,
    Piece,
    clip,
    counted,
    periods,
)
from workbench.law.parameters import Policies
from workbench.law.worktime import (
    AGREEMENT_HOURS,
    ATL_JOUR_HOURS,
    ATL_ORDINARY_HOURS,
    ATL_WEEK,
    DIFFER,
    HUSLIGT_ORDINARY,
    HUSLIGT_WITH_OVERTIME,
    anchor_of,
    arrangement,
    given,
    lawful_length,
    limit_minutes,
    unclear,
)

RowsSince = Callable[[int], Sequence[Row]]
"""Gives the rows with minutes from a day on, up to the end of the month under check."""


WorkedBefore = Callable[[int], int]
"""Gives at least the assistant's minutes of assistans and vantetid from a day to the month."""

_STRICT_WEEK = {Act.HUSLIGT: HUSLIGT_ORDINARY, Act.ATL: ATL_WEEK, Act.AVTAL: AGREEMENT_HOURS}
_WITH_TILLSYN = HUSLIGT_WITH_OVERTIME
_ORDINARY_FOUR_WEEKS = ATL_ORDINARY_HOURS * 60
_JOUR_FOUR_WEEKS = ATL_JOUR_HOURS * 60
"""Below these nothing is said: ordinary time a week (hundredths) and per four weeks (minutes)."""


def _most(rows: Sequence[Row], period: Interval, kinds: tuple[int, ...]) -> int:
    """Return at least the counted minutes of some kinds in a period."""
    start, slut = midnight(period[0]), midnight(period[1])
    return sum(
        row.slut - row.start
        for row in rows
        if row.slag in kinds and row.start < slut and row.slut > start
    )


class Worktime:
    """Counted minutes of some of an assistant's rows, read back only as far as is asked for."""

    def __init__(self, rows_since: RowsSince, keep: Callable[[Row], bool], after: int) -> None:
        self._rows_since = rows_since
        self._keep = keep
        self._after = after
        self._from: int | None = None
        self._pieces: list[Piece] = []

    def since(self, day: int) -> list[Piece]:
        """Return the counted pieces from a day to the end of the month."""
        if self._from is None or day < self._from:
            self._pieces = counted(row for row in self._rows_since(day) if self._keep(row))
            self._from = day
        if day == self._from and not self._pieces:
            return []
        return clip(self._pieces, midnight(day), midnight(self._after))


class Chain(NamedTuple):
    """One arrangement's periods that meet the month, with the policies' limits."""

    arrangement: Arrangement
    length: Length
    anchor: int


class Screened(NamedTuple):
    """What a cheap look says: ``silent`` = no limit can be passed and nothing is unclear.

    ``rows`` are all the assistant's rows that were read back for it; None when their sum by
    whole months was enough.
    """

    silent: bool
    rows: Sequence[Row] | None = None


class Anstallning:
    """One assistant's employment with one employer, over all brukare, in a month's check.

    ``days`` are the month's; rows from earlier periods are read when a period began before it.
    Rows count up to the day ``after``: the month's end, or later for who looks ahead.
    """

    def __init__(
        self,
        arbetsgivare: Arbetsgivare,
        uppdrag: Sequence[Uppdrag],
        rows_since: RowsSince,
        days: Interval,
        policies: Policies,
        after: int | None = None,
        deklarationer: Sequence[Deklaration] = (),
    ) -> None:
        self.arbetsgivare = arbetsgivare
        self.deklarationer = deklarationer
        self.uppdrag = uppdrag
        self.days = days
        self.after = days[1] if after is None else after
        self.policies = policies
        self.own = arbetsgivare.brukare is not None
        self._rows_since = rows_since
        self._work: Worktime | None = None
        self._runs: list[Given] = []
        self._runs_from = self.after

    def runs(self, first: int) -> list[Given]:
        """Return the arrangements from a day until rows count no more."""
        if first < self._runs_from:
            self._runs = given(self.uppdrag, self.own, (first, self.after))
            self._runs_from = first
        return [
            run if run.first >= first else run._replace(first=first)
            for run in self._runs
            if run.after > first
        ]

    def screen(self, rows: Sequence[Row], worked_before: WorkedBefore) -> Screened:
        """Tell on the safe side whether any limit can be passed in the month.

        ``rows`` are the assistant's rows of the month. Most assistants are far below every
        limit, so sums that count too much spare them the exact look.
        """
        runs = self.runs(self.days[0])
        run = runs[0]
        if len(runs) > 1 or self.doubt(run):
            return Screened(False)
        item = run.arrangement
        week = _STRICT_WEEK[item.lawful] if item.hours is None else item.hours
        if item.tillsyn:
            week = _WITH_TILLSYN
        chain = Chain(item, lawful_length(item), anchor_of(item, self.uppdrag, self.own))
        own = list(self.periods(chain))
        four_weeks = list(self.periods(chain, FOUR_WEEKS)) if item.lawful is Act.ATL else []
        if not four_weeks:
            worked = sum(row.slut - row.start for row in rows if row.slag != BEREDSKAP)
            first = own[0][0]
            if first < self.days[0]:
                worked += worked_before(first)
            if worked <= min(self.limit(week, period) for period in own):
                return Screened(True)
        first = min(period[0] for period in own + four_weeks)
        read = self._rows_since(first)
        mine = [row for row in read if row.arbetsgivare == self.arbetsgivare.id]
        silent = all(
            _most(mine, period, (ASSISTANS, VANTETID)) <= self.limit(week, period) for period in own
        ) and all(
            _most(mine, period, (ASSISTANS,)) <= _ORDINARY_FOUR_WEEKS
            and _most(mine, period, (VANTETID,)) <= _JOUR_FOUR_WEEKS
            for period in four_weeks
        )
        return Screened(silent, read)

    def doubt(self, run: Given) -> str | None:
        """Return, in Swedish, why a run's working-time facts are unclear; None = clear."""
        return DIFFER if run.differ else unclear(self._uppdrag(run), run.arrangement)

    def _uppdrag(self, run: Given) -> Uppdrag:
        return next(item for item in self.uppdrag if item.id == run.uppdrag)

    def chains(self, act: Act) -> Iterator[Chain]:
        """Yield the chains of an act whose arrangement stands on some day of the month."""
        seen = set()
        for run in self.runs(self.days[0]):
            item = run.arrangement
            if run.first < self.days[1] and item.lawful is act and item not in seen:
                seen.add(item)
                anchor = anchor_of(item, self.uppdrag, self.own)
                yield Chain(item, lawful_length(item), anchor)

    def pieces(self, item: Arrangement, days: Interval) -> list[Piece]:
        """Return the counted minutes of days, as far as rows count, with an arrangement."""
        stop = min(days[1], self.after)
        work = self.worked(days[0])
        result: list[Piece] = []
        for run in self.runs(days[0]):
            if run.arrangement == item and run.first < stop:
                result += clip(work, midnight(run.first), midnight(min(run.after, stop)))
        return result

    def worked(self, day: int) -> list[Piece]:
        """Return all counted minutes with the employer from a day on."""
        if self._work is None:
            employer = self.arbetsgivare.id
            self._work = Worktime(
                self._rows_since, lambda row: row.arbetsgivare == employer, self.after
            )
        return self._work.since(day)

    def rows(self, day: int) -> Sequence[Row]:
        """Return the assistant's rows with minutes from a day on, whoever the employer."""
        return self._rows_since(day)

    def periods(self, chain: Chain, length: Length | None = None) -> Iterator[Interval]:
        """Yield a chain's periods that meet the month; ``length`` other than the chain's own."""
        return periods(length or chain.length, chain.anchor, self.days)

    def limit(self, hours_per_week: int, period: Interval) -> int:
        """Return the minutes of a weekly limit (hundredths of an hour) over a period."""
        days = period[1] - period[0]
        return limit_minutes(hours_per_week, days, self.policies, self.days[0])

    def year_overtime(
        self, act: Act, overtime: Callable[[Chain, Interval], list[Piece]], length: Length | None
    ) -> list[tuple[Piece, Given]]:
        """Return overtime from New Year on in time order, with who gives its day.

        ``overtime`` gives the overtime of one period; its minutes before the year are cut off.
        """
        first = day_of(date_of(self.days[0]).replace(month=1, day=1))
        found: list[tuple[Piece, Given]] = []
        runs = self.runs(first)
        done = set()
        for run in runs:
            item = run.arrangement
            if item.lawful is not act or item in done:
                continue
            done.add(item)
            chain = Chain(item, lawful_length(item), anchor_of(item, self.uppdrag, self.own))
            for period in periods(length or chain.length, chain.anchor, (first, self.after)):
                for piece in overtime(chain, period):
                    for own in runs:
                        cut = clip([piece], midnight(own.first), midnight(own.after))
                        found += [(part, own) for part in cut]
        return sorted(found, key=lambda pair: pair[0].start)

    def month(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the parts of pieces inside the month."""
        return clip(pieces, midnight(self.days[0]), midnight(self.days[1]))


class HosBrukare:
    """One assistant's work for one brukare over all employers, in a month's check.

    ``uppdrag`` come with the employer of each and whether that is the brukare himself. Rows count
    up to the day ``after``: the month's end, or later for who looks ahead.
    """

    def __init__(
        self,
        brukare: int,
        uppdrag: Sequence[tuple[int, bool, Sequence[Uppdrag]]],
        of_employer: Callable[[int], Sequence[Uppdrag]],
        rows_since: RowsSince,
        days: Interval,
        policies: Policies,
        after: int | None = None,
    ) -> None:
        self.uppdrag = uppdrag
        self.days = days
        self.after = days[1] if after is None else after
        self.policies = policies
        self._of_employer = of_employer
        self._work = Worktime(rows_since, lambda row: row.brukare == brukare, self.after)

    def period_facts(self) -> tuple[Length, int] | None:
        """Return the lawful length and anchor of the earliest uppdrag; None without uppdrag."""
        found = [
            (item.fran, item.id, employer, own, item)
            for employer, own, items in self.uppdrag
            for item in items
        ]
        if not found:
            return None
        _, _, employer, own, earliest = min(found, key=lambda one: one[:2])
        item = arrangement(earliest, own)
        return lawful_length(item), anchor_of(item, self._of_employer(employer), own)

    def periods(self) -> Iterator[Interval]:
        """Yield the periods that meet the month; none without uppdrag."""
        found = self.period_facts()
        if found is not None:
            yield from periods(*found, self.days)

    def pieces(self, days: Interval) -> list[Piece]:
        """Return the counted minutes with the brukare on some days, as far as rows count."""
        stop = min(days[1], self.after)
        return clip(self._work.since(days[0]), midnight(days[0]), midnight(stop))

    def limit(self, hours_per_week: int, period: Interval) -> int:
        """Return the minutes of a weekly limit (hundredths of an hour) over a period."""
        days = period[1] - period[0]
        return limit_minutes(hours_per_week, days, self.policies, self.days[0])

    def month(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the parts of pieces inside the month."""
        return clip(pieces, midnight(self.days[0]), midnight(self.days[1]))

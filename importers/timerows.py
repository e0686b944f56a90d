"""Time rows: a million of them a month, so ordinary rows cost a handful of look-ups.

Every distinct cell text is validated once and remembered. A row with anything unusual (a
text not seen to be good, the nights when the clock is moved) leaves the loop for
``_Careful``, which either returns the row or explains everything that is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from importers import cells as parsers
from importers.base import ImportIssue, Resolver, Table, TimeRow
from importers.cells import BadCell, cell_issue
from importers.checks import Span, employer_problem, span
from importers.kinds import KINDS, SLAG
from importers.registers import is_empty, trimmed
from workbench.domain import time
from workbench.domain.people import orgnr, personnummer

_KIND = KINDS["tidrapporter"]
_WIDTH = len(_KIND.columns)
_DAY = time.DAY_MINUTES

STARTS = {time.clock(minute): minute for minute in range(_DAY)}
# Midnight as an end is minute 1440 of the start day, whether written 24:00 or 00:00.
ENDS = {**STARTS, "00:00": _DAY, "24:00": _DAY}
_instant = lru_cache(maxsize=20_000)(time.instant)
KIND_NUMBERS = {word: number for number, word in enumerate(SLAG)}


class _Cache(dict[str, int]):
    """Cell text to id, asking ``make`` once per distinct text; ValueError is not remembered."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> int:
        value = self[text] = self._make(text)
        return value


class _Days(dict[str, tuple[int, int, int]]):
    """Date text to (month, day, midnight) of ordinary days; KeyError for every other text."""

    def __missing__(self, text: str) -> tuple[int, int, int]:
        try:
            day = time.parse_day(parsers.date(text))
        except BadCell as error:
            raise KeyError(text) from error
        if time.day_length(day) != _DAY or time.day_length(day + 1) != _DAY:
            raise KeyError(text)
        value = self[text] = (time.month_of(day), day, time.midnight(day))
        return value


class TimeRows:
    """Turns the rows of one table of tidrapporter into ``TimeRow`` tuples.

    ``rader`` counts the rows with content, ``issues`` lists everything wrong; after the first
    issue rows are still checked but no longer yielded.
    """

    def __init__(
        self, fil: int, name: str, table: Table, resolver: Resolver, issues: list[ImportIssue]
    ) -> None:
        self.rader = 0
        self.issues = issues
        self._fil = fil
        self._name = name
        self._table = table
        self._people = _Cache(lambda text: resolver.person(personnummer(text)))
        self._people.update(resolver.known_people())
        self._employers = _Cache(lambda text: resolver.arbetsgivare(orgnr(text)))
        self._own = _Cache(lambda text: resolver.arbetsgivare(personnummer(text)))
        self._days = _Days()
        self._nights = _Cache(lambda text: time.parse_day(parsers.date(text)))

    def read(self, chunks: Iterable[tuple[int, Iterable[Sequence[str]]]]) -> Iterator[TimeRow]:
        """Yield the rows of every chunk in order, while nothing is wrong."""
        arrange = _arrangement(self._table.order)
        for first, rows in chunks:
            yield from self._chunk(first, arrange(rows) if arrange else rows)

    def _chunk(self, first: int, rows: Iterable[Sequence[str]]) -> Iterator[TimeRow]:
        fil, issues, days = self._fil, self.issues, self._days
        people, employers, own = self._people, self._employers, self._own
        starts, ends, kinds, rad = STARTS, ENDS, KIND_NUMBERS, first - 1
        empty = 0
        for rad, row in enumerate(rows, first):
            try:
                who, by, employer, date, start, end, kind = row
                month, day, midnight = days[date]
                begin = starts[start]
                stop = ends[end]
                if start == end:
                    raise KeyError(end)
                found = (
                    fil,
                    rad,
                    people[who],
                    people[by],
                    own[who] if employer == who else employers[employer],
                    kinds[kind],
                    month,
                    day,
                    midnight + begin,
                    midnight + stop if begin < stop else midnight + _DAY + stop,
                    begin,
                    stop,
                )
            except (KeyError, ValueError):
                unusual = self._moved_clock(rad, row) or self._careful(rad, row)
                if unusual is None:
                    empty += 1
                    continue
                if isinstance(unusual, list):
                    issues += unusual
                    continue
                found = unusual
            if not issues:
                yield found
        self.rader += rad - first + 1 - empty

    def _moved_clock(self, rad: int, row: Sequence[str]) -> TimeRow | None:
        """Return a row that is unusual only in touching a night when the clock is moved."""
        try:
            who, by, employer, date, start, end, kind = row
            day = self._nights[date]
            begin, stop = STARTS[start], ENDS[end]
            if start == end:
                return None
            return (
                self._fil,
                rad,
                self._people[who],
                self._people[by],
                self._own[who] if employer == who else self._employers[employer],
                KIND_NUMBERS[kind],
                time.month_of(day),
                day,
                _instant(day, begin),
                _instant(day if begin < stop else day + 1, stop),
                begin,
                stop,
            )
        except (KeyError, ValueError):
            return None

    def _careful(self, rad: int, row: Sequence[str]) -> TimeRow | list[ImportIssue] | None:
        """Return a row that the loop could not read, its issues, or None for an empty row."""
        if is_empty(row):
            return None
        row = trimmed(row, _WIDTH)
        if len(row) != _WIDTH:
            bad = BadCell("IM-030", antal=len(row), vantat=_WIDTH)
            return [self._issue(rad, None, None, bad)]
        values, issues = self._values(rad, row)
        span = self._span(rad, row, values, issues)
        if issues or span is None:
            return issues
        who, by, employer, date, _, _, kind = map(str, values)
        day = time.parse_day(date)
        employers = self._own if len(employer) == 12 else self._employers
        return (
            self._fil,
            rad,
            self._people[who],
            self._people[by],
            employers[employer],
            KIND_NUMBERS[kind],
            time.month_of(day),
            day,
            *span,
        )

    def _values(self, rad: int, row: Sequence[str]) -> tuple[list[object], list[ImportIssue]]:
        """Parse every cell; a cell that cannot be read is None and an issue."""
        values: list[object] = []
        issues: list[ImportIssue] = []
        for column, text in zip(_KIND.columns, row, strict=True):
            try:
                values.append(parsers.parse(column, text))
            except BadCell as bad:
                values.append(None)
                issues.append(self._issue(rad, column.name, text, bad))
        problem = employer_problem(values[2], values[0])
        if problem:
            issues.append(self._issue(rad, "arbetsgivare", row[2], problem))
        return values, issues

    def _span(
        self, rad: int, row: Sequence[str], values: list[object], issues: list[ImportIssue]
    ) -> Span | None:
        """Return (start, slut, vstart, vslut); None when a cell is missing or adds an issue."""
        found, problems = span(*values[3:6])
        for name, bad in problems:
            issues.append(self._issue(rad, name, row[_KIND.names.index(name)], bad))
        return found

    def _issue(self, rad: int, kolumn: str | None, varde: str | None, bad: BadCell) -> ImportIssue:
        return cell_issue(bad, self._name, self._table, rad, kolumn, varde)


def _arrangement(
    order: tuple[int | None, ...],
) -> Callable[[Iterable[Sequence[str]]], Iterator[Sequence[str]]] | None:
    """Return what puts cells in canonical order, or None when they already are."""
    places = [place for place in order if place is not None]
    if places == list(range(_WIDTH)):
        return None
    pick = itemgetter(*places)

    def arrange(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
        for row in rows:
            if len(row) != _WIDTH:
                row = trimmed(row, _WIDTH)
            # A row of another length is left as it is, to be refused with its true length.
            yield pick(row) if len(row) == _WIDTH else row

    return arrange

"""One limit of an assistant's period as shown: time per day and month, findings, how it came about.

Minutes; days are half-open.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from db import decisions, overview, people, reports
from db.decisions import Filter, FindingRow
from workbench.domain.finding import Allvar, Effect, Status, effect
from workbench.domain.money import hours
from workbench.domain.report import Slag
from workbench.domain.time import (
    Interval,
    day_at,
    intersect,
    month_days,
    month_of,
    split_at_midnight,
    subtract,
    total,
)
from workbench.domain.worktime import Act, Piece
from workbench.law.limits import Sort
from workbench.law.parameters import Policies
from workbench.services.arbetstid_limits import Found
from workbench.services.viewing import Viewer
from workbench.wording import GRANS, HARLEDNING, SLAG


@dataclass(frozen=True, slots=True)
class Stycke:
    """A stretch of one row: instants, the row's id, whose time it is."""

    start: int
    slut: int
    rad: int
    brukare: int


@dataclass(frozen=True, slots=True)
class Tid:
    """Worked minutes of some days, by brukare (person id), and how many of them lie above."""

    dagar: Interval
    minuter: tuple[tuple[int, int], ...]
    over: int

    @property
    def summa(self) -> int:
        """All minutes of the days."""
        return sum(minutes for _, minutes in self.minuter)


@dataclass(frozen=True, slots=True)
class Fynd:
    """A stored finding on minutes above a limit: how many of them, and what it does to them."""

    id: str
    manad: int
    status: str
    effekt: Effect
    minuter: int


@dataclass(frozen=True, slots=True)
class Grans:
    """One limit over its days.

    ``tillatet``, ``arbetat``: minutes allowed and worked (overtime for a yearly limit). ``utrymme``
    is the work that can still be done before the limit is passed, through ``sista``; ``galler``
    tells whether it binds on the day asked about. ``fynd`` are the findings on what lies above,
    ``okontrollerat`` the minutes above that no finding has yet.
    """

    kod: str
    sort: Sort
    slag: Slag | None
    namn: str
    arbetsgivare: str
    arbetsgivare_id: int | None
    brukare: int | None
    dagar: Interval
    tillatet: int
    harledning: str
    arbetat: int
    utrymme: int
    sista: int
    galler: bool
    over: tuple[Stycke, ...]
    per_dag: tuple[Tid, ...]
    per_manad: tuple[Tid, ...]
    fynd: tuple[Fynd, ...]
    okontrollerat: int

    @property
    def kvar(self) -> int:
        """Minutes left under the limit, never below 0."""
        return max(0, self.tillatet - self.arbetat)

    @property
    def minuter_over(self) -> int:
        """Minutes above the limit."""
        return sum(item.slut - item.start for item in self.over)


class Names:
    """How employers and brukare are shown to the viewer."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        found: Sequence[Found],
        others: set[int],
        viewer: Viewer,
    ) -> None:
        employers = others | {one.arbetsgivare for one in found if one.arbetsgivare is not None}
        self._employers = {}
        for item in people.employer_names(connection, employers):
            shown = item.namn or item.nummer
            if item.person is not None:
                shown = viewer.name(item.person, item.nummer, item.namn, item.skyddad)
            self._employers[item.id] = item.nummer, shown
        ids = {piece.row.brukare for one in found for piece in one.measured.pieces}
        ids |= {one.brukare for one in found if one.brukare is not None}
        self.brukare = {
            identity: viewer.name(identity, number, name, protected)
            for identity, (number, name, protected) in overview.persons(
                connection, sorted(ids)
            ).items()
        }

    def employer(self, identity: int | None) -> str:
        """Return an employer's name; nothing for a limit over several."""
        return "" if identity is None else self._employers[identity][1]

    def number(self, identity: int | None) -> str | None:
        """Return an employer's number."""
        return None if identity is None else self._employers[identity][0]

    def place(self, identity: int | None) -> tuple[bool, str]:
        """Return what employers are ordered by: those over several last."""
        return identity is None, self.employer(identity).casefold()


def stored_findings(
    connection: sqlite3.Connection, number: str, found: Sequence[Found]
) -> dict[str, list[FindingRow]]:
    """Return the assistant's findings by code, of the months in which a limit is passed."""
    months = {
        month_of(day_at(piece.start)) for one in found for piece in _above(one.measured.above)
    }
    rows: dict[str, list[FindingRow]] = defaultdict(list)
    for month in sorted(months):
        for row in decisions.listing(connection, Filter(manad=month, assistent=number)):
            rows[row.kod].append(row)
    return rows


def _above(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces cut at midnight, so that each lies in one month."""
    return [
        Piece(start, slut, piece.row)
        for piece in pieces
        for _, start, slut in split_at_midnight(piece.start, piece.slut)
    ]


def grans(
    connection: sqlite3.Connection,
    one: Found,
    names: Names,
    stored: Mapping[str, Sequence[FindingRow]],
    policies: Policies,
    day: int,
) -> Grans:
    """Return a measured limit as shown; ``stored`` are the assistant's findings by code."""
    measured = one.measured
    fynd, unchecked = _judged(connection, one, names, stored.get(one.kod, ()))
    title = GRANS["ar" if measured.sort is Sort.YEAR else one.kod]
    per_dag = _by(measured.pieces, measured.above, lambda day: (day, day + 1))
    per_manad = _by(measured.pieces, measured.above, lambda day: month_days(month_of(day)))
    return Grans(
        one.kod,
        measured.sort,
        measured.slag,
        title.format(
            slag="" if measured.slag is None else SLAG[measured.slag],
            brukare="" if one.brukare is None else names.brukare[one.brukare],
        ),
        names.employer(one.arbetsgivare),
        one.arbetsgivare,
        one.brukare,
        measured.days,
        measured.limit,
        _derivation(one, policies, day),
        measured.worked,
        one.left,
        one.last,
        one.applies,
        tuple(Stycke(p.start, p.slut, p.row.id, p.row.brukare) for p in measured.above),
        per_dag,
        per_manad,
        fynd,
        unchecked,
    )


def _by(
    pieces: Sequence[Piece], above: Sequence[Piece], span: Callable[[int], Interval]
) -> tuple[Tid, ...]:
    """Return worked minutes by the span of days that each day lies in."""
    worked: dict[Interval, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    over: dict[Interval, int] = defaultdict(int)
    for piece in pieces:
        for day, start, slut in split_at_midnight(piece.start, piece.slut):
            worked[span(day)][piece.row.brukare] += slut - start
    for piece in above:
        for day, start, slut in split_at_midnight(piece.start, piece.slut):
            over[span(day)] += slut - start
    return tuple(
        Tid(days, tuple(sorted(minutes.items())), over[days])
        for days, minutes in sorted(worked.items())
    )


def _judged(
    connection: sqlite3.Connection, one: Found, names: Names, rows: Sequence[FindingRow]
) -> tuple[tuple[Fynd, ...], int]:
    """Return the findings on what lies above, and how many minutes there no finding stands on."""
    above: dict[int, list[Interval]] = defaultdict(list)
    for piece in one.measured.above:
        above[piece.row.id].append((piece.start, piece.slut))
    left = {row: list(parts) for row, parts in above.items()}
    found = []
    employer = names.number(one.arbetsgivare)
    for row in rows:
        if employer is not None and row.arbetsgivare != employer:
            continue
        minutes = 0
        for rad, start, slut in reports.parts_of_finding(connection, row.id):
            minutes += total(intersect(above.get(rad, ()), [(start, slut)]))
            left[rad] = subtract(left.get(rad, ()), [(start, slut)])
        if minutes:
            state = effect(Allvar(row.allvar), Status(row.status))
            found.append(Fynd(f"F{row.id}", row.manad, row.status, state, minutes))
    return tuple(found), sum(total(parts) for parts in left.values())


def _derivation(one: Found, policies: Policies, day: int) -> str:
    """Return in words how a limit has come about; the policy is that of the month's first day."""
    measured = one.measured
    if measured.sort is Sort.YEAR:
        key = "husligt-ar" if measured.slag is None else "atl-ar"
        return HARLEDNING[key].format(timmar=measured.limit // 60)
    if measured.slag is not None:
        return HARLEDNING[SLAG[measured.slag]]
    assert measured.week is not None
    key = "vecka"
    if measured.item is not None and measured.item.lawful is Act.HUSLIGT:
        key = "tillsyn" if measured.item.tillsyn else "arbetstid-husligt"
    text = HARLEDNING[key].format(
        vecka=hours(measured.week).removesuffix(",00"),
        dagar=measured.days[1] - measured.days[0],
    )
    if measured.week * (measured.days[1] - measured.days[0]) % 700 == 0:
        return text
    return f"{text}, {HARLEDNING[policies.entry('arbetstid_avrundning', day).text]}"

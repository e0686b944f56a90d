"""Findings for people: lists, details, decisions and their undoing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from db import Database, decisions, overview, reports, settlements
from db.decisions import Filter, FindingRow, Move, Round, Sort, Step
from db.journal import Stamp
from workbench.auditing import MOVES
from workbench.domain.finding import Status
from workbench.domain.money import parse_scaled
from workbench.domain.people import alphabetical
from workbench.domain.report import SLAG_NAMES
from workbench.domain.roller import Ratt
from workbench.domain.time import (
    DAY_MINUTES,
    day_at,
    iso_instant,
    iso_month,
    midnight,
    month_days,
    wall,
)
from workbench.law.parameters import RateMissing
from workbench.law.rounding import PARTS_PER_HOUR, half_up
from workbench.rules.registry import KODER
from workbench.services import law, roles
from workbench.services.errors import Refused
from workbench.services.sjukloner import remark
from workbench.services.viewing import Viewer
from workbench.wording import STATUS, explanation, provision

__all__ = [
    "Filter",
    "FindingDetail",
    "FindingView",
    "Refused",
    "Sort",
    "UnknownFinding",
    "decide",
    "detail",
    "finding_ids",
    "finding_number",
    "findings",
    "findings_by_ids",
    "undo",
    "undoable",
    "view",
]


class UnknownFinding(LookupError):
    """No finding has that id."""

    def __init__(self, identity: object) -> None:
        super().__init__(
            f"Fyndet {identity} finns inte. Kontrollera id med: workbench flags --month ÅÅÅÅ-MM"
        )


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as shown: people masked for the viewer, times local, text in Swedish."""

    id: str
    manad: str
    kod: str
    titel: str
    lagrum: str
    allvar: str
    status: str
    brukare: str
    brukare_namn: str
    assistent: str | None
    assistent_namn: str | None
    arbetsgivare: str | None
    fran: str | None
    till: str | None
    minuter: int
    timmar: int | None
    antal: int
    beslut: str | None
    nytt_underlag: bool
    forklaring: str

    @property
    def number(self) -> int:
        """The stored number behind the id."""
        return int(self.id[1:])


def finding_number(text: str) -> int:
    """Return the number of ``F17`` or ``17``. Raises UnknownFinding."""
    digits = text[1:] if text[:1] in "Ff" else text
    if not digits.isdigit():
        raise UnknownFinding(text)
    return int(digits)


def view(row: FindingRow, viewer: Viewer) -> FindingView:
    """Return a stored finding as the viewer may see it."""
    kod = KODER[row.kod]
    assistent = assistent_namn = None
    if row.assistent_id is not None and row.assistent is not None:
        assistent = viewer.number(row.assistent_id, row.assistent, row.assistent_skyddad)
        assistent_namn = viewer.name(
            row.assistent_id, row.assistent, row.assistent_namn, row.assistent_skyddad
        )
    brukare = viewer.number(row.brukare_id, row.brukare, row.brukare_skyddad)
    employer = row.arbetsgivare
    if employer == row.brukare:
        employer = brukare
    first, after = month_days(row.manad)
    start = row.start if row.start is not None else midnight(first)
    slut = row.slut if row.slut is not None else midnight(after)
    return FindingView(
        f"F{row.id}",
        iso_month(row.manad),
        row.kod,
        kod.titel,
        str(kod.lagrum),
        row.allvar,
        row.status,
        brukare,
        viewer.name(row.brukare_id, row.brukare, row.brukare_namn, row.brukare_skyddad),
        assistent,
        assistent_namn,
        employer,
        iso_instant(start),
        iso_instant(slut),
        row.minuter,
        row.timmar,
        row.antal,
        row.beslut,
        bool(row.nytt_underlag),
        explanation(row.kod, json.loads(row.underlag)),
    )


def findings(
    connection: sqlite3.Connection,
    chosen: Filter,
    viewer: Viewer,
    limit: int = -1,
    offset: int = 0,
) -> list[FindingView]:
    """Return the findings of a filter in list order."""
    return [view(row, viewer) for row in decisions.listing(connection, chosen, limit, offset)]


def finding_ids(connection: sqlite3.Connection, chosen: Filter) -> list[int]:
    """Return the numbers of a filter's findings in list order: what a paging list keeps."""
    return list(decisions.ordered_ids(connection, chosen))


def findings_by_ids(
    connection: sqlite3.Connection, ids: Sequence[int], viewer: Viewer
) -> list[FindingView]:
    """Return a page of findings."""
    return [view(row, viewer) for row in decisions.by_ids(connection, ids)]


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A row on a day: minutes of the day's wall clock, whose, and whether it is the finding's."""

    fran: int
    till: int
    assistent: str
    brukare: str
    slag: str
    own: bool


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """A day with the finding's own rows among the assistant's and the brukare's others."""

    day: int
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """Everything the review pane shows of one finding."""

    finding: FindingView
    lagrum_text: str
    effekt_minuter: int
    effekt_ore: int
    kallor: tuple[tuple[str, int], ...]
    dagar: tuple[TimelineDay, ...]
    historik: tuple[Step, ...]


def detail(connection: sqlite3.Connection, number: int, viewer: Viewer) -> FindingDetail:
    """Return one finding with sources, timeline, effect and history. Raises UnknownFinding."""
    rows = decisions.by_ids(connection, [number])
    if not rows:
        raise UnknownFinding(f"F{number}")
    row = rows[0]
    return FindingDetail(
        view(row, viewer),
        provision(row.kod),
        row.minuter,
        _effect_ore(connection, row),
        tuple(decisions.sources(connection, number)),
        _timeline(connection, row, viewer),
        tuple(decisions.history(connection, number)),
    )


def _effect_ore(connection: sqlite3.Connection, row: FindingRow) -> int:
    """Return what a finding is worth in öre at the brukare's latest rate, else the state's.

    Of a pass in a claim for sjuklön: the lost pay.
    """
    lost = lost_pay(row.underlag)
    if lost is not None:
        return lost
    rate = settlements.latest_rate(connection, row.manad, row.brukare_id)
    if rate is None:
        try:
            rate = law.load(connection).rates.at(month_days(row.manad)[0]).value
        except RateMissing:
            return 0
    if row.timmar is not None:
        return half_up(row.timmar * rate, 100)
    per_slag = reports.minutes_of_finding(connection, row.id)
    return sum(
        half_up(minutes * rate, 60 * parts)
        for parts, minutes in zip(PARTS_PER_HOUR.values(), per_slag, strict=True)
    )


def lost_pay(underlag: str) -> int | None:
    """Return the lost pay (öre) of a finding on a pass for sjuklön, as its evidence has it."""
    for evidence in json.loads(underlag):
        if "passet" in evidence and "kronor" in evidence:
            return parse_scaled(str(evidence["kronor"]).replace(" ", ""))
    return None


TIMELINE_DAYS = 14


def _timeline(
    connection: sqlite3.Connection, row: FindingRow, viewer: Viewer
) -> tuple[TimelineDay, ...]:
    own = reports.parts_of_finding(connection, row.id)
    days = sorted(
        {day for _, start, slut in own for day in range(day_at(start), day_at(slut - 1) + 1)}
    )
    own_rows = {rad for rad, _, _ in own}
    passes = reports.named_rows(connection, sorted(rad for rad in own_rows if rad < 0))
    result = []
    for day in days[:TIMELINE_DAYS]:
        start, slut = midnight(day), midnight(day + 1)
        bars = []
        rows = reports.rows_around(connection, row.brukare_id, row.assistent_id, start, slut)
        for item in [*rows, *(one for one in passes if one.start < slut and start < one.slut)]:
            first = 0 if item.start <= start else wall(item.start)[1]
            after = DAY_MINUTES if item.slut >= slut else wall(item.slut)[1]
            bars.append(
                TimelineBar(
                    first,
                    after,
                    viewer.name(
                        item.assistent,
                        item.assistent_nummer,
                        item.assistent_namn,
                        item.assistent_skyddad,
                    ),
                    viewer.name(
                        item.brukare, item.brukare_nummer, item.brukare_namn, item.brukare_skyddad
                    ),
                    SLAG_NAMES[item.slag],
                    item.id in own_rows,
                )
            )
        result.append(TimelineDay(day, tuple(bars)))
    return tuple(result)


def decide(database: Database, numbers: Sequence[int], change: Move, stamp: Stamp) -> int:
    """Move findings to a state with a motivering; return the round, which undo takes.

    All or none. Raises UnknownFinding, or Refused: no motivering, a code that nothing could be
    paid for, or a month that is attested.
    """
    if not change.motivering.strip():
        raise Refused("En motivering behövs för varje avgörande. Ange den med --motivering.")
    target = Status(change.status)
    with roles.writing(database, stamp, Ratt.AVGORA) as connection:
        rows = {row.id: row for row in decisions.by_ids(connection, numbers)}
        for number in numbers:
            if number not in rows:
                raise UnknownFinding(f"F{number}")
            row = rows[number]
            if target not in MOVES[Status(row.status)]:
                raise Refused(
                    f"F{number} är {STATUS[row.status]} och kan inte flyttas till "
                    f"{STATUS[target]}. Ångra går med: workbench undo OMGÅNG"
                )
            if target is Status.GODKAND and not KODER[row.kod].overridable:
                raise Refused(
                    f"F{number} ({row.kod}) kan inte godkännas: det finns inget beslut att betala "
                    "från. Lägg in beslutet och kontrollera månaden på nytt."
                )
        made = decisions.move(
            connection,
            list(dict.fromkeys(numbers)),
            replace(change, motivering=change.motivering.strip()),
            stamp,
        )
        remark(connection, {rows[number].manad for number in numbers})
        return made


def undo(database: Database, round_number: int, stamp: Stamp) -> list[int]:
    """Take back a round of moves; return the numbers moved back. Raises Refused."""
    with roles.writing(database, stamp, Ratt.AVGORA) as connection:
        undone = decisions.undo(connection, round_number, stamp)
        if not undone:
            raise Refused(
                "Det finns inget att ångra: fynden har avgjorts på nytt eller är redan ångrade."
            )
        remark(connection, {row.manad for row in decisions.by_ids(connection, undone)})
        return undone


def undoable(connection: sqlite3.Connection, month: int) -> list[Round]:
    """Return the month's rounds that can be undone, newest first."""
    return decisions.rounds(connection, month)


Summary = decisions.SummaryRow
"""How many findings a month has of one code, severity and status."""


def summary(connection: sqlite3.Connection, chosen: Filter) -> tuple[Summary, ...]:
    """Return the counts of a filter's findings by code, severity and status."""
    return tuple(decisions.summary(connection, chosen))


SCATTERED, BLOCK = 20_000, 1000
"""Findings looked for that are held at once; of more there is one among so many, likely."""
PEOPLE = ("brukare", "assistent")
"""What findings are sorted by that is somebody's name."""


def finding_ids_of(
    connection: sqlite3.Connection,
    chosen: Filter,
    brukare: int | None,
    sort: Sort = decisions.UNSORTED,
    limit: int = -1,
) -> Iterator[int]:
    """Yield the numbers of a filter's findings, of one person's id or (None) of everyone, in an
    order and at most ``limit`` of them (-1 = all).

    The id serves where the number may not be shown. By name protected people come first, as their
    names are told to nobody by where they stand.
    """
    if brukare is not None:
        found = overview.persons(connection, [brukare])
        number = found[brukare][0] if brukare in found else ""
        chosen = replace(chosen, brukare=number)
    if sort.column not in PEOPLE or chosen.manad is None:
        yield from decisions.ordered_ids(connection, chosen, sort, limit)
        return
    people = decisions.people(connection, chosen.manad, sort.column)
    people.sort(key=_by_name, reverse=sort.reverse)
    order = [one.id for one in people]
    yield from decisions.ids_by_people(connection, chosen, sort.column, order, limit)


def place_of(
    connection: sqlite3.Connection, ids: Sequence[int], chosen: Filter, start: int
) -> int | None:
    """Return the place in ``ids`` of the first finding of a filter, from ``start`` on and then from
    the first; None when there is none."""
    found: set[int] | None = None
    for low in chain(range(start, len(ids), BLOCK), range(0, min(start, len(ids)), BLOCK)):
        part = list(ids[low : low + BLOCK])
        hits = decisions.among(connection, chosen, part) if found is None else found
        here = next((place for place, identity in enumerate(part) if identity in hits), None)
        if here is not None:
            return low + here
        if found is None and low == start:  # none near: are they few enough to know all of them?
            every = decisions.ordered_ids(connection, chosen, limit=SCATTERED + 1)
            few = set(every)
            found = few if len(few) <= SCATTERED else None
    return None


def _by_name(one: decisions.Named) -> tuple[bool, str, int]:
    return one.id is None, alphabetical(one.namn or one.nummer or ""), one.id or 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What some findings hold together: real minutes, hours above a beslut, öre.

    The same minute may stand in several findings, so the sums are the most it can be.
    """

    antal: int
    brukare: int
    minuter: int
    timmar: int
    ore: int


def effect_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> Effect:
    """Return what some findings hold, valued at each brukare's latest rate."""
    rates: dict[tuple[int, int], int] = {}
    antal = minuter = timmar = ore = 0
    people = set()
    on_passes: list[int] = []
    for item in overview.finding_weights(connection, numbers):
        key = item.manad, item.brukare
        if key not in rates:
            rates[key] = settlements.latest_rate(connection, *key) or 0
        rate = rates[key]
        antal += 1
        people.add(item.brukare)
        if item.timmar is not None:
            timmar += item.timmar
            ore += half_up(item.timmar * rate, 100)
            continue
        minuter += item.minuter
        per_slag = item.assistans, item.vantetid, item.beredskap
        if item.minuter and not any(per_slag):
            on_passes.append(item.id)
        ore += sum(
            half_up(minutes * rate, 60 * parts)
            for parts, minutes in zip(PARTS_PER_HOUR.values(), per_slag, strict=True)
        )
    ore += sum(lost_pay(row.underlag) or 0 for row in decisions.by_ids(connection, on_passes))
    return Effect(antal, len(people), minuter, timmar, ore)

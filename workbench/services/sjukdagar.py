"""A claim day by day: when the sick assistant was to work, who worked instead, what lacks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db import overview, sjukfall, vikarier
from workbench.domain.sjukfall import Pass
from workbench.domain.time import DAY_MINUTES, clock, day_at, midnight, subtract, wall
from workbench.services.sjuklon import ArendeView, UnknownArende, arende
from workbench.services.sjukloner import judged
from workbench.services.viewing import Viewer
from workbench.sjukloning import STOPPING, Judged, difference_step

TACKT, OTACKT, EGET, STOPPAT = "tackt", "otackt", "eget", "stoppat"
"""What a stretch of a pass is: worked by a vikarie, by nobody, by the sick assistant himself; or
of a pass that is stopped whole, whoever worked."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a pass on one day of the wall clock; ``fran`` and ``till`` are its minutes."""

    slag: str
    dag: int
    fran: int
    till: int
    minuter: int
    vem: str = ""
    """The vikarie, or the brukare where the sick assistant worked; masked for the viewer."""


@dataclass(frozen=True, slots=True)
class PassDays:
    """A pass as stretches, in order of time; night passes have stretches on two days."""

    dag: int
    start: str
    slut: str
    stretches: tuple[Stretch, ...]

    def of(self, slag: str) -> list[Stretch]:
        """Return the stretches of a kind."""
        return [item for item in self.stretches if item.slag == slag]


@dataclass(frozen=True, slots=True)
class Days:
    """A claim with its passes as stretches, in the same order."""

    vy: ArendeView
    dagar: tuple[PassDays, ...]
    skillnad: str | None = None
    """The step (a field of Amounts) at which a claim above the computed sum parts from it."""


def days(connection: sqlite3.Connection, name: str, viewer: Viewer) -> Days:
    """Return a claim with its passes day by day. Raises UnknownArende."""
    case = sjukfall.of_arende(connection, name)
    if case is None:
        raise UnknownArende(name)
    one = judged(connection, [case.id])[case.id]
    own = vikarier.own_rows(connection, [case])
    persons = {person for parts in one.vikarier.values() for *_, person in parts}
    persons |= {row.brukare for rows in own.values() for row in rows}
    shown = {
        person: viewer.name(person, *named)
        for person, named in overview.persons(connection, sorted(persons)).items()
    }
    return Days(
        arende(connection, name, viewer),
        tuple(_pass(one, item, own.get(item.id, []), shown) for item in case.passen),
        difference_step(one),
    )


def _pass(
    one: Judged, item: Pass, own: Iterable[vikarier.OwnRow], shown: dict[int, str]
) -> PassDays:
    covered = [(TACKT, start, slut, shown[who]) for start, slut, who in one.vikarier[item.id]]
    free = subtract([(item.start, item.slut)], one.tackta[item.id])
    stopped = not covered and STOPPING & set(one.koder(item.id))
    uncovered = STOPPAT if stopped else OTACKT
    parts = [
        *covered,
        *((uncovered, start, slut, "") for start, slut in free),
        *((EGET, row.start, row.slut, shown[row.brukare]) for row in own),
    ]
    parts.sort(key=lambda part: (part[1], part[2], part[0]))
    day, start = wall(item.start)
    _, slut = wall(item.slut)
    return PassDays(
        day,
        clock(start),
        clock(slut or DAY_MINUTES),
        tuple(stretch for part in parts for stretch in _by_day(*part)),
    )


def _by_day(slag: str, start: int, slut: int, vem: str) -> Iterable[Stretch]:
    """Yield a stretch of time cut at midnight."""
    for day in range(day_at(start), day_at(slut - 1) + 1):
        first, after = max(start, midnight(day)), min(slut, midnight(day + 1))
        till = DAY_MINUTES if after == midnight(day + 1) else wall(after)[1]
        yield Stretch(slag, day, wall(first)[1], till, after - first, vem)

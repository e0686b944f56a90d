"""A month's sums as pictures: hours against beslut, one brukare's months, what is withheld by kod.

Each picture is made of a value that its JSON tells too, so a bar and a document never differ.
Minutes are real, hours are hundredths, amounts öre.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from db import audit, overview, people, pictures
from workbench.domain.finding import Allvar, Effect, Status, effect
from workbench.domain.people import InvalidNumber, personnummer
from workbench.domain.report import Slag
from workbench.domain.time import iso_day, iso_month, month_interval
from workbench.law.rounding import UNITS_PER_MINUTE
from workbench.rules.registry import KODER
from workbench.services import law
from workbench.services.arbetstid import Period
from workbench.services.arbetstid_staplar import spans
from workbench.services.explaining import UnknownId
from workbench.services.overview import MonthView, granted_month, month_view, months
from workbench.services.revision_varde import Worth
from workbench.services.viewing import Viewer

MOST_MONTHS = 12
"""Months of a picture over time: a year, for those that have rows or runs."""
UNITS = (
    UNITS_PER_MINUTE[Slag.ASSISTANS],
    UNITS_PER_MINUTE[Slag.VANTETID],
    UNITS_PER_MINUTE[Slag.BEREDSKAP],
)
BANDS = (
    ("saknas", "rapport saknas"),
    ("ej_raknad", "inte räknad"),
    ("utan_beslut", "inget beslut"),
    ("under_50", "under 50 %"),
    ("under_80", "50 till 80 %"),
    ("under_95", "80 till 95 %"),
    ("till_100", "95 till 100 %"),
    ("over_100", "över 100 %"),
)
"""How much of the granted hours a brukare's paid hours are."""


class UnknownBrukare(UnknownId):
    """Nobody with that number has rows or a beslut."""

    def __init__(self, identity: str) -> None:
        LookupError.__init__(
            self, f"Det finns ingen brukare med personnumret {identity}. Skriv tolv siffror."
        )


# -- the whole month ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthPicture:
    """A month's hours against what is granted; ``timmar`` and ``belopp_ore`` None: not settled."""

    month: str
    korning: int | None
    brukare: int
    beviljat: int
    redovisade_minuter: int
    timmar: int | None
    nekade_minuter: int
    hallna_minuter: int
    belopp_ore: int | None
    veckor: tuple[int, ...]
    anvant: dict[str, int]

    def document(self) -> dict[str, Any]:
        """Return the JSON of the picture."""
        return asdict(self)


def month_picture(connection: sqlite3.Connection, month: int, viewer: Viewer) -> MonthPicture:
    """Return a month's hours against its beslut, summed from what Månad shows."""
    view = month_view(connection, month, viewer)
    settled = view.korning is not None
    return MonthPicture(
        iso_month(month),
        view.korning,
        len(view.rows),
        sum(row.beviljat for row in view.rows),
        sum(view.veckor),
        view.timmar if settled else None,
        view.nekade_minuter,
        view.hallna_minuter,
        view.total_ore if settled else None,
        view.veckor,
        _bands(view),
    )


def _bands(view: MonthView) -> dict[str, int]:
    found = {name: 0 for name, _ in BANDS}
    for row in view.rows:
        found[_band(row.rader, row.timmar, row.beviljat, settled=view.korning is not None)] += 1
    return found


def _band(rader: int, timmar: int | None, beviljat: int, *, settled: bool) -> str:
    if rader == 0:
        return "saknas"
    if not settled:
        return "ej_raknad"
    if beviljat == 0:
        return "utan_beslut"
    used = (timmar or 0) * 100
    for name, most in (("under_50", 50), ("under_80", 80), ("under_95", 95)):
        if used < most * beviljat:
            return name
    return "till_100" if used <= 100 * beviljat else "over_100"


# -- one brukare --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BrukareMonth:
    """One brukare's month; ``timmar`` and ``belopp_ore`` None: not settled."""

    month: str
    beviljat: int
    redovisade_minuter: int
    timmar: int | None
    nekade_minuter: int
    hallna_minuter: int
    belopp_ore: int | None


@dataclass(frozen=True, slots=True)
class BrukareMonths:
    """One brukare's months, the latest last; people as the viewer may see them."""

    brukare: str
    namn: str
    month: str
    manader: tuple[BrukareMonth, ...]

    def document(self) -> dict[str, Any]:
        """Return the JSON of the picture."""
        return asdict(self)


def brukare(connection: sqlite3.Connection, identity: str) -> int:
    """Return the person id of a brukare's number, hyphen allowed. Raises UnknownBrukare."""
    try:
        found = people.by_number(connection, personnummer(identity))
    except InvalidNumber as error:
        raise UnknownBrukare(identity) from error
    if found is None:
        raise UnknownBrukare(identity)
    return found[0]


def brukare_picture(
    connection: sqlite3.Connection, who: int, month: int, viewer: Viewer
) -> BrukareMonths:
    """Return a brukare's (person id) hours against beslut, up to a month. Raises UnknownBrukare."""
    number, name, hidden = overview.persons(connection, [who])[who]
    policies = law.load(connection).policies
    beslut = pictures.granted_to(connection, who)
    found = pictures.months_of(connection, who, latest(connection, month))
    if not beslut and not any(one.rader for one in found):
        raise UnknownBrukare(viewer.number(who, number, hidden))
    return BrukareMonths(
        viewer.number(who, number, hidden),
        viewer.name(who, number, name, hidden),
        iso_month(month),
        tuple(
            BrukareMonth(
                iso_month(one.manad),
                sum(granted_month(row, one.manad, policies) for row in beslut),
                one.minuter,
                one.timmar,
                one.nekade,
                one.hallna,
                one.belopp,
            )
            for one in found
        ),
    )


def latest(connection: sqlite3.Connection, month: int) -> list[int]:
    """Return the latest months with rows or runs up to a month, the latest last."""
    return sorted(found for found in months(connection) if found <= month)[-MOST_MONTHS:]


# -- what is withheld, by kod -------------------------------------------------------------------


@dataclass(slots=True)
class Withheld:
    """What the findings of one kod withhold in a month with one effect.

    ``timmar`` are of findings that hold hours instead of minutes (over-beslut).
    """

    kod: str
    titel: str
    effekt: str
    antal: int = 0
    minuter: int = 0
    timmar: int = 0
    belopp_ore: int = 0


@dataclass(frozen=True, slots=True)
class FindingsPicture:
    """A month's refused and held time by kod, as findings stand now, largest amount first.

    ``nekade_minuter`` and ``hallna_minuter`` count each minute of a row once, though several kod
    may stand on it; ``korningens_*`` are those of the latest run, None before there is one.
    """

    month: str
    koder: tuple[Withheld, ...]
    nekade_minuter: int
    hallna_minuter: int
    korningens_nekade: int | None
    korningens_hallna: int | None

    def document(self) -> dict[str, Any]:
        """Return the JSON of the picture."""
        return asdict(self)


def findings_picture(connection: sqlite3.Connection, month: int) -> FindingsPicture:
    """Return what a month's findings withhold, by kod."""
    worth = Worth(connection, (month, month))
    found: dict[tuple[str, Effect], Withheld] = {}
    for item in audit.weights(connection, (month, month)):
        does = effect(Allvar(item.allvar), Status(item.status))
        if does is Effect.INGEN:
            continue
        key = item.kod, does
        if key not in found:
            found[key] = Withheld(item.kod, KODER[item.kod].titel, does)
        sums = found[key]
        sums.antal += 1
        sums.minuter += item.minuter
        sums.timmar += item.timmar or 0
        sums.belopp_ore += worth.ore(item)
    once = pictures.withheld(connection, month, month_interval(month), UNITS)
    refused = sum(one.nekade for one in once)
    every = sum(one.minuter for one in once)
    kept = pictures.withheld_in_run(connection, month)
    return FindingsPicture(
        iso_month(month),
        tuple(sorted(found.values(), key=lambda one: (-one.belopp_ore, one.kod, one.effekt))),
        refused,
        every - refused,
        *(kept or (None, None)),
    )


# -- working time -------------------------------------------------------------------------------


def period_document(item: Period) -> dict[str, Any]:
    """Return the JSON of an assistant's period as drawn: minutes; days with the last included."""
    return {
        "assistent": item.nummer,
        "namn": item.namn,
        "month": iso_month(item.manad),
        "granser": [
            {
                "kod": one.kod,
                "namn": one.namn,
                "arbetsgivare": one.arbetsgivare,
                "fran": iso_day(one.dagar[0]),
                "till": iso_day(one.dagar[1] - 1),
                "tillatna_minuter": one.tillatet,
                "arbetade_minuter": one.arbetat,
                "minuter_over": one.minuter_over,
                "staplar": [
                    {
                        "fran": iso_day(span.days[0]),
                        "till": iso_day(span.days[1] - 1),
                        "minuter": span.minutes,
                        "over": span.over,
                    }
                    for span in spans(one, daily=False)
                ],
            }
            for one in item.granser
        ],
    }

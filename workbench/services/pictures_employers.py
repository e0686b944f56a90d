"""Anordnare month by month as pictures: hours, kronor and how much of the time is refused.

Hours are whole rows by the month they begin in. Refused minutes count once each, and sum to the
month's own. The öre of a brukare's lines go to the one employer he has in the month; between
several they are shared by paid minutes, so that they too sum to the month's.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from db import people, pictures, settlements
from db.people import EmployerName
from workbench.domain.people import InvalidNumber, masked, personnummer
from workbench.domain.time import iso_month, month_interval
from workbench.services.explaining import UnknownId
from workbench.services.pictures import UNITS, latest
from workbench.services.viewing import Viewer
from workbench.sharing import spread

ALL = 10**9
MOST = 10
"""Employers of a picture when none is chosen: those with most hours in its months."""
HIDDEN = "bara skyddade brukare"
NONE = "utan rapporterad tid"


class UnknownEmployer(UnknownId):
    """No employer has that number, or none that the viewer may see by itself."""

    def __init__(self, identity: str) -> None:
        LookupError.__init__(
            self,
            f"Det finns ingen arbetsgivare {identity} att visa. Skriv ett organisationsnummer med "
            "tio siffror, eller numret på en brukare som är egen arbetsgivare.",
        )


@dataclass(slots=True)
class EmployerMonth:
    """An employer's month: minutes reported and refused, öre; ``belopp_ore`` None: not settled."""

    month: str
    minuter: int = 0
    nekade_minuter: int = 0
    belopp_ore: int | None = None


@dataclass(slots=True)
class Employer:
    """An employer as shown, with its months in order; ``nummer`` "" for what is put together."""

    nummer: str
    namn: str
    manader: list[EmployerMonth] = field(default_factory=list)

    @property
    def minuter(self) -> int:
        """Reported minutes of all the months."""
        return sum(month.minuter for month in self.manader)


@dataclass(frozen=True, slots=True)
class EmployersPicture:
    """The largest employers over some months, or one; ``antal`` is how many there are."""

    month: str
    antal: int
    anordnare: tuple[Employer, ...]

    def document(self) -> dict[str, Any]:
        """Return the JSON of the picture."""
        return asdict(self)


@dataclass(slots=True)
class _Sums:
    """One month: minutes by (brukare, employer), öre by employer (None: no rows)."""

    minuter: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    nekade: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    ore: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))
    brukare: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    raknad: bool = False


def employers_picture(
    connection: sqlite3.Connection,
    month: int,
    viewer: Viewer,
    one: str | None = None,
    most: int = MOST,
) -> EmployersPicture:
    """Return employers over the months up to one. Raises UnknownEmployer.

    ``one``: the number of a chosen employer. What could tell where a protected person is, an
    employer with only such brukare, is put together with its like unless the viewer may see.
    """
    months = latest(connection, month)
    sums = {number: _sums(connection, number) for number in months}
    groups = _groups(connection, sums, viewer)
    found: dict[tuple[str, str], Employer] = {}
    for number, item in sums.items():
        for name in set(groups.values()):
            found.setdefault(name, Employer(*name)).manader.append(
                EmployerMonth(iso_month(number), belopp_ore=0 if item.raknad else None)
            )
        for employer, minutes in item.minuter.items():
            found[groups[employer]].manader[-1].minuter += minutes
        for employer, minutes in item.nekade.items():
            found[groups[employer]].manader[-1].nekade_minuter += minutes
        for payee, ore in item.ore.items():
            last = found[groups[payee]].manader[-1]
            last.belopp_ore = (last.belopp_ore or 0) + ore
    every = sorted(found.values(), key=lambda item: (-item.minuter, item.namn, item.nummer))
    if one is not None:
        wanted = _wanted(one)
        chosen = tuple(item for item in every if wanted and item.nummer == wanted)
        if not chosen:
            raise UnknownEmployer(one)
        return EmployersPicture(iso_month(month), 1, chosen)
    return EmployersPicture(iso_month(month), len(every), tuple(every[:most]))


def _wanted(identity: str) -> str:
    try:
        return personnummer(identity)
    except InvalidNumber:
        return identity.replace("-", "")


def _sums(connection: sqlite3.Connection, month: int) -> _Sums:
    result = _Sums()
    units: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for item in pictures.reported(connection, month, UNITS):
        result.minuter[item.arbetsgivare] += item.minuter
        result.brukare[item.arbetsgivare].add(item.brukare)
        units[item.brukare][item.arbetsgivare] += item.enheter
    withheld = pictures.withheld(connection, month, month_interval(month), UNITS)
    for found in withheld:
        result.nekade[found.arbetsgivare] += found.nekade
        result.brukare[found.arbetsgivare].add(found.brukare)
    run = settlements.latest_run(connection, month)
    if run is None:
        return result
    result.raknad = True
    several = {brukare for brukare, shares in units.items() if len(shares) > 1}
    paid = {brukare: dict(units[brukare]) for brukare in several}
    for found in withheld:
        if found.brukare in several and found.arbetsgivare in paid[found.brukare]:
            paid[found.brukare][found.arbetsgivare] -= found.enheter
    for brukare, employer, ore in pictures.amounts(connection, run.id):
        if employer is not None:
            result.ore[employer] += ore
            result.brukare[employer].add(brukare)
        else:
            for payee, part in _shared(ore, paid.get(brukare), units.get(brukare)).items():
                result.ore[payee] += part
    return result


def _shared(
    ore: int, paid: Mapping[int, int] | None, reported: Mapping[int, int] | None
) -> dict[int | None, int]:
    """Return öre by employer: by paid units, by reported ones when none are paid."""
    if not reported:
        return {None: ore}
    weights = {employer: max(0, units) for employer, units in (paid or reported).items()}
    if not any(weights.values()):
        weights = dict(reported)
    parts = spread(ore, weights, lambda employer: ("", employer))
    return {employer: part.ore for employer, part in parts.items()}


def _groups(
    connection: sqlite3.Connection, sums: Mapping[int, _Sums], viewer: Viewer
) -> dict[int | None, tuple[str, str]]:
    """Return (number, name) that each employer is shown under."""
    users: dict[int, set[int]] = defaultdict(set)
    for item in sums.values():
        for employer, brukare in item.brukare.items():
            users[employer] |= brukare
    hidden = pictures.protected(connection)
    result: dict[int | None, tuple[str, str]] = {}
    for name in people.employer_names(connection, set(users)):
        result[name.id] = _shown(name, viewer)
        if users[name.id] <= hidden and result[name.id][0]:
            if viewer.protected:
                viewer.seen.update(users[name.id])
            else:
                result[name.id] = ("", HIDDEN)
    if any(None in item.ore for item in sums.values()):
        result[None] = ("", NONE)
    return result


def _shown(name: EmployerName, viewer: Viewer) -> tuple[str, str]:
    if name.person is None:
        return name.nummer, name.namn or name.nummer
    if name.skyddad and not viewer.protected:
        return "", masked(name.person)
    return name.nummer, viewer.name(name.person, name.nummer, name.namn, name.skyddad)

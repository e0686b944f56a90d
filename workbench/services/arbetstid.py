"""The assistant's period: what is worked, what is left and what lies above, limit by limit.

The limits are measured by the functions that the rules use (``law.limits``), with rows up to each
period's own end; what is refused is said by the stored findings. Minutes; days are half-open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db import decisions, overview, people
from workbench.domain.people import InvalidNumber, personnummer
from workbench.domain.report import Slag
from workbench.domain.time import month_days
from workbench.law.parameters import Policies, policy_definitions
from workbench.services import law as law_service
from workbench.services.arbetstid_limits import read
from workbench.services.arbetstid_parts import Grans, Names, grans, stored_findings
from workbench.services.reviewing import UnknownFinding
from workbench.services.viewing import Viewer
from workbench.wording import ORDNING

MOST_FOUND = 200
"""Assistants that a search shows; the rest is counted."""
POLICIES = ("arbetstid_avrundning", "arbetstid_ordning")


class UnknownAssistant(UnknownFinding):
    """Nobody with that number is an assistant."""

    def __init__(self, identity: object) -> None:
        LookupError.__init__(self, f"Det finns ingen assistent med numret {identity}.")


@dataclass(frozen=True, slots=True)
class Svar:
    """How many minutes can still be worked, through which day, and the limit that binds."""

    minuter: int
    sista: int
    grans: int
    """Place in the period's ``granser``."""
    slag: Slag
    arbetsgivare: str
    """Whose limits were looked at; empty = all."""


@dataclass(frozen=True, slots=True)
class Installning:
    """A policy that was used: what it decides, its value and where that comes from."""

    namn: str
    titel: str
    varde: str
    kalla: str


@dataclass(frozen=True, slots=True)
class Assistent:
    """An assistant in a list, masked for the viewer."""

    id: int
    nummer: str
    namn: str


@dataclass(frozen=True, slots=True)
class Sokt:
    """What a search for assistants found; ``antal`` counts also those beyond the first ones."""

    needle: str
    antal: int
    rader: tuple[Assistent, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """An assistant's working time as it stands in a month."""

    assistent: int
    nummer: str
    namn: str
    manad: int
    dag: int
    granser: tuple[Grans, ...]
    svar: tuple[Svar, ...]
    brukare: Mapping[int, str]
    utan_uppdrag: tuple[str, ...]
    oklart: tuple[str, ...]
    installningar: tuple[Installning, ...]
    ordning: str


def person(connection: sqlite3.Connection, identity: str) -> int:
    """Return the person id of an assistant's number, hyphen allowed. Raises UnknownAssistant."""
    try:
        found = people.by_number(connection, personnummer(identity))
    except InvalidNumber as error:
        raise UnknownAssistant(identity) from error
    if found is None:
        raise UnknownAssistant(identity)
    return found[0]


def search(connection: sqlite3.Connection, needle: str, viewer: Viewer) -> Sokt:
    """Return assistants by parts of their names or the beginning of their number, by name.

    Protected people are found by number only.
    """
    many, found = people.assistants(connection, needle.casefold().split(), MOST_FOUND)
    return Sokt(
        needle,
        many,
        tuple(
            Assistent(
                identity,
                viewer.number(identity, number, hidden),
                viewer.name(identity, number, name, hidden),
            )
            for identity, number, name, hidden in found
        ),
    )


def assistant_of(connection: sqlite3.Connection, finding: int) -> int | None:
    """Return the person id of a finding's assistant; None when it concerns none.

    Raises UnknownFinding.
    """
    rows = decisions.by_ids(connection, [finding])
    if not rows:
        raise UnknownFinding(f"F{finding}")
    return rows[0].assistent_id


def period(
    connection: sqlite3.Connection,
    assistent: int,
    month: int,
    viewer: Viewer,
    day: int | None = None,
) -> Period:
    """Return an assistant's (person id) working time in a month, people masked for the viewer.

    ``day`` is the one that the answer looks ahead from, default the month's last. Raises
    UnknownAssistant.
    """
    policies = law_service.load(connection).policies
    first, after = month_days(month)
    asked = after - 1 if day is None else day
    reading = read(connection, assistent, month, asked, policies)
    known = overview.persons(connection, [assistent])
    if assistent not in known or not (
        reading.found or reading.without or people.is_assistant(connection, assistent)
    ):
        raise UnknownAssistant(assistent)
    number, name, protected = known[assistent]
    names = Names(connection, reading.found, {*reading.without, *reading.doubts}, viewer)
    found = sorted(reading.found, key=lambda one: names.place(one.arbetsgivare))
    stored = stored_findings(connection, number, found)
    granser = tuple(grans(connection, one, names, stored, policies, first) for one in found)
    settings = _settings(policies, first)
    order = next((one.varde for one in settings if one.namn == "arbetstid_ordning"), "sist")
    return Period(
        assistent,
        viewer.number(assistent, number, protected),
        viewer.name(assistent, number, name, protected),
        month,
        asked,
        granser,
        tuple(_answers(granser)),
        names.brukare,
        tuple(sorted(names.employer(one) for one in reading.without)),
        tuple(
            f"{names.employer(one)}: {reason}"
            for one, reasons in reading.doubts.items()
            for reason in sorted(reasons)
        ),
        settings,
        ORDNING[order],
    )


def _answers(granser: Sequence[Grans]) -> Iterator[Svar]:
    """Yield the least that is left: over all limits, of vantetid if other, then per employer."""
    whole = _least(granser, Slag.ASSISTANS)
    if whole is None:
        return
    yield whole
    waiting = _least(granser, Slag.VANTETID)
    if waiting is not None and waiting.grans != whole.grans:
        yield waiting
    employers = dict.fromkeys(
        item.arbetsgivare_id for item in granser if item.galler and item.arbetsgivare_id is not None
    )
    if len(employers) > 1:
        for employer in employers:
            own = _least(granser, Slag.ASSISTANS, employer)
            if own is not None:
                yield own


def _least(granser: Sequence[Grans], slag: Slag, employer: int | None = None) -> Svar | None:
    """Return what is left of a kind of time under the limit that binds; None without limits."""
    bind = [
        (item.utrymme, place)
        for place, item in enumerate(granser)
        if item.galler
        and item.slag in (None, slag)
        and (employer is None or item.arbetsgivare_id == employer)
    ]
    if not bind:
        return None
    minutes, place = min(bind)
    name = "" if employer is None else granser[place].arbetsgivare
    return Svar(minutes, granser[place].sista, place, slag, name)


def _settings(policies: Policies, day: int) -> tuple[Installning, ...]:
    """Return the policies of a day that decide limits and what lies above them."""
    definitions = policy_definitions()
    return tuple(
        Installning(name, definitions[name].title, entry.text, entry.source)
        for name in POLICIES
        if name in definitions
        for entry in [policies.entry(name, day)]
    )

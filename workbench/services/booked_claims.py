"""What has happened to claims that the ledger is told of: decided, changed, repaid, written off."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from db import booking, outfiles
from db.booking import ClaimBooking
from workbench.domain.time import parse_day
from workbench.exports.konteringar import Handelse
from workbench.exports.kontoplan import FORSKOTT
from workbench.exports.kravhandelser import (
    COURT,
    STARTS,
    Andring,
    Krav,
    flyttat,
    krav_handelser,
)
from workbench.services.booked_events import Event, Units, accounted, pseudonym


def claim_events(
    connection: sqlite3.Connection, units: Units, korning: int | None = None
) -> list[Event]:
    """Return what changes of claims mean to the ledger, those not booked yet.

    ``korning`` chooses those that a run has made.
    """
    done = outfiles.booked(connection, "aterkrav_bokning")
    changes = booking.claim_bookings(connection)
    moved = _moved(changes)
    advances = booking.with_advance(connection)
    found: list[Event] = []
    for (month, person, arende), group in groupby(changes, key=_key):
        own = list(group)
        if _first(own) is None:
            continue
        krav = Krav(pseudonym(person), units.of(connection, person), month, arende)
        in_advance = arende is None and (month, person) in advances
        events = _of_key(connection, krav, person, own, moved, in_advance=in_advance)
        found += [
            Event(("aterkrav_bokning", rad), event)
            for rad, event in events
            if rad not in done and korning in (None, event.korning)
        ]
    return found


def _key(one: ClaimBooking) -> tuple[int, int, str | None]:
    return one.manad, one.brukare, one.arende


def _of_key(
    connection: sqlite3.Connection,
    krav: Krav,
    person: int,
    changes: Sequence[ClaimBooking],
    moved: Mapping[int, int],
    *,
    in_advance: bool,
) -> list[tuple[int, Handelse]]:
    """Return what the changes of all claims on one key mean. An advance that is paid back by
    several claims is paid back once: each takes what those begun before it had left then."""
    claims: dict[int, list[ClaimBooking]] = {}
    for one in changes:
        claims.setdefault(one.aterkrav, []).append(one)
    begun = sorted((first, own) for own in claims.values() if (first := _first(own)) is not None)
    found: list[tuple[int, Handelse]] = []
    for first, own in begun:
        left = 0
        if in_advance:
            at = next(one.tid for one in own if one.id == first)
            left = _advance_left(connection, krav.manad, person, at)
            left -= sum(_on_advance(event) for rad, event in found if rad < first)
        events = krav_handelser(
            krav._replace(forskott=max(0, left)), [_change(one, moved) for one in own]
        )
        found += events
    return found


def _first(changes: Iterable[ClaimBooking]) -> int | None:
    """Return the first change that means something to the ledger; None = there is none yet."""
    return next((one.id for one in changes if one.handelse in STARTS or one.aterbetalt), None)


def _on_advance(event: Handelse) -> int:
    """Return by how much an event lowers what is booked as paid in advance."""
    sign = {"aterkrav-beslutat": 1, "aterkrav-sankt": -1}.get(event.slag, 0)
    return sign * event.belopp_ore if event.avser == FORSKOTT else 0


def _moved(changes: Iterable[ClaimBooking]) -> dict[int, int]:
    """Return {change: öre repaid that a court's cut only moved between a claim's months}."""
    steps: dict[int, list[ClaimBooking]] = {}
    for one in changes:
        if one.steg is not None and one.handelse in COURT:
            steps.setdefault(one.steg, []).append(one)
    return {
        one.id: ore
        for own in steps.values()
        for one, ore in zip(own, flyttat([one.aterbetalt for one in own]), strict=True)
    }


def _change(one: ClaimBooking, moved: Mapping[int, int]) -> Andring:
    return Andring(
        one.id,
        parse_day(one.dag),
        one.utestaende,
        one.aterbetalt,
        one.nedlagt,
        one.absorberat,
        one.handelse,
        one.korning,
        moved.get(one.id, 0),
    )


def _advance_left(connection: sqlite3.Connection, month: int, person: int, at: str) -> int:
    """Return what stood booked as paid in advance on a month at a time, before any claim on it."""
    latest = booking.attested_by(connection, month, at)
    if latest is None:
        return 0
    history = [
        *booking.earlier_with_advance(connection, latest),
        *booking.keys(connection, latest),
    ]
    own = [key for key in history if key.brukare == person and key.arende is None]
    settled = sum(accounted(own[:place], key) for place, key in enumerate(own))
    return sum(key.forskott for key in own) - settled

"""Claims (återkrav) as a list: who owes, for which months, how much, and the rows behind it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import claims, overview
from db.claims import ClaimFacts, NamedClaimRow
from workbench.domain.people import age_day
from workbench.domain.time import iso_month, parse_day
from workbench.services.errors import Refused
from workbench.services.viewing import Viewer


class UnknownClaim(Refused):
    """There is no claim with that number."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"Kravet {identity} finns inte. Se kraven med: workbench aterkrav list")


@dataclass(frozen=True, slots=True)
class Krav:
    """A claim as shown: people masked for the viewer, amounts öre.

    ``belopp`` is the claim's sum (outstanding, repaid and dropped); the rows add up to it.
    """

    id: str
    brukare: str
    brukare_namn: str
    arende: str | None
    galdenarer: tuple[str, ...]
    manader: tuple[str, ...]
    belopp: int
    utestaende: int
    betalt: int
    nedlagt: int
    grund: str
    status: str
    rader: tuple[NamedClaimRow, ...]


def kraven(connection: sqlite3.Connection, viewer: Viewer) -> list[Krav]:
    """Return every claim that stands, oldest first; those of annulled runs are gone."""
    return [_shown(connection, identity, viewer) for identity in claims.standing(connection)]


def krav(connection: sqlite3.Connection, identity: str, viewer: Viewer) -> Krav:
    """Return one claim (``K3``). Raises UnknownClaim."""
    digits = identity[1:] if identity[:1] in "Kk" else identity
    if not digits.isdigit() or claims.facts(connection, int(digits)) is None:
        raise UnknownClaim(identity)
    return _shown(connection, int(digits), viewer)


def _shown(connection: sqlite3.Connection, identity: int, viewer: Viewer) -> Krav:
    facts = claims.facts(connection, identity)
    assert facts is not None
    number, name, protected = overview.persons(connection, [facts.brukare_id])[facts.brukare_id]
    months = claims.months(connection, identity)
    return Krav(
        f"K{facts.id}",
        viewer.number(facts.brukare_id, number, protected),
        viewer.name(facts.brukare_id, number, name, protected),
        facts.arende,
        tuple(_debtors(connection, facts, months, viewer, protected)),
        tuple(iso_month(month) for month in months),
        facts.summa,
        facts.utestaende,
        facts.aterbetalt,
        facts.nedlagt,
        facts.grund,
        facts.status,
        tuple(claims.rows(connection, identity)),
    )


def _debtors(
    connection: sqlite3.Connection,
    facts: ClaimFacts,
    months: list[int],
    viewer: Viewer,
    protected: int,
) -> list[str]:
    """Return who owes by 12 § LSS: the enskilde, also when the anordnare got the money; under 18
    on the day of payment the förmyndare, jointly when several (KamR Göteborg 1798-24)."""
    paid = [claims.first_paid(connection, facts.brukare_id, month) for month in months]
    day = max((one for one in paid if one), default=facts.tid[:10])
    own = viewer.number(facts.brukare_id, facts.brukare, protected)
    if parse_day(day) >= age_day(facts.brukare, 18):
        return [own]
    return claims.guardians(connection, facts.brukare_id, day) or [own]

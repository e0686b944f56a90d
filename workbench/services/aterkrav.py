"""Claims (återkrav) as a list: who owes, for which months, how much, and the rows behind it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import claim_history, claim_steps, claims, overview
from db.claim_steps import Debtor
from db.claims import ClaimFacts, NamedClaimRow
from workbench.domain.people import age_day, masked
from workbench.domain.time import iso_month, parse_day
from workbench.services.errors import Refused
from workbench.services.viewing import Viewer, masked_numbers


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


@dataclass(frozen=True, slots=True)
class Kommande:
    """What a draft puts forward when it is attested: run, month, person as shown, öre."""

    korning: int
    manad: str
    brukare: str
    brukare_namn: str
    arende: str | None
    belopp: int


def kommande(connection: sqlite3.Connection, viewer: Viewer) -> list[Kommande]:
    """Return what the months' drafts put forward for återkrav when they are attested."""
    found = claim_history.drafted(connection)
    people = overview.persons(connection, sorted({one.brukare for one in found}))
    return [
        Kommande(
            one.korning,
            iso_month(one.manad),
            viewer.number(one.brukare, number, protected),
            viewer.name(one.brukare, number, name, protected),
            one.arende,
            one.belopp,
        )
        for one in found
        for number, name, protected in [people[one.brukare]]
    ]


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
        tuple(who.nummer for who in shown_debtors(connection, identity, viewer)),
        tuple(iso_month(month) for month in months),
        facts.summa,
        facts.utestaende,
        facts.aterbetalt,
        facts.nedlagt,
        facts.grund,
        facts.status,
        tuple(claims.rows(connection, identity)),
    )


def debtors_by_law(connection: sqlite3.Connection, identity: int) -> list[Debtor]:
    """Return who owes by 12 § LSS: the enskilde, also when the anordnare got the money; under 18
    on the day of payment the förmyndare, jointly when several (KamR Göteborg 1798-24).

    Raises UnknownClaim.
    """
    facts = claims.facts(connection, identity)
    if facts is None:
        raise UnknownClaim(f"K{identity}")
    own = Debtor(facts.brukare, claims.name(connection, facts.brukare), "enskild")
    day = paid_as_child(connection, facts)
    guardians = [] if day is None else claims.guardians(connection, facts.brukare_id, day)
    return [
        Debtor(number, claims.name(connection, number), "formyndare") for number in guardians
    ] or [own]


def paid_as_child(connection: sqlite3.Connection, facts: ClaimFacts) -> str | None:
    """Return the day on which a claim's months were last paid when the enskilde was under 18 then;
    None = the enskilde was of age and owes it alone."""
    months = claims.months(connection, facts.id)
    paid = [claims.first_paid(connection, facts.brukare_id, month) for month in months]
    day = max((one for one in paid if one), default=facts.tid[:10])
    return day if parse_day(day) < age_day(facts.brukare, 18) else None


def directed(connection: sqlite3.Connection, identity: int) -> bool:
    """Tell whether it is known who owes: not when a child's förmyndare is in no register and
    nobody has chosen to direct the claim to the child."""
    facts = claims.facts(connection, identity)
    assert facts is not None
    return bool(
        claim_steps.chosen_debtors(connection, identity)
        or paid_as_child(connection, facts) is None
        or any(who.slag == "formyndare" for who in debtors_by_law(connection, identity))
    )


def debtors(connection: sqlite3.Connection, identity: int) -> list[Debtor]:
    """Return who owes a claim: those chosen with a reason, else those that the law gives."""
    return claim_steps.chosen_debtors(connection, identity) or debtors_by_law(connection, identity)


def masked_brukare(connection: sqlite3.Connection, identity: str, viewer: Viewer) -> bool:
    """Tell whether a claim's (``K3``) brukare is masked to the viewer."""
    facts = claims.facts(connection, int(identity[1:]))
    assert facts is not None
    person = overview.persons(connection, [facts.brukare_id])[facts.brukare_id]
    return bool(person[2]) and not viewer.protected


def shown_debtors(connection: sqlite3.Connection, identity: int, viewer: Viewer) -> list[Debtor]:
    """Return who owes a claim as the viewer may see it: whoever is protected, or owes for someone
    who is, is masked."""
    facts = claims.facts(connection, identity)
    assert facts is not None
    person = overview.persons(connection, [facts.brukare_id])[facts.brukare_id]
    found = debtors(connection, identity)
    hidden = masked_numbers(connection, [who.nummer for who in found], viewer)
    shown = []
    for place, who in enumerate(found, 1):
        mask = hidden.get(who.nummer, "")
        if person[2] and not viewer.protected and who.slag != "anordnare":
            own = masked(facts.brukare_id)
            mask = mask or (own if who.slag != "formyndare" else f"{own} förmyndare {place}")
        shown.append(Debtor(mask, mask, who.slag) if mask else who)
    return shown

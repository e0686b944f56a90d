"""Whom a claim can be directed against: those that the registers know (12 § LSS; 9.2.25)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from db import claims, overview
from db.claim_steps import Case, Debtor
from workbench.domain.people import masked
from workbench.services.aterkrav import debtors
from workbench.services.kravsteg import case_of
from workbench.services.viewing import Viewer, masked_numbers


@dataclass(frozen=True, slots=True)
class Kandidat:
    """Someone to direct a claim against; ``visas`` as the viewer may see them, ``varfor`` how they
    are known, ``vald`` True for those who owe it now."""

    galdenar: Debtor
    visas: Debtor
    varfor: str
    vald: bool


def kandidater(
    connection: sqlite3.Connection, identity: str, viewer: Viewer, today: str
) -> list[Kandidat]:
    """Return whom a claim can be directed against: the enskilde, the förmyndare of the registers,
    the dödsbo, for FK's money the anordnare that were paid, and those who owe it now.

    Raises UnknownClaim, Refused.
    """
    case = case_of(connection, identity)
    now = debtors(connection, case.id)
    known = {(who.nummer, who.slag): (who, why) for who, why in _known(connection, case, today)}
    for who in now:
        known.setdefault((who.nummer, who.slag), (who, "vald tidigare"))
    hidden = masked_numbers(connection, [number for number, _ in known], viewer)
    person = overview.persons(connection, [case.brukare])[case.brukare]
    chosen = {(who.nummer, who.slag) for who in now}
    found = []
    for place, (key, (who, why)) in enumerate(known.items(), 1):
        mask = hidden.get(who.nummer, "")
        if person[2] and not viewer.protected and who.slag == "formyndare":
            mask = mask or f"{masked(case.brukare)} förmyndare {place}"
        shown = Debtor(mask, mask, who.slag) if mask else who
        found.append(Kandidat(who, shown, why, key in chosen))
    return found


def _known(connection: sqlite3.Connection, case: Case, today: str) -> Iterator[tuple[Debtor, str]]:
    number, name, _ = overview.persons(connection, [case.brukare])[case.brukare]
    yield Debtor(number, name or "", "enskild"), "brukaren"
    months = claims.months(connection, case.id)
    days = [claims.first_paid(connection, case.brukare, month) for month in months]
    for day in dict.fromkeys([*filter(None, days), today]):
        for guardian in claims.guardians(connection, case.brukare, day):
            yield (
                Debtor(guardian, claims.name(connection, guardian), "formyndare"),
                "registret",
            )
    yield Debtor(number, f"dödsboet efter {name or number}", "dodsbo"), "brukaren"
    if case.grund == "fk":
        for firm in claims.paid_firms(connection, case.id):
            yield Debtor(firm, claims.name(connection, firm), "anordnare"), "fick pengarna"

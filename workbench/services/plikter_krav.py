"""Duties that claims raise: their own next steps, and what they tell FK, IVO and the police."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from db import claim_duties, claims
from workbench.domain.money import kronor
from workbench.domain.time import iso_day, iso_month, parse_day
from workbench.law import kravplikter
from workbench.law.plikter import Plikt, Utlosare, granted_in
from workbench.services.plikter import Asked, Claim, Raised
from workbench.wording import GRUND


def _facts(asked: Asked, claim: Claim) -> tuple[tuple[str, str], ...]:
    facts = claim.facts
    months = claims.months(asked.connection, facts.id)
    found = [
        ("Återkrav", f"K{facts.id}, {facts.status}"),
        ("Grund", f"{facts.grund} ({GRUND[facts.grund]})"),
        ("Månader", ", ".join(iso_month(month) for month in months)),
        ("Kravets summa", f"{kronor(facts.summa)} kr"),
        ("Utestående", f"{kronor(facts.utestaende)} kr"),
    ]
    if facts.utfall:
        found.append(("Senaste beslut eller dom", f"{facts.utfall} {facts.utfall_dag}"))
    return tuple(found)


def _short(claim: Claim) -> str:
    return f"K{claim.facts.id}, {kronor(claim.facts.summa)} kr"


def _steps(asked: Asked, plikt: Plikt, _: Utlosare) -> Iterator[Raised]:
    """The claim's own next step; a new deadline is a new matter."""
    for claim, step in asked.steps:
        if step.plikt != plikt.id:
            continue
        mark = iso_day(step.dag).replace("-", "")
        if plikt.id == "andringsbeslut":
            mark = str(claim.facts.andring)
        yield Raised(
            plikt,
            f"{plikt.forled}K{claim.facts.id}-{mark}",
            step.dag,
            f"K{claim.facts.id}",
            f"K{claim.facts.id}, {kronor(step.belopp)} kr",
            claim.facts.brukare,
            fakta=_facts(asked, claim),
        )


def _taken_up(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A claim on wrong facts that a person has taken up, unless all its months were reported
    already, each for itself."""
    for claim in asked.cases:
        if not kravplikter.taken_up(claim.lage):
            continue
        facts = claim.facts
        months = claim_duties.months_for(asked.connection, facts.id, trigger.orsak)
        if not months or (trigger.fk and not granted_in(asked.fk(facts.brukare), months)):
            continue
        alone = (f"{plikt.forled}{facts.brukare}-{iso_month(month)}" for month in months)
        if all(key in asked.handled for key in alone):
            continue
        yield Raised(
            plikt,
            f"{plikt.forled}K{facts.id}",
            parse_day(facts.upptagen or facts.foreslagen),
            f"K{facts.id}",
            _short(claim),
            facts.brukare,
            fakta=_facts(asked, claim),
        )


def _decided(asked: Asked, plikt: Plikt, _: Utlosare) -> Iterator[Raised]:
    """A claim on wrong facts that has been decided and stands."""
    for claim in asked.cases:
        if kravplikter.tried(claim.lage) and claim.facts.beslutad:
            yield Raised(
                plikt,
                f"{plikt.forled}K{claim.facts.id}",
                parse_day(claim.facts.beslutad),
                f"K{claim.facts.id}",
                _short(claim),
                claim.facts.brukare,
                fakta=_facts(asked, claim),
            )


def _companies(asked: Asked, plikt: Plikt, _: Utlosare) -> Iterator[Raised]:
    """The company that reported what a decided claim on wrong facts takes back, and the year."""
    if asked.brukare is not None:
        return
    for claim in asked.cases:
        if not (kravplikter.tried(claim.lage) and claim.facts.beslutad):
            continue
        for company, month in claim_duties.companies(asked.connection, claim.facts.id):
            year = iso_month(month)[:4]
            yield Raised(
                plikt,
                f"{plikt.forled}{company}-{year}",
                parse_day(claim.facts.beslutad),
                f"K{claim.facts.id}",
                f"{year}: {_short(claim)}",
                arbetsgivare=company,
                fakta=_facts(asked, claim),
            )


KRAV: Mapping[str, Callable[[Asked, Plikt, Utlosare], Iterator[Raised]]] = {
    "krav-steg": _steps,
    "krav-manad": _taken_up,
    "krav-provat": _decided,
    "krav-anordnare": _companies,
}

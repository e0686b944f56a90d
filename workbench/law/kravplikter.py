"""What a claim asks of its handler next: deadlines that have passed and money that hasn't come.

12 § LSS; 25, 37 and 44 §§ FL; 3 kap. 1 § utsökningsbalken; 9.2.25. Pure; days are day numbers,
amounts öre.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workbench.law.aterkrav import CIVIL, LSS, PROPOSED

STANDING = ("beslutad", "faststalld", "andrad")
"""Outcomes with which a decision stands, in whole or part."""
APPEALABLE = ("delgiven", "faststalld", "andrad", "upphavd")


@dataclass(frozen=True, slots=True)
class Lage:
    """A claim as its duties look at it.

    ``frist`` is the deadline of its latest step that set one; ``utfall`` its latest decision or
    court's outcome with its day; ``laga_kraft`` the day it stood for good; ``paminnd`` the day of
    the latest reminder; ``andrad`` the day on which a run lowered it after the decision, with no
    letter since; ``plan`` instalments: day, and öre that have not come in.
    """

    id: int
    slag: str
    status: str
    grund: str
    utestaende: int
    foreslagen: int
    frist: int | None = None
    utfall: str | None = None
    utfall_dag: int = 0
    laga_kraft: int | None = None
    paminnd: int | None = None
    andrad: int | None = None
    plan: Sequence[tuple[int, int]] = ()


class Dagar(NamedTuple):
    """Policies: days that a proposal may wait, and days to pay on, after laga kraft and again
    after a reminder."""

    forslag: int
    betala: int


class Steg(NamedTuple):
    """A step that is due: the duty's id, the day of its event, öre that it concerns."""

    plikt: str
    dag: int
    belopp: int


def due(case: Lage, today: int, days: Dagar) -> Iterator[Steg]:
    """Yield the steps that a claim waits for."""
    if case.status in PROPOSED and case.foreslagen + days.forslag < today:
        yield Steg("forslag", case.foreslagen + days.forslag, case.utestaende)
    if case.frist is not None and case.frist < today:
        if case.status == "kommunicerad" and case.slag == LSS:
            yield Steg("svar", case.frist, case.utestaende)
        if case.status in APPEALABLE:
            yield Steg("laga-kraft", case.frist, case.utestaende)
    if case.andrad is not None and case.slag == LSS and case.utfall in STANDING:
        yield Steg("andringsbeslut", case.andrad, case.utestaende)
    yield from _unpaid(case, today, days)


def _unpaid(case: Lage, today: int, days: Dagar) -> Iterator[Steg]:
    late = late_since(case, today, days)
    if late is None or not case.utestaende:
        return
    since, ore = late
    if case.paminnd is None or case.paminnd < since:
        yield Steg("avbetalning" if case.status == "avbetalning" else "paminnelse", since, ore)
    elif case.laga_kraft is not None and case.paminnd + days.betala < today:
        yield Steg("kronofogden", case.paminnd + days.betala, case.utestaende)


def late_since(case: Lage, today: int, days: Dagar) -> tuple[int, int] | None:
    """Return since which day a claim is unpaid, and how much; None = it isn't late.

    Under a plan the first instalment that has not come in whole; else so many days after laga
    kraft; a civil claim without judgment from the day it was to be answered.
    """
    if case.status == "avbetalning":
        return _missed(case, today)
    since = None
    if case.status == "laga-kraft" and case.laga_kraft is not None:
        since = case.laga_kraft + days.betala
    elif case.status == "kommunicerad" and case.slag == CIVIL:
        since = case.frist
    return (since, case.utestaende) if since is not None and since < today else None


def _missed(case: Lage, today: int) -> tuple[int, int] | None:
    missed = [(day, ore) for day, ore in case.plan if day < today and ore]
    return (missed[0][0], sum(ore for _, ore in missed)) if missed else None


# -- what a claim tells of others ----------------------------------------------------------------


def taken_up(case: Lage) -> bool:
    """Tell whether a person has taken a claim on wrong facts up and it has not been set aside."""
    if case.grund != "a" or case.status in (*PROPOSED, "makulerad") or case.utfall == "upphavd":
        return False
    return case.status != "nedlagd" or case.utfall in STANDING


def tried(case: Lage) -> bool:
    """Tell whether a claim on wrong facts has been decided and the decision stands."""
    return taken_up(case) and case.slag == LSS and case.utfall in STANDING

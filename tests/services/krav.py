"""A made-up claim in a real database, and short words for what people do with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db import Database
from tests.services import town
from workbench.services import attesting, kravbetalning, kravflytt, kravparter
from workbench.services.kravflytt import Flytt
from workbench.services.kravvy import Kravvy, vy

MONTH = "2024-03"
BELOPP = 3 * 33260
"""Three hours of 2024's timbelopp."""


def attest(base: Database, month: str = MONTH) -> int:
    """Settle a month, let Bo attest it, and return the run."""
    run = town.settled(base, month)
    assert run.korning is not None
    amount = sum(net.att_betala for net in run.brukare)
    attesting.attest(base, run.korning, amount, ["all"], town.stamp(actor="bo"))
    return run.korning


def paid(
    path: Path, months: Sequence[str] = (MONTH,), brukare: str = town.ANNA, **register: str
) -> Database:
    """Return a database in which three days of each month have been paid."""
    base = town.database(path / "t.db")
    rows = [town.tid(f"{month}-{day}", brukare=brukare) for month in months for day in DAYS]
    sheets = town.clean_town(
        brukare=[{"personnummer": brukare, "namn": "Anna Ek", "ivo_anmald": "", **register}],
        uppdrag=[town.uppdrag(town.KIM, brukare, town.FIRMAN)],
        beslut=[town.beslut("B1", brukare)],
        tidrapporter=rows,
    )
    town.bring(base, path / "in", sheets, received="2024-06-02")
    for month in months:
        attest(base, month)
    return base


DAYS = ("04", "05", "06")


def refuse(
    base: Database, path: Path, months: Sequence[str] = (MONTH,), brukare: str = town.ANNA
) -> None:
    """Refuse three hours of each month afterwards and attest: a claim on ground a each."""
    stays = [
        {
            "brukare": brukare,
            "slag": "sjukhus",
            "fran": f"{month}-05T08:00",
            "till": f"{month}-05T11:00",
        }
        for month in months
    ]
    town.bring(base, path / "mer", {"vistelser": stays})
    for month in months:
        town.settled(base, month)
        town.decide(base, town.findings(base, month, "vistelse"), "nekad")
        attest(base, month)


def claimed(
    path: Path, months: Sequence[str] = (MONTH,), brukare: str = town.ANNA, **register: str
) -> Database:
    """Return a database with a proposed claim of three hours for each month."""
    base = paid(path, months, brukare, **register)
    refuse(base, path, months, brukare)
    return base


def move(base: Database, till: str, dag: str = town.TODAY, who: str = "karin", **more: Any) -> str:
    """Move K1 (or ``krav``) to a state on a day."""
    identity, today = more.pop("krav", "K1"), more.pop("idag", town.TODAY)
    more.setdefault("motivering", "prövat")
    return kravflytt.move(base, identity, Flytt(till, dag, **more), town.stamp(today, who))


def assess(base: Database, krav: str = "K1", who: str = "karin") -> None:
    """Write the whole assessment of a claim."""
    for slag in kravparter.KINDS:
        if slag != "svar":
            kravparter.assess(base, krav, slag, f"text om {slag}", town.stamp(actor=who))


def decided(base: Database, krav: str = "K1") -> None:
    """Bring a claim to a decision of 1 October 2026: answered by the 20th of September."""
    move(base, "utredning", "2026-09-01", krav=krav, grund="a")
    assess(base, krav)
    move(base, "kommunicerad", "2026-09-02", krav=krav, frist="2026-09-20")
    move(base, "beslutad", "2026-10-01", "bo", krav=krav)


def pay_in(base: Database, ore: int, dag: str = town.TODAY, krav: str = "K1") -> Any:
    """Register money that has come in."""
    return kravbetalning.payment(base, krav, ore, dag, town.stamp(), betalare="Anna Ek")


def seen(base: Database, krav: str = "K1") -> Kravvy:
    """Return a claim as its handler sees it."""
    return vy(base.read(), krav, town.SEER, town.TODAY)

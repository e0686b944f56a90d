"""Short words for stories of money: months are paid, and hours of them refused afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.oracle.cases import Case
from tests.services import town
from tests.services.moneywalk import MONTHS, Walk
from workbench.services import reviewing

MARCH, APRIL = MONTHS
HOUR = 34260
"""The timbelopp of 2025, öre."""
DECIDED = ("utredning", "kommunicerad", "beslutad")
DELIVERED = (*DECIDED, "delgiven")
FINAL = (*DELIVERED, "laga-kraft")


def life(tmp_path: Path, rows: Sequence[town.Row], months: Sequence[str] = (MARCH,)) -> Walk:
    """Return a life that has reported rows and attested months."""
    folder = tmp_path / "liv"
    folder.mkdir()
    walk = Walk(folder, town.database(folder / "t.db"))
    walk.bring({"tidrapporter": list(rows)})
    for month in months:
        attest(walk, month)
    return walk


def attest(walk: Walk, month: str = MARCH) -> int:
    """Attest a month, held to the model, and return the run."""
    walk.turn += 1
    run = walk.attest_month(month)
    walk.holds()
    return run


def hospital(fran: str, till: str, brukare: str = town.ANNA) -> town.Row:
    """Return a stay."""
    return {"brukare": brukare, "slag": "sjukhus", "fran": fran, "till": till}


def refuse(walk: Walk, hours: int, day: str = "2025-03-04", brukare: str = town.ANNA) -> int:
    """Refuse the first hours of a day's row from eight o'clock, attest, and return the round."""
    till = f"{day}T{8 + hours:02d}:00"
    walk.bring({"vistelser": [hospital(f"{day}T08:00", till, brukare)]})
    month = day[:7]
    town.check(walk.base, month)
    walk.turn += 1
    found = [one for one in town.findings(walk.base, month, "vistelse") if one.status == "oppen"]
    number = town.decide(walk.base, found, "nekad")
    attest(walk, month)
    return number


def lift(walk: Walk, number: int, month: str = MARCH) -> None:
    """A round of refusals is taken back and the time released; the month is attested."""
    walk.turn += 1
    reviewing.undo(walk.base, number, walk.stamp())
    found = [one for one in town.findings(walk.base, month, "vistelse") if one.status == "oppen"]
    town.decide(walk.base, found, "godkand")
    attest(walk, month)


def claims(walk: Walk) -> list[tuple[Any, ...]]:
    """Return (state, outstanding, repaid, dropped) of every claim that stands, in hours."""
    return [
        (status, *(_hours(ore) for ore in sums))
        for status, *sums in walk.base.read().execute(
            """SELECT c.status, sum(b.utestaende), sum(b.aterbetalt), sum(b.nedlagt)
               FROM aterkrav c JOIN aterkrav_bokning b ON b.aterkrav = c.id
               WHERE c.status <> 'makulerad' AND c.samlat_i IS NULL GROUP BY c.id"""
        )
    ]


def rows(walk: Walk, claim: int = 1) -> list[tuple[str, int]]:
    """Return (cause, hours) of a claim's rows, in the order they came."""
    return [
        (orsak, _hours(ore))
        for orsak, ore in walk.base.read().execute(
            "SELECT orsak, belopp FROM aterkrav_rad WHERE aterkrav = ? ORDER BY id", (claim,)
        )
    ]


def by_month(walk: Walk, claim: int = 1) -> list[tuple[Any, ...]]:
    """Return (outstanding, repaid, dropped) of a claim's months, in hours."""
    return [
        tuple(_hours(ore) for ore in sums)
        for sums in walk.base.read().execute(
            """SELECT sum(utestaende), sum(aterbetalt), sum(nedlagt) FROM aterkrav_bokning
               WHERE aterkrav = ? GROUP BY manad ORDER BY manad""",
            (claim,),
        )
    ]


def paid(walk: Walk, slag: str = "avrakning") -> int:
    """Return the hours that have been paid for Anna and not annulled."""
    (ore,) = (
        walk.base.read()
        .execute(
            """SELECT coalesce(sum(p.belopp), 0) FROM betalning p WHERE p.slag = ?
               AND p.brukare = ? AND (SELECT h.status FROM betalning_handelse h
                   WHERE h.betalning = p.id ORDER BY h.id DESC LIMIT 1) <> 'makulerad'""",
            (slag, walk.id_of(town.ANNA)),
        )
        .fetchone()
    )
    return _hours(ore)


def paid_back(walk: Walk) -> int:
    """Return the hours that have been paid back to her."""
    return paid(walk, "aterbetalning")


def _hours(ore: int) -> int:
    whole, rest = divmod(ore, HOUR)
    assert rest == 0, ore
    return whole


def case(walk: Walk, number: int = 1) -> Case:
    """Return a case by the order in which its claim was raised."""
    return walk.books.cases[number]

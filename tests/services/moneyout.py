"""A town that has attested a month and chosen its bank: where the tests of money leaving begin."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from db import Database
from db.journal import Stamp
from tests.services import town
from tests.services.town import ANNA, BO, KIM, LEA, Row, beslut, tid, uppdrag
from workbench.domain.time import parse_month
from workbench.services import attesting, law
from workbench.services.demo import SETTINGS

MONTH = "2024-03"
ANNAS, BOS, NEW = "6789-123456789", "BG 5050-1055", "PG 123456-6"
ORE = 266080
"""Eight hours of March 2024."""
PAYER = town.stamp(actor="eva")


def stamp(actor: str = "eva", day: str = town.TODAY) -> Stamp:
    """Return a stamp of someone who has registered nothing."""
    return town.stamp(day, actor)


def brukare(number: str = ANNA, name: str = "Anna Ek", konto: str = ANNAS, **more: str) -> Row:
    """Return a brukare with an account."""
    return {
        "personnummer": number,
        "namn": name,
        "namnd": "Socialnämnden",
        "skyddad": "nej",
        "konto": konto,
        "ivo_anmald": "",
    } | more


def people() -> list[Row]:
    """Return Anna with a bank account and Bo with a bankgiro."""
    return [brukare(), brukare(BO, "Bo Al", BOS)]


def choose(base: Database, **other: str) -> None:
    """Choose all settings of the demo, with some others."""
    for name, value in (SETTINGS | other).items():
        law.set_policy(base, name, value, "2011-01-01", "nämnden", town.stamp())


def attested(base: Database, month: str = MONTH, day: str = town.TODAY) -> int:
    """Settle a month and attest it by someone else; return the run."""
    result = town.settled(base, month, day)
    assert result.korning is not None
    ore = sum(net.att_betala for net in result.brukare)
    attesting.attest(base, result.korning, ore, ["all"], stamp("olle", day))
    return result.korning


def begin(
    base: Database,
    folder: Path,
    registered: Sequence[Row] | None = None,
    rows: Sequence[Row] | None = None,
    **sheets: Sequence[Row],
) -> int:
    """Bring in a town with a day each for Anna and Bo, choose settings, attest; return the run."""
    choose(base)
    bring = town.clean_town(
        brukare=registered or people(),
        tidrapporter=rows or [tid("2024-03-04"), tid("2024-03-05", brukare=BO)],
        **sheets,
    )
    town.bring(base, folder / "in", bring)
    return attested(base)


def many(count: int) -> dict[str, list[Row]]:
    """Return sheets of brukare with an hour or more each, on different days."""
    numbers = [town.person("1975-01-01", serial) for serial in range(1, count + 1)]
    places = list(enumerate(numbers))
    return {
        "registered": [brukare(number, f"Namn {at}", "BG 5050-1055") for at, number in places],
        "beslut": [beslut(f"M{at}", number) for at, number in places],
        "uppdrag": [uppdrag(who, number) for number in numbers for who in (KIM, LEA)],
        "rows": [
            tid(
                f"2024-03-{at % 14 + 1:02d}",
                f"{at % 20:02d}:00",
                f"{at % 20 + 1:02d}:00",
                brukare=number,
                assistent=(KIM, LEA)[at // 20 % 2],
            )
            for at, number in places
        ],
    }


def register(base: Database, number: str, konto: str | None) -> None:
    """Give a brukare another account as someone else would have done."""
    with closing(sqlite3.connect(base.path)) as raw, raw:
        raw.execute(
            "UPDATE brukare SET konto = ? WHERE person = (SELECT id FROM person WHERE nummer = ?)",
            (konto, number),
        )


def total(base: Database, run: int) -> int:
    """Return what a run pays, öre."""
    found: int = (
        base.read()
        .execute("SELECT sum(att_betala) FROM netto WHERE korning = ?", (run,))
        .fetchone()[0]
    )
    return found


def month_number() -> int:
    """Return the month as a number."""
    return parse_month(MONTH)

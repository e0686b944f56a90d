"""A claim of many months: attested at several rates, then a fact and a setting change them all."""

from __future__ import annotations

from pathlib import Path

from db import Database, values
from tests.services import town
from workbench.domain.time import iso_month, parse_month
from workbench.services import attesting, kravbetalning, kravparter

MONTHS = tuple(iso_month(parse_month("2024-01") + n) for n in range(23))
"""Over the state's new rate of 2025."""


def attest(base: Database, month: str) -> int:
    """Settle a month and attest it by someone else; return the run."""
    made = town.settled(base, month)
    assert made.korning is not None
    ore = sum(net.att_betala for net in made.brukare)
    attesting.attest(base, made.korning, ore, ["all"], town.stamp(actor="eva"))
    return made.korning


def choose(base: Database, value: str, day: str) -> None:
    """The municipality chooses a rate of its own from a day ("" = the state's)."""
    with base.write() as connection:
        stamp = town.stamp()
        values.set_policy(connection, "eget_timbelopp", day, value, "nämnden § 12", stamp)


def rows(month: str, days: int = 4) -> list[town.Row]:
    """Return odd stretches of Kim and Lea with Anna, of every kind."""
    made = []
    for day in range(1, days + 1):
        date = f"{month}-{day:02d}"
        made += [
            town.tid(date, "07:03", f"13:{day % 50 + 4:02d}", assistent=town.KIM),
            town.tid(date, "13:59", f"20:{day % 40 + 11:02d}", assistent=town.LEA),
            town.tid(date, "22:00", "23:47", ("vantetid", "beredskap")[day % 2]),
        ]
    return made


def begin(folder: Path, days: int = 4, hours: str = "47,31") -> Database:
    """Attest the months, at four timbelopp: the state's, the municipality's own, raised."""
    base = town.database(folder / "t.db")
    sheets = dict(town.clean_town())
    sheets["beslut"] = [
        town.beslut("B1", town.ANNA, till="2025-07-31", timmar=hours),
        town.beslut("B2", town.ANNA, fran="2025-08-01", timmar="744", hojning_procent="5"),
        town.beslut("B3", town.BO),
    ]
    sheets["tidrapporter"] = [row for month in MONTHS for row in rows(month, days)]
    town.bring(base, folder / "in", sheets)
    choose(base, "310", "2024-07-01")
    choose(base, "", "2025-04-01")
    for month in MONTHS:
        attest(base, month)
    return base


def change(base: Database, folder: Path) -> None:
    """Let Kim turn out to live outside EES, lower the own rate, and attest the months again: one
    claim a month for Kim's rows, and some for the rate."""
    abroad = {"bosatt_land": "US", "bosatt_fran": "2024-01-01"}
    kim = {"personnummer": town.KIM, "namn": "Kim Lind", **abroad}
    town.bring(base, folder / "nytt", {"assistenter": [kim]})
    choose(base, "300", "2024-07-01")
    for month in MONTHS:
        attest(base, month)


def joined(base: Database, grund: str = "a") -> int:
    """Join all claims of a ground, and let some money come in; return the claim's number."""
    claims = base.read().execute("SELECT id FROM aterkrav WHERE grund = ?", (grund,)).fetchall()
    krav = kravparter.join(base, [f"K{identity}" for (identity,) in claims], town.stamp())
    kravbetalning.payment(base, krav, 12345_67, town.TODAY, town.stamp(), betalare="Anna Ek")
    return int(krav[1:])

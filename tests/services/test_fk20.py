"""The first 20 hours: imports, amounts worked by hand, and days that only FK pays for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db import Database, fk
from tests.services import town
from workbench.domain.fkbeslut import FkBeslut, granted, only_fk
from workbench.domain.time import parse_day, parse_month
from workbench.law.fk20 import Bill, reckon, right_hours
from workbench.law.parameters import Rates
from workbench.services import fk20, importing, overview

MARCH = parse_month("2025-03")


def day(text: str) -> int:
    """Return a day number."""
    return parse_day(text)


def grant(identity: int = 1, decided: str = "2025-01-01", **other: Any) -> FkBeslut:
    """Return a grant of 40 h a week from the day it was decided on."""
    facts = {"fran": day(decided), "timmar": 4000} | other
    return FkBeslut(identity, day(decided), "beviljat", **facts)


# -- days and hours ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beslut", "expected"),
    [
        ([grant()], (31, 8857)),  # 20 x 31 / 7 = 88.571
        ([grant(fran=day("2025-03-10"))], (22, 6286)),  # 20 x 22 / 7 = 62.857
        ([grant(till=day("2025-03-07"))], (7, 2000)),
        ([grant(till=day("2025-02-28"))], (0, 0)),
        ([grant(timmar=1250)], (31, 5536)),  # 12.5 x 31 / 7 = 55.357
        ([grant(timmar=None, grundlaggande=1000)], (31, 4429)),  # 10 x 31 / 7 = 44.286
        ([grant(timmar=None)], (31, 8857)),
        ([FkBeslut(1, day("2025-01-01"), "avslag", day("2025-01-01"))], (0, 0)),
        # withdrawn from 11 March: ten days left
        (
            [grant(), FkBeslut(2, day("2025-03-05"), "indraget", day("2025-03-11"))],
            (10, 2857),
        ),
        # withdrawn without a first day: from the day of the beslut
        ([grant(), FkBeslut(2, day("2025-03-08"), "indraget")], (7, 2000)),
        # withdrawn through a day before the beslut, without a first day: speaks of no day
        (
            [grant(), FkBeslut(2, day("2025-03-20"), "indraget", till=day("2025-03-10"))],
            (31, 8857),
        ),
        # refused what was asked for besides: nothing is taken away
        ([grant(), FkBeslut(2, day("2025-03-05"), "avslag", day("2025-03-05"))], (31, 8857)),
        # decided in May, retroactively from 18 March
        (
            [grant(1, "2025-05-02", fran=None, retroaktivt_fran=day("2025-03-18"))],
            (14, 4000),
        ),
        # a new grant with fewer hours from 16 March: 15 x 20 and 16 x 14, over 7
        (
            [grant(), grant(2, "2025-03-01", fran=day("2025-03-16"), timmar=1400)],
            (31, 7486),
        ),
    ],
)
def test_hours_of_a_month(beslut: list[FkBeslut], expected: tuple[int, int]) -> None:
    assert right_hours(granted(beslut), MARCH) == expected


@pytest.mark.parametrize(
    ("bill", "ratt", "skillnad", "varfor"),
    [
        # 88.57 x 342.60 = 30 344.08
        (Bill(8857, 34260, 3034408), 3034408, 0, ()),
        (
            Bill(9000, 34260, 3083400),
            3034408,
            48992,
            ("fler timmar än de första 20 i veckan",),
        ),
        # a raise of 5 % is lawful: 88.57 x 359.73 = 31 861.29 (half up from .2861)
        (
            Bill(8857, 35973, 3186129),
            3186129,
            0,
            ("höjt timbelopp: kontrollera mot FK:s beslut",),
        ),
        # the ceiling is 383.71: 88.57 x 383.71 = 33 985.19
        (
            Bill(8857, 38372, 3398608),
            3398519,
            89,
            ("timbeloppet är över taket på 12 procents höjning",),
        ),
        (
            Bill(8857, 34000, 3011380),
            3034408,
            -23028,
            ("timbeloppet är lägre än statens",),
        ),
        (
            Bill(8857, 34260, 3034500),
            3034408,
            92,
            ("beloppet är inte timmar gånger timbelopp",),
        ),
        (None, 3034408, -3034408, ("ingen faktura för månaden",)),
    ],
)
def test_amounts_of_a_month(
    bill: Bill | None, ratt: int, skillnad: int, varfor: tuple[str, ...]
) -> None:
    found = reckon(granted([grant()]), MARCH, bill, Rates())
    assert (found.ratt, found.skillnad, found.varfor) == (ratt, skillnad, varfor)


def test_billed_without_a_granted_beslut() -> None:
    found = reckon([], MARCH, Bill(8857, 34260, 3034408), Rates())
    assert (found.ratt, found.skillnad) == (0, 3034408)
    assert found.varfor == ("fakturerad utan beviljat beslut",)


def test_days_that_only_fk_pays_for() -> None:
    days = granted([grant(till=day("2025-12-31"))])
    here = [(day("2025-02-01"), day("2025-02-28")), (day("2025-06-01"), None)]
    assert only_fk(days, here) == [
        (day("2025-01-01"), day("2025-02-01")),
        (day("2025-03-01"), day("2025-06-01")),
    ]
    assert only_fk(days, [(None, None)]) == []


# -- imports and the reconciliation ------------------------------------------------------------


def fkbeslut(brukare: str = town.ANNA, **other: str) -> town.Row:
    """Return FK's grant of 40 h a week since January 2025."""
    return {
        "brukare": brukare,
        "beslutsdatum": "2025-01-01",
        "utfall": "beviljat",
        "fran": "2025-01-01",
        "till": "",
        "timmar_per_vecka": "40",
        "grundlaggande_per_vecka": "22,5",
        "orsak": "",
        "retroaktivt_fran": "",
    } | other


def bill(brukare: str = town.ANNA, **other: str) -> town.Row:
    """Return a row of FK's bill for March 2025, as it should be."""
    return {
        "brukare": brukare,
        "manad": "2025-03",
        "timmar": "88,57",
        "timbelopp": "342,60",
        "belopp": "30344,08",
    } | other


@pytest.fixture
def base(tmp_path: Path) -> Any:
    """A town whose people are known."""
    with town.database(tmp_path / "t.db") as opened:
        town.bring(opened, tmp_path / "0", town.clean_town(beslut=[]))
        yield opened


@pytest.mark.parametrize(
    ("kind", "row", "kolumn", "kod"),
    [
        ("fkbeslut", fkbeslut(fran=""), "fran", "IM-103"),
        ("fkbeslut", fkbeslut(till="2024-12-31"), "till", "IM-060"),
        ("fkbeslut", fkbeslut(retroaktivt_fran="2025-02-01"), "retroaktivt_fran", "IM-104"),
        (
            "fkbeslut",
            fkbeslut(grundlaggande_per_vecka="41"),
            "grundlaggande_per_vecka",
            "IM-105",
        ),
        ("fkbeslut", fkbeslut(utfall="kanske"), "utfall", "IM-056"),
        ("fkfaktura", bill(manad="mars"), "manad", "IM-057"),
        ("fkfaktura", bill(belopp="-1"), "belopp", "IM-054"),
        ("fkfaktura", bill(timmar=""), "timmar", "IM-031"),
    ],
)
def test_rows_that_are_refused(
    base: Database, tmp_path: Path, kind: str, row: town.Row, kolumn: str, kod: str
) -> None:
    paths = town.write(tmp_path / "1", {kind: [row]})
    result = importing.import_paths(base, paths, town.stamp())
    assert [(fel.kolumn, fel.kod) for fel in result.fel] == [(kolumn, kod)]
    assert fk.persons(base.read()) == {}


def test_two_rows_of_a_month_for_one_brukare_are_refused(base: Database, tmp_path: Path) -> None:
    paths = town.write(tmp_path / "1", {"fkfaktura": [bill(), bill(town.BO), bill(timmar="1")]})
    result = importing.import_paths(base, paths, town.stamp())
    assert [(fel.rad, fel.kod) for fel in result.fel] == [(4, "IM-106")]


def test_a_corrected_bill_stands_in_place_of_the_former(base: Database, tmp_path: Path) -> None:
    town.bring(base, tmp_path / "1", {"fkfaktura": [bill(timmar="90", belopp="30834")]})
    town.bring(base, tmp_path / "2", {"fkfaktura": [bill()]})
    (row,) = fk.bills(base.read(), "2025-03", "2025-03")
    assert (row.timmar, row.belopp) == (8857, 3034408)
    kept = base.read().execute("SELECT count(*) FROM fkfaktura").fetchone()
    assert kept == (2,)


def test_the_month_lists_everybody_concerned(base: Database, tmp_path: Path) -> None:
    """Anna as it should be, Bo billed without a beslut, Kim granted without a bill."""
    town.bring(
        base,
        tmp_path / "1",
        {"fkbeslut": [fkbeslut(), fkbeslut(town.KIM)], "fkfaktura": [bill(), bill(town.BO)]},
    )
    found = fk20.month(base.read(), MARCH, town.SEER)
    assert {row.brukare: row.reckoning.skillnad for row in found.rader} == {
        town.ANNA: 0,
        town.BO: 3034408,
        town.KIM: -3034408,
    }
    assert (found.fakturerat, found.ratt, found.skillnad) == (6068816, 6068816, 0)
    assert found.avvikelser == 2


def test_the_years_slutavrakning(base: Database, tmp_path: Path) -> None:
    """Two months too much by 1 000 kr each, and ten without a bill."""
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    right = {month: 3034408 for month in months if month[5:] not in ("02", "04", "06", "09", "11")}
    right |= dict.fromkeys(("2025-04", "2025-06", "2025-09", "2025-11"), 2936425)  # 85.71 h
    right["2025-02"] = 80 * 34260
    rows = []
    for month in months:
        over = 100000 if month in ("2025-03", "2025-07") else 0
        kronor = f"{(right[month] + over) // 100},{(right[month] + over) % 100:02d}"
        hours = {2740800: "80", 2936425: "85,71"}.get(right[month], "88,57")
        rows.append(bill(manad=month, timmar=hours, belopp=kronor))
    town.bring(base, tmp_path / "1", {"fkbeslut": [fkbeslut()]})
    town.bring(base, tmp_path / "2", {"fkfaktura": rows})
    town.bring(base, tmp_path / "3", {"fkbeslut": [fkbeslut(town.BO, fran="2025-12-25")]})
    people = {item.brukare: item for item in fk20.year(base.read(), 2025, town.TODAY, town.SEER)}
    assert people[town.ANNA].skillnad == 200000
    assert people[town.BO].skillnad == -20 * 34260  # seven days, no bill
    assert [row.manad for row in people[town.BO].manader] == ["2025-12"]


def test_a_month_that_has_not_ended_waits_for_its_bill(base: Database, tmp_path: Path) -> None:
    town.bring(base, tmp_path / "1", {"fkbeslut": [fkbeslut(fran="2026-10-01")]})
    (item,) = fk20.year(base.read(), 2026, "2026-11-22", town.SEER)
    assert [row.manad for row in item.manader] == ["2026-10"]


# -- days that only FK pays for ----------------------------------------------------------------

ROWS = [
    town.tid("2025-03-03"),
    town.tid("2025-03-03", "10:00", "12:00", brukare=town.BO),  # overlaps with Anna's
    town.tid("2025-03-31", "20:00", "04:00"),
]


def report(base: Database, folder: Path, rows: list[town.Row]) -> None:
    """Report rows in time."""
    town.bring(base, folder / "rader", {"tidrapporter": rows}, received="2025-05-02")


def test_rows_on_days_that_only_fk_pays_for_are_evidence_only(
    base: Database, tmp_path: Path
) -> None:
    town.bring(base, tmp_path / "1", {"beslut": [town.beslut("B2", town.BO)]})
    report(base, tmp_path, ROWS)
    town.settled(base, "2025-03")
    assert {view.kod for view in town.findings(base, "2025-03")} == {"utan-beslut", "overlapp"}
    town.bring(base, tmp_path / "3", {"fkbeslut": [fkbeslut()]})
    result = town.settled(base, "2025-03")
    found = town.findings(base, "2025-03")
    assert [(view.kod, view.brukare) for view in found] == [("overlapp", town.BO)]
    assert (result.nekade_minuter, result.hallna_minuter) == (0, 120)
    assert [line.brukare for line in result.lines] == []
    assert sum(overview.weekly_minutes(base.read(), MARCH)) == 120
    assert [(net.brukare, net.ratt) for net in result.brukare] == []


def test_a_beslut_here_takes_its_days_back(base: Database, tmp_path: Path) -> None:
    """A row over midnight: the day with a beslut is paid, the day only FK pays for is not."""
    town.bring(base, tmp_path / "1", {"fkbeslut": [fkbeslut()]})
    report(base, tmp_path, ROWS[2:])
    town.bring(base, tmp_path / "2", {"beslut": [town.beslut("B1", fran="2025-04-01")]})
    march, april = town.settled(base, "2025-03"), town.settled(base, "2025-04")
    assert march.lines == []
    assert [line.assistans for line in april.lines] == [240]
    town.bring(base, tmp_path / "3", {"beslut": [town.beslut("B1", fran="2025-03-01")]})
    assert [line.assistans for line in town.settled(base, "2025-03").lines] == [240]
    assert town.findings(base, "2025-03") == []


def test_working_time_still_counts_there(base: Database, tmp_path: Path) -> None:
    """Every day of March 16 h: the four weeks' limit speaks, and nothing else does."""
    rows = [town.tid(f"2025-03-{number:02d}", "06:00", "22:00") for number in range(1, 29)]
    town.bring(base, tmp_path / "1", {"fkbeslut": [fkbeslut()], "tidrapporter": rows})
    result = town.settled(base, "2025-03")
    kods = {view.kod for view in town.findings(base, "2025-03")}
    assert kods
    assert all(kod.startswith("arbetstid-") for kod in kods)
    assert (result.nekade_minuter, result.hallna_minuter) == (0, 0)


def test_a_withdrawn_grant_brings_the_findings_back(base: Database, tmp_path: Path) -> None:
    town.bring(base, tmp_path / "1", {"fkbeslut": [fkbeslut()]})
    report(base, tmp_path, ROWS[:1])
    town.settled(base, "2025-03")
    assert town.findings(base, "2025-03") == []
    gone = fkbeslut(utfall="indraget", beslutsdatum="2025-02-20", fran="2025-03-01")
    town.bring(base, tmp_path / "2", {"fkbeslut": [gone]})
    result = town.settled(base, "2025-03")
    assert [view.kod for view in town.findings(base, "2025-03")] == ["utan-beslut"]
    assert result.nekade_minuter == 480

"""Defects that once were: each test is what a user would have met."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db import Database, DiskFull, decisions, open_database
from tests.services import town
from tests.services.town import ANNA, KIM, beslut, decide, findings, one, tid, uppdrag
from workbench.services.reviewing import Refused

ROOT = Path(__file__).resolve().parents[2]
M = "2024-03"
HOME = {"personnummer": KIM, "namn": "Kim", "bosatt_land": "SE"}
SWISS = HOME | {"bosatt_land": "CH"}


def total(base: Database, month: str = M, day: str = town.TODAY) -> int:
    """Settle a month and return its öre."""
    ore = town.answer(base, month, day)["total_ore"]
    assert isinstance(ore, int)
    return ore


def swiss(base: Database, tmp_path: Path, day: str = "2024-03-04") -> None:
    """Bring in one pass by an assistant who lives in Switzerland."""
    sheets = town.clean_town(assistenter=[SWISS], tidrapporter=[tid(day)])
    town.bring(base, tmp_path / "a", sheets)


def test_check_and_settle_in_two_processes(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        swiss(base, tmp_path)
        assert total(base) == 0
        town.bring(base, tmp_path / "b", {"assistenter": [HOME]})
    with open_database(tmp_path / "t.db") as base:
        town.check(base, M)
    with open_database(tmp_path / "t.db") as base:
        assert total(base) == 266080


def test_decide_check_settle_in_three_processes(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        swiss(base, tmp_path)
        total(base)
    with open_database(tmp_path / "t.db") as base:
        decide(base, [one(base, M, "ees")], "godkand")
    with open_database(tmp_path / "t.db") as base:
        town.check(base, M)
    with open_database(tmp_path / "t.db") as base:
        assert total(base) == 266080


def test_check_between_change_and_settle(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        swiss(base, tmp_path)
        total(base)
        town.bring(base, tmp_path / "b", {"assistenter": [HOME]})
        town.check(base, M)
        stay = {"brukare": town.BO, "slag": "korttids", "fran": "2024-03-04T10:00"}
        town.bring(base, tmp_path / "c", {"vistelser": [stay]})
        assert total(base) == 266080


def test_check_on_a_later_day_then_settle(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(
            uppdrag=[uppdrag(anmald="2024-04-10")], tidrapporter=[tid("2024-03-04")]
        )
        town.bring(base, tmp_path / "a", sheets, "2024-04-01")
        assert total(base, M, "2024-04-05") == 0
        town.check(base, M, "2024-04-12")
        assert total(base, M, "2024-04-12") == 266080


def test_notice_to_ivo_arrives_later(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        town.bring(
            base,
            tmp_path / "a",
            town.clean_town(
                uppdrag=[uppdrag(arbetsgivare=ANNA)],
                tidrapporter=[tid("2024-03-04", arbetsgivare=ANNA)],
            ),
        )
        assert total(base) == 0
        notice = {"personnummer": ANNA, "namn": "Anna", "ivo_anmald": "2020-01-01"}
        town.bring(base, tmp_path / "b", {"brukare": [notice]})
        assert total(base) == 266080


def test_shortened_beslut_leaves_the_month_as_it_was(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        rows = [tid("2024-03-04"), tid("2024-03-20")]
        town.bring(base, tmp_path / "a", town.clean_town(tidrapporter=rows))
        assert total(base) == 532160
        new = beslut(till="2024-03-10", beslutsdatum="2024-04-15")
        town.bring(base, tmp_path / "b", {"beslut": [new]})
        assert total(base) == 532160
        assert not findings(base, M, "utan-beslut")


def test_former_beslut_keeps_its_period(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        days = ("2024-01-04", "2024-01-05", "2024-02-20", "2024-02-21")
        old = beslut(timmar="20", period_manader="3", fran="2024-01-01")
        sheets = town.clean_town(beslut=[old], tidrapporter=[tid(day) for day in days])
        town.bring(base, tmp_path / "a", sheets)
        months = ("2024-01", "2024-02")
        before = [town.answer(base, month)["lines"] for month in months]
        assert [line[0]["timmar"] for line in before] == ["16.00", "4.00"]
        new = beslut(timmar="3", period_manader="1", fran="2024-01-01", beslutsdatum="2024-04-15")
        town.bring(base, tmp_path / "b", {"beslut": [new]})
        assert [town.answer(base, month)["lines"] for month in months] == before


@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO journal SELECT 1, tid, '', handelse, objekt, nyckel_avtryck, NULL, hash"
        " FROM journal",
        "REPLACE INTO journal_innehall SELECT journal, salt, '', '' FROM journal_innehall",
    ],
)
def test_the_journal_can_not_be_replaced(tmp_path: Path, statement: str) -> None:
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "a", town.clean_town())
        town.bring(base, tmp_path / "b", {"beslut": [beslut(timmar="9")]})
        before = base.read().execute("SELECT * FROM v_logg").fetchall()
        with pytest.raises(sqlite3.IntegrityError), base.write() as connection:
            connection.execute(statement)
        assert base.read().execute("SELECT * FROM v_logg").fetchall() == before


def test_a_full_disk_in_an_import(tmp_path: Path) -> None:
    # More than fits in the pages that making the schema has left free.
    rows = [
        tid(f"2024-03-{day:02d}", f"{hour:02d}:{minute:02d}", f"{hour:02d}:{minute + 5:02d}")
        for day in range(1, 29)
        for hour in range(20)
        for minute in range(0, 54, 6)
    ]
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "a", town.clean_town())
        with base.write() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(DiskFull, match="Disken är full"):
            town.bring(base, tmp_path / "b", {"tidrapporter": rows})
        assert base.read().execute("SELECT count(*) FROM tidrapport").fetchone() == (0,)


CREATE = """
import sys, time
from pathlib import Path
from db import open_database
import sqlite_utils
while time.time() < float(sys.argv[2]):
    pass
with open_database(Path(sys.argv[1])) as base:
    print(base.read().execute("SELECT revision FROM lage").fetchone()[0])
"""


def test_two_processes_create_at_once(tmp_path: Path) -> None:
    for turn in range(3):
        moment = time.time() + 1.5
        others = [
            subprocess.Popen(
                [sys.executable, "-c", CREATE, str(tmp_path / f"{turn}.db"), str(moment)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [other.communicate(timeout=60) for other in others]
        assert [out for out, _ in said] == ["0\n", "0\n"], said


def test_a_check_needs_no_rate(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "a", town.clean_town(tidrapporter=[tid("2027-01-04")]))
        new = beslut(timmar="3", beslutsdatum="2027-04-15")
        town.bring(base, tmp_path / "b", {"beslut": [new]})
        assert town.check(base, "2027-01", "2027-05-01").missing_rates == {2027}


def test_no_line_needs_no_rate(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        swiss(base, tmp_path, "2027-01-04")
        assert town.answer(base, "2027-01", "2027-02-01")["lines"] == []


@pytest.mark.parametrize(
    "moves", [["nekad", "oppen"], ["komplettering", "oppen"], ["oppen"], ["godkand", "godkand"]]
)
def test_moves_that_the_table_does_not_have(tmp_path: Path, moves: list[str]) -> None:
    with town.database(tmp_path / "t.db") as base:
        swiss(base, tmp_path)
        total(base)
        view = one(base, M, "ees")
        for status in moves[:-1]:
            decide(base, [view], status)
        with pytest.raises(Refused):
            decide(base, [view], moves[-1])


def test_released_hours_cover_again_what_they_were_decided_on(tmp_path: Path) -> None:
    day = "2024-04-02"
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(
            beslut=[beslut(timmar="10")], tidrapporter=[tid("2024-03-04"), tid("2024-03-05")]
        )
        town.bring(base, tmp_path / "a", sheets, day)
        total(base, M, day)
        decide(base, findings(base, M, "over-beslut"), "godkand")
        for hours in ("13", "10"):
            new = beslut(timmar=hours, andringsforbehall="nej")
            town.bring(base, tmp_path / hours, {"beslut": [new]}, day)
            assert total(base, M, day) == 532160


def test_a_beslut_that_moves_to_another_brukare_is_computed_by_itself(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "a", town.clean_town(tidrapporter=[tid("2024-03-04")]))
        assert total(base) == 266080
        moved = beslut(brukare=town.BO, timmar="1", beslutsdatum="2024-04-15")
        town.bring(base, tmp_path / "b", {"beslut": [moved]})
        assert total(base) == 0
        assert not findings(base, M, "beslut-retroaktivt")


def test_text_is_found_whatever_its_case_also_with_swedish_letters(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        named = {"personnummer": KIM, "namn": "Åsa Öberg", "bosatt_land": "CH"}
        sheets = town.clean_town(assistenter=[named], tidrapporter=[tid("2024-03-04")])
        town.bring(base, tmp_path / "a", sheets)
        total(base)
        for text in ("åsa", "ÖBERG", "Åsa Ö"):
            found = decisions.listing(base.read(), decisions.Filter(text=text))
            assert {row.assistent_namn for row in found} == {"Åsa Öberg"}
        assert not decisions.listing(base.read(), decisions.Filter(text="asa"))

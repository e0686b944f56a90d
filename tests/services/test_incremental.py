"""A check of what changed must say the same as a check of everything."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import open_database
from tests.oracle import generate
from tests.services import town
from workbench.services.settling import marked

Sheets = dict[str, list[dict[str, str]]]
KINDS = ("brukare", "anordnare", "assistenter", "uppdrag", "beslut", "vistelser", "tidrapporter")
MUNICIPALITIES = [
    ("ordinary", 41, "2024-02"),
    ("registers", 42, "2013-06"),
    ("overlaps", 43, "2024-09"),
    ("worktime", 44, "2023-12"),
]
CHANGES = (
    "rows",
    "residence",
    "sickness",
    "notices",
    "uppdrag",
    "arrangements",
    "permits",
    "hours",
    "double",
    "stays",
)


def read(folder: Path) -> Sheets:
    """Return the sheets of a folder as rows."""
    sheets: Sheets = {}
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        if path.exists():
            text = path.read_text(encoding="utf-8-sig")
            sheets[kind] = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    return sheets


def changed(sheets: Sheets, what: str, month: str) -> Sheets:
    """Return the sheets of a later import: more rows, or facts that are now others."""
    day = f"{month}-11"
    people = {row["personnummer"]: row for row in sheets["assistenter"]}
    assistants = [{"personnummer": number, "namn": row["namn"]} for number, row in people.items()]
    uppdrag = [dict(row) for row in sheets["uppdrag"]]
    return {
        "rows": {},
        "residence": {
            "assistenter": [
                row | {"bosatt_land": land, "bosatt_fran": day}
                for row, land in zip(assistants, ["CH", "SE", "", "GB"] * 3, strict=False)
            ]
        },
        "sickness": {
            "assistenter": [
                row | {"sjukersattning_procent": "100", "sjukersattning_fran": day}
                for row in assistants[::2]
            ]
        },
        "notices": {
            "uppdrag": [
                row | {"anmald": "" if place % 3 == 0 else "2010-01-01", "anstalld_fran": ""}
                for place, row in enumerate(uppdrag)
                if place % 2 == 0
            ]
        },
        "uppdrag": {"uppdrag": [row | {"till": day} for row in uppdrag[::2]]},
        "arrangements": {
            "uppdrag": [
                row | {"period_langd": "14d", "arbetstid": "", "timmar_per_vecka": ""}
                for row in uppdrag[::3]
            ]
        },
        "double": {"beslut": [dict(row) | {"dubbel_timmar": "9"} for row in sheets["beslut"]]},
        "permits": {
            "anordnare": [
                dict(row) | {"tillstand_till": day, "brukare_underrattad": day}
                for row in sheets["anordnare"]
                if row["tillstand_fran"]
            ]
        },
        "hours": {"beslut": [dict(row) | {"timmar": "61"} for row in sheets["beslut"][::2]]},
        "stays": {
            "vistelser": [
                {"brukare": row["brukare"], "slag": "korttids", "fran": f"{day}T07:00", "till": ""}
                for row in sheets["beslut"][::2]
            ]
        },
    }[what]


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize(("preset", "seed", "start"), MUNICIPALITIES)
def test_a_partial_check_equals_a_full_one(
    tmp_path: Path, preset: str, seed: int, start: str, what: str
) -> None:
    """Half the rows settled, then the rest and other facts; against forgetting every check.

    With periods of one month also against a database that got everything before its first check.
    """
    months = generate.write(tmp_path / "in", seed, start, preset=preset, rows=240)
    sheets = read(tmp_path / "in")
    for row in sheets["beslut"]:
        row["period_manader"] = "1"
    rows = sheets.pop("tidrapporter")
    half = len(rows) // 2
    one = town.write(tmp_path / "one", {**sheets, "tidrapporter": rows[:half]})
    later = changed(sheets, what, months[1])
    two = town.write(tmp_path / "two", {**later, "tidrapporter": rows[half:]})

    with town.database(tmp_path / "all.db") as base:
        town.take_in(base, one)
        town.take_in(base, two)
        whole = [town.answer(base, month) for month in months]
    with town.database(tmp_path / "parts.db") as base:
        town.take_in(base, one)
        for month in months:
            town.answer(base, month)
        town.take_in(base, two)
        assert [town.answer(base, month) for month in months] == whole
        assert [town.answer(base, month) for month in months] == whole


@pytest.mark.parametrize("what", CHANGES)
def test_long_periods_too(tmp_path: Path, what: str) -> None:
    """Other months' runs are the same on both sides: a copy that forgets what was checked."""
    months = generate.write(tmp_path / "in", 45, "2024-02", preset="caps", rows=240)
    sheets = read(tmp_path / "in")
    rows = sheets.pop("tidrapporter")
    half = len(rows) // 2
    one = town.write(tmp_path / "one", {**sheets, "tidrapporter": rows[:half]})
    later = changed(sheets, what, months[1])
    two = town.write(tmp_path / "two", {**later, "tidrapporter": rows[half:]})
    with town.database(tmp_path / "parts.db") as base:
        town.take_in(base, one)
        for month in months:
            town.answer(base, month)
        town.take_in(base, two)
    shutil.copyfile(tmp_path / "parts.db", tmp_path / "forgets.db")
    with closing(sqlite3.connect(tmp_path / "forgets.db")) as connection, connection:
        connection.execute("DELETE FROM kontroll")
    answers = []
    for name in ("parts.db", "forgets.db"):
        with open_database(tmp_path / name) as base:
            answers.append([town.answer(base, month) for month in months * 2])
    assert answers[0] == answers[1]


def test_a_new_rate_reaches_every_line(tmp_path: Path) -> None:
    from db import values

    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", town.clean_town(tidrapporter=[town.tid("2024-03-04")]))
        assert town.answer(base, "2024-03")["total_ore"] == 8 * 33260
        with base.write() as connection:
            values.set_rate(connection, "2024-01-01", 34000, "SFS", True, town.stamp())
        assert town.answer(base, "2024-03")["total_ore"] == 8 * 34000


def test_the_passing_of_days_is_seen(tmp_path: Path) -> None:
    """A notice dated ahead counts from its own day on, with no import between."""
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(
            uppdrag=[town.uppdrag(anmald="2024-04-10")], tidrapporter=[town.tid("2024-03-04")]
        )
        town.bring(base, tmp_path / "in", sheets, day="2024-04-01")
        assert town.answer(base, "2024-03", "2024-04-09")["hallna_minuter"] == 480
        got = town.answer(base, "2024-03", "2024-04-10")
        assert got["hallna_minuter"] == 0
        assert [finding["kod"] for finding in got["findings"]] == ["anmalan-sen"]


def test_months_that_share_a_period_come_to_rest(tmp_path: Path) -> None:
    """What one month leaves of a three-month period, the others may use."""
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(
            beslut=[town.beslut(fran="2024-01-01", timmar="20", period_manader="3")],
            tidrapporter=[town.tid("2024-01-04"), town.tid("2024-02-05"), town.tid("2024-03-05")],
        )
        town.bring(base, tmp_path / "in", sheets)
        months = ("2024-01", "2024-02", "2024-03")
        assert [town.settled(base, month).lines[0].timmar for month in months] == [800, 800, 400]
        stays = {
            "vistelser": [
                {"brukare": town.ANNA, "slag": "sjukhus", "fran": "2024-01-01T00:00", "till": ""}
            ]
        }
        town.bring(base, tmp_path / "mer", stays)
        assert town.settled(base, "2024-01").lines == []
        assert town.settled(base, "2024-03").lines == []


def steps_of_one_more_file(folder: Path, people: int) -> int:
    """Return the SQL steps from a brukare's new file to the settled month, among other people."""
    brukare = [town.person("1980-05-05", serial) for serial in range(100, 100 + people)]
    assistants = [town.person("1985-02-14", serial) for serial in range(100, 100 + people)]
    pairs = list(zip(assistants, brukare, strict=True))
    months = ("2024-02", "2024-03")
    sheets = town.clean_town(
        brukare=[{"personnummer": one, "namn": "B", "ivo_anmald": "2020-01-01"} for one in brukare],
        assistenter=[{"personnummer": one, "namn": "A", "bosatt_land": "SE"} for one in assistants],
        uppdrag=[town.uppdrag(*pair) for pair in pairs],
        beslut=[town.beslut(f"B{number}", one) for number, one in enumerate(brukare)],
        tidrapporter=[
            town.tid(f"{month}-{day}", brukare=one, assistent=who)
            for month in months
            for who, one in pairs
            for day in ("04", "05")
        ],
    )
    row = town.tid("2024-03-07", brukare=brukare[0], assistent=assistants[0])
    more = town.write(folder / "more", {"more": [row]})
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1

    with town.database(folder / "t.db") as base:
        town.bring(base, folder / "in", sheets)
        for month in months:
            town.settled(base, month)
        with base.write() as connection:
            connection.set_progress_handler(step, 1)
        town.take_in(base, more)
        assert len(town.settled(base, months[1]).changes) == 1
        connection.set_progress_handler(None, 0)
    return taken


def test_one_brukare_costs_the_same_among_many(tmp_path: Path) -> None:
    few = steps_of_one_more_file(tmp_path / "few", 8)
    many = steps_of_one_more_file(tmp_path / "many", 200)
    assert many < 1.3 * few, (few, many)


def test_a_row_over_midnight_names_the_month_that_it_ends_in(tmp_path: Path) -> None:
    """A run without him, and a row that begins the month before."""
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", town.clean_town())
        town.settled(base, "2024-04")
        row = town.tid("2024-03-31", "22:00", "00:00")
        town.bring(base, tmp_path / "one", {"tidrapporter": [row]})
        assert [item.month for item in marked(base.read())] == []
        row = town.tid("2024-03-31", "22:00", "00:02", assistent=town.LEA)
        town.bring(base, tmp_path / "two", {"tidrapporter": [row]})
        assert [item.month for item in marked(base.read())] == ["2024-04"]

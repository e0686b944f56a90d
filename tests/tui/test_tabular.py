"""What the rows of a list are used for: sorted, searched, read in whole, copied, written."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database
from tests.tui.helpers import NORMAL, SMALL, WIDE, Driver, running
from workbench.tui.screens import review
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.month import MonthScreen
from workbench.tui.screens.review import ReviewScreen
from workbench.tui.screens.tabular import Find, Tabular
from workbench.tui.screens.writing import Target
from workbench.tui.session import Showing
from workbench.tui.widgets.rowlist import RowList


def names(driver: Driver) -> list[str]:
    """Return the first cells of the list shown."""
    rows = driver.app.screen.query_one(RowList)
    return [line.cells[0] for i in range(rows.count) if (line := rows.line(i)) is not None]


async def choose(driver: Driver, key: str, text: str) -> None:
    """Open a box and take the row that begins with a text."""
    await driver.press(key)
    box = driver.app.screen
    assert isinstance(box, Choice)
    place = next(i for i, (_, line) in enumerate(box.rows) if line.cells[0].startswith(text))
    rows = box.query_one(RowList)
    rows.go(place)
    await driver.press("enter")


async def write_to(driver: Driver, path: Path) -> None:
    """Fill in the path and press the button, the way a person does."""
    box = driver.app.screen
    assert isinstance(box, Target)
    box.query_one(Input).value = str(path)
    await driver.settle()
    assert not box.query_one("#yes", Button).disabled
    await driver.press("enter", "right", "enter")


def exports(path: Path) -> list[tuple[str, dict[str, object]]]:
    """Return (what, content) of the exports that the journal tells of."""
    with closing(Database(path).new_reader()) as connection:
        return [
            (key, json.loads(after))
            for key, after in connection.execute(
                "SELECT nyckel, efter FROM v_logg WHERE objekt = 'export' ORDER BY id"
            )
        ]


async def test_a_column_is_sorted_and_turned_and_the_header_says_so(town: Path) -> None:
    async with running(town, WIDE) as driver:
        before = names(driver)
        await choose(driver, "S", "Rader")
        assert "▲Rad" in driver.text
        assert "i ordning efter Rader ▲" in driver.text
        up = names(driver)
        assert up[0] == "Dahl, Siv"
        await driver.press("R")
        assert "▼Rad" in driver.text
        assert names(driver)[-1] == "Dahl, Siv"
        await choose(driver, "S", "Rader")
        assert names(driver) == up
        await choose(driver, "S", "listans egen")
        assert names(driver) == before
        await driver.press("R")
        assert "S väljer en kolumn" in driver.said[-1]


async def test_the_order_filter_and_cursor_are_there_when_one_comes_back(town: Path) -> None:
    async with running(town) as driver:
        await choose(driver, "S", "Belopp")
        await driver.press("slash")
        driver.app.screen.query_one(Input).value = "a"
        await driver.press("enter", "down")
        before = driver.text
        await driver.press("2", "5", "1")
        assert driver.text == before


@pytest.mark.parametrize("key", "12345678")
async def test_every_list_is_sorted_searched_copied_and_written(town: Path, key: str) -> None:
    async with running(town) as driver:
        if key == "3":
            return
        await driver.press(key)
        screen = driver.app.screen
        assert isinstance(screen, Tabular)
        assert screen.sortable()
        for title in screen.sortable():
            await choose(driver, "S", title)
            assert screen.order is not None
            assert screen.query_one(RowList).order == screen.order
        many = screen.query_one(RowList).count
        for letter in "CLE":
            await driver.press(letter)
            assert (driver.app.screen is screen) == (many == 0)
            if many:
                await driver.press("escape")


async def test_a_search_goes_to_the_next_row_and_begins_anew(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("F")
        assert isinstance(driver.app.screen, Find)
        await driver.write("siv")
        await driver.press("enter")
        assert names(driver)[driver.one("#rows", RowList).cursor] == "Dahl, Siv"
        await driver.press("N")
        assert "börjat om" in driver.said[-1]
        await driver.press("F")
        driver.app.screen.query_one(Input).value = "finns inte"
        await driver.press("enter")
        assert "Ingen rad" in driver.said[-1]


async def test_the_row_the_marked_rows_and_a_cell_are_copied(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("F")
        await driver.write("olle")
        await driver.press("enter")
        await choose(driver, "C", "cellen Brukare")
        assert driver.app.clipboard == "Olle [red]Berg[/red] [b"
        await choose(driver, "C", "hela raden")
        assert driver.app.clipboard.startswith("Olle [red]Berg[/red] [b\t3\t")
        await driver.press("home", "space", "space")
        await choose(driver, "C", "2 valda rader")
        lines = driver.app.clipboard.split("\n")
        assert lines[0].startswith("Brukare\tRader\t")
        assert lines[1].startswith("[skyddad] ")
        assert len(lines) == 3
        assert "till fil" in driver.said[-1]


async def test_the_whole_row_is_read_in_every_size(town: Path) -> None:
    async with running(town) as driver:
        for size in (SMALL, NORMAL):
            await driver.resize(size)
            await driver.press("L")
            assert isinstance(driver.app.screen, Notice)
            assert "[skyddad]" in driver.text
            assert "Beviljat" in driver.text
            await driver.fills(size)
            await driver.press("escape", "C")
            await driver.fills(size)
            await driver.press("escape", "F")
            await driver.fills(size)
            await driver.press("escape", "E")
            await driver.fills(size)
            await driver.press("escape")
        assert isinstance(driver.app.screen, MonthScreen)


async def test_the_view_is_written_as_shown_and_journaled(town: Path, tmp_path: Path) -> None:
    async with running(town) as driver:
        await choose(driver, "S", "Nekat")
        await driver.press("slash")
        driver.app.screen.query_one(Input).value = "utred"
        await driver.press("enter", "E")
        await write_to(driver, tmp_path / "vy.csv")
        assert "skrivna till" in driver.text
        await driver.press("escape")
        shown = names(driver)
        lines = (tmp_path / "vy.csv").read_text("utf-8-sig").splitlines()
        assert lines[0] == "Brukare;Rader;Timmar;Beviljat;Nekat;Hållet;Belopp;Väntar"
        assert [line.split(";")[0] for line in lines[1:]] == shown
        assert "Hemlig" not in "".join(lines)
        await driver.press("E")
        await write_to(driver, tmp_path / "vy.txt")
        assert "slutar varken på .csv eller .xlsx" in driver.text.replace("\n", " ")
    told = exports(town)
    assert [(key, after["fil"], after["antal"]) for key, after in told] == [
        ("lista: månad", "vy.csv", len(shown))
    ]


async def test_findings_are_written_in_their_order_also_those_not_read_yet(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "BATCH", 2)
    async with running(town) as driver:
        await driver.press("2", "x")
        await choose(driver, "S", "Brukare")
        assert "Brukare▲" in driver.text
        await driver.press("E")
        await write_to(driver, tmp_path / "fynd.xlsx")
        await driver.press("escape")
        screen = driver.app.screen
        assert isinstance(screen, ReviewScreen)
        people = [line.cells[3] for i in range(5) if (line := screen._line(i)) is not None]
        assert people[0].startswith("[skyddad]")
        assert people == sorted(people, key=lambda name: (name[0] != "[", name))
        await driver.press("E")
        await write_to(driver, tmp_path / "fynd.csv")
        await driver.press("escape")
        lines = (tmp_path / "fynd.csv").read_text("utf-8-sig").splitlines()
        assert lines[0] == "Kod;Allvar;Status;Brukare;Assistent;Tid;Effekt"
        assert [line.split(";")[3] for line in lines[1:]][: len(people)] == people
        assert (tmp_path / "fynd.xlsx").read_bytes().startswith(b"PK")


async def test_the_first_findings_come_before_all_are_counted(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "FIRST", 2)
    async with running(town) as driver:
        ask = ReviewScreen._ask_ids
        monkeypatch.setattr(ReviewScreen, "_ask_ids", lambda _, near: None)
        await driver.press("2")
        screen = driver.app.screen
        assert isinstance(screen, ReviewScreen)
        assert "rad 1, räknar …" in driver.text
        assert len(screen.blocks) == 2
        await driver.press("end", "asterisk", "E")
        assert not screen.marks
        assert driver.app.screen is screen
        assert [text[:12] for text in driver.said[-2:]] == ["Fynden räkna", "Raderna räkn"]
        monkeypatch.setattr(ReviewScreen, "_ask_ids", ask)
        screen._ask_ids([])
        await driver.settle()
        assert "5 av 5" in driver.text, "End goes to the last when it is known"


async def test_a_search_among_findings_is_by_name_or_number(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "F")
        await driver.write("olle")
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, ReviewScreen)
        line = screen._line(screen.query_one(RowList).cursor)
        assert line is not None
        assert line.cells[3].startswith("Olle")


async def test_nothing_leaves_while_protected_people_are_shown(town: Path) -> None:
    async with running(town) as driver:
        driver.app.session.showing = Showing("Kontrollerar ett beslut")
        before = driver.app.clipboard
        await choose(driver, "C", "hela raden")
        assert driver.app.clipboard == before
        screen = driver.app.screen
        await driver.press("E")
        assert driver.app.screen is screen
        assert all("F4" in text for text in driver.said[-2:])

"""Månad: rows, order, search, settling, months, empty databases."""

from __future__ import annotations

from pathlib import Path

from tests.tui.helpers import MARCH, MARKUP, NORMAL, OLLE, WIDE, running
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.month import MonthScreen
from workbench.tui.screens.review import ReviewScreen
from workbench.tui.widgets.filterline import FilterLine
from workbench.tui.widgets.rowlist import RowList


async def test_the_latest_month_opens_when_none_is_named(town: Path) -> None:
    async with running(town, month=None) as driver:
        assert driver.app.session.month == MARCH
        assert "mars 2024" in driver.text


async def test_a_skeleton_is_there_before_the_answer(town: Path) -> None:
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.session import Session

    app = WorkbenchApp(Session(town, "anna", lambda: "2024-04-05T08:14:00Z", MARCH))
    # A desk that never answers.
    app.desk.ask = lambda *_: None  # type: ignore[assignment, method-assign]  # nothing is read
    async with app.run_test(size=NORMAL) as pilot:
        await pilot.pause()
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        assert "Läser månaden" in lines[1]
        assert "Brukare" in lines[2]
        assert "hjälp" in lines[-1]


async def test_names_with_markup_are_shown_as_they_are(town: Path) -> None:
    async with running(town, WIDE) as driver:
        assert MARKUP in driver.text
        await driver.press("end", "up")
        await driver.press("down")
        assert driver.text.count(MARKUP) == 2
        await driver.press("slash")
        await driver.write("[red]")
        assert driver.text.count(MARKUP) == 2
        assert "filter: [red]" in driver.text
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, ReviewScreen)
        assert MARKUP in driver.text
        await driver.press("enter")
        assert MARKUP in driver.text
        await driver.press("escape", "4", "a")
        assert MARKUP in driver.text


async def test_protected_people_are_masked_everywhere(town: Path) -> None:
    async with running(town, WIDE) as driver:
        for key in ("1", "2", "4"):
            await driver.press(key)
            assert "Hemlig" not in driver.text
            assert "[skyddad]" in driver.text
            assert "19720304" not in driver.text
        await driver.press("1", "home", "enter")
        assert "Novak" in driver.text
        await driver.press("enter")
        assert "19720304" not in driver.text


async def test_search_finds_names_numbers_and_what_waits(town: Path) -> None:
    async with running(town) as driver:
        screen = driver.app.screen
        assert isinstance(screen, MonthScreen)
        await driver.press("slash")
        await driver.write("saknas")
        assert [row.namn for row in screen.rows] == ["Dahl, Siv"]
        assert "visar 1 av 4" in driver.text
        await driver.press("escape")
        assert len(screen.rows) == 4
        await driver.press("slash")
        await driver.write(OLLE[:8])
        await driver.press("enter")
        assert [row.brukare for row in screen.rows] == [OLLE]
        assert driver.app.focused is driver.one("#rows", RowList)
        assert not driver.one("#needle", FilterLine).has_class("-open")
        assert "Filtrerat" in driver.text


async def test_order_by_waiting_and_amount(town: Path) -> None:
    async with running(town) as driver:
        screen = driver.app.screen
        assert isinstance(screen, MonthScreen)
        await driver.press("o")
        assert screen.state.order == "vantar"
        assert screen.rows[-1].vantar == "saknas"
        await driver.press("o")
        amounts = [row.belopp or 0 for row in screen.rows]
        assert amounts == sorted(amounts, reverse=True)


async def test_settling_tells_what_changed(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("r")
        assert isinstance(driver.app.screen, Notice)
        assert "Inga rader ändrades" in driver.text
        await driver.press("enter", "end", "up")
        await driver.press("home", "down", "enter", "g")
        await driver.write("flyttade hit")
        await driver.press("tab", "tab", "enter")
        await driver.press("1", "r")
        text = driver.text
        assert "1 rad ändrades" in text
        assert "Andersson, Maj" in text
        assert "→" in text
        assert "+" in text


async def test_settling_for_the_first_time(tmp_path: Path) -> None:
    from tests.tui.helpers import build

    path = build(tmp_path / "n.db", tmp_path / "files", settled=False)
    async with running(path) as driver:
        assert "Inte räknad ännu" in driver.text
        assert "ej räknad" in driver.text
        await driver.press("r")
        assert "Första utkastet" in driver.text
        await driver.press("escape")
        assert "Körning 1, utkast" in driver.text


async def test_the_month_dialog_lists_months_with_rows(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("m")
        assert isinstance(driver.app.screen, Choice)
        assert "mars 2024" in driver.text
        assert "utkast" in driver.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, MonthScreen)


async def test_an_empty_database_says_what_to_do(empty: Path) -> None:
    async with running(empty, month=None) as driver:
        assert "Importera filer med i" in driver.text
        for key in ("r", "m", "enter", "o", "g"):
            await driver.press(key)
        await driver.press("2")
        assert "Importera filer med 3" in driver.text
        for key in ("g", "space", "asterisk", "u", "v", "s", "a", "x", "shift+down"):
            await driver.press(key)
        await driver.press("escape", "4")
        for key in ("r", "p", "d", "o", "g"):
            await driver.press(key)
        assert "Importera filer med 3" in driver.text


async def test_a_month_without_rows_says_so(town: Path) -> None:
    async with running(town, month=MARCH - 240) as driver:
        assert "Inga rapporter och inga beslut" in driver.text


async def test_colours_change_and_nothing_depends_on_them(town: Path) -> None:
    async with running(town) as driver:
        before = driver.text
        await driver.press("ctrl+t")
        assert driver.app.theme == "ljust"
        await driver.press("ctrl+t")
        assert driver.app.theme == "hög kontrast"
        await driver.press("ctrl+t")
        assert driver.app.theme == "mörkt"
        assert before.split("\n")[:16] == driver.text.split("\n")[:16]


async def test_q_leaves_and_digits_switch(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("4")
        assert driver.app.current_mode == "settle"
        await driver.press("1")
        assert driver.app.current_mode == "month"
        await driver.pilot.press("q")
        await driver.pilot.pause()
        assert not driver.app.is_running

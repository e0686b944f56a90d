"""Bilder: the pictures of a month at every size, saved to a file; an assistant found by search."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from db import Database
from tests.tui.helpers import (
    HIDDEN,
    JAN,
    MARCH,
    NORMAL,
    SMALL,
    WIDE,
    Driver,
    check_golden,
    running,
)
from workbench.exports.bild import Bild
from workbench.tui.messages import PictureLoaded, Request
from workbench.tui.screens.assistent import AssistentScreen
from workbench.tui.screens.bilder import PAGES, BilderScreen
from workbench.tui.screens.finding_assistant import FindAssistant
from workbench.tui.screens.month import MonthScreen

SIZES = {"80x24": NORMAL, "120x40": WIDE, "60x20": SMALL}


@pytest.mark.parametrize("size", SIZES)
async def test_every_picture_at_every_size(town: Path, size: str) -> None:
    async with running(town, SIZES[size]) as driver:
        await driver.press("b")
        for name in PAGES:
            await driver.fills(SIZES[size])
            await check_golden(f"bilder-{name}-{size}", driver)
            await driver.press("right")
        assert "[Månaden]" in driver.text
        await driver.press("left", "escape")
        assert isinstance(driver.app.screen, MonthScreen)


async def test_a_resized_picture_is_drawn_for_its_width(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("b", "right", "right")
        for size in (SMALL, NORMAL):
            await driver.resize(size)
            await driver.fills(size)
        assert "[Nekat och hållet]" in driver.text


async def test_one_anordnare_is_chosen_and_all_again(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("b", "a")
        assert "Välj anordnare (1)" in driver.text
        await driver.press("down", "enter")
        assert "Omsorg i Väst AB till och med mars 2024" in driver.text
        await driver.press("left")
        assert "[Nekat och hållet]" in driver.text
        await driver.press("a", "up", "enter")
        assert "[Anordnare]" in driver.text
        screen = driver.app.screen
        assert isinstance(screen, BilderScreen)
        assert screen.state.anordnare is None


async def test_the_brukare_is_the_one_under_the_cursor(town: Path) -> None:
    async with running(town) as driver:
        for name in ("[skyddad] 3", "Andersson, Maj", "Dahl, Siv"):
            await driver.press("b", "right")
            assert f"Timmar mot beslut: {name}" in driver.text
            assert HIDDEN not in driver.text
            await driver.press("escape", "down")


async def test_a_picture_is_saved_whole_and_journaled(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(town) as driver:
        await driver.press("b", "s", "enter")
        assert not list(tmp_path.glob("*.svg"))
        await driver.press("right", "enter")
        assert "Bilden" in driver.text
        data = (tmp_path / "bild-month-2024-03.svg").read_text(encoding="utf-8")
        assert data.startswith("<?xml")
        assert "mars 2024" in data
        with Database(town).new_reader() as connection:
            told = connection.execute("SELECT nyckel FROM v_logg WHERE handelse = 'exporteras'")
            assert told.fetchall() == [("bild month",)]


async def test_a_file_that_is_there_is_not_written_over(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bild-month-2024-03.svg").write_text("annat")
    async with running(town) as driver:
        await driver.press("b", "s", "enter", "right", "enter")
        assert "Det gick inte" in driver.text
        assert (tmp_path / "bild-month-2024-03.svg").read_text() == "annat"


async def test_an_old_answer_is_not_shown(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("b")
        screen = driver.app.screen
        assert isinstance(screen, BilderScreen)
        screen.post_message(PictureLoaded(Request("bilder.page", 0), Bild("Gammal", "", ())))
        await driver.settle()
        assert "Gammal" not in driver.text


async def test_without_months_there_is_nothing_to_see(empty: Path) -> None:
    async with running(empty, month=None) as driver:
        await driver.press("b")
        assert "Det finns inga månader ännu" in driver.text
        await driver.press("a", "s", "right", "escape", "p")
        assert isinstance(driver.app.screen, MonthScreen)
        assert any("inga månader" in text for text in driver.said)


async def search(driver: Driver, text: str) -> None:
    """Write in the search and wait for its answer."""
    await driver.press("p")
    assert isinstance(driver.app.screen, FindAssistant)
    driver.one("#needle", Input).value = text
    await driver.settle()


@pytest.mark.parametrize("needle", ["novak", "Jan no", JAN[:8], "nova jan"])
async def test_an_assistant_is_found_by_name_or_number(town: Path, needle: str) -> None:
    async with running(town) as driver:
        await search(driver, needle)
        assert "1 assistent " in driver.text
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, AssistentScreen)
        assert "Novak, Jan" in driver.text
        assert screen.state.month == MARCH
        await driver.press("p")
        driver.one("#needle", Input).value = "lind"
        await driver.settle()
        await driver.press("enter")
        assert "Lind, Per" in driver.text
        await driver.press("escape")
        assert isinstance(driver.app.screen, MonthScreen)


async def test_nobody_found_is_said_and_enter_does_nothing(town: Path) -> None:
    async with running(town, SMALL) as driver:
        await search(driver, "finns inte")
        assert "Ingen assistent stämmer" in driver.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, FindAssistant)
        await driver.press("escape")
        await driver.press("b", "p", "escape", "escape")
        assert isinstance(driver.app.screen, MonthScreen)

"""Avräkning: the stored run, previews that store nothing, what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Database
from tests.tui.helpers import MARCH, WIDE, Driver, running
from workbench.domain.time import month_first
from workbench.law.parameters import RateMissing
from workbench.services import settling
from workbench.tui.screens.dialogs import Notice, Problem
from workbench.tui.screens.review import ReviewScreen
from workbench.tui.screens.settle import SettleScreen
from workbench.tui.screens.why import Trace


def screen_of(driver: Driver) -> SettleScreen:
    """Return the settlement screen, which shall be on top."""
    screen = driver.app.screen
    assert isinstance(screen, SettleScreen)
    return screen


def total(path: Path) -> int:
    """Return the stored draft's sum."""
    with Database(path) as database:
        result = settling.stored(database.read(), MARCH)
    assert result is not None
    return result.total_ore


async def release(driver: Driver) -> None:
    """Let the first refused finding through."""
    await driver.press("2", "down", "g")
    await driver.write("Bor i Malmö sedan januari")
    await driver.press("tab", "right", "enter")


async def test_the_stored_run(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("4")
        text = driver.text
        assert "Körning 1, utkast av anna 2024-04-05 10:14" in text
        assert "Betalas 3 rader" in text
        assert "5 fynd väntar" in text
        assert "B-1" in text
        assert "Mot förra" not in text
        await driver.press("o")
        amounts = [entry.net.ratt for entry in screen_of(driver).rows if entry.net]
        assert amounts == sorted(amounts, reverse=True)
        await driver.press("slash")
        await driver.write("b-2")
        assert [entry.line.beslut for entry in screen_of(driver).rows if entry.line] == ["B-2"]


async def test_a_preview_shows_differences_and_stores_nothing(town: Path) -> None:
    before = total(town)
    async with running(town, WIDE) as driver:
        await release(driver)
        await driver.press("4", "p")
        assert isinstance(driver.app.screen, Notice)
        assert "1 rad ändrades" in driver.text
        await driver.press("enter")
        text = driver.text
        assert "FÖRHANDSGRANSKNING, inget är sparat" in text
        assert "Mot förra" in text
        assert "bara ändringar" in text
        assert len(screen_of(driver).rows) == 1
        await driver.press("d")
        assert len(screen_of(driver).rows) == 3
        assert total(town) == before
        await driver.press("r", "enter")
        assert total(town) > before
        assert "Körning 1, utkast" in driver.text
        assert "+" in driver.text


async def test_why_a_line_is_what_it_is(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("4", "down", "v")
        assert isinstance(driver.app.screen, Trace)
        text = driver.text
        assert "Varför? Andersson, Maj, B-1" in text
        assert "timbelopp: 332,60 kr" in text
        assert "tidrapporter-2024-03.csv rad 2" in text
        await driver.press("down", "down", "escape", "p", "enter", "v")
        assert isinstance(driver.app.screen, SettleScreen)
        assert "sparade rader" in driver.said[-1]


async def test_enter_reviews_the_lines_brukare(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("4", "down", "enter")
        screen = driver.app.screen
        assert isinstance(screen, ReviewScreen)
        assert screen.state.namn == "Andersson, Maj"


async def test_a_missing_rate_is_told(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise RateMissing(month_first(MARCH))

    monkeypatch.setattr(settling, "settle", missing)
    async with running(town) as driver:
        await driver.press("4", "r")
        assert isinstance(driver.app.screen, Problem)
        assert "2024" in driver.text
        await driver.press("enter")
        assert "Betalas 3 rader" in driver.text


async def test_an_unsettled_month_says_what_to_do(tmp_path: Path) -> None:
    from tests.tui.helpers import build

    path = build(tmp_path / "n.db", tmp_path / "files", settled=False)
    async with running(path) as driver:
        await driver.press("4")
        assert "inte räknad ännu" in driver.text
        await driver.press("p", "enter")
        assert "FÖRHANDSGRANSKNING" in driver.text
        await driver.press("r", "enter")
        assert "Körning 1" in driver.text

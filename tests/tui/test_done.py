"""Ångra: what one has done lately, on one screen, and taking it back there."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Button, Input, TextArea

from tests.tui.helpers import NORMAL, SMALL, Driver, check_golden, running
from tests.tui.test_aterkrav import handling, seen
from workbench.tui.screens.dialogs import Confirm, Notice
from workbench.tui.screens.done import DoneScreen
from workbench.tui.screens.review import ReviewScreen
from workbench.tui.screens.sheet import Sheet


async def decided(driver: Driver, key: str = "g", why: str = "prövat") -> None:
    """Decide the finding under the cursor of Granskning."""
    await driver.press(key)
    await driver.write(why)
    await driver.press("tab", "tab", "enter")


async def test_a_decision_is_seen_everywhere_and_taken_back(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("U")
        assert "Du har inte gjort något än" in driver.text
        await driver.press("escape", "2")
        await decided(driver)
        await driver.press("down")
        await decided(driver, "n")
        await driver.press("4", "U")
        screen = driver.app.screen
        assert isinstance(screen, DoneScreen)
        assert [item.hinder for item in screen.rows] == ["", ""]
        assert "nekad" in screen.rows[0].vad or "godkänd" in screen.rows[0].vad
        await check_golden("done-80x24", driver)
        await driver.press("u")
        assert isinstance(driver.app.screen, Confirm)
        await driver.press("u", "enter")  # neither the key once more nor Enter alone does it
        assert [item.hinder for item in screen.rows] == ["", ""]
        await driver.press("u", "right", "enter")
        assert driver.said[-1] == "1 fynd är som före avgörandet."
        assert [item.hinder for item in screen.rows] == ["Redan ångrat.", ""]
        await driver.press("u")
        assert isinstance(driver.app.screen, Notice)
        assert "Redan ångrat." in driver.text
        await driver.press("enter", "n")
        assert len(screen.rows) == 1
        assert "visar 1 av 2" in driver.text
        await driver.press("slash", *"zzz")
        assert "Inget stämmer" in driver.text
        await driver.press("escape", "escape")
        assert driver.app.screen is not screen
        await driver.press("2")
        assert isinstance(driver.app.screen, ReviewScreen)


async def test_a_step_of_a_claim_is_taken_back_with_a_reason(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("enter", "f", "enter")
        driver.one("#motivering", TextArea).focus()
        await driver.press("tab", "tab", "enter")
        assert seen(claimed).krav.status == "utredning"
        await driver.press("U", "slash", *"K1 f", "enter", "u")
        assert isinstance(driver.app.screen, Sheet)
        assert driver.one("#yes", Button).disabled
        await driver.press("enter", "enter")
        assert seen(claimed).krav.status == "utredning"
        await driver.press("u")
        driver.one("#varfor", Input).value = "fel krav"
        await driver.press("tab", "tab", "enter")
        assert driver.said[-1] == "Steget är ångrat: K1 är åter förslag."
        assert seen(claimed).krav.status == "forslag"


async def test_the_list_is_whole_in_a_small_terminal(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2")
        await decided(driver)
        await driver.press("U")
        for size in (SMALL, NORMAL):
            await driver.resize(size)
            await driver.fills(size)
            assert "1 fynd godkänd" in driver.text
        await driver.press("question_mark")
        assert "Hjälp: Ångra" in driver.text

"""Files from Betalningar: what is asked, what is written, what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database
from tests.tui import money
from tests.tui.helpers import NORMAL, WIDE, Driver, check_golden, running
from tests.tui.test_payments import _once, once
from workbench.services import demo
from workbench.services.law import set_policy
from workbench.tui.screens.dialogs import Notice, Problem
from workbench.tui.screens.payments import PaymentsScreen
from workbench.tui.screens.writing import Target

__all__ = ["_once", "once"]
SIZES = {"80x24": NORMAL, "120x40": WIDE}


@pytest.fixture
def chosen(once: Path) -> Path:
    """A municipality that has said who pays and where it books."""
    with Database(once) as database:
        for name, value in demo.SETTINGS.items():
            set_policy(database, name, value, "2024-01-01", "påhittat", money.ANNA)
    return once


async def export(driver: Driver, key: str, path: Path) -> None:
    """Press a key of the payments and give it a path."""
    await driver.press("5", key)
    assert isinstance(driver.app.screen, Target)
    driver.one("#path", Input).value = str(path)
    await driver.press("tab", "right", "enter")


def flat(driver: Driver) -> str:
    """Return what the screen says without its lines."""
    return " ".join(driver.text.replace("│", " ").split())


async def test_without_settings_it_says_what_lacks(once: Path, tmp_path: Path) -> None:
    async with running(once, WIDE, aktor="cecilia") as driver:
        await export(driver, "e", tmp_path / "ut.xml")
        assert isinstance(driver.app.screen, Problem)
        assert "betalare_namn" in flat(driver)
    assert not (tmp_path / "ut.xml").exists()


async def test_enter_in_the_field_writes_nothing(chosen: Path, tmp_path: Path) -> None:
    async with running(chosen) as driver:
        await driver.press("5", "e")
        driver.one("#path", Input).value = str(tmp_path / "ut.xml")
        await driver.press("enter")
        assert driver.app.focused is driver.one("#cancel", Button)
        await driver.press("enter")
        assert isinstance(driver.app.screen, PaymentsScreen)
    assert not (tmp_path / "ut.xml").exists()


async def test_the_file_for_the_bank(chosen: Path, tmp_path: Path) -> None:
    target = tmp_path / "ut.xml"
    async with running(chosen, WIDE, aktor="cecilia") as driver:
        await export(driver, "e", target)
        assert isinstance(driver.app.screen, Notice)
        text = flat(driver)
        # A long path is broken over lines.
        assert f"Skriventill{target}" in text.replace(" ", "")
        assert "Utelämnad: B2" in text
        await driver.press("enter")
        assert "exporterad" in driver.text
    assert target.read_bytes().startswith(b"<?xml")
    assert target.stat().st_mode & 0o777 == 0o600


async def test_vouchers_and_specifications(chosen: Path, tmp_path: Path) -> None:
    async with running(chosen, WIDE, aktor="cecilia") as driver:
        await export(driver, "b", tmp_path / "ut.si")
        assert "verifikationer" in flat(driver)
        await driver.press("enter")
        await export(driver, "f", tmp_path / "spec")
        assert "3 specifikationer" in flat(driver)
    assert (tmp_path / "ut.si").read_bytes().startswith(b"#FLAGGA")
    assert len(list((tmp_path / "spec").iterdir())) == 6


async def test_what_is_no_answer_is_refused(once: Path, tmp_path: Path) -> None:
    (tmp_path / "svar.xml").write_text("<hej/>", encoding="utf-8")
    async with running(once) as driver:
        await export(driver, "i", tmp_path / "svar.xml")
        assert isinstance(driver.app.screen, Problem)
        assert "Något gick fel" not in driver.text


async def test_what_happened_to_claims_is_booked_without_a_run(chosen: Path) -> None:
    async with running(chosen, WIDE, aktor="cecilia") as driver:
        await export(driver, "h", chosen.with_name("krav.si"))
        assert isinstance(driver.app.screen, Notice)
        assert "ingenting att bokföra för återkraven" in flat(driver), driver.text


async def test_a_run_is_needed(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("5", "e")
        assert "Ställ pilen på en betalning" in driver.said[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_the_box(
    once: Path, size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/ut"))
    async with running(once, SIZES[size]) as driver:
        await driver.press("5", "e")
        await check_golden(f"payments-file-{size}", driver)

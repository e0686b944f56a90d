"""Attest and annul: who may, what is ticked and typed, and that nothing happens by mistake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database
from tests.tui import money
from tests.tui.helpers import HIDDEN, NORMAL, SMALL, WIDE, Driver, check_golden, running
from tests.tui.money import paid, status, to_pay
from workbench.domain.money import kronor
from workbench.tui.screens.annul import Annul
from workbench.tui.screens.attest import AttestSheet
from workbench.tui.screens.dialogs import Choice, Confirm, Notice, Problem
from workbench.tui.screens.differences import Differences
from workbench.tui.screens.settle import SettleScreen
from workbench.tui.screens.why import Trace
from workbench.tui.words import read_kronor

SIZES = {"80x24": NORMAL, "120x40": WIDE}


@pytest.fixture(scope="session")
def _second(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("second")
    return money.second_run(Path(shutil.copy(_town, folder / "kommun.db")), folder)


@pytest.fixture
def second(_second: Path, tmp_path: Path) -> Path:
    """A month attested once, and a draft that differs from it."""
    return Path(shutil.copy(_second, tmp_path / "kommun.db"))


def disabled(driver: Driver) -> bool:
    """Tell whether the button that acts can't be pressed."""
    return driver.one("#yes", Button).disabled


def flat(driver: Driver) -> str:
    """Return what the screen says without its lines."""
    return " ".join(driver.text.replace("│", " ").split())


async def sign(driver: Driver, text: str) -> None:
    """Write a sum in the sheet and press the button that attests."""
    field = driver.one("#sum", Input)
    field.focus()
    field.value = ""
    await driver.settle()
    await driver.write(text)
    await driver.press("tab", "right", "enter")


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("12 345,67", 1234567),
        ("12345.67", 1234567),
        ("14 093 536,20", 1409353620),
        ("0", 0),
        ("", None),
        ("1,234", None),
        ("1,2,3", None),
    ],
)
def test_a_sum_as_written(text: str, ore: int | None) -> None:
    assert read_kronor(text) == ore


async def test_who_made_it_sees_why_before_writing_anything(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("4", "a")
        assert isinstance(driver.app.screen, AttestSheet)
        assert "anna kan inte attestera körning 1: anna räknade körningen." in flat(driver)
        assert driver.one("#sum", Input).disabled
        assert disabled(driver)
        await driver.press("enter")
        assert isinstance(driver.app.screen, SettleScreen)
    assert status(town, 1) == "utkast"


async def test_the_whole_walk(town: Path) -> None:
    """Settled by anna, attested by bo, annulled by cecilia."""
    wanted = to_pay(town, 1)
    async with running(town, aktor="bo") as driver:
        await driver.press("4", "a")
        assert "bo attesterar." in driver.text
        await sign(driver, "1,00")
        assert isinstance(driver.app.screen, AttestSheet)
        assert "inte 1,00 kr" in driver.text
        assert status(town, 1) == "utkast"
        await sign(driver, kronor(wanted))
        assert isinstance(driver.app.screen, Notice)
        assert "Körning 1 är attesterad" in driver.text
        assert "3 betalningar, 11 474,70 kr" in driver.text
        assert "3 betalningar saknar konto" in driver.text
        await driver.press("enter")
        assert "Körning 1, attesterad av bo" in driver.text
        assert "räknad av anna" in driver.text
        await driver.press("a")
        assert "är attesterad" in driver.said[-1]
        await driver.press("x")
        assert isinstance(driver.app.screen, Annul)
        assert "en tredje person makulerar" in flat(driver)
        assert disabled(driver)
    assert [ore for ore, _ in paid(town, 1)] == [523845, 338254, 285371]
    async with running(town, aktor="cecilia") as driver:
        await driver.press("4", "x")
        await driver.write("fel konto")
        assert disabled(driver)
        await driver.press("tab")
        await driver.write("1")
        await driver.press("tab", "tab", "enter")
        assert "Körning 1 är makulerad" in driver.text
        await driver.press("enter")
        assert "inte räknad ännu" in driver.text
        await driver.press("t", "enter")
        assert "Körning 1, makulerad av cecilia: fel konto" in driver.text
        assert "BARA LÄSNING" in driver.text
        await driver.press("escape")
        assert "inte räknad ännu" in driver.text
    assert {state for _, state in paid(town, 1)} == {"makulerad"}


async def test_enter_alone_and_the_key_that_opened_attest_nothing(town: Path) -> None:
    async with running(town, aktor="bo") as driver:
        await driver.press("4", "a", "a", "enter", "enter")
        assert isinstance(driver.app.screen, SettleScreen)
        await driver.press("a")
        await driver.write("11474,70")
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, SettleScreen)
    assert status(town, 1) == "utkast"


async def test_a_stale_draft_is_refused_and_the_ticks_are_kept(second: Path) -> None:
    async with running(second, aktor="bo") as driver:
        await driver.press("4", "a", "space", "space", "space")
        money.decide(second, money.AGE, "godkand")
        await sign(driver, kronor(to_pay(second, 2)))
        assert isinstance(driver.app.screen, Problem)
        assert "äldre än uppgifterna" in flat(driver)
        await driver.press("enter", "a")
        assert "3 av 3 avbockade" in driver.text
        await driver.press("escape", "4")
    assert status(second, 2) == "utkast"
    async with running(second, aktor="bo") as driver:
        await driver.press("4")
        assert "! Räkna om (r): nya eller ändrade uppgifter" in driver.text


async def test_changes_are_ticked_one_by_one_or_all_after_a_question(second: Path) -> None:
    async with running(second, aktor="bo") as driver:
        await driver.press("4", "a")
        await driver.press("space")
        assert "1 av 3 avbockade" in driver.text
        assert "[x] beslut" in driver.text
        driver.one("#sum", Input).value = kronor(to_pay(second, 2))
        await driver.settle()
        assert "2 ändringar är inte avbockade" in driver.text
        assert disabled(driver)
        await driver.press("a")
        assert isinstance(driver.app.screen, Confirm)
        await driver.press("enter")
        assert "1 av 3 avbockade" in driver.text
        await driver.press("a", "right", "enter")
        assert "3 av 3 avbockade" in driver.text
        await sign(driver, kronor(to_pay(second, 2)))
        assert "1 återkrav föreslås, 249,45 kr" in driver.text
    assert status(second, 2) == "attesterad"
    assert [ore for ore, _ in paid(second, 2)] == [285703]
    with Database(second) as database:
        rows = database.read().execute("SELECT count(*) FROM bock WHERE korning = 2").fetchone()
    assert rows[0] == 3


async def test_who_is_protected_stays_masked(second: Path) -> None:
    async with running(second, WIDE, aktor="bo") as driver:
        for keys in (("4", "a", "down"), ("escape", "s"), ("escape", "v"), ("escape", "5")):
            await driver.press(*keys)
            assert "Hanna" not in driver.text
            assert HIDDEN not in driver.text
            assert "991-2346" not in driver.text
            assert "5050-1055" not in driver.text
        await driver.press("enter")
        assert "[skyddat]" in driver.text


async def test_differences_row_by_row(second: Path) -> None:
    async with running(second, WIDE) as driver:
        await driver.press("4", "d")
        screen = driver.app.screen
        assert isinstance(screen, SettleScreen)
        assert len(screen.groups) == 2
        await driver.press("down", "s")
        assert isinstance(driver.app.screen, Differences)
        text = driver.text
        assert "Rätt 5 238,45 − (betalt 5 487,90 − krav 0,00) = −249,45 kr" in text
        assert "nekad: overlapp" in text
        assert "tidrapporter-2024-03.csv rad 5" in text
        await driver.press("escape", "v")
        assert isinstance(driver.app.screen, Trace)


async def test_without_an_attested_run_there_is_nothing_to_compare(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("4", "s")
        assert "ingen tidigare attesterad" in driver.said[-1]
        await driver.press("d")
        assert "inget att jämföra" in driver.said[-1]
        await driver.press("x")
        assert "ingen attesterad körning" in driver.said[-1]
        await driver.press("p", "enter", "a")
        assert "inget sparat utkast" in driver.said[-1]


async def test_an_earlier_run_is_read_only(second: Path) -> None:
    async with running(second, WIDE) as driver:
        await driver.press("4", "t")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("down", "enter")
        assert "Körning 1, attesterad av bo" in driver.text
        assert "BARA LÄSNING" in driver.text
        await driver.press("v")
        assert isinstance(driver.app.screen, Trace)
        await driver.press("escape", "escape")
        assert "Körning 2, utkast av anna" in driver.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens(second: Path, size: str) -> None:
    async with running(second, SIZES[size], aktor="bo") as driver:
        for name, keys in (
            ("money", ("4", "down")),
            ("money-differences", ("s",)),
            ("money-runs", ("escape", "t")),
            ("money-annul", ("escape", "x")),
            ("attest", ("escape", "a", "space")),
            ("payments", ("escape", "5")),
            ("payments-history", ("enter",)),
        ):
            await driver.press(*keys)
            await check_golden(f"{name}-{size}", driver)


async def test_small_screens(second: Path) -> None:
    async with running(second, SMALL, aktor="bo") as driver:
        for name, keys in (("attest", ("4", "a")), ("payments", ("escape", "5"))):
            await driver.press(*keys)
            await check_golden(f"{name}-60x20", driver)

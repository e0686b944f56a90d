"""Revision: five lists, an item followed to its rows, and a result noted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Button

from db import Database, audit_samples
from db.decisions import Filter, Move
from db.journal import Stamp
from tests.tui.helpers import MARCH, NOW, WIDE, Driver, check_golden, running
from tests.tui.test_golden import SIZES
from workbench.services import attesting, reviewing, revision_stickprov, settling
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.revision import NoteBox, RevisionScreen
from workbench.tui.screens.why import Trace


@pytest.fixture(scope="session")
def _audited(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(_town, tmp_path_factory.mktemp("revision") / "kommun.db"))
    with Database(path) as database:
        stamp = Stamp(NOW, "anna")
        waiting = reviewing.finding_ids(database.read(), Filter(MARCH, "oppen", allvar="utred"))
        reviewing.decide(database, waiting[:1], Move("godkand", "intyg [b]x[/b]"), stamp)
        reviewing.decide(database, waiting[1:2], Move("nekad", "utan underlag"), stamp)
        run = settling.settle(database, MARCH, stamp)
        assert run.korning is not None
        amount = sum(net.att_betala for net in run.brukare)
        attesting.attest(database, run.korning, amount, ["all"], Stamp(NOW, "bo"))
        for slag, metod in (("betalning", "storst"), ("rad", "slump")):
            wanted = revision_stickprov.Wanted(slag, metod, 3, "mars", (MARCH, MARCH))
            revision_stickprov.draw(database, wanted, Stamp(NOW, "rut"))
        revision_stickprov.note(database, 2, 1, "fel", "tiden stämmer inte", Stamp(NOW, "rut"))
    return path


@pytest.fixture
def audited(_audited: Path, tmp_path: Path) -> Path:
    """The town with a month attested, two findings decided and two samples drawn."""
    return Path(shutil.copy(_audited, tmp_path / "kommun.db"))


def shown(driver: Driver) -> list[str]:
    """Return the keys of the list."""
    screen = driver.app.screen
    assert isinstance(screen, RevisionScreen)
    return [row.nyckel for row in screen.rows]


STEPS = (
    ("revision", ("9",)),
    ("revision-follow", ("v",)),
    ("revision-overrides", ("escape", "right")),
    ("revision-outcomes", ("right",)),
    ("revision-samples", ("right",)),
    ("revision-items", ("enter",)),
    ("revision-result", ("t",)),
    ("revision-note", ("down", "enter")),
    ("revision-changes", ("escape", "escape", "right", "n")),
)


@pytest.mark.parametrize("size", SIZES)
async def test_screens(audited: Path, size: str) -> None:
    async with running(audited, SIZES[size]) as driver:
        for name, keys in STEPS:
            await driver.press(*keys)
            await check_golden(f"{name}-{size}", driver)


async def test_an_empty_database_says_where_to_begin(empty: Path) -> None:
    async with running(empty, month=None) as driver:
        await driver.press("9", "enter", "v", "t")
        assert "Ingenting för alla månader." in driver.text
        await driver.press("left", "left")
        assert "Inga stickprov ännu." in driver.text
        await driver.press("escape")
        assert "Ingen månad" in driver.text


async def test_a_code_opens_its_overrides_and_a_filter_narrows(audited: Path) -> None:
    async with running(audited, WIDE) as driver:
        await driver.press("9", "right")
        screen = driver.app.screen
        assert isinstance(screen, RevisionScreen)
        everything = len(shown(driver))
        assert everything >= 2
        await driver.press("slash", *"godkänd", "enter")
        assert len(shown(driver)) == 1
        assert "[b]x[/b]" in driver.text
        await driver.press("v")
        assert isinstance(driver.app.screen, Trace)
        await driver.press("escape", "x")
        assert len(shown(driver)) == everything
        await driver.press("right", "enter")
        assert screen.state.sida == "avsteg"
        assert screen.state.needle


async def test_a_result_is_noted_and_needs_a_text_unless_ok(audited: Path) -> None:
    async with running(audited, WIDE) as driver:
        await driver.press("9", "right", "right", "right", "home", "enter")
        assert shown(driver) == ["1", "2", "3"]
        await driver.press("down", "t")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("down", "enter")
        assert isinstance(driver.app.screen, NoteBox)
        assert driver.one("#yes", Button).disabled, "fel utan text noteras inte"
        await driver.press(*"dubbel", "tab", "right", "enter")
        assert "Post 2: fel." in driver.said
        await driver.press("v")
        assert isinstance(driver.app.screen, Trace)
        assert "dubbel" in driver.text
    with Database(audited) as database:
        told = audit_samples.notes(database.read(), 2, 2)
    assert [(one.utfall, one.text) for one in told] == [("fel", "dubbel")]


async def test_the_list_is_what_it_was_when_one_comes_back(audited: Path) -> None:
    async with running(audited, WIDE) as driver:
        await driver.press("9", "right", "slash", *"godkänd", "enter", "1", "9")
        screen = driver.app.screen
        assert isinstance(screen, RevisionScreen)
        assert (screen.state.sida, screen.state.needle) == ("avsteg", "godkänd")
        assert len(shown(driver)) == 1

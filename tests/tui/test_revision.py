"""Revision: five lists, an item followed to its rows, and a result noted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database, audit_samples
from db.decisions import Filter, Move
from db.journal import Stamp
from tests.tui.helpers import MAJ, MARCH, NOW, WIDE, Driver, check_golden, running
from tests.tui.test_golden import SIZES
from workbench.services import attesting, reviewing, revision_stickprov, settling
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.revision import RevisionScreen
from workbench.tui.screens.revision_doing import NoteBox
from workbench.tui.screens.sheet import Sheet
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


async def fill(driver: Driver, **values: str) -> None:
    """Write in the fields of the form on top and press its button."""
    assert isinstance(driver.app.screen, Sheet), driver.text
    for name, value in values.items():
        driver.one(f"#{name}", Input).value = value
    await driver.settle()
    driver.one("#yes", Button).focus()
    await driver.press("enter")


async def test_a_sample_is_drawn_here_and_comes_out_the_same(audited: Path) -> None:
    async with running(audited, aktor="rut") as driver:
        await driver.press("9", "s")
        assert isinstance(driver.app.screen, Choice)
        assert "slump ur rader" in driver.text
        await driver.press("down", "down", "down", "down", "enter")
        await driver.settle()
        assert driver.one("#yes", Button).disabled, "utan frö dras inget"
        await fill(driver, antal="4", fro="höst")
        screen = driver.app.screen
        assert isinstance(screen, RevisionScreen)
        assert (screen.state.sida, shown(driver)) == ("poster", ["1", "2", "3", "4"])
        await driver.press("p")
        assert isinstance(driver.app.screen, Notice)
        assert "blir det samma" in driver.text
        await driver.press("enter")
    with Database(audited) as database:
        kept = revision_stickprov.sample(database.read(), 3)
    assert (kept.slag, kept.metod, kept.antal, kept.fro) == ("rad", "slump", 4, "höst")


async def test_two_days_narrow_what_people_did_and_what_changed(audited: Path) -> None:
    async with running(audited, WIDE) as driver:
        await driver.press("9", "right")
        assert shown(driver)
        await driver.press("d")
        await fill(driver, fran="2024-05-01", till="2024-05-31")
        assert shown(driver) == []
        assert "2024-05-01 - 2024-05-31" in driver.text
        await driver.press("x")
        assert shown(driver)
        await driver.press("d")
        await fill(driver, fran="2024-04-05", till="2024-04-05", register="uppdrag")
        screen = driver.app.screen
        assert isinstance(screen, RevisionScreen)
        assert screen.state.sida == "ändringar"
        assert len(shown(driver)) == 9, "varje ny rad i registret"
        await driver.press("d")
        driver.one("#till", Input).value = "2024-04-04"
        await driver.settle()
        assert driver.one("#yes", Button).disabled


async def test_money_is_followed_from_what_one_has_in_hand(audited: Path) -> None:
    for values, expected in (
        ({"id": "B1"}, "B1"),
        ({"fil": "tidrapporter-2024-03.csv", "rad": "2"}, "tidrapporter-2024-03.csv rad 2"),
        ({"person": MAJ, "dag": "2024-03-04"}, "2024-03-04"),
        ({"belopp": "1,00"}, "ingen betalning på 1,00 kr"),
    ):
        async with running(audited, WIDE) as driver:
            await driver.press("9", "b")
            driver.one("#id", Input).value = "B1"
            driver.one("#person", Input).value = MAJ
            driver.one("#dag", Input).value = "2024-03-04"
            await driver.settle()
            assert driver.one("#yes", Button).disabled, "två vägar på en gång"
            await fill(driver, **{"id": "", "person": "", "dag": "", **values})
            assert isinstance(driver.app.screen, Trace)
            assert expected in driver.text, driver.text

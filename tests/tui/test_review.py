"""Granskning: filter, marks, decisions with a motivering, undoing, the detail."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database
from db.decisions import Filter
from tests.tui.helpers import MARCH, NORMAL, WIDE, Driver, running
from workbench.services import reviewing
from workbench.services.viewing import Viewer
from workbench.tui.screens.decide import Decide, Undo
from workbench.tui.screens.dialogs import Choice, Problem
from workbench.tui.screens.month import MonthScreen
from workbench.tui.screens.review import ReviewScreen
from workbench.tui.screens.why import Why
from workbench.tui.widgets.detail import DetailPane
from workbench.tui.widgets.rowlist import RowList


def screen_of(driver: Driver) -> ReviewScreen:
    """Return the review screen, which shall be on top."""
    screen = driver.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def statuses(path: Path) -> dict[str, str]:
    """Return {id: status} of the month's findings."""
    with Database(path) as database:
        found = reviewing.findings(database.read(), Filter(MARCH), Viewer("anna"))
    return {finding.id: finding.status for finding in found}


async def approve(driver: Driver, key: str = "g", reason: str = "Kollat med brukaren") -> None:
    """Decide with a reason, the way a person does."""
    await driver.press(key)
    await driver.write(reason)
    await driver.press("tab", *(["tab"] if key == "k" else []), "right", "enter")


async def test_open_findings_are_shown_first_and_the_detail_follows(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2")
        assert "status=öppen" in driver.text
        assert "1 av 5" in driver.text
        pane = driver.one("#detail", DetailPane)
        assert pane.detail is not None
        assert pane.detail.finding.kod == "alder"
        await driver.press("down", "down", "down")
        assert pane.detail.finding.kod == "overlapp"
        assert "4 av 5" in driver.text
        assert "hos Olle" in pane.text


async def test_a_written_filter(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("2", "slash")
        driver.one("#filter", Input).value = "kod=overl maj"
        await driver.press("enter")
        screen = screen_of(driver)
        assert screen.state.filter == Filter(kod="overlapp", text="maj")
        assert len(screen.blocks) == 1
        await driver.press("1", "2")
        assert screen_of(driver).state.filter.kod == "overlapp"
        assert "kod=overlapp maj" in driver.text
        await driver.press("x")
        assert len(screen.blocks) == 5


async def test_a_wrong_filter_is_told_and_kept_for_mending(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "slash")
        driver.one("#filter", Input).value = "kod=finnsinte"
        await driver.press("enter")
        assert driver.one("#filter", Input).value == "kod=finnsinte"
        assert driver.app.focused is driver.one("#filter", Input)
        assert len(screen_of(driver).blocks) == 5


async def test_quick_keys_cycle_severity_and_status_and_choose_a_code(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "a")
        assert screen_of(driver).state.filter.allvar == "neka"
        assert len(screen_of(driver).blocks) == 3
        await driver.press("a")
        assert len(screen_of(driver).blocks) == 2
        await driver.press("s")
        assert screen_of(driver).state.filter.status == "komplettering"
        assert "Inga fynd stämmer med filtret" in driver.text
        await driver.press("x", "c")
        assert isinstance(driver.app.screen, Choice)
        await driver.press("down", "down", "enter")
        assert screen_of(driver).state.filter.kod == "ees"
        assert len(screen_of(driver).blocks) == 2


async def test_enter_on_a_brukare_shows_their_findings_even_when_protected(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("home", "enter")
        screen = screen_of(driver)
        assert screen.state.namn.startswith("[skyddad]")
        assert len(screen.blocks) == 1
        await driver.press("escape")
        assert isinstance(driver.app.screen, MonthScreen)
        await driver.press("g")
        assert len(screen_of(driver).blocks) == 5


async def test_marks_one_a_range_and_all(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "space")
        screen = screen_of(driver)
        ids = list(screen.blocks.ids)
        assert screen.marks == {ids[0]}
        await driver.press("shift+down", "shift+down")
        assert screen.marks == set(ids[:4])
        await driver.press("shift+up")
        assert screen.marks == set(ids[:3])
        assert "3 valda" in driver.text
        await driver.press("asterisk")
        assert screen.marks == set(ids)
        await driver.press("asterisk")
        assert screen.marks == set()


async def test_marks_survive_filter_and_screens(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "space", "a", "a", "1", "2")
        screen = screen_of(driver)
        assert len(screen.marks) == 1
        await driver.press("space", "g")
        assert isinstance(driver.app.screen, Decide)
        assert "2 fynd" in driver.text
        assert "1 av dem syns inte" in driver.text


async def test_nothing_is_decided_on_enter_alone(town: Path) -> None:
    before = statuses(town)
    async with running(town) as driver:
        await driver.press("2", "g", "enter", "enter")
        assert isinstance(driver.app.screen, ReviewScreen)
        assert statuses(town) == before
        await driver.press("n")
        await driver.write("motiverat")
        await driver.press("enter")
        assert driver.app.focused is driver.app.screen.query_one("#cancel")
        await driver.press("enter")
        assert statuses(town) == before


async def test_a_reason_is_required(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "g")
        assert driver.app.screen.query_one("#yes", Button).disabled
        await driver.press("space", "space")
        assert driver.app.screen.query_one("#yes", Button).disabled
        await driver.write("x")
        assert not driver.app.screen.query_one("#yes", Button).disabled


@pytest.mark.parametrize(("key", "status"), [("g", "godkand"), ("n", "nekad")])
async def test_a_decision_moves_the_marked_and_can_be_undone(
    town: Path, key: str, status: str
) -> None:
    async with running(town) as driver:
        await driver.press("2", "a", "a", "space", "space")
        screen = screen_of(driver)
        marked = {f"F{number}" for number in screen.marks}
        await approve(driver, key)
        found = statuses(town)
        assert {name for name, state in found.items() if state == status} == marked
        assert screen.marks == set()
        assert len(screen.blocks) == 0
        await driver.press("u")
        assert isinstance(driver.app.screen, Undo)
        assert "anna" in driver.text
        assert "2024-04-05 10:14" in driver.text
        await driver.press("enter", "right", "enter")
        assert set(statuses(town).values()) == {"oppen"}
        assert len(screen.blocks) == 2


async def test_asking_for_papers_takes_a_day(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "k")
        day = driver.app.screen.query_one("#day", Input)
        assert day.value == "2024-04-19"
        await driver.write("Skicka intyg")
        day.value = "2024-04-05"
        await driver.settle()
        assert "ligga efter i dag" in driver.text
        day.value = "2024-04-30"
        await driver.press("tab", "tab", "right", "enter")
        assert "komplettering" in statuses(town).values()
        await driver.press("s")
        text = driver.one("#detail", DetailPane).text
        assert "svar senast 2024-04-30" in text
        assert "Skicka intyg" in text


async def test_the_cursor_goes_on_to_the_next_finding(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "down")
        following = screen_of(driver).blocks.ids[2]
        await approve(driver)
        screen = screen_of(driver)
        assert screen.blocks.ids[driver.one("#findings", RowList).cursor] == following


async def test_the_last_reason_comes_back(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2")
        await approve(driver, reason="Samma skäl")
        await driver.press("n", "up")
        assert driver.app.screen.query_one("#reason", Input).value == "Samma skäl"


async def test_a_refusal_is_told_in_swedish(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise reviewing.Refused("Månaden är attesterad.")

    monkeypatch.setattr(reviewing, "decide", refuse)
    async with running(town) as driver:
        await driver.press("2")
        await approve(driver)
        assert isinstance(driver.app.screen, Problem)
        assert "Månaden är attesterad." in driver.text
        await driver.press("escape")
        assert len(screen_of(driver).blocks) == 5
        assert driver.app.desk.job is None


async def test_why_shows_everything(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("2", "v")
        assert isinstance(driver.app.screen, Why)
        text = driver.text
        for part in ("alder", "fyllt 18 år", "1 rad, 4:30 h", "ons 13 mar", "Vem och var"):
            assert part in text
        assert "tidrapporter-2024-03.csv rad 7" in text
        assert "Spår ner till fil och rad" in text
        await driver.press("escape", "down", "enter")
        assert "ees" in driver.text


async def test_undo_without_rounds_says_so(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("2", "u")
        assert "inga avgöranden att ångra" in driver.said[-1]


async def test_letters_for_moving(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("j", "j", "k")
        assert driver.one("#rows", RowList).cursor == 1
        await driver.press("2", "j", "j")
        assert driver.one("#findings", RowList).cursor == 2
        await driver.press("k")
        assert isinstance(driver.app.screen, Decide)

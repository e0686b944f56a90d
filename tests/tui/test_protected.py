"""Protected people on the screens: for a reason, journaled, visible that they are; and roles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db import Database, journal, users
from db.journal import Stamp
from tests.tui.helpers import NORMAL, NOW, SMALL, WIDE, Driver, running
from workbench.tui.actions import ACTIONS, Action
from workbench.tui.screens.protected import ShowProtected
from workbench.tui.widgets.topline import SHOWN, TopLine

NOBODY = {"import", "drift"}
"""Screens that show no people before they are asked to."""
STAFF = (("anna", "administrator", 1), ("rut", "revisor", 0), ("bo", "attestant", 0))


@pytest.fixture
def staffed(town: Path) -> Path:
    """The town with users: only anna may see protected people."""
    with Database(town) as base, base.write() as connection:
        for login, roll, sees in STAFF:
            users.set_user(connection, login, roll, bool(sees), Stamp(NOW, "eva"))
    return town


def looks(path: Path, screen: str) -> list[dict[str, object]]:
    """Return what the journal holds of looks on a screen."""
    with Database(path) as base:
        found = journal.entries(base.read(), "visning", screen)
    return [json.loads(entry[4] or "") for entry in found]


async def show(driver: Driver, reason: str = "Brukaren ringer") -> None:
    """Ask to see protected people, with a reason."""
    await driver.press("f4")
    assert isinstance(driver.app.screen, ShowProtected)
    await driver.write(reason)
    await driver.press("enter", "right", "enter")


async def test_shown_for_a_reason_journaled_and_masked_again(staffed: Path) -> None:
    async with running(staffed, WIDE) as driver:
        assert "Hemlig" not in driver.text
        await show(driver)
        assert "Hemlig, Hanna" in driver.text
        assert SHOWN.strip() in driver.text.split("\n")[0]
        (opened,) = looks(staffed, "month")
        assert (opened["skal"], opened["manad"]) == ("Brukaren ringer", "2024-03")
        persons = opened["personer"]
        assert isinstance(persons, list)
        assert len(persons) == 1
        assert looks(staffed, "settle") == []
        await driver.press("4")
        assert "Hemlig, Hanna" in driver.text
        assert [item["personer"] for item in looks(staffed, "settle")] == [persons]
        await driver.press("1", "4", "1")
        assert len(looks(staffed, "month")) == 1  # told once for a screen and month
        await driver.press("f4")
        assert "Hemlig" not in driver.text
        assert SHOWN.strip() not in driver.text
        await driver.press("4")
        assert "Hemlig" not in driver.text
        await show(driver, "Igen")
        assert [item["skal"] for item in looks(staffed, "settle")] == ["Brukaren ringer", "Igen"]


@pytest.mark.parametrize(
    "action",
    [action for action in ACTIONS if action.id.startswith("app.go_")],
    ids=lambda one: one.id,
)
async def test_every_screen_that_shows_a_protected_person_is_told(
    staffed: Path, action: Action
) -> None:
    """Whatever the screen: what F4 lets it show stands in the journal before it is drawn."""
    async with running(staffed, WIDE) as driver:
        await show(driver)
        await driver.press(action.keys[0])
        text = driver.text
    name = action.id.removeprefix("app.go_")
    assert not ("Hemlig" in text and not looks(staffed, name)), text
    assert bool(looks(staffed, name)) == (name not in NOBODY), name


async def test_nothing_is_shown_without_a_reason_or_the_right(staffed: Path) -> None:
    async with running(staffed, WIDE) as driver:
        await driver.press("f4", "enter", "enter", "escape")
        await driver.press("f4")
        await driver.write("   ")
        await driver.press("tab", "right", "enter", "escape")
        assert "Hemlig" not in driver.text
    async with running(staffed, WIDE, aktor="rut") as driver:
        await driver.press("f4")
        assert not isinstance(driver.app.screen, ShowProtected)
        assert "rut har inte rätt att se skyddade" in driver.said[-1]
    assert looks(staffed, "month") == []


async def test_a_right_that_is_taken_away_stops_the_next_look(staffed: Path) -> None:
    async with running(staffed, WIDE) as driver:
        await show(driver)
        with Database(staffed) as base, base.write() as connection:
            users.set_user(connection, "anna", "administrator", False, Stamp(NOW, "eva"))
        await driver.press("4")
        assert "Hemlig" not in driver.text
        assert "inte rätt att se skyddade" in " ".join(driver.text.split())


async def test_that_they_are_shown_is_seen_in_every_size(staffed: Path) -> None:
    async with running(staffed, WIDE) as driver:
        await show(driver)
        for size in (SMALL, NORMAL, WIDE):
            await driver.pilot.resize_terminal(*size)
            await driver.settle()
            first = driver.text.split("\n")[0]
            assert SHOWN.strip() in first
            assert len(first) <= driver.one("TopLine", TopLine).size.width


async def test_a_key_that_the_role_lets_do_nothing_says_why(staffed: Path) -> None:
    async with running(staffed, aktor="rut") as driver:
        await driver.press("r")
        assert "rut har rollen revisor" in driver.said[-1]
        await driver.press("2", "g")
        assert "rollen att avgöra fynd" in driver.said[-1]
        assert not driver.app.screen.is_modal
        await driver.press("4", "a")
        assert "rollen att attestera" in driver.said[-1]
        assert not driver.app.screen.is_modal
    async with running(staffed, aktor="bo") as driver:
        await driver.press("2", "g")
        assert driver.app.screen.is_modal


async def test_a_login_that_is_not_a_user_reads_nothing(staffed: Path) -> None:
    async with running(staffed, WIDE, aktor="okänd") as driver:
        assert "okänd finns inte bland användarna" in " ".join(driver.text.split())
        assert "Maj" not in driver.text

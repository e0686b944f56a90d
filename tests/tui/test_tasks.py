"""Uppgifter: the list, one task, done, dropped, taken back and printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database
from db import tasks as stored
from tests.tui.helpers import (
    HIDDEN,
    JAN,
    MAJ,
    NOW,
    OLLE,
    PER,
    VAST,
    WIDE,
    Driver,
    check_golden,
    running,
)
from tests.tui.test_golden import SIZES
from workbench.services import importing, law, people, settling
from workbench.services.tasks import Task
from workbench.tui.screens.dialogs import Notice, Problem
from workbench.tui.screens.task_boxes import Handle, TaskBox
from workbench.tui.screens.task_rows import State, chosen, duties, picked, task_line
from workbench.tui.screens.tasks import TasksScreen
from workbench.tui.screens.writing import Target

MORE = {
    "fkbeslut.csv": "brukare;beslutsdatum;utfall;fran;orsak\n"
    f"{HIDDEN};2024-02-05;avslag;;under 20 timmar\n"
    f"{MAJ};2024-04-01;avslag;;[b]x[/b]\n"
    f"{OLLE};2023-12-01;beviljat;2023-12-01;\n",
    "vistelser.csv": f"brukare;slag;fran;till\n{OLLE};korttids;2024-03-29T10:00;2024-04-02T15:00\n",
    "uppdrag.csv": "assistent;brukare;arbetsgivare;fran;anmald;anstalld_fran\n"
    f"{PER};{MAJ};{VAST};2023-01-01;;2023-01-01\n{JAN};{MAJ};{VAST};2023-01-01;;2023-01-01\n",
}


@pytest.fixture(scope="session")
def _duties(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("duties")
    path = Path(shutil.copy(_town, folder / "kommun.db"))
    stamp = settling.Stamp(NOW, "anna")
    with Database(path) as database:
        for name, text in MORE.items():
            (folder / name).write_text(text, encoding="utf-8")
            came = "2024-02-07" if name == "fkbeslut.csv" else "2024-04-03"
            result = importing.import_paths(database, [folder / name], stamp, received=came)
            assert not result.fel, result.fel
        settling.settle(database, 2024 * 12 + 2, stamp)
        law.set_policy(database, "betalare_namn", "Storby kommun", "2020-01-01", "N", stamp)
    return path


@pytest.fixture
def duties_town(_duties: Path, tmp_path: Path) -> Path:
    """The town with refusals by FK, a stay, and uppdrag without notice."""
    return Path(shutil.copy(_duties, tmp_path / "kommun.db"))


def shown(driver: Driver) -> list[str]:
    """Return the ids of the list."""
    screen = driver.app.screen
    assert isinstance(screen, TasksScreen)
    return [item.id for item in screen.rows]


def outcome(path: Path, key: str) -> str | None:
    """Return how a task is stored."""
    with Database(path) as database:
        found = stored.one(database.read(), key)
    return found.utfall if found else None


STEPS = (
    ("tasks", ("8", "down")),
    ("tasks-one", ("enter",)),
    ("tasks-duty", ("escape", "c")),
    ("tasks-done", ("escape", "d", *"brev")),
)


@pytest.mark.parametrize("size", SIZES)
async def test_screens(duties_town: Path, size: str) -> None:
    async with running(duties_town, SIZES[size]) as driver:
        for name, keys in STEPS:
            await driver.press(*keys)
            await check_golden(f"{name}-{size}", driver)


async def test_an_empty_list_says_where_tasks_come_from(empty: Path) -> None:
    async with running(empty, month=None) as driver:
        await driver.press("u")
        assert isinstance(driver.app.screen, TasksScreen)
        assert "Ingenting väntar." in driver.text
        await driver.press("enter", "d", "a", "p", "u")
        assert "Ställ pilen på en hanterad uppgift: s visar dem." in driver.said
        await driver.press("s", "s")
        assert "Ingen uppgift är gjord eller avskriven." in driver.text
        await driver.press("escape")
        assert "Ingen månad" in driver.text


async def test_done_taken_back_and_dropped(duties_town: Path) -> None:
    async with running(duties_town, WIDE) as driver:
        await driver.press("8", "slash", *"fk2", "enter")
        assert shown(driver) == ["FK2"]
        await driver.press("d")
        box = driver.app.screen
        assert isinstance(box, Handle)
        assert driver.one("#yes", Button).disabled
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, TasksScreen), "⏎ utan motivering gör ingenting"
        assert outcome(duties_town, "FK2") is None
        await driver.press("d", *"brev", "tab", "right", "enter")
        assert driver.said[-1] == "FK2 är gjord. u ångrar."
        assert (shown(driver), outcome(duties_town, "FK2")) == ([], "gjord")
        await driver.press("u")
        assert "gjord 2024-04-05" not in driver.text, "den visades som öppen"
        await driver.press(*"fel", "tab", "right", "enter")
        assert (shown(driver), outcome(duties_town, "FK2")) == (["FK2"], None)
        await driver.press("a", *"obehövligt", "tab", "right", "enter", "s", "s")
        assert "visar: hanterade" in driver.text
        assert outcome(duties_town, "FK2") == "avskriven"
        await driver.press("a")
        assert driver.said[-1] == "FK2 är redan avskriven. u ångrar."
        await driver.press("u")
        assert "av anna: obehövligt" in driver.text


async def test_search_duty_and_what_is_shown(duties_town: Path) -> None:
    async with running(duties_town, WIDE) as driver:
        await driver.press("8")
        every = shown(driver)
        for text, found in (
            ("försenad", ["FK1"]),
            ("15 b andersson", ["FK2"]),
            (OLLE[:8], [key for key in every if key.startswith("15-9")]),
            ("hanna", []),
            (HIDDEN[:8], []),
        ):
            await driver.press("x", "slash")
            await driver.write(text)
            assert shown(driver) == found, text
            await driver.press("enter")
        await driver.press("x", "c", "down", "down", "enter")
        assert {key.partition("-")[0] for key in shown(driver)} == {"11a"}
        await driver.press("x", "s")
        assert shown(driver) == ["FK1"]
        assert "visar: försenade" in driver.text
        assert "Hanna" not in driver.text
        assert HIDDEN not in driver.text


async def test_one_task_on_paper(
    duties_town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(duties_town, WIDE) as driver:
        await driver.press("8", "slash", *"fk2", "enter", "enter")
        assert isinstance(driver.app.screen, TaskBox)
        assert "SFS 1993:387" in driver.text
        assert "[b]x[/b]" in driver.text
        await driver.press("escape", "p")
        assert isinstance(driver.app.screen, Target)
        assert driver.one(Input.__name__, Input).value == str(tmp_path / "uppgifter")
        await driver.press("tab", "right", "enter")
        assert isinstance(driver.app.screen, Notice)
        assert (tmp_path / "uppgifter" / "uppgift-FK2-2024-04-05.txt").exists()
        await driver.press("escape", "x", "slash", *"fk1", "enter", "p", "tab", "right", "enter")
        assert isinstance(driver.app.screen, Problem)
        assert "skyddade personuppgifter" in driver.text
        with Database(duties_town) as database:
            stamp = settling.Stamp(NOW, "anna")
            people.add_user(database, "anna", "administrator", True, stamp)
        await driver.press("escape", "p", "tab", "right", "enter")
        text = (tmp_path / "uppgifter" / "uppgift-FK1-2024-04-05.txt").read_text()
        assert "Hemlig, Hanna" in text
        assert "Hanna" not in driver.text


def test_rows_carry_no_markup_and_the_duties_are_counted() -> None:
    texts = ("FK1", "15b", "Informera", "brukaren", "15 b § LSS", "1", "[red]Bo", "[b]", "d", "f")
    made = Task(*texts, False, "FK1", (), False)
    assert task_line(made).cells[3] == "[red]Bo"
    assert "[b]" in picked(made).plain
    assert [name for name, _ in duties([made])] == ["", "15b"]
    assert chosen(State(found=(made,), plikt="9d")) == []

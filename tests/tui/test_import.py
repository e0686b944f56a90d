"""Import: choosing, looking, reading in for real, issues, earlier files, cancelling."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db import Database
from tests.tui.helpers import NORMAL, VAST, WIDE, Driver, running, times, write_files
from workbench.services import importing, overview
from workbench.services.progress import Progress
from workbench.tui.screens.imports import ImportScreen
from workbench.tui.screens.progress import Working
from workbench.tui.widgets.browser import Browser, PathSuggester
from workbench.tui.widgets.rowlist import RowList


def stored(path: Path) -> int:
    """Return how many files the database holds."""
    with Database(path) as database:
        return len(overview.imported(database.read()))


async def open_folder(driver: Driver, folder: Path) -> ImportScreen:
    """Go to Import and to a folder."""
    await driver.press("3", "slash")
    driver.one("#path", Input).value = str(folder)
    await driver.press("enter")
    screen = driver.app.screen
    assert isinstance(screen, ImportScreen)
    return screen


async def test_look_then_import_for_real(empty: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "in")
    async with running(empty, WIDE, month=None) as driver:
        screen = await open_folder(driver, tmp_path / "in")
        await driver.press("asterisk", "f")
        assert screen.state.page == "result"
        assert "FÖRHANDSGRANSKNING" in driver.text
        assert "kan läsas" in driver.text
        assert stored(empty) == 0
        await driver.press("i", "enter")
        assert stored(empty) == 0
        await driver.press("i", "right", "enter")
        assert stored(empty) == 6
        assert "INLÄST" in driver.text
        await driver.press("t")
        assert "Tidigare inlästa filer, 6" in driver.text
        await driver.press("1")
        assert "Inte räknad ännu" in driver.text


async def test_every_issue_is_shown_with_its_place(town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = times((("195001011234", "x[b]", "2024-03-99", "07:00", "25:00"),))
    (folder / "trasig.csv").write_text(bad, encoding="utf-8")
    async with running(town, WIDE) as driver:
        screen = await open_folder(driver, folder)
        await driver.press("down", "f", "tab")
        assert screen.state.result is not None
        assert len(screen.issues) >= 4
        text = driver.text
        assert f"{len(screen.issues)} FEL" in text
        assert "2024-03-99" in text
        assert "x[b]" in text
        assert "datum" in text
        await driver.press("i")
        assert not isinstance(driver.app.focused, Button)
        assert stored(town) == 6


async def test_a_known_file_is_said_to_be_known(town: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "in")
    async with running(town) as driver:
        await open_folder(driver, tmp_path / "in")
        await driver.press("end", "f")
        assert "finns redan" in driver.text
        assert "redan inläst" in driver.text


async def test_unknown_people_are_named(town: Path, tmp_path: Path) -> None:
    from tests.tui.helpers import MAJ, number

    stranger = number("19991231", 777)
    folder = tmp_path / "in"
    folder.mkdir()
    rows = times(((MAJ, stranger, "2024-03-27", "07:20", "09:50"),))
    (folder / "ny.csv").write_text(rows, encoding="utf-8")
    async with running(town, WIDE) as driver:
        await open_folder(driver, folder / "ny.csv")
        await driver.press("f")
        assert f"Finns inte i registren: {stranger}" in driver.text
        assert "1 okänd person" in driver.text
        assert "2024-03" in driver.text
        assert VAST not in driver.text


async def test_the_day_papers_came_in_is_asked_for(town: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "in")
    async with running(town) as driver:
        screen = await open_folder(driver, tmp_path / "in")
        assert screen.state.received == "2024-04-05"
        await driver.press("d")
        driver.one("#received", Input).value = "igår"
        await driver.press("enter", "end", "f")
        assert screen.state.result is None
        assert "ÅÅÅÅ-MM-DD" in driver.said[-1]


async def test_browsing_with_keys(town: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "in" / "mars")
    (tmp_path / "in" / ".dold").write_text("x")
    (tmp_path / "in" / "bild.png").write_text("x")
    async with running(town, NORMAL) as driver:
        await open_folder(driver, tmp_path / "in")
        browser = driver.one("#browser", Browser)
        assert [entry.name for entry in browser.entries] == ["..", "mars"]
        await driver.press("down", "enter")
        assert browser.folder == (tmp_path / "in" / "mars").resolve()
        await driver.press("down", "space", "space")
        assert len(browser.chosen) == 2
        await driver.press("home", "enter")
        assert browser.current is not None
        assert browser.current.name == "mars"
        await driver.press("slash")
        driver.one("#path", Input).value = "/finns/inte"
        await driver.press("enter")
        assert "finns inte" in driver.said[-1]
        await driver.press("escape", "escape")
        assert driver.app.current_mode == "month"


async def test_paths_are_suggested(tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()
    (tmp_path / "rader.csv").write_text("")
    (tmp_path / "a.log").write_text("")
    suggest = PathSuggester().get_suggestion
    assert await suggest(f"{tmp_path}/ma") == f"{tmp_path}/mapp"
    assert await suggest(f"{tmp_path}/r") == f"{tmp_path}/rader.csv"
    assert await suggest(f"{tmp_path}/a") is None
    assert await suggest("/finns/inte/x") is None
    assert await suggest("") is None


async def test_long_work_shows_progress_and_can_be_cancelled(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    def slow(_database: object, _paths: object, _stamp: object, **more: object) -> object:
        progress = more["progress"]
        assert isinstance(progress, Progress)
        for done in range(1000):
            progress.step("Läser [b]x.csv", done, 1000)
            time.sleep(0.01)
        raise AssertionError("not cancelled")

    monkeypatch.setattr(importing, "import_paths", slow)
    write_files(tmp_path / "in")
    async with running(town) as driver:
        await open_folder(driver, tmp_path / "in")
        await driver.key("end")
        await driver.key("f")
        await driver.until(lambda: isinstance(driver.app.screen, Working))
        await driver.until(lambda: "Läser [b]x.csv" in driver.text and "%" in driver.text)
        await driver.key("enter")
        await driver.settle()
        assert isinstance(driver.app.screen, ImportScreen)
        assert driver.app.desk.job is None
        assert stored(town) == 6


async def test_leaving_during_work_asks_first(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    going = threading.Event()

    def wait(_database: object, _paths: object, _stamp: object, **more: object) -> object:
        progress = more["progress"]
        assert isinstance(progress, Progress)
        for _ in range(2000):
            progress.step("Läser", 0, 0)
            if going.wait(0.005):
                break
        return importing.ImportResult([], True)

    monkeypatch.setattr(importing, "import_paths", wait)
    write_files(tmp_path / "in")
    async with running(town) as driver:
        await open_folder(driver, tmp_path / "in")
        for key in ("end", "f", "ctrl+q"):
            await driver.key(key)
        await driver.until(lambda: "Arbete pågår" in driver.text)
        assert driver.app.is_running
        await driver.key("enter")
        going.set()
        await driver.settle()
        assert driver.app.desk.job is None


def test_the_issue_list_is_a_row_list() -> None:
    assert issubclass(Browser, RowList)

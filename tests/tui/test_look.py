"""What is chosen of the screens' looks is kept in the user's own file, and nowhere else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.tui.helpers import MARCH, NOW, Driver, running
from workbench.tui import look
from workbench.tui.app import WorkbenchApp
from workbench.tui.look import Look
from workbench.tui.session import Session
from workbench.tui.theme import BARE, THEMES

DARK, LIGHT, CONTRAST = (theme.name for theme in THEMES)


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (look.THEME, look.CURSOR):
        monkeypatch.delenv(name, raising=False)


def test_the_file_lies_with_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert look.place() == tmp_path / "workbench" / "look.toml"


def test_a_choice_is_read_back_and_the_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "a" / "look.toml"
    assert look.read(path) == Look("", False, path)
    look.keep(Look(CONTRAST, True, path))
    look.keep(Look(LIGHT, True, path))
    assert look.read(path) == Look(LIGHT, True, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["look.toml"]


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look.keep(Look(LIGHT, False, tmp_path / "look.toml"))
    monkeypatch.setenv(look.THEME, CONTRAST)
    monkeypatch.setenv(look.CURSOR, "visa")
    assert look.read(tmp_path / "look.toml") == Look(CONTRAST, True, tmp_path / "look.toml")


@pytest.mark.parametrize("text", ["tema = ", "\xff", "[[["])
def test_a_broken_file_is_told_of_and_changes_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "look.toml"
    path.write_bytes(text.encode("latin-1"))
    found = look.read(path)
    assert (found.theme, found.cursor) == ("", False)
    assert found.problem.startswith(f"{path} går inte att läsa")


def test_what_cannot_be_kept_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    kept = look.keep(Look(LIGHT, False, tmp_path / "file" / "look.toml"))
    assert "gick inte att spara" in kept.problem
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


async def test_the_next_session_opens_in_the_same_colours(town: Path, tmp_path: Path) -> None:
    path = tmp_path / "look.toml"
    for chosen in (LIGHT, CONTRAST, DARK):
        app = WorkbenchApp(Session(town, "anna", lambda: NOW, MARCH), look=look.read(path))
        async with app.run_test() as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            await driver.press("ctrl+t")
            assert app.theme == chosen
    assert look.read(path).theme == DARK


async def test_a_theme_that_there_is_not_is_the_first(town: Path) -> None:
    app = WorkbenchApp(Session(town, "anna", lambda: NOW, MARCH), look=Look("lila"))
    assert app.theme == DARK


async def test_no_color_goes_before_every_theme(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(town) as driver:
        assert driver.app.theme == BARE.name
        await driver.press("ctrl+t")
        assert driver.app.theme == BARE.name
        assert any("NO_COLOR" in said for said in driver.said)

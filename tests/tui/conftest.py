"""One town per session, a copy per test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import open_database
from tests.tui import kraven
from tests.tui.helpers import build
from workbench.tui.screens import review


@pytest.fixture(scope="session")
def _town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    return build(folder / "kommun.db", folder / "files")


@pytest.fixture
def town(_town: Path, tmp_path: Path) -> Path:
    """A settled month."""
    return Path(shutil.copy(_town, tmp_path / "kommun.db"))


@pytest.fixture(scope="session")
def _claimed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kraven")
    return kraven.build(folder / "kommun.db", folder / "in")


@pytest.fixture
def claimed(_claimed: Path, tmp_path: Path) -> Path:
    """Four proposals, one of them of a protected brukare."""
    return Path(shutil.copy(_claimed, tmp_path / "kommun.db"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A database without a row."""
    path = tmp_path / "kommun.db"
    open_database(path).close()
    return path


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(review, "DETAIL_DELAY", 0.01)

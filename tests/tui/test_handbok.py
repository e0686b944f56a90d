"""The handbook shows the program as it is: its screens, keys, kod and chapters."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from pathlib import Path

import pytest

from db import open_database
from tests.tui import handbok
from tests.tui.helpers import UPDATE
from workbench.rules.registry import KODER
from workbench.tui.actions import SCOPES
from workbench.tui.help.atgarder import ATGARDER
from workbench.tui.help.texts import CHAPTERS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "handbok.md"


def text() -> str:
    """Return the handbook."""
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every screen of the handbook, as the program draws it now."""
    folder = tmp_path_factory.mktemp("handbok")
    base = handbok.municipality(folder / "kommun.db")
    open_database(folder / "tom.db").close()
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("NO_COLOR", raising=False)
        patched.chdir(handbok.incoming(folder))
        before = "" if os.environ.get(UPDATE) else text()
        found = handbok.screens(base, folder / "tom.db", before)
    shutil.rmtree(folder / "inkommet")
    return found


def test_the_handbook_shows_what_the_program_draws(drawn: dict[str, str]) -> None:
    now = handbok.made(text(), drawn)
    if os.environ.get(UPDATE):
        PAGE.write_text(now, encoding="utf-8")
    change = difflib.unified_diff(text().splitlines(), now.splitlines(), "handbok", "now", n=1)
    assert text() == now, "\n".join([f"set {UPDATE}=1 if this is meant", *change])


def test_every_screen_that_is_drawn_is_shown_once(drawn: dict[str, str]) -> None:
    assert sorted(handbok.marks(text(), "skärm")) == sorted(drawn)
    assert sorted(handbok.marks(text(), "tabell")) == sorted(handbok.TABLES)


def test_a_screen_fits_where_it_is_shown(drawn: dict[str, str]) -> None:
    for name, screen in drawn.items():
        lines = screen.split("\n")
        assert len(lines) == 24, name
        assert max(map(len, lines)) <= 80, name
        assert "/tmp" not in screen, name


def test_every_kod_says_what_to_do() -> None:
    assert set(ATGARDER) == set(KODER)
    for kod, told in ATGARDER.items():
        assert told.endswith("."), kod
        assert f"### {kod}\n" in text()


def test_help_names_a_chapter_that_is_there() -> None:
    assert set(CHAPTERS) == set(SCOPES)
    assert set(CHAPTERS.values()) <= set(handbok.chapters(text()))


def test_links_lead_somewhere() -> None:
    page = text()
    headings = {handbok.anchor(line.lstrip("# ")) for line in page.splitlines() if line[:1] == "#"}
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert len(links) >= len(handbok.chapters(page)) - 1
    assert set(links) <= headings
    for path in re.findall(r"`(docs/[a-z.]+)`", page):
        assert (PAGE.parent.parent / path).exists(), path

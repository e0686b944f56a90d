"""The screens as committed text: a change of what users see is seen in the review."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.helpers import (
    NORMAL,
    SMALL,
    WIDE,
    check_golden,
    running,
    write_files,
)

SIZES = {"80x24": NORMAL, "120x40": WIDE}
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("month", ()),
    ("month-help", ("question_mark",)),
    ("month-choose", ("escape", "m")),
    ("palette", ("escape", "ctrl+p")),
    ("month-filter", ("escape", "slash", *"neka")),
    ("settle", ("escape", "4", "down")),
    ("settle-preview", ("p",)),
    ("review", ("escape", "2", "down", "down", "down")),
    ("review-why", ("v",)),
    ("review-code", ("escape", "home", "c")),
    ("review-decide", ("escape", "asterisk", "k")),
    ("review-marked", ("escape", "home", "space", "a")),
)
"""Screens by name and the keys that lead there from the one before: one walk is quicker."""


@pytest.mark.parametrize("size", SIZES)
async def test_a_walk_through_the_screens(town: Path, size: str) -> None:
    async with running(town, SIZES[size]) as driver:
        for name, keys in STEPS:
            await driver.press(*keys)
            await check_golden(f"{name}-{size}", driver)


async def test_small_screens(town: Path) -> None:
    async with running(town, SMALL) as driver:
        for key in "124":
            await driver.press(key)
            await check_golden(f"small-{key}-60x20", driver)


@pytest.mark.parametrize("size", SIZES)
async def test_import_result(
    empty: Path, tmp_path: Path, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "in")
    bad = tmp_path / "in" / "trasig.csv"
    bad.write_text("personnummer;namn\n123;[b]Bo\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    async with running(empty, SIZES[size], month=None) as driver:
        await check_golden(f"empty-{size}", driver)
        await driver.press("i")
        assert "Välj med mellanslag" in driver.text
        await driver.press("down", "space", "f")
        await check_golden(f"import-{size}", driver)
        await driver.press("tab")
        await check_golden(f"import-issues-{size}", driver)

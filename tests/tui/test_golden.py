"""The screens as committed text: a change of what users see is seen in the review."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.helpers import NORMAL, SMALL, WIDE, check_golden, running, write_files

SIZES = {"80x24": NORMAL, "120x40": WIDE}
SCREENS = {
    "month": (),
    "month-filter": ("slash", *"neka"),
    "month-help": ("question_mark",),
    "month-choose": ("m",),
    "review": ("2", "down", "down", "down"),
    "review-marked": ("2", "space", "space", "a"),
    "review-why": ("2", "down", "down", "down", "v"),
    "review-decide": ("2", "asterisk", "k"),
    "review-code": ("2", "c"),
    "settle": ("4", "down"),
    "settle-preview": ("4", "p"),
    "palette": ("ctrl+p",),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
async def test_screens(town: Path, name: str, size: str) -> None:
    async with running(town, SIZES[size]) as driver:
        await driver.press(*SCREENS[name])
        check_golden(f"{name}-{size}", driver.text)


@pytest.mark.parametrize("key", ["1", "2", "4"])
async def test_small_screens(town: Path, key: str) -> None:
    async with running(town, SMALL) as driver:
        await driver.press(key)
        check_golden(f"small-{key}-60x20", driver.text)


@pytest.mark.parametrize("size", SIZES)
async def test_import_result(
    empty: Path, tmp_path: Path, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "in")
    bad = tmp_path / "in" / "trasig.csv"
    bad.write_text("personnummer;namn\n123;[b]Bo\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    async with running(empty, SIZES[size], month=None) as driver:
        check_golden(f"empty-{size}", driver.text)
        await driver.press("i")
        assert "Välj med mellanslag" in driver.text
        await driver.press("down", "space", "f")
        check_golden(f"import-{size}", driver.text)
        await driver.press("tab")
        check_golden(f"import-issues-{size}", driver.text)

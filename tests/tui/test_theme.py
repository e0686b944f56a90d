"""Every theme can be read: the contrast of all that is drawn against what lies behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.theme import Theme

from tests.tui.helpers import MARCH, NORMAL, NOW, Driver
from workbench.tui.app import WorkbenchApp
from workbench.tui.look import Look
from workbench.tui.session import Session
from workbench.tui.theme import CONTRAST, THEMES

ENOUGH, ENOUGH_IN_CONTRAST = 4.5, 7.0
DIMMED = 0.66
"""What is left of a colour that a terminal dims."""
PAIRS = (
    ("foreground", "background"),
    ("foreground", "panel"),
    ("foreground", "surface"),
    ("background", "primary"),
    ("primary", "panel"),
    ("error", "background"),
    ("warning", "background"),
    ("success", "background"),
    ("accent", "background"),
)
STOPS = (
    (),
    ("slash", *"maj"),
    ("enter", "f1"),
    ("escape", "ctrl+p"),
    ("escape", "2"),
    ("space", "s", "s", "s", "s", "g"),
    ("tab",),
    ("escape", "v"),
    ("escape", "3", "tab"),
    ("4",),
    ("a",),
    ("escape", "5"),
    ("6", "n"),
    ("escape", "7"),
    ("8",),
    ("9",),
    ("1", "m"),
)


def enough(theme: Theme) -> float:
    """Return the contrast that a theme must have."""
    return ENOUGH_IN_CONTRAST if theme is CONTRAST else ENOUGH


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_contrast(theme: Theme, front: str, back: str) -> None:
    one, other = (Color.parse(getattr(theme, name)) for name in (front, back))
    assert contrast(one, other) >= enough(theme)


def faint(segment: Segment, least: float) -> str:
    """Return what is wrong with a piece of text; pictures and what is blank have no contrast."""
    style = segment.style
    if style is None or style.color is None or style.bgcolor is None:
        return ""
    if not re.search(r"\w", segment.text):
        return ""
    front, back = (Color.from_rich_color(one) for one in (style.color, style.bgcolor))
    if style.dim:
        front = back.blend(front, DIMMED)
    found = contrast(front, back)
    return "" if found >= least else f"{found:.2f} {front.hex} on {back.hex}: {segment.text!r}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_all_that_is_drawn_can_be_read(town: Path, theme: Theme) -> None:
    app = WorkbenchApp(Session(town, "anna", lambda: NOW, MARCH), look=Look(theme.name))
    found: set[str] = set()
    async with app.run_test(size=NORMAL) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        for keys in STOPS:
            await driver.press(*keys)
            seen = app.screen.region
            if app.screen.is_modal:  # what lies behind a box is faint, so that the box is met
                seen = app.screen.query("#box").first().region
            for strip in app.screen._compositor.render_strips()[seen.y : seen.bottom]:
                for segment in strip.crop(seen.x, seen.right):
                    found.add(faint(segment, enough(theme)))
    assert found - {""} == set()

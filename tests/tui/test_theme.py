"""Every theme can be read: the contrast of each role against what lies behind it."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from workbench.tui.theme import THEMES

ENOUGH = 4.5
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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_contrast(theme: Theme, front: str, back: str) -> None:
    one, other = (Color.parse(getattr(theme, name)) for name in (front, back))
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= ENOUGH


def _luminance(color: Color) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

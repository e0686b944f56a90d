"""Colours by role: dark, light and high contrast. Meaning never rests on colour alone."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

DARK = Theme(
    name="mörkt",
    primary="#8ab4f8",
    secondary="#9aa7b5",
    accent="#e2b86b",
    warning="#e2b86b",
    error="#f28b82",
    success="#9fd6a5",
    foreground="#dfe3e8",
    background="#12161c",
    surface="#181d25",
    panel="#242b36",
    dark=True,
    variables={"text-muted": "#a9b2bd", "text-disabled": "#a9b2bd"},
)
LIGHT = Theme(
    name="ljust",
    primary="#0b57a4",
    secondary="#4a5866",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#1e6b34",
    foreground="#16191d",
    background="#fbfbf9",
    surface="#f3f3f0",
    panel="#e3e5e8",
    dark=False,
    variables={"text-muted": "#4a5866", "text-disabled": "#4a5866"},
)
CONTRAST = Theme(
    name="hög kontrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    dark=True,
    text_alpha=1.0,
    variables={"text-muted": "#ffffff", "text-disabled": "#ffffff"},
)
THEMES = (DARK, LIGHT, CONTRAST)
BARE = Theme(
    name="utan färg",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    dark=True,
    text_alpha=1.0,
    variables={"text-muted": "#ffffff", "text-disabled": "#ffffff"},
)
"""For NO_COLOR, before ``Colourless``: light behind is what is to stand out."""
LIGHT_ENOUGH = 0.5


class Colourless(LineFilter):
    """No colour at all reaches the terminal: what a light background shows is reversed instead."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with bold, underline and reverse, and without colours."""
        return [
            Segment(text, None if style is None else _bare(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _bare(style: Style) -> Style:
    behind = style.bgcolor
    light = behind is not None and Color.from_rich_color(behind).brightness > LIGHT_ENOUGH
    return style.without_color + Style(reverse=bool(style.reverse or light))

"""Colours by role: dark, light and high contrast. Meaning never rests on colour alone."""

from __future__ import annotations

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
    variables={"text-muted": "#ffffff"},
)
THEMES = (DARK, LIGHT, CONTRAST)

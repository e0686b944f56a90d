"""What the user has done lately: columns and rows. Pure."""

from __future__ import annotations

from workbench.services.undoing import Gjort
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import plain, stamp_text

COLUMNS = (
    Column("När", 16),
    Column("Går", 3),
    Column("Vad", 24, grow=3),
    Column("Vem det gäller", 14, grow=2, drop=1),
)


def deed_line(item: Gjort) -> Line:
    """Return something done as a row."""
    role = "muted" if item.hinder else ""
    cells = (stamp_text(item.tid), "nej" if item.hinder else "ja", plain(item.vad), plain(item.vem))
    return Line(cells, (role,) * len(cells))

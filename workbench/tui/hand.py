"""Where the terminal's own cursor stands: on what has focus, for Braille displays and readers."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Button, Input, TextArea

from workbench.tui.widgets.rowlist import RowList


def place(screen: Screen[object]) -> Offset:
    """Return the cell: the first of a list's row under the cursor, of a button's word, of a text;
    in a field where one writes. With nothing in focus it is the screen's first."""
    widget = screen.focused
    if widget is None:
        return Offset(0, 0)
    if isinstance(widget, RowList):
        return widget.region.offset + Offset(0, widget.cursor_line)
    if isinstance(widget, TextArea):
        return widget.cursor_screen_offset
    first = widget.content_region.offset
    if isinstance(widget, Input):
        before = cell_len(widget.value[: widget.cursor_position])
        return first + Offset(before - int(widget.scroll_offset.x), 0)
    if isinstance(widget, Button):
        spare = widget.content_region.width - cell_len(str(widget.label))
        return first + Offset(max(0, spare // 2), 0)
    return first

"""A line to write a filter in; hidden while it is empty and unused."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from workbench.tui.actions import bindings
from workbench.tui.widgets.rowlist import RowList


class FilterLine(Input):
    """Enter and arrow down go to the list with the filter kept; escape empties it."""

    DEFAULT_CSS = """
    FilterLine { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    FilterLine:focus { border: none; background: $boost; }
    FilterLine.-open { display: block; }
    """
    BINDINGS = bindings("filter")

    def __init__(self, placeholder: str, *, id: str, help_id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False)
        self.help_id = help_id
        self.cursor_blink = False

    def open(self, value: str) -> None:
        """Show the line with a value and let it have focus."""
        self.add_class("-open")
        if self.value != value:
            with self.prevent(Input.Changed):
                self.value = value
        self.cursor_position = len(value)
        self.focus()

    def action_leave(self, keep: bool) -> None:
        """Go to the list."""
        if not keep:
            self.value = ""
        self.close()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.close()

    def close(self) -> None:
        """Hide the line and let the list have focus."""
        self.remove_class("-open")
        self.screen.query_one(RowList).focus()

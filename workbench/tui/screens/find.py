"""A small box that asks for words to look for."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from workbench.tui.screens.dialogs import Dialog, buttons


class Find(Dialog[str]):
    """A line with what was last looked for; Enter goes to the next place that has it."""

    AUTO_FOCUS = "#needle"
    help_id = "find-here"

    def __init__(self, sought: str) -> None:
        super().__init__("Sök")
        self.sought = sought

    def body(self) -> ComposeResult:
        """The line and a button."""
        field = Input(self.sought, placeholder="ord som ska stå där", id="needle")
        field.cursor_blink = False
        yield field
        yield buttons(no="Stäng")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.leave(event.value.strip())

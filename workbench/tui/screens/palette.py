"""Kommandon: a search among the actions that can be done here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from workbench.tui.actions import SCOPES, Action, actions, bindings
from workbench.tui.screens.dialogs import Dialog
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList


def found(scope: str, needle: str, also: Sequence[str] = ()) -> list[Action]:
    """Return the actions whose label, help or key holds every word, own scope first, then those of
    the screen's other scopes."""
    words = needle.lower().split()
    return [
        action
        for part in (scope, *also, "app")
        for action in actions(part)
        if action.id != "app.palette"
        and all(word in f"{action.label} {action.help} {action.sign}".lower() for word in words)
    ]


class Palette(Dialog[str]):
    """A line to write in over the actions; Enter does the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("palette")
    help_id = "palette"

    def __init__(self, scope: str, also: Sequence[str] = ()) -> None:
        super().__init__("Vad vill du göra?")
        self.scope, self.also = scope, also
        self.found: list[Action] = []

    def body(self) -> ComposeResult:
        """Line and list."""
        field = Input(placeholder="sök kommando", id="needle")
        field.cursor_blink = False
        yield field
        yield RowList(
            (Column("Kommando", 15), Column("Vad det gör", 20, grow=1), Column("Tangent", 10)),
            id="choices",
            help_id="palette",
        )

    def on_mount(self) -> None:
        """Show all."""
        self.query_one(RowList).styles.height = 13
        self._search("")
        self.query_one(Input).focus()

    def _search(self, needle: str) -> None:
        self.found = found(self.scope, needle, self.also)
        self.query_one(RowList).show(
            len(self.found), self._line, empty="Inget kommando stämmer. Skriv något annat."
        )

    def _line(self, index: int) -> Line:
        action = self.found[index]
        where = "" if action.scope == self.scope else f"{SCOPES[action.scope]}: "
        return Line((action.label, where + action.help, action.sign), ("", "muted", ""))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    def action_step(self, steps: int) -> None:
        """Move in the list while writing."""
        self.query_one(RowList).action_move(steps)

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _chosen(self) -> None:
        if self.found:
            action = self.found[self.query_one(RowList).cursor]
            prefix = "app." if action.scope == "app" else ""
            self.leave(prefix + action.method)

"""A search for an assistant, by name or number, wherever his period is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from workbench.services.viewing import Viewer
from workbench.tui.actions import bindings
from workbench.tui.messages import AssistantsFound, Failed
from workbench.tui.screens.dialogs import Dialog
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import count, plain, thousands
from workbench.tui.workers import Desk

if TYPE_CHECKING:
    from workbench.services.arbetstid import Assistent, Sokt


class FindAssistant(Dialog[int]):
    """A line to write in over the assistants that match; Enter takes the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("palette")
    help_id = "find-assistant"
    help_scopes: ClassVar[Sequence[str]] = ("dialog", "palette")

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__("Vilken assistent?")
        self.desk, self.session = desk, session
        self.rows: Sequence[Assistent] = ()

    def body(self) -> ComposeResult:
        """Line, list and how many there are."""
        field = Input(placeholder="en del av namnet, eller början av personnumret", id="needle")
        field.cursor_blink = False
        yield field
        yield RowList(
            (Column("Assistent", 20, grow=1), Column("Personnummer", 14)),
            id="choices",
            help_id="find-assistant",
        )
        yield Static("", markup=False, id="hint")

    def on_mount(self) -> None:
        """Show the first ones."""
        self.query_one(RowList).styles.height = 11
        self._search("")
        self.query_one(Input).focus()

    def _search(self, needle: str) -> None:
        viewer = Viewer(self.session.aktor)  # shows no protected name while one writes

        def question(connection: sqlite3.Connection) -> Sokt:
            from workbench.services import arbetstid

            return arbetstid.search(connection, needle, viewer)

        self.desk.ask(self, "find.assistants", question, AssistantsFound)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(AssistantsFound)
    def _found(self, event: AssistantsFound) -> None:
        if not self.desk.is_current(event.request):
            return
        self.rows = event.found.rader
        self.query_one(RowList).show(
            len(self.rows), self._line, empty="Ingen assistent stämmer. Skriv något annat."
        )
        many = event.found.antal
        shown = count(many, "assistent", "assistenter")
        if many > len(self.rows):
            shown = f"visar {thousands(len(self.rows))} av {shown}"
        self.query_one("#hint", Static).update(f"{shown}   ⏎ visar perioden   esc stänger")

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#hint", Static).update(event.text)

    def _line(self, index: int) -> Line:
        item = self.rows[index]
        number = item.nummer
        return Line(
            (plain(item.namn), "" if number == item.namn else f"{number[:8]}-{number[8:]}"),
            ("", "muted"),
        )

    def action_step(self, steps: int) -> None:
        """Move in the list while writing."""
        self.query_one(RowList).action_move(steps)

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _chosen(self) -> None:
        if self.rows:
            self.leave(self.rows[self.query_one(RowList).cursor].id)

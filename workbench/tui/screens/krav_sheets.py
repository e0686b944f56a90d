"""The box with the states that a claim can be moved to."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.services.kravvy import Kravvy
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.krav_forms import name
from workbench.tui.screens.krav_moves import SAYS
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.wording import KRAV


class Moves(Choice[str]):
    """The states to choose among, with what the one under the cursor means and what is in its way.

    Enter opens its form; nothing is moved yet.
    """

    help_id = "krav-moves"

    def __init__(self, vy: Kravvy, moves: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        self.moves = moves
        rows = [
            (
                state,
                Line(
                    (KRAV[state], f"! {hinders[0]}" if hinders else "kan göras nu"),
                    ("", "alert" if hinders else "good"),
                ),
            )
            for state, hinders in moves
        ]
        columns = Column("Flytta till", 14), Column("Hinder", 20, grow=1)
        super().__init__(f"{name(vy)}, {KRAV[vy.krav.status]}: flytta till?", columns, rows)
        self.add_class("-wide")

    def body(self) -> ComposeResult:
        """The list, and all about the state under the cursor."""
        yield RowList(self.columns, id="choices", help_id="krav-moves")
        yield Static("", markup=False, id="row")
        yield Static(Text("⏎ öppnar steget   esc stänger", style="dim"), id="hint")

    def on_mount(self) -> None:
        """Follow the cursor."""
        self.query_one(RowList).follow = self._draw_row

    def _draw_row(self) -> None:
        state, hinders = self.moves[self.query_one(RowList).cursor]
        text = Text(SAYS[state], style="not bold")
        for hinder in hinders:
            text.append(f"\n! {hinder}", style="bold")
        self.query_one("#row", Static).update(text)

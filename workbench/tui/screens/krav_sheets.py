"""Boxes of a claim to choose in: the states it can be moved to, the documents it can have."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.services.kravhandling import Mojlig
from workbench.services.kravvy import Kravvy
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.krav_forms import name
from workbench.tui.screens.krav_moves import SAYS
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.wording import KRAV, KRAVHANDLING


class Told(Choice[str]):
    """A list to choose in, with more about the row under the cursor beneath."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[tuple[str, Line]],
        said: Sequence[Text],
    ) -> None:
        super().__init__(title, columns, rows)
        self.said = said
        self.add_class("-wide")

    def body(self) -> ComposeResult:
        """The list, and all about the row under the cursor."""
        yield RowList(self.columns, id="choices", help_id=self.help_id)
        yield Static("", markup=False, id="row")
        yield Static(Text("⏎ öppnar   esc stänger", style="dim"), id="hint")

    def on_mount(self) -> None:
        """Follow the cursor."""
        self.query_one(RowList).follow = self._draw_row

    def _draw_row(self) -> None:
        self.query_one("#row", Static).update(self.said[self.query_one(RowList).cursor])


class Moves(Told):
    """The states to choose among: Enter opens the form of one, and nothing is moved yet."""

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
        title = f"{name(vy)}, {KRAV[vy.krav.status]}: flytta till?"
        super().__init__(title, columns, rows, [_state_text(*one) for one in moves])


def _state_text(state: str, hinders: Sequence[str]) -> Text:
    text = Text(SAYS[state], style="not bold")
    for hinder in hinders:
        text.append(f"\n! {hinder}", style="bold")
    return text


class Kinds(Told):
    """The documents to choose among: Enter begins a draft, or goes on with the one there is."""

    help_id = "krav-kinds"

    def __init__(self, identity: str, kinds: Sequence[Mojlig]) -> None:
        rows = []
        for one in kinds:
            state = "utkast finns" if one.utkast else "kan skrivas"
            if one.hinder_utkast and not one.utkast:
                state = f"! {one.hinder_utkast[0]}"
            role = "alert" if state.startswith("!") else "good"
            rows.append((one.slag, Line((KRAVHANDLING[one.slag], state), ("", role))))
        said = [_kind_text(one) for one in kinds]
        columns = Column("Handling", 26), Column("Nu", 20, grow=1)
        super().__init__(f"Handling i {identity}", columns, rows, said)


def _kind_text(one: Mojlig) -> Text:
    text = Text()
    for hinder in dict.fromkeys((*one.hinder_utkast, *one.hinder)):
        when = "" if hinder in one.hinder_utkast else "Innan den fastställs: "
        text.append(f"! {when}{hinder}\n", style="bold")
    for notice in one.att_veta:
        text.append(f"{notice}\n", style="not bold")
    return text or Text("Inget är i vägen: den kan skrivas och fastställas nu.")

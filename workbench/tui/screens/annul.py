"""The box that annuls a run: a reason and the run's number, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Button, Input, Label, Static

from workbench.domain.money import kronor
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.words import plain, stamp_text
from workbench.wording import KORNING

if TYPE_CHECKING:
    from db.settlements import RunSum


class Reasoned(NamedTuple):
    """Why a run is annulled."""

    skal: str


class Annul(Dialog[Reasoned]):
    """Says what is undone, asks why, and for the run's number."""

    AUTO_FOCUS = "#reason"
    BINDINGS: ClassVar[list[BindingType]] = []
    help_id = "annul"

    def __init__(self, run: RunSum, hinder: str) -> None:
        super().__init__(f"Makulera körning {run.id}?")
        self.run, self.hinder = run, hinder

    def body(self) -> ComposeResult:
        """What it is, who made it, why, its number, the buttons."""
        run = self.run
        text = Text(f"Körning {run.id}, {KORNING[run.status]}")
        if run.attestant:
            text.append(f" av {plain(run.attestant)} {stamp_text(run.attesterad or '')}")
        text.append(
            f", räknad av {plain(run.aktor)}: betalar {kronor(run.att_betala)} kr, föreslår "
            f"återkrav {kronor(run.aterkrav)} kr.\n"
        )
        if self.hinder:
            text.append(f"Du kan inte makulera den. {plain(self.hinder)}", style="bold")
        else:
            text.append("Betalningarna dras tillbaka och det som hände med krav tas tillbaka.")
        with Scroll(id="text"):
            yield Static(text)
        yield Label("Varför (krävs)", classes="label")
        yield Input(id="reason", max_length=2000, disabled=bool(self.hinder))
        yield Label(f"Skriv körningens nummer, {run.id}", classes="label")
        yield Input(id="number", max_length=9, disabled=bool(self.hinder))
        yield Static("", markup=False, id="problem")
        yield buttons(f"Makulera körning {run.id}")

    def on_mount(self) -> None:
        """Say what lacks."""
        for field in self.query(Input):
            field.cursor_blink = False
        if self.hinder:
            self.query_one("#cancel").focus()
        self._judge()

    def _problem(self) -> str:
        if self.hinder:
            return "esc stänger."
        if not self.query_one("#reason", Input).value.strip():
            return "Skriv varför körningen makuleras."
        if self.query_one("#number", Input).value.strip() != str(self.run.id):
            return f"Skriv {self.run.id} för att bekräfta."
        return ""

    @on(Input.Changed)
    def _judge(self) -> None:
        problem = self._problem()
        self.query_one("#yes", Button).disabled = bool(problem)
        self.query_one("#problem", Static).update(
            problem or "Tab och → går till knappen som makulerar."
        )

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        if not self._problem():
            self.leave(Reasoned(self.query_one("#reason", Input).value.strip()))

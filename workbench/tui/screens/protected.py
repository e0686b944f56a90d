"""Asks why protected people are to be shown: the reason goes into the journal."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Label, Static

from workbench.tui.screens.dialogs import Dialog, buttons

SAID = (
    "Namn, nummer och konton för personer med skyddade personuppgifter visas på alla skärmar tills "
    "du trycker F4 igen eller avslutar. Varje skärm som visar dem skrivs i journalen med ditt "
    "namn, personerna och skälet. Papper och filer visar dem inte. Se till att ingen annan ser "
    "skärmen."
)


class ShowProtected(Dialog[str]):
    """A reason and two buttons; Enter alone does nothing."""

    AUTO_FOCUS = "#reason"
    BINDINGS: ClassVar[list[BindingType]] = []
    help_id = "show-protected"

    def __init__(self) -> None:
        super().__init__("Visa skyddade personuppgifter?")

    def body(self) -> ComposeResult:
        """What it means, the reason, the buttons."""
        with VerticalScroll(id="text"):
            yield Static(Text(SAID))
        yield Label("Skäl", classes="label")
        yield Input(id="reason", max_length=500)
        yield Static("", markup=False, id="problem")
        yield buttons("Visa")

    def on_mount(self) -> None:
        """Say what lacks."""
        self.query_one(Input).cursor_blink = False
        self._judge()

    @on(Input.Changed)
    def _judge(self) -> None:
        written = bool(self._reason)
        self.query_one("#yes", Button).disabled = not written
        self.query_one("#problem", Static).update(
            "Tab och → går till knappen som visar." if written else "Skriv varför de behövs."
        )

    @property
    def _reason(self) -> str:
        return self.query_one("#reason", Input).value.strip()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        if self._reason:
            self.leave(self._reason)

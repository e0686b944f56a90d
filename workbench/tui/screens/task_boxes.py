"""Boxes over the tasks: one in whole, and the reason for doing, dropping or taking back."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Button, Input, Label, Static

from workbench.services.tasks import Task
from workbench.tui.actions import told
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.screens.task_rows import done_by, named, whole
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.words import plain

DO, DROP, UNDO = "gjord", "avskriven", "angrad"
VERBS = {DO: "Markera som gjord", DROP: "Avskriv", UNDO: "Ångra"}
ASKED = {
    DO: "Vad har gjorts, när och av vem (krävs)",
    DROP: "Varför uppgiften avskrivs (krävs)",
    UNDO: "Varför det tas tillbaka (krävs)",
}
SAID = {
    DO: "Programmet skickar ingenting: skriv ut uppgiften ({tasks.print}) eller använd mottagarens "
    "e-tjänst först. Samma sak kommer inte tillbaka som uppgift. Går att ångra ({tasks.undo}).",
    DROP: "Uppgiften är ett förslag. Den avskrivs med skäl och kommer inte tillbaka för samma sak. "
    "Går att ångra ({tasks.undo}).",
    UNDO: "Uppgiften väntar igen, så länge det som den grundas på finns kvar.",
}


class TaskBox(Dialog[None]):
    """All of a task."""

    AUTO_FOCUS = "#text"
    help_id = "task"

    def __init__(self, item: Task) -> None:
        super().__init__(f"Uppgift {item.id}")
        self.item = item

    def body(self) -> ComposeResult:
        """The text, scrolling when long."""
        with Scroll(id="text"):
            yield Static(whole(self.item), id="whole")
        yield buttons(no="Stäng")


class Handle(Dialog[str]):
    """Says what happens with a task and asks why; Enter alone does nothing."""

    AUTO_FOCUS = "#reason"
    BINDINGS: ClassVar[list[BindingType]] = []
    help_id = "task-handle"

    def __init__(self, item: Task, what: str) -> None:
        super().__init__(f"{VERBS[what]}?")
        self.item, self.what = item, what

    def body(self) -> ComposeResult:
        """The task, what is done with it, the reason, the buttons."""
        item = self.item
        text = Text(named(item), style="bold")
        if item.brukare_namn or item.galler:
            about = ", ".join(part for part in (item.brukare_namn, item.galler) if part)
            text.append(f"\n{plain(about)}", style="not bold")
        if item.status != "oppen":
            text.append(f"\n{plain(done_by(item))}", style="not bold")
        text.append(told(f"\n{SAID[self.what]}"), style="not bold")
        with Scroll(id="text"):
            yield Static(text)
        yield Label(ASKED[self.what], classes="label")
        yield Input(id="reason", max_length=2000)
        yield Static("", markup=False, id="problem")
        yield buttons(VERBS[self.what])

    def on_mount(self) -> None:
        """Say what lacks."""
        self.query_one(Input).cursor_blink = False
        self._judge()

    @property
    def reason(self) -> str:
        """What has been written."""
        return self.query_one("#reason", Input).value.strip()

    @on(Input.Changed)
    def _judge(self) -> None:
        self.query_one("#yes", Button).disabled = not self.reason
        self.query_one("#problem", Static).update(
            "Tab och → går till knappen som utför." if self.reason else "Skriv en motivering."
        )

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        if self.reason:
            self.leave(self.reason)

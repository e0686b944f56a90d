"""Work that reads or writes a path that is asked for, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label, Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.tui.messages import Exported, Request
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Dialog, Notice, buttons
from workbench.tui.widgets.browser import PathSuggester


class Target(Dialog[Path]):
    """Asks where; Enter in the field goes to Avbryt."""

    AUTO_FOCUS = "#path"
    help_id = "target"

    def __init__(self, title: str, text: str, path: str, yes: str) -> None:
        super().__init__(title)
        self.told, self.first, self.yes = text, path, yes

    def body(self) -> ComposeResult:
        """What is written or read, the path, the buttons."""
        yield Static(Text(self.told))
        yield Label("Sökväg", classes="label")
        yield Input(self.first, suggester=PathSuggester(), id="path")
        yield buttons(self.yes)

    def on_mount(self) -> None:
        """Put the cursor last."""
        field = self.query_one(Input)
        field.cursor_blink = False
        field.cursor_position = len(self.first)
        self._judge()

    @on(Input.Changed)
    def _judge(self) -> None:
        self.query_one("#yes", Button).disabled = not self.query_one(Input).value.strip()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.query_one("#cancel").focus()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        value = self.query_one(Input).value.strip()
        if value:
            self.leave(Path(value).expanduser())


Task = Callable[[Database, Path, Stamp, Progress], str]
"""Does the work with the path that was given, and returns what to say."""


class Writing(WorkScreen):
    """A screen from which files are read or written."""

    def ask_path(self, box: Target, title: str, task: Task) -> None:
        """Ask for a path, do the work with it, and show what it says."""

        def work(path: Path) -> Callable[[Database, Stamp, Progress], str]:
            return lambda database, stamp, progress: task(database, path, stamp, progress)

        def said(request: Request, text: str) -> Exported:
            return Exported(request, title, text)

        def chosen(path: Path | None) -> None:
            if path is not None:
                self.perform(title, work(path), said)

        self.app.push_screen(box, chosen)

    @on(Exported)
    def _exported(self, event: Exported) -> None:
        self.ended(event, changed=True)
        self.app.push_screen(Notice(event.title, event.text))

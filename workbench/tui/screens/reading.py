"""What the screens of a document share: its text under a line that tells which, and writing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.tui.messages import Exported
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.writing import Target
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.textpage import TextPage
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import plain, thousands
from workbench.tui.workers import Desk

Writes = Callable[[Database, Path, Stamp], Sequence[Path]]
"""Writes files to a folder and returns them."""


class Reading(WorkScreen):
    """A document of a claim, to read and write out. ``TAB`` is the screen it is opened from."""

    TAB: ClassVar[str]
    INSIDE = ("read",)
    DEFAULT_CSS = """
    Reading #where {
        height: auto; max-height: 3; padding: 0 1; background: $panel;
    }
    """

    def __init__(self, session: Session, desk: Desk, identity: str) -> None:
        super().__init__(session, desk)
        self.identity = identity

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine(self.TAB, self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Which document, and its text."""
        yield Static("Läser …", markup=False, id="where")
        yield TextPage(id="page", help_id=f"{self.SCOPE}-text")

    def on_mount(self) -> None:
        """Let the text have focus; say where in it one is."""
        page = self.query_one(TextPage)
        page.follow = self.draw_where
        page.focus()

    def title_text(self) -> Text:
        """Return which document it is, and what there is to know of it; empty while it is read."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def show(self, text: str) -> None:
        """Show the document."""
        self.query_one(TextPage).show(text)
        self.draw_where()

    def draw_where(self) -> None:
        """Say which document it is and how far down one is."""
        seen, many = self.query_one(TextPage).place
        if many:
            title, *more = self.title_text().split("\n", allow_blank=True)
            title.append(f"   rad {thousands(seen)} av {thousands(many)}", style="not bold")
            self.query_one("#where", Static).update(Text("\n").join([title, *more]))

    def action_heading(self, step: int) -> None:
        """Go to the next heading or the one before."""
        self.query_one(TextPage).action_heading(step)

    def write_out(self, title: str, text: str, writes: Writes) -> None:
        """Ask for a folder and write the document there."""

        def chosen(folder: Path | None) -> None:
            if folder is not None:
                work(folder)

        def work(folder: Path) -> None:
            def task(database: Database, stamp: Stamp, _progress: Progress) -> str:
                return "\n".join(plain(str(path)) for path in writes(database, folder, stamp))

            self.perform(
                "Skriver filerna", task, lambda request, said: Exported(request, title, said)
            )

        folder = str(Path.cwd() / f"aterkrav-{self.identity}")
        self.app.push_screen(Target(title, text, folder, "Skriv filerna"), chosen)

    @on(Exported)
    def _exported(self, event: Exported) -> None:
        self.ended(event, changed=False)
        self.app.push_screen(Notice(event.title, event.text))

    def action_back(self) -> None:
        """Go back to the claim."""
        if self.app.screen is self:
            self.app.pop_screen()

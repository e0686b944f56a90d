"""Bilagan till ett återkrav: the whole computation as text, the debtor's or the court's.

For whoever checks a claim row by row, or sends it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.tui.actions import bindings
from workbench.tui.messages import Exported, Failed, TextLoaded
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.exporting import Target
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.textpage import TextPage
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import plain, thousands
from workbench.tui.workers import Desk

KINDS = {False: "Gäldenärens bilaga", True: "Domstolens bilaga, SEKRETESS"}


class BilagaScreen(WorkScreen):
    """The annex under a line that says which one it is and where in it one is."""

    SCOPE = "bilaga"
    INSIDE = ("read",)
    CSS_PATH = "bilaga.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("bilaga")

    def __init__(self, session: Session, desk: Desk, identity: str) -> None:
        super().__init__(session, desk)
        self.identity = identity
        self.full = False

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine("aterkrav", self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Which annex, and its text."""
        yield Static("Räknar bilagan …", markup=False, id="where")
        yield TextPage(id="page", help_id="bilaga-text")

    def on_mount(self) -> None:
        """Let the text have focus; say where in it one is."""
        page = self.query_one(TextPage)
        self.watch(page, "scroll_y", self._draw_where, init=False)
        page.focus()

    def load(self) -> None:
        """Ask for the annex."""
        number, full, viewer = int(self.identity[1:]), self.full, self.session.viewer

        def question(connection: sqlite3.Connection) -> str:
            from workbench.services import kravbilaga

            made = kravbilaga.bilaga(connection, number, full=full, viewer=viewer)
            return kravbilaga.as_text(made)

        self.ask("text", question, TextLoaded)

    @on(TextLoaded)
    def _loaded(self, event: TextLoaded) -> None:
        if self.desk.is_current(event.request):
            self.query_one(TextPage).show(event.text)
            self._draw_where()

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see."""
        text = "Bilagan kunde inte räknas. esc går tillbaka."
        self.query_one("#where", Static).update(text, layout=False)

    def on_resize(self) -> None:
        """Say anew how much is seen."""
        self.call_after_refresh(self._draw_where)

    def _draw_where(self) -> None:
        seen, many = self.query_one(TextPage).place
        text = Text(f"{self.identity}  {KINDS[self.full]}", style="bold", no_wrap=True)
        text.append(f"   rad {thousands(seen)} av {thousands(many)}", style="not bold")
        self.query_one("#where", Static).update(text, layout=False)

    # -- doing --------------------------------------------------------------------------------

    def action_other(self) -> None:
        """Show the other annex."""
        self.full = not self.full
        self.load()

    def action_heading(self, step: int) -> None:
        """Go to the next heading or the one before."""
        self.query_one(TextPage).action_heading(step)

    def action_write(self) -> None:
        """Ask for a folder, and write the annex that is shown there."""
        identity, full, viewer = self.identity, self.full, self.session.viewer

        def work(folder: Path) -> None:
            def task(database: Database, stamp: Stamp, _progress: Progress) -> str:
                from workbench.services import kravbilagefil

                made = kravbilagefil.write(
                    database, identity, folder, stamp, full=full, viewer=viewer
                )
                return "\n".join(plain(str(path)) for path in made)

            self.perform(
                "Skriver bilagan", task, lambda request, text: Exported(request, title, text)
            )

        title = f"{KINDS[full]} till {identity}"
        text = "Bilagan skrivs som text och PDF till en mapp. Ingen fil skrivs över."
        if full:
            text += (
                " Den visar assistenters arbete hos andra (26 kap. 1 § OSL): lämna den bara till "
                "domstolen."
            )
        box = Target(title, text, str(Path.cwd() / f"aterkrav-{identity}"), "Skriv bilagan")
        self.app.push_screen(box, lambda folder: None if folder is None else work(folder))

    @on(Exported)
    def _exported(self, event: Exported) -> None:
        self.ended(event, changed=False)
        self.app.push_screen(Notice(event.title, event.text))

    def action_back(self) -> None:
        """Go back to the claim."""
        if self.app.screen is self:
            self.app.pop_screen()

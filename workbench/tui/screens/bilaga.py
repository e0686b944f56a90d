"""Bilagan till ett återkrav: the whole computation as text, the debtor's or the court's.

For whoever checks a claim row by row, or sends it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.tui.actions import bindings
from workbench.tui.messages import Failed, TextLoaded
from workbench.tui.screens.reading import Reading
from workbench.tui.session import Session
from workbench.tui.workers import Desk

KINDS = {False: "Gäldenärens bilaga", True: "Domstolens bilaga, SEKRETESS"}


class BilagaScreen(Reading):
    """The annex as it would be now."""

    SCOPE = "bilaga"
    TAB = "aterkrav"
    BINDINGS: ClassVar[list[BindingType]] = bindings("bilaga")

    def __init__(self, session: Session, desk: Desk, identity: str) -> None:
        super().__init__(session, desk, identity)
        self.full = False

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
            self.show(event.text)

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see."""
        self.query_one("#where", Static).update("Bilagan kunde inte räknas. esc går tillbaka.")

    def title_text(self) -> Text:
        """Return whose annex it is."""
        return Text(f"{self.identity}  {KINDS[self.full]}", style="bold")

    def action_other(self) -> None:
        """Show the other annex."""
        self.full = not self.full
        self.load()

    def action_write(self) -> None:
        """Ask for a folder, and write the annex that is shown there."""
        identity, full = self.identity, self.full

        def writes(database: Database, folder: Path, stamp: Stamp) -> Sequence[Path]:
            from workbench.services import kravbilagefil
            from workbench.services.viewing import NOBODY

            return kravbilagefil.write(database, identity, folder, stamp, full=full, viewer=NOBODY)

        text = "Bilagan skrivs som text och PDF till en mapp. Ingen fil skrivs över."
        if full:
            text += (
                " Den visar assistenters arbete hos andra (26 kap. 1 § OSL): lämna den bara till "
                "domstolen."
            )
        self.write_out(f"{KINDS[full]} till {identity}", text, writes)

"""What the list of claims and the case do alike: take a step back, explain."""

from __future__ import annotations

import sqlite3

from textual import on

from db import Database
from db.journal import Stamp
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Kravvy
from workbench.tui.messages import UndoAsked
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.filling import Filling
from workbench.tui.screens.krav_forms import undo_form
from workbench.tui.screens.sheet import Values
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.words import plain
from workbench.tui.workers import Desk
from workbench.wording import KRAV


def trace_box(identity: str, name: str, desk: Desk, session: Session) -> Trace:
    """Return the box that tells what a claim consists of."""
    return Trace(f"Varför? {identity}, {plain(name)}", identity, desk, session)


class Claiming(Filling):
    """A screen from which claims are changed."""

    def undo(self, identity: str) -> None:
        """Ask which step would be taken back, then why."""
        viewer, stamp = self.session.viewer, self.session.stamp()

        def question(connection: sqlite3.Connection) -> tuple[Handelse | None, str]:
            from workbench.services import kravangra, kravhistorik

            hinder = kravangra.hinder(connection, identity, stamp)
            step = kravangra.undoable(connection, int(identity[1:]))
            if step is None:
                return None, hinder
            items = kravhistorik.historik(connection, identity, viewer)
            return next(item for item in items if item.steg == step.id), hinder

        self.ask("undo", question, lambda request, found: UndoAsked(request, identity, *found))

    @on(UndoAsked)
    def _undo_asked(self, event: UndoAsked) -> None:
        if not self.desk.is_current(event.request) or self.app.screen is not self:
            return
        if event.steg is None or event.hinder:
            self.app.push_screen(Notice(f"Ångra i {event.krav}", event.hinder))
            return
        identity = event.krav

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravangra

            status = kravangra.undo(database, identity, values["varfor"], stamp)
            return f"Steget är ångrat: {identity} är åter {KRAV[status]}."

        self.fill(undo_form(identity, event.steg), task, "Ångrar steget")


class OneClaim(Claiming):
    """A screen of one claim: its number, and what is known of it (None while it is read)."""

    identity: str
    vy: Kravvy | None = None

"""What the list of claims and the case do alike: store something, take a step back, explain."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from textual import on

from db import Database
from db.journal import Stamp
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Kravvy
from workbench.services.progress import Progress
from workbench.tui.messages import KravChanged, UndoAsked
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.krav_forms import undo_form
from workbench.tui.screens.sheet import Form, Sheet, Ticks, Values
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.words import plain
from workbench.tui.workers import Desk
from workbench.wording import KRAV


def trace_box(identity: str, name: str, desk: Desk, session: Session) -> Trace:
    """Return the box that tells what a claim consists of."""
    return Trace(f"Varför? {identity}, {plain(name)}", identity, desk, session)


class Claiming(WorkScreen):
    """A screen from which claims are changed."""

    def fill(
        self,
        form: Form,
        task: Callable[[Database, Stamp, Values], str],
        title: str,
        ticks: Ticks | None = None,
    ) -> None:
        """Open a form and do what it asks for; ``task`` returns what to say of it."""

        def filled(values: Values | None) -> None:
            if values is not None:
                self.do(title, lambda database, stamp: task(database, stamp, values), form.key)

        self.app.push_screen(Sheet(form, self.desk, self.session.drafts, ticks), filled)

    def do(self, title: str, task: Callable[[Database, Stamp], str], form: str = "") -> None:
        """Change a claim; ``form`` is the draft that has then been stored."""

        def work(database: Database, stamp: Stamp, _progress: Progress) -> str:
            return task(database, stamp)

        self.perform(title, work, lambda request, text: KravChanged(request, text, form))

    @on(KravChanged)
    def _krav_changed(self, event: KravChanged) -> None:
        self.session.drafts.pop(event.form, None)
        self.ended(event, changed=True)
        self.notify(event.text, markup=False)

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

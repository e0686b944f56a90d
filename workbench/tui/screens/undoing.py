"""Undoing a round of decisions: what Granskning and a sjuklön claim do alike."""

from __future__ import annotations

from textual import on

from db import Database
from db.journal import Stamp
from workbench.services import reviewing
from workbench.services.progress import Progress
from workbench.tui.messages import RoundsListed, Undone
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.decide import Undo
from workbench.tui.words import count


class UndoScreen(WorkScreen):
    """A screen on which decisions of a month can be taken back."""

    @property
    def undo_month(self) -> int | None:
        """The month whose rounds are listed; None = none is shown."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def action_undo(self) -> None:
        """Choose among the rounds that can be undone."""
        month = self.undo_month
        if month is not None:
            self.ask(
                "rounds",
                lambda connection: tuple(reviewing.undoable(connection, month)),
                RoundsListed,
            )

    @on(RoundsListed)
    def _rounds(self, event: RoundsListed) -> None:
        if not event.rounds:
            self.notify("Det finns inga avgöranden att ångra i månaden.")
            return
        self.app.push_screen(Undo(event.rounds), self._undo)

    def _undo(self, number: int | None) -> None:
        if number is None:
            return

        def task(database: Database, stamp: Stamp, _progress: Progress) -> int:
            return len(reviewing.undo(database, number, stamp))

        self.perform("Ångrar", task, Undone)

    @on(Undone)
    def _undone(self, event: Undone) -> None:
        self.ended(event, changed=True)
        self.notify(f"{count(event.antal, 'fynd', 'fynd')} är som före avgörandet.")

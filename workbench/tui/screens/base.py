"""What the screens share: the frame, asking, working, failing.

Boxes are imported when they are shown, so that the first screen is painted sooner.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.services.progress import Progress
from workbench.tui.actions import told
from workbench.tui.messages import Answer, Failed, MonthsListed, Request, Stopped
from workbench.tui.screens.keyed import Keyed
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.rowlist import Line
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import NOTHING, month_name, thousands
from workbench.tui.workers import Desk
from workbench.wording import KORNING

if TYPE_CHECKING:
    from workbench.tui.screens.progress import Working

T = TypeVar("T")

BUSY_DELAY = 0.25
"""Seconds before work shows its box: most of it is done sooner."""


class WorkScreen(Keyed[None]):
    """A screen of the app: scope in the registry, session, desk."""

    SCOPE: ClassVar[str]
    INSIDE: ClassVar[tuple[str, ...]] = ("list", "filter")
    """Scopes of the registry whose keys work in the screen's widgets."""

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self.session = session
        self.desk = desk
        self._working: Working | None = None
        self._seen: tuple[int | None, int] | None = None
        self._unread = False

    def compose(self) -> ComposeResult:
        """Top line, the screen's own, footer."""
        yield TopLine(self.SCOPE, self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """What the screen holds."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def load(self) -> None:
        """Ask anew for all the screen shows."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def on_screen_resume(self) -> None:
        """Load when the month or the database has changed since the last look."""
        self.freshen()

    def freshen(self) -> None:
        """Load unless what is shown is of this month and version."""
        now = self.session.month, self.session.version
        if self._seen != now:
            self._seen = now
            self.load()
        self.query_one(TopLine).refresh()

    def retry(self) -> None:
        """Load once more what could not be read."""
        if self._unread:
            self._unread = False
            self.load()

    # -- asking and working -------------------------------------------------------------------

    def ask(
        self,
        group: str,
        question: Callable[[sqlite3.Connection], T],
        answer: Callable[[Request, T], Answer],
    ) -> None:
        """Ask the database; the answer comes as a message to this screen."""
        self.desk.ask(self, f"{self.SCOPE}.{group}", question, answer)

    def perform(
        self,
        title: str,
        task: Callable[[Database, Stamp, Progress], T],
        answer: Callable[[Request, T], Answer],
    ) -> bool:
        """Start work that changes the database, unless some is going on."""
        job = self.desk.perform(self, title, task, answer)
        if job is None:
            self.notify("Ett annat arbete pågår. Vänta tills det är klart.", severity="warning")
            return False

        def reveal() -> None:
            from workbench.tui.screens.progress import Working

            if self.desk.job is not job:
                return
            if self.app.screen.is_modal:
                self.set_timer(BUSY_DELAY, reveal)  # the user is answering something: wait
                return
            self._working = Working(job)
            self.app.push_screen(self._working)

        self.set_timer(BUSY_DELAY, reveal)
        return True

    def ended(self, event: Answer, *, changed: bool) -> None:
        """Note that the job has answered; a change makes every screen load anew."""
        self.desk.finish(event.request)
        if self._working is not None:
            self._working.finish()
            self._working = None
        if changed:
            self.session.version += 1
            self.freshen()

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        if event.request.group == "job":
            self.ended(event, changed=False)
        else:
            self._unread = True
            self.failed(event)
        from workbench.tui.screens.dialogs import Problem

        above = self.app.screen
        if not isinstance(above, Problem) or above.told != (event.text, event.support):
            self.app.push_screen(Problem(event.text, event.support))

    def failed(self, event: Failed) -> None:
        """Take down what waited for the answer."""

    @on(Stopped)
    def _stopped(self, event: Stopped) -> None:
        self.ended(event, changed=True)
        self.notify("Avbrutet. Det som inte hunnit sparas är som förut.")

    # -- the month ----------------------------------------------------------------------------

    def action_month(self) -> None:
        """Choose among the months that have rows."""
        from workbench.services import overview

        self.ask("months", overview.month_states, MonthsListed)

    @on(MonthsListed)
    def _choose_month(self, event: MonthsListed) -> None:
        if not event.months:
            self.notify(told("Det finns inga månader ännu. Importera filer med {app.go_import}."))
            return
        from workbench.tui.screens.dialogs import Choice

        rows = [
            (
                state.month,
                Line(
                    (
                        month_name(state.month),
                        KORNING[state.status] if state.status else "inte räknad",
                        kronor(state.total_ore) if state.total_ore is not None else NOTHING,
                        thousands(state.vantar) if state.vantar else "klar",
                    )
                ),
            )
            for state in event.months
        ]
        columns = (
            Column("Månad", 14, grow=1),
            Column("Läge", 11),
            Column("Belopp", 16, right=True, least=14),
            Column("Väntar", 7, right=True),
        )
        months = [state.month for state in event.months]
        here = months.index(self.session.month) if self.session.month in months else 0
        self.app.push_screen(Choice("Välj månad", columns, rows, here), self._month_chosen)

    def _month_chosen(self, month: int | None) -> None:
        if month is not None and month != self.session.month:
            self.session.month = month
            self.freshen()

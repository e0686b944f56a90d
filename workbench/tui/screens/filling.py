"""What screens that change things by forms share: fill one in, do what it asks for, say so."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.tui.messages import Stored
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.sheet import Form, Sheet, Ticks, Values

LONG = 200
"""Letters from which what became of it is said in a box: a word in passing is gone too soon."""


class Filling(WorkScreen):
    """A screen from which things are changed by forms."""

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
        """Change something; ``form`` is the draft that has then been stored."""

        def work(database: Database, stamp: Stamp, _progress: Progress) -> str:
            return task(database, stamp)

        self.perform(title, work, lambda request, text: Stored(request, text, form))

    @on(Stored)
    def _stored(self, event: Stored) -> None:
        self.session.drafts.pop(event.form, None)
        self.ended(event, changed=True)
        if len(event.text) > LONG:
            self.app.push_screen(Notice("Sparat", event.text))
        else:
            self.notify(event.text, markup=False)

"""What the parts of Drift share: a form, the work it asks for, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from db import Database
from db.journal import Stamp
from workbench.services.databas import Databas
from workbench.services.progress import Progress
from workbench.tui.messages import Exported, Request
from workbench.tui.screens.paged import PagedScreen
from workbench.tui.screens.sheet import Form, Sheet, Values
from workbench.tui.screens.writing import Writing
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.words import plain

Task = Callable[[Database, Stamp, Progress, Values], list[str]]
"""Does what a form asks for, and returns what to say of it."""


class Doing(PagedScreen, Writing):
    """A screen of the database itself; ``databas`` None while it is read."""

    databas: Databas | None = None

    def fill(self, form: Form, filled: Callable[[Values], object]) -> None:
        """Open a form; what it asks for is done by ``filled``."""

        def answered(values: Values | None) -> None:
            if values is not None:
                self.session.drafts.pop(form.key, None)
                filled(values)

        self.app.push_screen(Sheet(form, self.desk, self.session.drafts), answered)

    def write(self, form: Form, title: str, task: Task) -> None:
        """Open a form, do what it asks for, and say in a box what came of it."""

        def said(request: Request, found: list[str]) -> Exported:
            return Exported(request, title, "\n\n".join(map(plain, found)))

        def filled(values: Values) -> None:
            self.perform(
                title,
                lambda database, stamp, progress: task(database, stamp, progress, values),
                said,
            )

        self.fill(form, filled)

    def turn_to(self, page: str) -> None:
        """Show a page from its first row."""
        self.page = page
        self.query_one(RowList).set_reactive(RowList.cursor, 0)
        self.show_page()

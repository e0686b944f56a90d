"""Putting a copy in the database's place: which, what it holds, and only then."""

from __future__ import annotations

from textual import on

from db import Database
from db.backup import Examined
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.tui.messages import CopyRead, DatabaseReplaced, PutBack, Request
from workbench.tui.screens import drift_forms as forms
from workbench.tui.screens.drift_doing import Doing
from workbench.tui.screens.drift_rows import COPIES
from workbench.tui.screens.sheet import Values
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.words import plain

TITLE = "Återställning"


class Restoring(Doing):
    """A screen from which the database is restored."""

    @on(RowList.Chosen)
    def action_restore(self) -> None:
        """Ask which copy, the one under the cursor at first, and read it through."""
        found = self.databas
        if found is None:
            return
        cursor = self.query_one(RowList).cursor
        copy = found.kopior[cursor].fil if self.page == COPIES and found.kopior else None
        form, path = forms.choose_copy(found, copy), self.session.path
        if copy is not None:
            self.session.drafts.pop(form.key, None)  # the row says more than what was written

        def filled(values: Values) -> None:
            chosen, key = forms.path_of(values["fil"]), forms.secret_of(values)

            def work(_database: Database, _stamp: Stamp, progress: Progress) -> Examined:
                from workbench.services import copies

                return copies.look(path, chosen, key, progress)

            def answer(request: Request, read: Examined) -> CopyRead:
                return CopyRead(request, chosen, key, read)

            self.perform("Läser igenom kopian", work, answer)

        self.fill(form, filled)

    @on(CopyRead)
    def _read(self, event: CopyRead) -> None:
        self.ended(event, changed=False)
        if self.databas is None:
            return
        path, copy, key = self.session.path, event.copy, event.key

        def filled(_values: Values) -> None:
            def work(_database: Database, stamp: Stamp, progress: Progress) -> str:
                from workbench.services import copies

                done = copies.restore(path, copy, stamp, key, progress)
                return "\n\n".join(map(plain, copies.restored(path, copy, done)))

            self.perform("Återställer databasen", work, PutBack)

        form = forms.replace(self.databas, copy, event.examined)
        self.session.drafts.pop(form.key, None)  # what confirms is written anew each time
        self.fill(form, filled)

    @on(PutBack)
    def _put_back(self, event: PutBack) -> None:
        self.ended(event, changed=False)
        said = "Återställningen är antecknad i journalen. Kontrollera allt med F9 och v."
        self.app.post_message(DatabaseReplaced(TITLE, f"{event.text}\n\n{said}"))

"""The yearly removal: the list, the list as a file, and carrying it out."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from db import Database
from db.journal import Stamp
from workbench.services.gallring import Removal
from workbench.services.progress import Progress
from workbench.tui.messages import RemovalListed
from workbench.tui.screens import drift_forms as forms
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.drift_doing import Doing
from workbench.tui.screens.drift_rows import REMOVAL
from workbench.tui.screens.sheet import Values
from workbench.tui.words import plain

Found = tuple[Removal, str]
"""A list, and what to say of it in a box ("" = nothing)."""


class Removing(Doing):
    """A screen from which what is personal in the journal of old files is removed."""

    removal: Removal | None = None

    def action_gallring(self) -> None:
        """Ask for a year and list what may be removed in it."""
        viewer = self.session.viewer

        def filled(values: Values) -> None:
            def work(database: Database, stamp: Stamp, _progress: Progress) -> Found:
                from workbench.services import gallring

                return gallring.listed(database, int(values["ar"]), stamp, viewer), ""

            self._perform("Tar fram gallringslistan", work)

        self.fill(forms.year(int(self.session.stamp().tid[:4])), filled)

    def action_write_list(self) -> None:
        """Write the list that has been made."""
        found = self._listed()
        if found is None:
            return

        def filled(values: Values) -> None:
            def work(database: Database, stamp: Stamp, _progress: Progress) -> Found:
                from workbench.services import gallring

                target = forms.path_of(values["fil"])
                gallring.write_list(database, found, target, stamp)
                return found, plain(f"Listan är skriven till {target}.")

            self._perform("Skriver gallringslistan", work)

        self.fill(forms.write_list(found), filled)

    def action_remove(self) -> None:
        """Remove what the list that has been made holds."""
        found = self._listed()
        if found is None:
            return
        if found.nummer or not found.poster:
            self.notify("Det finns ingenting att gallra på listan. y tar fram en ny.")
            return
        viewer = self.session.viewer

        def filled(values: Values) -> None:
            def work(database: Database, stamp: Stamp, _progress: Progress) -> Found:
                from workbench.services import gallring

                target = forms.path_of(values["fil"])
                done = gallring.carry_out(
                    database, found.ar, values["motivering"], target, stamp, viewer
                )
                said = (*gallring.told(done), f"Listan är skriven till {target}.")
                return done, "\n\n".join(map(plain, (*said, gallring.OLD_COPIES)))

            self._perform("Gallrar", work)

        form = forms.remove(found)
        self.session.drafts.pop(form.key, None)  # what confirms is written anew each time
        self.fill(form, filled)

    def _listed(self) -> Removal | None:
        if self.removal is None:
            self.notify("Ta fram ett års gallringslista med y först.")
        return self.removal

    def _perform(self, title: str, work: Callable[[Database, Stamp, Progress], Found]) -> None:
        self.perform(title, work, lambda request, found: RemovalListed(request, *found))

    @on(RemovalListed)
    def _removal(self, event: RemovalListed) -> None:
        self.removal = event.removal
        self.ended(event, changed=bool(event.text))
        self.turn_to(REMOVAL)
        if event.text:
            self.app.push_screen(Notice("Gallring", event.text))

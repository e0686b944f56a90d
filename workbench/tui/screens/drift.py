"""Drift: the database itself. Copies, putting one back, the journal's head, verification, removal.

For whoever keeps the program running, and for the auditor who verifies it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import partial

from rich.text import Text
from textual import on

from db import Database
from db.journal import Stamp
from workbench.services.databas import Databas
from workbench.services.progress import Progress
from workbench.services.verifying_told import Said
from workbench.tui.actions import bindings
from workbench.tui.messages import DriftLoaded, Failed, Request, Verified
from workbench.tui.screens import drift_forms as forms
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.drift_gallring import Removing
from workbench.tui.screens.drift_restore import Restoring
from workbench.tui.screens.drift_rows import (
    CHECK,
    COPIES,
    DATABASE,
    REMOVAL,
    Check,
    check_page,
    copies_page,
    removal_page,
    side,
    summary,
)
from workbench.tui.screens.paged import Page
from workbench.tui.screens.sheet import Values
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import plain
from workbench.tui.workers import Desk


def _verified(request: Request, found: tuple[str, list[Said]]) -> Verified:
    return Verified(request, found[0], tuple(found[1]))


class DriftScreen(Restoring, Removing):
    """The database, its copies, the latest verification, the year's removal."""

    SCOPE = TAB = "drift"
    SIDE = DATABASE
    BINDINGS = bindings("drift")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.check: Check | None = None

    # -- what is shown ------------------------------------------------------------------------

    def load(self) -> None:
        """Ask what the database is."""
        path = self.session.path

        def question(connection: sqlite3.Connection) -> Databas:
            from workbench.services import databas

            return databas.present(connection, path)

        self.ask("databas", question, DriftLoaded)

    @on(DriftLoaded)
    def _loaded(self, event: DriftLoaded) -> None:
        if self.desk.is_current(event.request):
            self.databas = event.databas
            self.show_page()

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see, and what to press."""
        self.notify("Databasen kunde inte läsas: F9 försöker igen.")

    def folder(self) -> Mapping[str, Page | str]:
        """Return the pages."""
        if self.databas is None:
            return {}
        return {
            DATABASE: "databasen",
            COPIES: copies_page(self.databas),
            CHECK: check_page(self.check),
            REMOVAL: removal_page(self.removal),
        }

    def who(self, tabs: Text) -> Text:
        """Return the pages, and what the one shown comes to."""
        assert self.databas is not None
        said = summary(self.page, self.databas, self.check, self.removal)
        return tabs.append(f"\n{plain(said)}", style="not bold")

    def side(self) -> Text:
        """Return what the database is."""
        assert self.databas is not None
        return side(self.databas)

    def action_back(self) -> None:
        """Go back to the month."""
        self.app.run_worker(self.app.run_action("app.go('month')"))

    # -- doing --------------------------------------------------------------------------------

    def action_backup(self) -> None:
        """Copy the database."""
        if self.databas is None:
            return

        def task(database: Database, stamp: Stamp, progress: Progress, values: Values) -> list[str]:
            from workbench.services import copies

            target, key = forms.path_of(values["fil"]), forms.secret_of(values)
            return copies.copied(target, copies.back_up(database, target, stamp, key, progress))

        form = forms.backup(self.databas, self.session.stamp().dag)
        self.write(form, "Säkerhetskopia", task)

    def action_head(self) -> None:
        """Write the journal's head."""

        def task(database: Database, stamp: Stamp, progress: Progress, values: Values) -> list[str]:
            from workbench.services import heads

            target = forms.path_of(values["fil"])
            key = forms.path_of(values["nyckel"]) if values["nyckel"] else None
            return heads.written(target, heads.write(database, target, stamp, key, progress))

        self.write(forms.head(self.session.stamp().dag), "Journalens huvud", task)

    def action_check_head(self) -> None:
        """Hold a head that has been kept elsewhere against the chain."""

        def task(
            database: Database, _stamp: Stamp, progress: Progress, values: Values
        ) -> list[str]:
            from workbench.services import heads

            document = heads.read(forms.path_of(values["fil"]))
            public = forms.path_of(values["nyckel"]) if values["nyckel"] else None
            return heads.told(heads.check(database, document, public, progress))

        self.write(forms.check_head(), "Ligger huvudet kvar?", task)

    def action_keygen(self) -> None:
        """Make keys to sign with, or one to encrypt with."""
        columns = (Column("Nyckel för", 12), Column("", 30, grow=1))
        choices = [
            (forms.SIGNING, Line((forms.SIGNING, "av journalens huvud; en hemlig och en publik"))),
            (forms.ENCRYPTION, Line((forms.ENCRYPTION, "av säkerhetskopior; en hemlig"))),
        ]

        def task(kind: str, *given: object) -> list[str]:
            from workbench.services import keys

            values = given[-1]
            assert isinstance(values, Mapping)
            path = forms.path_of(values["fil"])
            if kind == forms.SIGNING:
                return keys.made_keys(path, keys.make_keys(path))
            keys.make_secret(path)
            return keys.made_secret(path)

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self.write(forms.make_key(kind), "Ny nyckel", partial(task, kind))

        self.app.push_screen(Choice("Vad ska nyckeln användas till?", columns, choices), chosen)

    def action_archive(self) -> None:
        """Write an auditor's archive."""

        def task(database: Database, stamp: Stamp, progress: Progress, values: Values) -> list[str]:
            from workbench.services import revision_arkiv

            target = forms.path_of(values["fil"])
            done = revision_arkiv.export(database, target, stamp, progress=progress)
            return revision_arkiv.told(done)

        self.write(forms.archive(self.session.stamp().dag), "Revisionsarkiv", task)

    # -- verifying ----------------------------------------------------------------------------

    def action_verify(self) -> None:
        """Compute the chain and every attested run anew."""

        def work(database: Database, stamp: Stamp, progress: Progress) -> tuple[str, list[Said]]:
            from workbench.services import verifying, verifying_told

            found = verifying.verify(database, stamp, progress=progress)
            return "Databasen", list(verifying_told.database(found))

        self.perform("Kontrollerar databasen", work, _verified)

    def action_check_archive(self) -> None:
        """Hold an archive to its manifest and compute it anew."""

        def filled(values: Values) -> None:
            path = forms.path_of(values["fil"])

            def work(
                _database: Database, stamp: Stamp, progress: Progress
            ) -> tuple[str, list[Said]]:
                from workbench.services import revision_kontroll, verifying_told

                found = revision_kontroll.check(path, stamp, progress=progress)
                return f"Arkivet {path.name}", list(verifying_told.archive(found))

            self.perform("Kontrollerar arkivet", work, _verified)

        self.fill(forms.check_archive(), filled)

    @on(Verified)
    def _checked(self, event: Verified) -> None:
        self.ended(event, changed=False)
        self.check = Check(event.what, self.session.stamp().tid, event.said)
        self.turn_to(CHECK)

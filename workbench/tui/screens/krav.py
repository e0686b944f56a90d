"""Ett återkrav: who owes what and why, what lacks, what comes next and when, and doing it.

For the administrator who investigates a claim (12 § LSS) and for whoever decides it.
"""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from db import Database
from db.claim_steps import Assessment
from db.journal import Stamp
from workbench.services.kravhandling import Handling, Mojlig
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Kravvy
from workbench.services.progress import Progress
from workbench.tui.actions import bindings, told
from workbench.tui.messages import (
    Failed,
    KindsAsked,
    KravLoaded,
    LetterBegun,
)
from workbench.tui.screens import krav_pages, krav_text
from workbench.tui.screens.krav_assess import Assessing
from workbench.tui.screens.krav_doing import trace_box
from workbench.tui.screens.krav_sheets import Kinds
from workbench.tui.screens.krav_steps import Stepping
from workbench.tui.screens.paged import Page, PagedScreen
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.workers import Desk


class KravScreen(PagedScreen, Stepping, Assessing):
    """Pages of a claim, with where it stands beside."""

    SCOPE = "krav"
    TAB = "aterkrav"
    SIDE = "lage"
    BINDINGS: ClassVar[list[BindingType]] = bindings("krav")

    def __init__(self, session: Session, desk: Desk, identity: str) -> None:
        super().__init__(session, desk)
        self.identity = identity
        self.history: tuple[Handelse, ...] = ()
        self.papers: tuple[Handling, ...] = ()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the claim."""
        identity, viewer = self.identity, self.session.viewer
        today = self.session.stamp().dag

        def question(
            connection: sqlite3.Connection,
        ) -> tuple[Kravvy, tuple[Handelse, ...], tuple[Handling, ...]]:
            from workbench.services import kravhandling, kravhistorik, kravvy

            found = kravvy.vy(connection, identity, viewer, today)
            history = kravhistorik.historik(connection, identity, viewer)
            papers = kravhandling.handlingar(connection, identity)
            return found, tuple(reversed(history)), tuple(papers)

        self.ask("claim", question, lambda request, found: KravLoaded(request, *found))

    @on(KravLoaded)
    def _loaded(self, event: KravLoaded) -> None:
        if self.desk.is_current(event.request):
            self.vy, self.history = event.vy, event.historik
            self.papers = event.handlingar
            self.show_page()

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        if self.vy is None:
            self.query_one("#who", Static).update("Kravet kunde inte läsas. esc går tillbaka.")

    # -- pages --------------------------------------------------------------------------------

    def folder(self) -> dict[str, Page | str]:
        """Where it stands, the assessment, the rows, the plan if any, the history."""
        vy = self.vy
        if vy is None:
            return {}
        pages: dict[str, Page | str] = {
            "lage": "Läge",
            "bedomning": Page(
                f"Bedömning {len(vy.bedomning)}",
                len(vy.bedomning),
                lambda index: krav_pages.assess_line(vy.bedomning[index]),
                krav_pages.ASSESS_COLUMNS,
                lambda index: krav_pages.assess_text(vy.bedomning[index]),
                told("Inget är skrivet ännu. {krav.assess} skriver bevis, skäl för och skäl emot."),
            ),
            "rader": Page(
                f"Rader {len(vy.krav.rader)}",
                len(vy.krav.rader),
                lambda index: krav_pages.row_line(vy.krav.rader[index]),
                krav_pages.ROW_COLUMNS,
                lambda index: krav_pages.row_text(vy.krav.rader, index),
                "Kravet har inga rader.",
            ),
        }
        if vy.plan:
            pages["plan"] = Page(
                f"Plan {len(vy.plan)}",
                len(vy.plan),
                lambda index: krav_pages.plan_line(vy.plan[index], vy.frist, late=vy.forfallen),
                krav_pages.PLAN_COLUMNS,
                lambda index: krav_pages.plan_sums(vy),
            )
        pages["historik"] = Page(
            f"Historik {len(self.history)}",
            len(self.history),
            lambda index: krav_pages.history_line(self.history[index]),
            krav_pages.HISTORY_COLUMNS,
            lambda index: krav_pages.history_text(self.history[index]),
        )
        pages["handlingar"] = Page(
            f"Handlingar {len(self.papers)}",
            len(self.papers),
            lambda index: krav_pages.paper_line(self.papers[index]),
            krav_pages.PAPER_COLUMNS,
            lambda index: krav_pages.paper_text(self.papers[index]),
            told(
                "Inga handlingar ännu. {krav.letter} gör ett utkast, "
                "{krav.annex} visar uträkningen."
            ),
        )
        return pages

    def who(self, tabs: Text) -> Text:
        """Return whose claim it is."""
        assert self.vy is not None
        return krav_text.header(self.vy, tabs)

    def side(self) -> Text:
        """Return where it stands."""
        assert self.vy is not None
        return krav_text.state_text(self.vy)

    @property
    def piece(self) -> Assessment | None:
        """The piece of the assessment under the cursor."""
        cursor = self.query_one(RowList).cursor
        pieces = self.vy.bedomning if self.vy and self.page == "bedomning" else ()
        return pieces[cursor] if cursor < len(pieces) else None

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Change the piece of the assessment under the cursor, or read the document."""
        piece, cursor = self.piece, self.query_one(RowList).cursor
        if piece is not None:
            self.assess(piece.slag, piece)
        elif self.page == "handlingar" and cursor < len(self.papers):
            self._read(self.papers[cursor])

    # -- documents ----------------------------------------------------------------------------

    def action_letter(self) -> None:
        """Ask which documents the claim can have."""
        identity, stamp = self.identity, self.session.stamp()

        def question(connection: sqlite3.Connection) -> tuple[Mojlig, ...]:
            from workbench.services import kravhandling

            return tuple(kravhandling.mojliga(connection, identity, stamp))

        self.ask("kinds", question, KindsAsked)

    @on(KindsAsked)
    def _kinds_asked(self, event: KindsAsked) -> None:
        if self.desk.is_current(event.request) and self.app.screen is self:
            self.app.push_screen(Kinds(self.identity, event.mojliga), self._draft)

    def _draft(self, slag: str | None) -> None:
        if slag is None:
            return
        identity = self.identity

        def task(database: Database, stamp: Stamp, _progress: Progress) -> Handling:
            from workbench.services import kravhandling

            return kravhandling.draft(database, identity, slag, stamp)

        self.perform("Gör utkastet", task, LetterBegun)

    @on(LetterBegun)
    def _begun(self, event: LetterBegun) -> None:
        self.ended(event, changed=True)
        self._read(event.handling)

    def _read(self, paper: Handling) -> None:
        from workbench.tui.screens.brev import BrevScreen

        self.app.push_screen(BrevScreen(self.session, self.desk, paper))

    def action_annex(self) -> None:
        """Show the whole computation."""
        from workbench.tui.screens.bilaga import BilagaScreen

        self.app.push_screen(BilagaScreen(self.session, self.desk, self.identity))

    def action_undo(self) -> None:
        """Take back the latest step."""
        self.undo(self.identity)

    def action_why(self) -> None:
        """Show what the claim consists of, down to file and row."""
        if self.vy is not None:
            name = self.vy.krav.brukare_namn
            self.app.push_screen(trace_box(self.identity, name, self.desk, self.session))

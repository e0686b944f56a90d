"""Sjuklön: which claims are there, what do they come to, and which wait for me?

For the administrator who decides on the extra cost of sjuklön (9.2.28).
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from rich.text import Text
from textual import on
from textual.widgets import Static

from workbench.services.sjuklon import Arende
from workbench.tui.actions import bindings
from workbench.tui.messages import ClaimsLoaded
from workbench.tui.screens.listing import ListScreen, following
from workbench.tui.screens.sjuk_rows import (
    COLUMNS,
    KEYS,
    ORDERS,
    STATUSES,
    State,
    chosen,
    claim_line,
    columns,
    header,
    picked,
    sums,
)
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import plain
from workbench.tui.workers import Desk


class SjuklonScreen(ListScreen[Arende, State]):
    """A list of claims over their sums."""

    SCOPE = "sjuklon"
    WHAT = "ärendena"
    NUMBER = 6
    SEARCH = "ärende, namn, nummer eller månad"
    COLUMNS = COLUMNS
    KEYS = KEYS
    BINDINGS = bindings("sjuklon")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.wanted: str | None = None
        """A claim to put the cursor on when the list has been read."""

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for every claim."""
        viewer = self.session.viewer

        def question(connection: sqlite3.Connection) -> tuple[Arende, ...]:
            from workbench.services import sjuklon

            return tuple(sjuklon.arenden(connection, viewer))

        self.ask("rows", question, ClaimsLoaded)

    @on(ClaimsLoaded)
    def _loaded(self, event: ClaimsLoaded) -> None:
        if self.desk.is_current(event.request):
            self.change(replace(self.state, found=event.claims))

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show another choice, with the cursor on the same claim when it is still there."""
        before = self.current
        wanted = self.wanted or (before.arende if before else None)
        self.state = state
        self.rows = self.in_order(chosen(state))
        names = [item.arende for item in self.rows]
        self.wanted = None
        self.query_one(RowList).show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=columns(state.found or ()),
            empty=self._empty(),
            cursor=names.index(wanted) if wanted in names else 0,
        )
        self.query_one("#where", Static).update(
            header(state, self.ordered(ORDERS[state.order])), layout=False
        )
        self.query_one("#sums", Static).update(sums(state, self.rows))
        self._draw_picked()

    def line(self, item: Arende) -> Line:
        """Return a claim as a row."""
        return claim_line(item)

    def key(self, item: Arende) -> str:
        """Return which claim it is."""
        return item.arende

    def _empty(self) -> str:
        if self.state.found is None:
            return "Läser ärenden …"
        if self.state.found:
            return "Inget ärende stämmer.\n\nx rensar filter och status."
        return (
            "Inga ansökningar om sjuklön ännu.\n\n"
            "n registrerar en. Filer med sjukfall och sjukpass läses in med 3."
        )

    def picked(self, item: Arende) -> Text:
        """Return the whole of a claim's row."""
        return picked(item)

    # -- actions ------------------------------------------------------------------------------

    def action_status(self) -> None:
        """Take the next status."""
        self.change(replace(self.state, status=following(STATUSES, self.state.status)))

    def action_order(self) -> None:
        """Take the next order."""
        self.order = None
        self.change(replace(self.state, order=following(tuple(ORDERS), self.state.order)))

    def action_clear(self) -> None:
        """Take filter and status away."""
        self.change(replace(self.state, needle="", status=""))

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Open the claim under the cursor."""
        item = self.current
        if item is not None:
            self.show_claim(item.arende)

    def show_claim(self, arende: str) -> None:
        """Open a claim."""
        from workbench.tui.screens.sjukfall import SjukfallScreen

        self.wanted = arende
        self.app.push_screen(SjukfallScreen(self.session, self.desk, arende))

    def action_new(self) -> None:
        """Write a new claim."""
        from workbench.tui.screens.sjukform import SjukformScreen

        def saved(arende: str | None) -> None:
            if arende:
                self.show_claim(arende)

        self.app.push_screen(SjukformScreen(self.session, self.desk, None, saved))

    def action_why(self) -> None:
        """Show how the claim is computed, down to file and row."""
        item = self.current
        if item is not None:
            from workbench.tui.screens.sjukfall import trace_box

            self.app.push_screen(
                trace_box(item.arende, plain(item.brukare_namn), self.desk, self.session)
            )

    async def action_back(self) -> None:
        """Go back to the month."""
        await self.app.run_action("app.go('month')")

"""Sjuklön: which claims are there, what do they come to, and which wait for me?

For the administrator who decides on the extra cost of sjuklön (9.2.28).
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from workbench.services.sjuklon import Arende
from workbench.tui.actions import bindings
from workbench.tui.messages import ClaimsLoaded, Failed
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.sjuk_rows import (
    COLUMNS,
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
from workbench.tui.widgets.filterline import FilterLine
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.words import plain
from workbench.tui.workers import Desk


class SjuklonScreen(WorkScreen):
    """A list of claims over their sums."""

    SCOPE = "sjuklon"
    CSS_PATH = "sjuklon.tcss"
    BINDINGS = bindings("sjuklon")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.rows: list[Arende] = []
        self.wanted: str | None = None
        """A claim to put the cursor on when the list has been read."""

    def body(self) -> ComposeResult:
        """What is chosen, the list, the chosen claim, the sums."""
        yield Static("Läser ärenden …", markup=False, id="where")
        yield FilterLine("ärende, namn, nummer eller månad", id="needle", help_id="sjuklon-filter")
        yield RowList(COLUMNS, id="rows", help_id="sjuklon-rows")
        yield Static("", markup=False, id="picked")
        yield Static("", markup=False, id="sums")

    def on_mount(self) -> None:
        """Let the list have focus."""
        rows = self.query_one(RowList)
        rows.follow = self._draw_picked
        rows.focus()

    @property
    def current(self) -> Arende | None:
        """The claim under the cursor."""
        cursor = self.query_one(RowList).cursor
        return self.rows[cursor] if cursor < len(self.rows) else None

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
            self._change(replace(self.state, found=event.claims))

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see, and what to press."""
        if self.state.found is None:
            text = "Ärendena kunde inte läsas: 6 försöker igen."
            self.query_one("#where", Static).update(text, layout=False)

    # -- drawing ------------------------------------------------------------------------------

    def _change(self, state: State) -> None:
        """Show another choice, with the cursor on the same claim when it is still there."""
        before = self.current
        wanted = self.wanted or (before.arende if before else None)
        self.state = state
        self.rows = chosen(state)
        names = [item.arende for item in self.rows]
        self.wanted = None
        self.query_one(RowList).show(
            len(self.rows),
            lambda index: claim_line(self.rows[index]),
            columns=columns(state.found or ()),
            empty=self._empty(),
            cursor=names.index(wanted) if wanted in names else 0,
        )
        self.query_one("#where", Static).update(header(state), layout=False)
        self.query_one("#sums", Static).update(sums(state, self.rows))
        self._draw_picked()

    def _empty(self) -> str:
        if self.state.found is None:
            return "Läser ärenden …"
        if self.state.found:
            return "Inget ärende stämmer.\n\nx rensar filter och status."
        return (
            "Inga ansökningar om sjuklön ännu.\n\n"
            "n registrerar en. Filer med sjukfall och sjukpass läses in med 3."
        )

    def _draw_picked(self) -> None:
        item = self.current
        self.query_one("#picked", Static).update(picked(item) if item else "", layout=False)

    # -- actions ------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Write what to look for."""
        self.query_one(FilterLine).open(self.state.needle)

    @on(Input.Changed, "#needle")
    def _search(self, event: Input.Changed) -> None:
        self._change(replace(self.state, needle=event.value.strip()))

    def action_status(self) -> None:
        """Take the next status."""
        following = STATUSES[(STATUSES.index(self.state.status) + 1) % len(STATUSES)]
        self._change(replace(self.state, status=following))

    def action_order(self) -> None:
        """Take the next order."""
        names = list(ORDERS)
        following = names[(names.index(self.state.order) + 1) % len(names)]
        self._change(replace(self.state, order=following))

    def action_clear(self) -> None:
        """Take filter and status away."""
        self._change(replace(self.state, needle="", status=""))

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

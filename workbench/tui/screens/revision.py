"""Revision: what was paid and on what, what people decided, and what a sample showed.

For the auditor: everything is read, nothing is changed but samples and what is noted on them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from rich.text import Text
from textual import on
from textual.widgets import Static

from db.payments import PaymentFilter
from workbench.domain.time import iso_day, iso_month, month_days, month_of, parse_day
from workbench.services.tracing import Node
from workbench.tui.actions import bindings
from workbench.tui.messages import RevisionLoaded
from workbench.tui.screens import revision_rows as rows_of
from workbench.tui.screens.listing import by_cell, in_order
from workbench.tui.screens.revision_doing import DATED, Auditing
from workbench.tui.screens.revision_rows import (
    CHANGES,
    COLUMNS,
    ITEMS,
    OUTCOMES,
    OVERRIDES,
    PAGES,
    PAYMENTS,
    SAMPLES,
    Rad,
    Sida,
    State,
    chosen,
    header,
)
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Order
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import month_name, plain
from workbench.tui.workers import Desk

EVER = ("0001-01-01", "9999-12-31")
MOST, EVERYTHING = 5000, 10**9
"""Rows of a page read to be shown, and to be written to a file."""


class Kept(NamedTuple):
    """What a page was like when one left it."""

    needle: str = ""
    order: Order | None = None
    nyckel: str = ""


class RevisionScreen(Auditing):
    """Five lists, one at a time, and the items of a sample."""

    SCOPE = "revision"
    WHAT = "listorna"
    NUMBER = 9
    SEARCH = "ord som ska stå i raden"
    COLUMNS = COLUMNS[PAYMENTS]
    BINDINGS = bindings("revision")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.kept: dict[tuple[str, int], Kept] = {}
        """Filter, order and row of the pages one has been on, by page and sample."""
        self._wanted = ""

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the page."""
        self.ask("rows", self._question(MOST), RevisionLoaded)

    def _question(self, most: int) -> Callable[[sqlite3.Connection], Sida]:
        state, viewer = self.state, self.session.viewer
        month = None if state.everything else self.session.month
        days = state.dagar or EVER
        if state.dagar is None and month is not None:
            first, after = month_days(month)
            days = iso_day(first), iso_day(after - 1)

        def payments(connection: sqlite3.Connection) -> Sida:
            from workbench.services import payments_view

            return rows_of.payments(
                payments_view.listed(connection, PaymentFilter(manad=month), viewer, most)
            )

        def overrides(connection: sqlite3.Connection) -> Sida:
            from workbench.services import revision_avsteg

            fran, till = state.dagar or (None, None)
            wanted = revision_avsteg.chosen(connection, fran=fran, till=till)
            found = revision_avsteg.overrides(connection, wanted, viewer, most)
            alone = state.dagar is None and month is not None
            return rows_of.overrides(found, iso_month(month) if alone and month else None)

        def outcomes(connection: sqlite3.Connection) -> Sida:
            from workbench.services import revision_utfall

            months = (0, 10**6) if month is None else (month, month)
            if state.dagar is not None:
                first, last = (month_of(parse_day(day)) for day in state.dagar)
                months = first, last
            return rows_of.outcomes(revision_utfall.outcomes(connection, months))

        def samples(connection: sqlite3.Connection) -> Sida:
            from workbench.services import revision_stickprov

            return rows_of.samples(revision_stickprov.samples(connection))

        def items(connection: sqlite3.Connection) -> Sida:
            from workbench.services import revision_stickprov

            return rows_of.items(
                revision_stickprov.sample(connection, state.stickprov),
                revision_stickprov.items(connection, state.stickprov, viewer),
            )

        def changes(connection: sqlite3.Connection) -> Sida:
            from workbench.services import revision_andringar

            return rows_of.changes(
                revision_andringar.changes(connection, *days, viewer, state.register, most)
            )

        return {
            PAYMENTS: payments,
            OVERRIDES: overrides,
            OUTCOMES: outcomes,
            SAMPLES: samples,
            ITEMS: items,
            CHANGES: changes,
        }[state.sida]

    @on(RevisionLoaded)
    def _loaded(self, event: RevisionLoaded) -> None:
        if self.desk.is_current(event.request) and event.sida.namn == self.state.sida:
            self.change(replace(self.state, found=event.sida))

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show another choice, with the cursor on the same row when it is still there."""
        rows, before = self.query_one(RowList), self.current
        self.state = state
        self.rows = self.in_order(chosen(state))
        keys = [row.nyckel for row in self.rows]
        wanted = self._wanted or (before.nyckel if before is not None else "")
        if state.found is not None:
            self._wanted = ""
        rows.show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=COLUMNS[state.sida],
            empty=self._empty(),
            cursor=keys.index(wanted) if wanted in keys else 0,
        )
        self.query_one("#where", Static).update(header(state, self._period()), layout=False)
        self.query_one("#sums", Static).update(state.found.sums if state.found else "")
        self._draw_picked()

    def line(self, item: Rad) -> Line:
        """Return a row as drawn."""
        return item.line

    def key(self, item: Rad) -> str:
        """Return what makes it the same row of the page."""
        return item.nyckel

    def sort_key(self, title: str) -> Callable[[Rad], Any] | None:
        """Return what the page is sorted by in a column."""
        key = by_cell(COLUMNS[self.state.sida], title)
        return None if key is None else lambda row: key(row.line)

    def every_count(self) -> int:
        """Return how many rows the page has, shown or not."""
        found = self.state.found
        return len(self.rows) if found is None or self.state.needle else found.antal

    def every(self) -> Callable[[sqlite3.Connection], Sequence[Rad]]:
        """Return what reads all of the page's rows that match, shown or not."""
        state, order, question = self.state, self.order, self._question(EVERYTHING)
        key = self.sort_key(order.title) if order else None

        def read(connection: sqlite3.Connection) -> Sequence[Rad]:
            return in_order(chosen(replace(state, found=question(connection))), order, key)

        return read

    def _period(self) -> str:
        month, days = self.session.month, self.state.dagar
        if days is not None and self.state.sida in DATED:
            return f"{days[0]} - {days[1]}" + (f", {self.state.register or 'alla register'}")
        if self.state.everything or month is None:
            return "alla månader"
        return month_name(month)

    def _empty(self) -> str:
        if self.state.found is None:
            return f"Läser {self.state.sida} …"
        if self.state.needle:
            return "Ingen rad stämmer.\n\nx rensar filtret."
        if self.state.sida == SAMPLES:
            return "Inga stickprov ännu.\n\ns drar ett."
        return f"Ingenting för {self._period()}.\n\nn visar alla månader, ← → byter lista."

    def picked(self, item: Rad) -> Text:
        """Return the whole of the row under the cursor."""
        return item.picked

    # -- choosing -----------------------------------------------------------------------------

    def action_page(self, step: int) -> None:
        """Go to the next list, or the one before."""
        if self.state.sida == ITEMS:
            return
        place = (PAGES.index(self.state.sida) + step) % len(PAGES)
        self.turn_to(PAGES[place])

    def turn_to(self, page: str, needle: str = "", sample: int = 0) -> None:
        """Show another list, of the same months or days, as it was when one left it."""
        item, state = self.current, self.state
        here = Kept(state.needle, self.order, "" if item is None else item.nyckel)
        self.kept[state.sida, state.stickprov] = here
        kept = Kept(needle) if needle else self.kept.get((page, sample), Kept())
        self.order, self._wanted = kept.order, kept.nyckel
        self.rows = ()
        self.change(replace(state, needle=kept.needle, sida=page, stickprov=sample, found=None))
        self.load()

    def action_all(self) -> None:
        """Show all months, or the one worked with again."""
        self.state = replace(self.state, everything=not self.state.everything)
        self.load()

    def action_clear(self) -> None:
        """Take the filter and the chosen days away."""
        dated = self.state.dagar is not None
        self.change(replace(self.state, needle="", dagar=None, register=None))
        if dated:
            self.load()

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Open the row: a sample's items, a code's overrides, else the way of the money."""
        item = self.current
        if item is None:
            return
        if self.state.sida == SAMPLES:
            self.turn_to(ITEMS, sample=int(item.nyckel))
        elif self.state.sida == OUTCOMES:
            self.turn_to(OVERRIDES, item.nyckel.partition(" ")[0])
        else:
            self.action_follow()

    def action_follow(self) -> None:
        """Follow the row: a payment to its rows, a finding, a claim or an item of a sample."""
        item = self.current
        if item is None or not item.follow:
            self.notify("Raden har ingenting att följa: hela raden står under listan.")
            return
        viewer, sample, place = self.session.viewer, self.state.stickprov, item.nyckel

        def follow(connection: sqlite3.Connection) -> Node:
            from workbench.services import revision, revision_stickprov

            if sample:
                return revision_stickprov.trace(connection, sample, int(place), viewer)
            return revision.follow(connection, item.follow, viewer)

        title = f"Följ {plain(item.follow)}"
        self.app.push_screen(Trace(title, item.follow, self.desk, self.session, follow))

    async def action_back(self) -> None:
        """Go back: from the items to the samples, then to the month."""
        if self.state.sida == ITEMS:
            self.turn_to(SAMPLES)
        else:
            await self.app.run_action("app.go('month')")

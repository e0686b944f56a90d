"""Underlag: what months rest on. Registers, payees, values, users, advances, FK's bill, rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rich.text import Text
from textual import events, on
from textual.widgets import Static

from workbench.services.register import Hit
from workbench.services.tracing import Node
from workbench.tui.actions import bindings, told
from workbench.tui.messages import TraceLoaded, TrialDone, UnderlagLoaded
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.listing import ListScreen, by_cell
from workbench.tui.screens.underlag_adding import Adding
from workbench.tui.screens.underlag_asking import question
from workbench.tui.screens.underlag_pages import (
    ABOUT,
    ADVANCES,
    COLUMNS,
    FK,
    MARKED,
    PAGES,
    PAYEES,
    REGISTER,
    Rad,
    State,
    chosen,
    header,
)
from workbench.tui.screens.underlag_trying import Trying
from workbench.tui.screens.underlag_waiting import Waiting
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import month_name, plain
from workbench.tui.workers import Desk


class UnderlagScreen(ListScreen[Rad, State], Adding, Waiting, Trying):
    """Ten lists, one at a time; what is changed here goes through the services as commands do."""

    SCOPE = "underlag"
    WHAT = "listorna"
    SEARCH = "ord som ska stå i raden; i registret namn, nummer, brukare, assistent, anordnare"
    COLUMNS = COLUMNS[REGISTER]
    BINDINGS = bindings("underlag")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self._filters: dict[str, str] = {}

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the page."""
        self.ask("rows", question(self.state, self.session), UnderlagLoaded)

    @on(UnderlagLoaded)
    def _loaded(self, event: UnderlagLoaded) -> None:
        if self.desk.is_current(event.request) and event.sida.namn == self.state.sida:
            self._show(replace(self.state, found=event.sida))

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show another choice; the register's filter is asked of the database."""
        asked = state.sida == REGISTER and state.needle != self.state.needle
        self._filters[state.sida] = state.needle
        self._show(state)
        if asked:
            self.load()

    def _show(self, state: State) -> None:
        rows, before = self.query_one(RowList), self.current
        self.state = state
        self.rows = self.in_order(chosen(state))
        keys = [row.nyckel for row in self.rows]
        same = before is not None and before.nyckel in keys
        rows.show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=state.columns,
            empty=self._empty(),
            cursor=keys.index(before.nyckel) if before is not None and same else 0,
        )
        self._draw_where()
        self.query_one("#sums", Static).update(self._sums())
        self._draw_picked()

    def _draw_where(self) -> None:
        text = header(self.state, self.size.width, self._period())
        self.query_one("#where", Static).update(text, layout=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Name as many lists as there is room for."""
        self._draw_where()

    def _period(self) -> str:
        state, month = self.state, self.session.month
        if state.sida == PAYEES:
            return f"den {state.dag or self.session.stamp().dag}"
        if month is None or state.sida not in (ADVANCES, FK):
            return ""
        return str(month // 12) if state.ar and state.sida == FK else month_name(month)

    def _sums(self) -> Text:
        found = self.state.found
        if found is None:
            return Text()
        if self.state.needle and self.state.sida != REGISTER:
            return Text.assemble(
                f"{len(self.rows)} av {len(found.rader)} rader stämmer. ", found.sums
            )
        return found.sums

    def _empty(self) -> str:
        found = self.state.found
        if found is None:
            return f"Läser {self.state.sida} …"
        if self.state.needle:
            return told("Ingen rad stämmer.\n\n{underlag.clear} rensar filtret.")
        return found.empty or "Ingenting här ännu.\n\n← → byter lista."

    def line(self, item: Rad) -> Line:
        """Return a row as drawn."""
        return item.line

    def key(self, item: Rad) -> object:
        """Return what makes it the same row when the list is read anew."""
        return item.nyckel

    def sort_key(self, title: str) -> Callable[[Rad], Any] | None:
        """Return what the list is sorted by in a column."""
        key = by_cell(self.state.columns, title)
        return None if key is None else lambda row: key(row.line)

    def picked(self, item: Rad) -> Text:
        """Return the row under the cursor as one line."""
        return Text("  ").join(item.whole.split("\n"))

    # -- choosing -----------------------------------------------------------------------------

    def go(self, page: str) -> None:
        """Show a list, with the filter it had, in its own order."""
        self.order = None
        self._show(replace(self.state, sida=page, needle=self._filters.get(page, ""), found=None))
        self.load()

    def action_page(self, step: int) -> None:
        """Go to the next list, or the one before."""
        self.go(PAGES[(PAGES.index(self.state.sida) + step) % len(PAGES)])

    def action_lists(self) -> None:
        """Choose among the lists."""
        columns = Column("Lista", 21), Column("Vad den visar", 30, least=24, grow=1)
        rows = [(name, Line((name, ABOUT[name]), ("", "muted"))) for name in PAGES]

        def picked(name: str | None) -> None:
            if name is not None:
                self.go(name)

        here = PAGES.index(self.state.sida)
        self.app.push_screen(Choice("Vilken lista?", columns, rows, here), picked)

    def show_day(self, day: str) -> None:
        """Show the payees of a day."""
        self._show(replace(self.state, dag=day, found=None))
        self.load()

    def action_clear(self) -> None:
        """Take the filter away."""
        self.change(replace(self.state, needle=""))

    def action_year(self) -> None:
        """Show FK's bill of the whole year, or of the month again."""
        if self.at(FK, "Året gäller FK:s räkning."):
            self._show(replace(self.state, ar=not self.state.ar, found=None))
            self.load()

    @on(RowList.Chosen)
    async def action_open(self) -> None:
        """Open the row: all that is on file, why an advance is as it is, a month, or the whole."""
        row = self.current
        if row is None:
            return
        if self.state.sida == REGISTER:
            self.app.push_screen(OnFile(row.item, self.desk, self.session))
        elif self.state.sida == ADVANCES and row.item.rader:
            line = f"L{row.item.rader[0].id}"
            self.app.push_screen(
                Trace(f"Varför? {line}, {plain(row.item.namn)}", line, self.desk, self.session)
            )
        elif self.state.sida == MARKED:
            await self._open_month(row.item.month)
        else:
            title, _, rest = row.whole.plain.partition("\n")
            self.app.push_screen(Notice(title, Text(rest)))

    async def _open_month(self, month: str) -> None:
        from workbench.domain.time import parse_month

        self.session.month = parse_month(month)
        await self.app.run_action("app.go('settle')")

    async def action_back(self) -> None:
        """Go back to the month."""
        await self.app.run_action("app.go('month')")

    # -- answers ------------------------------------------------------------------------------

    @on(TrialDone)
    def _tried(self, event: TrialDone) -> None:
        self.ended(event, changed=False)
        self.app.push_screen(Notice(event.title, event.text))


class OnFile(Trace):
    """All that is on file about someone, row by row."""

    def __init__(self, hit: Hit, desk: Desk, session: Session) -> None:
        super().__init__(f"Vad som finns om {plain(hit.namn)}", hit.nummer, desk, session)
        self.hit = hit

    def ask(self) -> None:
        """Ask for it, as the viewer may see it now."""
        key, viewer = self.hit.nyckel, self.session.viewer

        def on_file(connection: sqlite3.Connection) -> Node:
            from workbench.services import register

            return register.of_key(connection, key, viewer)

        self.desk.ask(self, "why.trace", on_file, TraceLoaded)

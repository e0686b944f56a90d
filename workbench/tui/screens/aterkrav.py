"""Återkrav: which claims are there, how old are they, which day do they wait for, what is owed?

For the administrator who handles claims (12 § LSS) from proposal to the last krona.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from rich.text import Text
from textual import on
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.services.kravlista import Kravrad
from workbench.tui.actions import bindings
from workbench.tui.messages import KravListed
from workbench.tui.screens.dialogs import Confirm
from workbench.tui.screens.krav_doing import Claiming, trace_box
from workbench.tui.screens.krav_rows import (
    COLUMNS,
    GROUPS,
    KEYS,
    ORDERS,
    State,
    chosen,
    columns,
    header,
    krav_line,
    picked,
    sums,
)
from workbench.tui.screens.listing import ListScreen, following
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import count, plain
from workbench.tui.workers import Desk
from workbench.wording import GRUND


class AterkravScreen(ListScreen[Kravrad, State], Claiming):
    """A list of claims over their sums."""

    SCOPE = "aterkrav"
    WHAT = "kraven"
    NUMBER = 7
    SEARCH = "nummer, namn, personnummer, månad eller läge"
    COLUMNS = COLUMNS
    KEYS = KEYS
    BINDINGS = bindings("aterkrav")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.wanted: str | None = None
        """A claim to put the cursor on when the list has been read."""

    def on_mount(self) -> None:
        """Tell the list what is marked."""
        self.query_one(RowList).marked = lambda index: self.rows[index].id in self.state.marks

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for every claim."""
        viewer, today = self.session.viewer, self.session.stamp().dag

        def question(connection: sqlite3.Connection) -> tuple[Kravrad, ...]:
            from workbench.services import kravlista

            return tuple(kravlista.rader(connection, viewer, today))

        self.ask("rows", question, KravListed)

    @on(KravListed)
    def _loaded(self, event: KravListed) -> None:
        if self.desk.is_current(event.request):
            there = {item.id for item in event.rader}
            marks = self.state.marks & there
            self.change(replace(self.state, found=event.rader, marks=marks))

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show another choice, with the cursor on the same claim when it is still there."""
        before = self.current
        wanted = self.wanted or (before.id if before else None)
        self.state, self.wanted = state, None
        self.rows = self.in_order(chosen(state))
        ids = [item.id for item in self.rows]
        self.query_one(RowList).show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=columns(state.found or ()),
            empty=self._empty(),
            cursor=ids.index(wanted) if wanted in ids else 0,
        )
        self.query_one("#sums", Static).update(sums(state, self.rows))
        self._draw_where()

    def _draw_where(self) -> None:
        self.query_one("#where", Static).update(
            header(self.state, self.ordered(ORDERS[self.state.order])), layout=False
        )

    def line(self, item: Kravrad) -> Line:
        """Return a claim as a row."""
        return krav_line(item)

    def key(self, item: Kravrad) -> str:
        """Return which claim it is."""
        return item.id

    def _empty(self) -> str:
        if self.state.found is None:
            return "Läser kraven …"
        if self.state.found:
            return "Inget krav stämmer.\n\nx rensar filter och läge."
        return (
            "Inga återkrav.\n\nDe föreslås när en körning attesteras (4) och en månad ger\n"
            "mindre rätt än vad som redan är betalt."
        )

    def picked(self, item: Kravrad) -> Text:
        """Return the whole of a claim's row."""
        return picked(item)

    # -- choosing -----------------------------------------------------------------------------

    def action_state(self) -> None:
        """Take the next group of states."""
        self.change(replace(self.state, group=following(tuple(GROUPS), self.state.group)))

    def action_order(self) -> None:
        """Take the next order."""
        self.order = None
        self.change(replace(self.state, order=following(tuple(ORDERS), self.state.order)))
        self.query_one(RowList).go(0)

    def action_clear(self) -> None:
        """Take filter and group away."""
        self.change(replace(self.state, needle="", group="alla"))

    def action_mark(self) -> None:
        """Choose the claim under the cursor, or take the choice away."""
        item = self.current
        if item is not None:
            self._mark(self.state.marks ^ {item.id})
            self.query_one(RowList).action_move(1)

    def action_mark_all(self) -> None:
        """Choose all that the filter shows, or none."""
        every = {item.id for item in self.rows}
        marks = self.state.marks
        self._mark(marks - every if every <= marks else marks | every)

    def _mark(self, marks: frozenset[str]) -> None:
        self.state, self.chosen = replace(self.state, marks=marks), set(marks)
        self.query_one(RowList).refresh()
        self._draw_where()

    # -- doing --------------------------------------------------------------------------------

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Open the claim under the cursor."""
        item = self.current
        if item is not None:
            self.show_claim(item.id)

    def show_claim(self, identity: str) -> None:
        """Open a claim."""
        from workbench.tui.screens.krav import KravScreen

        self.wanted = identity
        self.app.push_screen(KravScreen(self.session, self.desk, identity))

    def action_join(self) -> None:
        """Join the chosen claims into the oldest, after a question."""
        chosen_rows = [item for item in self.state.found or () if item.id in self.state.marks]
        if len(chosen_rows) < 2:
            self.notify("Välj minst två förslag med mellanslag, samla dem sedan med m.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._join([item.id for item in chosen_rows])

        first = chosen_rows[0]
        many = count(len(chosen_rows), "krav", "krav")
        self.app.push_screen(
            Confirm(f"Samla {many} i {first.id}?", joined_text(chosen_rows), f"Samla i {first.id}"),
            answered,
        )

    def _join(self, identities: list[str]) -> None:
        def task(database: Database, stamp: Stamp) -> str:
            from workbench.services import kravparter

            into = kravparter.join(database, identities, stamp)
            return f"Kraven är samlade i {into}. u ångrar."

        self.wanted = identities[0]
        self._mark(frozenset())
        self.do("Samlar kraven", task)

    def action_undo(self) -> None:
        """Take back the latest step of the claim under the cursor."""
        item = self.current
        if item is not None:
            self.undo(item.id)

    def action_why(self) -> None:
        """Show what the claim consists of, down to file and row."""
        item = self.current
        if item is not None:
            self.app.push_screen(trace_box(item.id, item.brukare_namn, self.desk, self.session))

    async def action_back(self) -> None:
        """Go back to the month."""
        await self.app.run_action("app.go('month')")


def joined_text(items: list[Kravrad]) -> Text:
    """Return which claims are joined, with their sum."""
    text = Text()
    for item in items:
        text.append(f"{item.id} {plain(item.brukare_namn)}", style="bold")
        text.append(
            f"  {', '.join(item.manader)}  {GRUND[item.grund]}  {kronor(item.belopp)} kr\n",
            style="not bold",
        )
    total = kronor(sum(item.belopp for item in items))
    text.append(
        f"Tillsammans {total} kr. Kraven blir ett, mot samma gäldenär och på samma grund; varje "
        "månad hålls isär i det. Går att ångra (u).",
        style="not bold",
    )
    return text

"""Månad: what is left to do this month, and what will it cost?

For the administrator who decides where to begin, and who sees when the month is ready.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.tui.actions import bindings, sign, told
from workbench.tui.messages import MonthLoaded, ReviewWanted, Settled
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.listing import ListScreen, Search, following
from workbench.tui.screens.month_rows import (
    KEYS,
    ORDERS,
    columns,
    line,
    matching,
    ordered,
    sums,
    used,
)
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import (
    count,
    month_name,
    plain,
)
from workbench.tui.workers import Desk
from workbench.wording import KORNING

if TYPE_CHECKING:
    from workbench.services.overview import BrukareMonth, MonthView
    from workbench.services.runs import RunView

WIDE = 90
"""Cells from which there is room for every word of what waits."""

NO_MONTHS = (
    "Här finns inga rapporter ännu.\n\nImportera filer med {month.imports}: "
    "först register (brukare,\n"
    "assistenter, beslut …), sedan tidrapporter."
)


@dataclass(frozen=True, slots=True)
class State(Search):
    """What the screen shows: the month as loaded, what is searched for, in which order."""

    view: MonthView | None = None
    order: str = "namn"


class MonthScreen(ListScreen["BrukareMonth", State]):
    """Rows per brukare over sums of the month."""

    SCOPE = "month"
    WHAT = "månaden"
    SEARCH = "namn, nummer eller väntar"
    COLUMNS = columns(())
    KEYS = KEYS
    CSS_PATH = "month.tcss"
    BINDINGS = bindings("month")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self._lines = -1
        self._sorted: tuple[object, Sequence[BrukareMonth]] | None = None
        self._measured: tuple[object, Sequence[Column]] | None = None

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the month, or for the latest when none is chosen."""
        month, viewer = self.session.month, self.session.viewer

        def question(connection: sqlite3.Connection) -> MonthView | None:
            from workbench.services import overview  # in the thread, after the first paint

            wanted = month
            if wanted is None:
                wanted = next(iter(overview.months(connection)), None)
            return None if wanted is None else overview.month_view(connection, wanted, viewer)

        self.ask("view", question, MonthLoaded)

    @on(MonthLoaded)
    def _loaded(self, event: MonthLoaded) -> None:
        if not self.desk.is_current(event.request):
            return
        if event.view is not None and self.session.month is None:
            self.session.month = event.view.month
            self._seen = (event.view.month, self.session.version)
            self.freshen()
            here = self.app.screen
            if here is not self and isinstance(here, WorkScreen):
                here.freshen()  # it was opened before the month was known
        self.state = replace(self.state, view=event.view)
        self._draw(keep=True)

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show what another choice gives of the month."""
        self.state = state
        self._draw(keep=True)

    def _draw(self, *, keep: bool) -> None:
        rows, narrow = self.query_one(RowList), self.size.width < WIDE
        former = self.rows[rows.cursor].id if keep and self.rows else None
        every = self.state.view.rows if self.state.view else ()
        self.rows = matching(self._ordered(every), self.state.needle)
        cursor = next((i for i, row in enumerate(self.rows) if row.id == former), 0)
        rows.show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=self._columns(every, narrow),
            empty=self._empty(),
            cursor=cursor,
        )
        self.query_one("#where", Static).update(self._where(), layout=False)
        told_sums = sums(self.state.view, self.rows, self.size.width - 2)
        self._lines, before = told_sums.plain.count("\n"), self._lines
        # A letter of the filter moves nothing.
        self.query_one("#sums", Static).update(told_sums, layout=before != self._lines)

    def _ordered(self, every: Sequence[BrukareMonth]) -> Sequence[BrukareMonth]:
        """Return all of the month's brukare in order: sorted once, not at every letter."""
        key = every, self.state.order, self.order
        if self._sorted is None or self._sorted[0] != key:
            self._sorted = key, self.in_order(ordered(every, self.state.order))
        return self._sorted[1]

    def _columns(self, every: Sequence[BrukareMonth], narrow: bool) -> Sequence[Column]:
        """Return the columns: measured once for a month and a width."""
        if self._measured is None or self._measured[0] != (every, narrow):
            self._measured = (every, narrow), columns(every, narrow=narrow)
        return self._measured[1]

    def line(self, item: BrukareMonth) -> Line:
        """Return a brukare as a row."""
        return line(item, narrow=self.size.width < WIDE)

    def full_line(self, item: BrukareMonth) -> Line:
        """Return a brukare with every word of what waits."""
        return line(item)

    def key(self, item: BrukareMonth) -> int:
        """Return which brukare it is."""
        return item.id

    def _empty(self) -> str:
        if self.state.view is None:
            return told(NO_MONTHS)
        if not self.state.view.rows:
            return (
                f"Inga rapporter och inga beslut för {month_name(self.state.view.month)}.\n\n"
                f"Importera filer med {sign('month.imports')}, eller välj en annan månad med "
                f"{sign('month.month')}."
            )
        return told("Ingen brukare stämmer med filtret.\n\nTöm det med {month.filter} och esc.")

    def _where(self) -> Text:
        view = self.state.view
        if view is None:
            return Text("Ingen månad")
        text = Text(no_wrap=True, overflow="ellipsis")
        if view.korning is None:
            text.append(told("Inte räknad ännu: {month.settle} räknar månaden"), style="bold")
        else:
            text.append(f"Körning {view.korning}, {KORNING[view.status or 'utkast']}")
        text.append(f"   i ordning efter {self.ordered(ORDERS[self.state.order])}")
        if self.state.needle:
            text.append(f"   filter: {plain(self.state.needle)}", style="bold")
        return text

    def on_resize(self) -> None:
        """Choose words for another width."""
        if self.state.view is not None:
            self._draw(keep=True)

    def picked(self, item: BrukareMonth) -> Text:
        """Return who it is, and what waits."""
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(plain(item.namn), style="bold")
        if item.brukare != item.namn:
            text.append(f"  {item.brukare[:8]}-{item.brukare[8:]}")
        text.append(f"   {count(item.rader, 'rad', 'rader')}")
        text.append(used(item))
        if item.rader == 0:
            text.append("   rapport saknas; beslut gäller")
        elif item.vantar == "ej räknad":
            text.append(told("   inte räknad ännu: {month.settle} räknar månaden"))
        elif item.vantar != "klar":
            text.append(f"   {item.vantar}: ⏎ granskar")
        return text

    # -- actions ------------------------------------------------------------------------------

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Review the brukare under the cursor."""
        row = self.current
        if row is not None:
            self.app.post_message(ReviewWanted(row.id, row.namn))

    def action_all(self) -> None:
        """Review everyone."""
        self.app.post_message(ReviewWanted(None))

    def action_order(self) -> None:
        """Take the next order."""
        self.order = None
        self.state = replace(self.state, order=following(tuple(ORDERS), self.state.order))
        self._draw(keep=False)

    async def action_imports(self) -> None:
        """Go and import."""
        await self.app.run_action("app.go('import')")

    async def action_lines(self) -> None:
        """Go to the month's settlement."""
        await self.app.run_action("app.go('settle')")

    def action_pictures(self) -> None:
        """Show the month in pictures, with the brukare under the cursor."""
        from workbench.tui.screens.bilder import BilderScreen

        row = self.current
        self.app.push_screen(BilderScreen(self.session, self.desk, None if row is None else row.id))

    def action_period(self) -> None:
        """Search an assistant and show the period."""
        from workbench.tui.screens.bilder import open_period

        open_period(self)

    async def action_tasks(self) -> None:
        """Go to the duties that wait."""
        await self.app.run_action("app.go('tasks')")

    def action_settle(self) -> None:
        """Check and settle the month as a draft."""
        month, viewer = self.session.month, self.session.viewer
        if month is None:
            self.notify(
                told("Det finns inget att räkna ännu. Importera filer med {month.imports}.")
            )
            return

        def task(database: Database, stamp: Stamp, progress: Progress) -> RunView:
            from workbench.services import runs, settling

            result = settling.settle(database, month, stamp, progress=progress)
            return runs.run_view(database.read(), result, viewer)

        self.perform(f"Räknar {month_name(month)}", task, Settled)

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        from workbench.tui.screens.changes import change_report
        from workbench.tui.screens.dialogs import Notice

        former = self.state.view.total_ore if self.state.view and self.state.view.korning else None
        self.ended(event, changed=True)
        title = f"{month_name(event.view.month).capitalize()} är räknad"
        self.app.push_screen(Notice(title, change_report(event.view, former)))

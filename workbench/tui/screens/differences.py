"""Why a brukare's month is not as it was attested: row by row, with cause and öre."""

from __future__ import annotations

import sqlite3

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.domain.money import clock_hours, kronor
from workbench.services.run_details import RunDifference
from workbench.services.runs import RunNet, RunView
from workbench.tui.messages import DifferencesLoaded, Failed
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import NOTHING, count, month_name, plain, signed_kronor, span
from workbench.tui.workers import Desk
from workbench.wording import GRUND, LINE_SLAG

COLUMNS = (
    Column("När", 18),
    Column("Slag", 10, drop=2),
    Column("Assistent", 14, grow=1, most=26, drop=3),
    Column("Före", 6, right=True),
    Column("Efter", 6, right=True),
    Column("Orsak", 16, grow=2, least=5),
    Column("Kronor", 11, right=True),
)


def difference_line(item: RunDifference) -> Line:
    """Return a difference as a row; minutes before and after as hours."""
    return Line(
        (
            span(item.fran, item.till) if item.fran else NOTHING,
            LINE_SLAG.get(item.slag, item.slag),
            item.assistent,
            clock_hours(item.minuter_fore),
            clock_hours(item.minuter_efter),
            item.orsak,
            signed_kronor(item.belopp),
        ),
        ("", "muted", "", "muted", "", "", "alert" if item.belopp < 0 else "good"),
    )


def difference_text(item: RunDifference) -> Text:
    """Return all of a difference in words."""
    text = Text(plain(f"{item.orsak}. Grund vid återkrav: {GRUND.get(item.grund, item.grund)}."))
    if item.beslut:
        text.append(f"  beslut {plain(item.beslut)}")
    if item.timbelopp_fore != item.timbelopp_efter:
        before, after = (
            NOTHING if rate is None else kronor(rate)
            for rate in (item.timbelopp_fore, item.timbelopp_efter)
        )
        text.append(f"  timbelopp {before} → {after}")
    if item.kalla:
        text.append(f"  [{plain(item.kalla)}]", style="dim")
    return text


class Differences(Dialog[None]):
    """The rows, and all of the one under the cursor."""

    help_id = "differences"

    def __init__(
        self, view: RunView, brukare: int, net: RunNet | None, desk: Desk, session: Session
    ) -> None:
        who = plain(net.namn) if net else ""
        super().__init__(f"{who}, {month_name(view.month)}: mot körning {view.fore}")
        self.view, self.brukare, self.net = view, brukare, net
        self.desk, self.session = desk, session
        self.items: tuple[RunDifference, ...] = ()
        self.add_class("-wide")

    def body(self) -> ComposeResult:
        """The sums, the rows, the row in full."""
        yield Static(self._sums(), id="sums")
        yield RowList(COLUMNS, id="differences", help_id="differences")
        yield Static("", markup=False, id="row")
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Ask for the rows."""
        rows = self.query_one(RowList)
        rows.show(0, lambda _: None, empty="Läser …")
        rows.follow = self._draw_row
        rows.focus()
        korning, brukare, viewer = self.view.korning, self.brukare, self.session.viewer
        assert korning is not None

        def question(connection: sqlite3.Connection) -> tuple[RunDifference, ...]:
            from workbench.services import run_details

            return run_details.differences(connection, korning, brukare, viewer)

        self.desk.ask(self, "settle.differences", question, DifferencesLoaded)

    def _sums(self) -> Text:
        net = self.net
        if net is None:
            return Text("")
        text = Text(
            f"Rätt {kronor(net.ratt)} − (betalt {kronor(net.betalt)} − krav {kronor(net.krav)}) = "
        )
        text.append(f"{signed_kronor(net.skillnad)} kr", style="bold")
        text.append(f"\nBetalas {kronor(net.att_betala)}   Återkrav {kronor(net.aterkrav)}")
        return text

    @on(DifferencesLoaded)
    def _loaded(self, event: DifferencesLoaded) -> None:
        self.items = event.rows
        self.query_one(RowList).show(
            len(self.items),
            lambda index: difference_line(self.items[index]),
            empty="Inga rader skiljer sig: månaden är som den attesterades.",
        )
        total = sum(item.belopp for item in self.items)
        text = self._sums()
        rows = count(len(self.items), "rad", "rader")
        text.append(f"   {rows}, tillsammans {signed_kronor(total)} kr")
        self.query_one("#sums", Static).update(text)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#row", Static).update(Text(f"{event.text}\n{event.support}"))

    def _draw_row(self) -> None:
        cursor = self.query_one(RowList).cursor
        if cursor < len(self.items):
            self.query_one("#row", Static).update(difference_text(self.items[cursor]))

"""Betalningar: what has been attested to be paid, to which account, and what the bank says.

For whoever answers a payee who asks for money, or follows a file to the bank and back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from db.payments import Event, PaymentFilter
from workbench.services.payments_view import Payments, PaymentView
from workbench.tui.actions import bindings
from workbench.tui.messages import EventsLoaded, Failed, PaymentsLoaded
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.screens.exporting import Exporting
from workbench.tui.screens.listing import ListScreen, Search, following, in_order
from workbench.tui.screens.payment_rows import COLUMNS, KEYS, payment_line, picked, sums, whole
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import month_name, plain
from workbench.tui.workers import Desk
from workbench.wording import BETALNING

STATUSES = ("", *BETALNING)


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is asked for, and the answer to it."""

    status: str = ""
    everything: bool = False
    """True: all months."""
    found: Payments | None = None


class PaymentsScreen(ListScreen[PaymentView, State], Exporting):
    """A list of payments over their sums."""

    SCOPE = "payments"
    WHAT = "betalningarna"
    NUMBER = 5
    SEARCH = "namn, nummer eller betalning"
    COLUMNS = COLUMNS
    KEYS = KEYS
    BINDINGS = bindings("payments")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the payments that match."""
        viewer, wanted = self.session.viewer, self._wanted()

        def question(connection: sqlite3.Connection) -> Payments:
            from workbench.services import payments_view

            return payments_view.listed(connection, wanted, viewer)

        self.ask("rows", question, PaymentsLoaded)

    def _wanted(self) -> PaymentFilter:
        state = self.state
        return PaymentFilter(
            None if state.everything else self.session.month,
            None,
            state.status or None,
            state.needle or None,
        )

    @on(PaymentsLoaded)
    def _loaded(self, event: PaymentsLoaded) -> None:
        if not self.desk.is_current(event.request):
            return
        before = self.current
        self.state = replace(self.state, found=event.payments)
        self._show(before)

    def _show(self, before: PaymentView | None) -> None:
        found = self.state.found
        self.rows = self.in_order(found.rows if found else ())
        ids = [item.nummer for item in self.rows]
        cursor = ids.index(before.nummer) if before and before.nummer in ids else 0
        self.query_one(RowList).show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            empty=self._empty(),
            cursor=cursor,
        )
        self._draw()

    def change(self, state: State) -> None:
        """Ask for what another choice gives."""
        self.state = state
        self.load()

    def resort(self) -> None:
        """Show the payments in the order chosen, from the first."""
        self._show(None)

    def line(self, item: PaymentView) -> Line:
        """Return a payment as a row."""
        return payment_line(item)

    def key(self, item: PaymentView) -> int:
        """Return which payment it is."""
        return item.nummer

    def every_count(self) -> int:
        """Return how many payments match, shown or not."""
        return self.state.found.antal if self.state.found else 0

    def every(self) -> Callable[[sqlite3.Connection], Sequence[PaymentView]]:
        """Return what reads all payments that match, shown or not."""
        viewer, wanted, order = self.session.viewer, self._wanted(), self.order

        def read(connection: sqlite3.Connection) -> Sequence[PaymentView]:
            from workbench.services import payments_view

            rows = payments_view.listed(connection, wanted, viewer, -1).rows
            return in_order(rows, order, KEYS[order.title] if order else None)

        return read

    # -- drawing ------------------------------------------------------------------------------

    def _empty(self) -> str:
        if self.state.needle or self.state.status:
            return "Ingen betalning stämmer.\n\nx rensar filter och status, n visar alla månader."
        if self.state.everything or self.session.month is None:
            return "Inga betalningar ännu.\n\nDe kommer när en körning attesteras (4)."
        return (
            f"Inga betalningar för {month_name(self.session.month)}.\n\n"
            "De kommer när månadens körning attesteras (4). n visar alla månader."
        )

    def _draw(self) -> None:
        self.query_one("#where", Static).update(self._where(), layout=False)
        found = self.state.found
        self.query_one("#sums", Static).update(sums(found) if found else "")
        self._draw_picked()

    def _where(self) -> Text:
        month = self.session.month
        every = self.state.everything or month is None
        text = Text("Alla månader" if every or month is None else f"För {month_name(month)}")
        text.append("   status: ")
        text.append(BETALNING.get(self.state.status, "alla"), style="bold")
        if self.state.needle:
            text.append(f"   filter: {plain(self.state.needle)}", style="bold")
        return text

    def picked(self, item: PaymentView) -> Text:
        """Return the whole of a payment's row."""
        return picked(item)

    # -- actions ------------------------------------------------------------------------------

    def action_status(self) -> None:
        """Take the next status."""
        self.change(replace(self.state, status=following(STATUSES, self.state.status)))

    def action_all(self) -> None:
        """Show all months, or the one worked with again."""
        self.change(replace(self.state, everything=not self.state.everything))

    def action_clear(self) -> None:
        """Take filter and status away."""
        self.change(replace(self.state, needle="", status=""))

    @on(RowList.Chosen)
    def action_history(self) -> None:
        """Show all of a payment."""
        item = self.current
        if item is not None:
            self.app.push_screen(PaymentBox(item, self.desk))

    def action_why(self) -> None:
        """Show why the payment is as it is."""
        item = self.current
        if item is not None:
            title = f"Varför? {item.id}, {plain(item.namn)}"
            self.app.push_screen(Trace(title, item.id, self.desk, self.session))

    async def action_back(self) -> None:
        """Go to the settlement."""
        await self.app.run_action("app.go('settle')")


class PaymentBox(Dialog[None]):
    """All of a payment, and what has happened to it."""

    AUTO_FOCUS = "#cancel"
    help_id = "payment"

    def __init__(self, item: PaymentView, desk: Desk) -> None:
        super().__init__(f"Betalning {item.id}")
        self.item, self.desk = item, desk

    def body(self) -> ComposeResult:
        """The facts, then the events."""
        with VerticalScroll(id="text"):
            yield Static(whole(self.item, ()), id="whole")
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Ask for the events."""
        number = self.item.nummer

        def question(connection: sqlite3.Connection) -> tuple[Event, ...]:
            from workbench.services import payments_view

            return payments_view.events(connection, number)

        self.desk.ask(self, "payments.events", question, EventsLoaded)

    @on(EventsLoaded)
    def _loaded(self, event: EventsLoaded) -> None:
        self.query_one("#whole", Static).update(whole(self.item, event.events))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#whole", Static).update(Text(f"{event.text}\n{event.support}"))

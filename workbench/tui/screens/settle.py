"""Avräkning: what is right, what has been paid, what is paid now, and for whom.

For the administrator who makes the draft, and for another person who attests it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text
from textual import on
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.services.runs import RunView
from workbench.tui.actions import bindings
from workbench.tui.messages import ClaimWanted, ReviewWanted, RunLoaded, Settled
from workbench.tui.screens import settle_rows, settle_words
from workbench.tui.screens.attesting import Attesting
from workbench.tui.screens.changes import change_report
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.listing import ListScreen, following
from workbench.tui.screens.settle_rows import COLUMNS, ORDERS, Entry, Group, State, columns
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import Line, ReviewList, RowList
from workbench.tui.words import month_name, plain
from workbench.tui.workers import Desk


class SettleScreen(ListScreen[Entry, State], Attesting):
    """Rows per brukare over the sums; a look at other values stores nothing."""

    SCOPE = "settle"
    WHAT = "avräkningen"
    NUMBER = 4
    SEARCH = "namn, nummer eller beslut"
    LIST = ReviewList
    COLUMNS = COLUMNS
    KEYS = settle_rows.KEYS
    CSS_PATH = "settle.tcss"
    BINDINGS = bindings("settle")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.groups: Sequence[Group] = ()
        self._month = session.month

    @property
    def view(self) -> RunView | None:
        """The run shown."""
        return self.state.view

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the month's latest run as stored, or for the earlier one that is chosen."""
        month, viewer = self.session.month, self.session.viewer
        if month != self._month:
            self._month = month
            self.state = replace(self.state, earlier=None)
        earlier = self.state.earlier
        if month is None:
            self._draw()
            return

        def question(connection: sqlite3.Connection) -> tuple[RunView | None, str]:
            from workbench.services import runs, settling

            if earlier is not None:
                chosen = settling.of_run(connection, earlier)
                return runs.run_view(connection, chosen, viewer), ""
            latest = settling.stored(connection, month)
            if latest is None:
                return None, ""
            stale = settling.outdated_why(connection, month)
            return runs.run_view(connection, latest, viewer), stale

        self.ask("run", question, lambda request, found: RunLoaded(request, *found))

    @on(RunLoaded)
    def _loaded(self, event: RunLoaded) -> None:
        if self.desk.is_current(event.request):
            self.state = replace(
                self.state,
                view=event.view,
                stale=event.orsak,
                compared=False,
                only_changes=False,
                former_ore=None,
            )
            self._draw()

    def show_run(self, korning: int | None) -> None:
        """Show an earlier run of the month, or the latest again."""
        self.state = replace(self.state, earlier=korning)
        self.load()

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show what another choice gives of the run."""
        self.state = state
        self._draw()

    def _draw(self) -> None:
        before = self.current
        self.groups = self.in_order(settle_rows.chosen(self.state))
        self.rows = [entry for group in self.groups for entry in group.entries]
        keys = [entry.key for entry in self.rows]
        self.query_one(RowList).show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=columns(self.state, self.size.width),
            empty=self._empty(),
            cursor=keys.index(before.key) if before and before.key in keys else 0,
        )
        self.query_one("#where", Static).update(settle_words.header(self.state), layout=False)
        self.query_one("#sums", Static).update(settle_words.sums(self.state, self.groups))

    def line(self, item: Entry) -> Line:
        """Return an entry as a row."""
        return settle_rows.entry_line(item, compared=self.state.compared)

    def key(self, item: Entry) -> object:
        """Return what makes it the same row in another run or order."""
        return item.key

    def on_resize(self) -> None:
        """Choose columns for another width."""
        if self.state.view is not None:
            self._draw()

    def _empty(self) -> str:
        if self.session.month is None:
            return "Inga rapporter ännu.\n\nImportera filer med 3."
        view = self.state.view
        if view is None:
            return (
                f"{month_name(self.session.month).capitalize()} är inte räknad ännu.\n\n"
                "r räknar och sparar ett utkast, p visar utan att spara."
            )
        if self.state.only_changes and not self.state.needle:
            what = "utkastet före" if self.state.compared else f"körning {view.fore}"
            return f"Inga rader skiljer sig från {what}.\n\nd visar alla rader."
        if not view.lines and not view.nets:
            return "Ingen tid att betala i månaden.\n\nSe fynden med g, eller importera med 3."
        return "Ingen rad stämmer med filtret.\n\nTöm det med / och esc."

    def picked(self, item: Entry) -> Text:
        """Return the whole of a row."""
        return settle_words.picked(item)

    # -- computing ----------------------------------------------------------------------------

    def action_settle(self) -> None:
        """Settle the month and store the draft."""
        self._run(dry_run=False)

    def action_preview(self) -> None:
        """Settle without storing."""
        self._run(dry_run=True)

    def _run(self, *, dry_run: bool) -> None:
        month, viewer = self.session.month, self.session.viewer
        if month is None:
            self.notify("Det finns inget att räkna ännu. Importera filer med 3.")
            return

        def task(database: Database, stamp: Stamp, progress: Progress) -> RunView:
            from workbench.services import runs, settling

            result = settling.settle(database, month, stamp, dry_run=dry_run, progress=progress)
            return runs.run_view(database.read(), result, viewer)

        title = f"{'Förhandsgranskar' if dry_run else 'Räknar'} {month_name(month)}"
        self.perform(title, task, Settled)

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        draft = self.state.view if self.state.view and self.state.view.korning else None
        if draft is not None and draft.status != "utkast":
            draft = None  # an attested run is compared with by its own differences
        former = draft.total_ore if draft else self.state.former_ore
        view = event.view
        self.ended(event, changed=view.korning is not None)
        self.desk.drop(f"{self.SCOPE}.run")
        self.state = replace(
            self.state,
            view=view,
            earlier=None,
            stale="",
            former_ore=former,
            compared=former is not None,
            only_changes=former is not None and bool(view.changes),
        )
        self._draw()
        title = "Förhandsgranskning" if view.korning is None else "Räknad och sparad som utkast"
        self.app.push_screen(Notice(title, change_report(view, former)))

    # -- the list -----------------------------------------------------------------------------

    def action_order(self) -> None:
        """Take the next order."""
        self.order = None
        self.change(replace(self.state, order=following(tuple(ORDERS), self.state.order)))
        self.query_one(RowList).go(0)

    def action_changes(self) -> None:
        """Show only what changed, or all again."""
        view = self.state.view
        if not self.state.compared and (view is None or view.fore is None):
            self.notify("Det finns inget att jämföra med. Räkna om (r) eller förhandsgranska (p).")
            return
        self.change(replace(self.state, only_changes=not self.state.only_changes))

    def action_differences(self) -> None:
        """Show row by row why the brukare's month is not as it was attested."""
        entry, view = self.current, self.state.view
        if entry is None or view is None:
            return
        if view.korning is None:
            self.notify("Skillnaderna visas för sparade körningar. Spara utkastet med r.")
            return
        if view.fore is None:
            self.notify("Månaden har ingen tidigare attesterad körning att skilja sig från.")
            return
        from workbench.tui.screens.differences import Differences

        net = next((net for net in view.nets if net.brukare_id == entry.brukare), None)
        self.app.push_screen(Differences(view, entry.brukare, net, self.desk, self.session))

    @on(RowList.Chosen)
    def action_review(self) -> None:
        """Review the brukare of the row, or open the claim that the row pays."""
        entry = self.current
        if entry is None:
            return
        if entry.arende:
            self.app.post_message(ClaimWanted(entry.arende))
        else:
            self.app.post_message(ReviewWanted(entry.brukare, entry.namn))

    def action_why(self) -> None:
        """Show how the row was computed, down to file and row."""
        entry, view, viewer = self.current, self.state.view, self.session.viewer
        if entry is None or view is None:
            return
        line, net = entry.line, entry.net
        if view.korning is None or (line is not None and line.id is None):
            self.notify("Uträkningen visas för sparade rader. Spara utkastet med r.")
            return
        name = plain(entry.namn)
        if line is not None:
            title = f"Varför? {name}, {plain(line.beslut)}"
            self.app.push_screen(Trace(title, f"L{line.id}", self.desk, self.session))
        elif net is not None:
            from workbench.services import run_details

            korning = view.korning
            self.app.push_screen(
                Trace(
                    f"Varför? {name}, {month_name(view.month)}",
                    "",
                    self.desk,
                    self.session,
                    lambda connection: run_details.net_trace(connection, korning, net, viewer),
                )
            )

    async def action_back(self) -> None:
        """Go back: from an earlier run to the latest, else to the month."""
        if self.state.earlier is not None:
            self.show_run(None)
        else:
            await self.app.run_action("app.go('month')")

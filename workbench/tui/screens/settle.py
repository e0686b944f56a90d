"""Avräkning: what is paid for whom, by which beslut, and what differs from the draft before.

For the administrator who makes the draft, before another person attests it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from db import Database
from db.journal import Stamp
from workbench.domain.money import clock_hours, hours, kronor
from workbench.services import overview
from workbench.services.overview import RunLine, RunView
from workbench.services.progress import Progress
from workbench.tui.actions import bindings
from workbench.tui.messages import Failed, ReviewWanted, RunLoaded, Settled
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.changes import change_report
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.filterline import FilterLine
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import (
    NOTHING,
    alphabetical,
    count,
    month_name,
    plain,
    signed_kronor,
    stamp_text,
    thousands,
)
from workbench.tui.workers import Desk
from workbench.wording import KORNING

ORDERS = {"namn": "namn", "belopp": "belopp", "andring": "ändring"}
COLUMNS = (
    Column("Brukare", 14, grow=2, most=32),
    Column("Beslut", 15, drop=4),
    Column("Assist.", 7, right=True, drop=5),
    Column("Väntet.", 7, right=True, drop=7),
    Column("Bereds.", 7, right=True, drop=8),
    Column("Timbel.", 7, right=True, drop=3),
    Column("Timmar", 7, right=True),
    Column("Belopp", 11, right=True),
    Column("Betalas till", 18, grow=1, drop=9, most=40),
)
CHANGE = Column("Mot förra", 11, right=True, drop=2)


@dataclass(frozen=True, slots=True)
class State:
    """What is shown: a run stored or looked at, the filter, the order."""

    view: RunView | None = None
    former_ore: int | None = None
    compared: bool = False
    needle: str = ""
    order: str = "namn"
    only_changes: bool = False


def chosen_lines(state: State) -> list[RunLine]:
    """Return the lines that match, in order."""
    lines = list(state.view.lines) if state.view else []
    if state.only_changes:
        lines = [line for line in lines if line.andrad]
    for word in state.needle.lower().split():
        lines = [
            line
            for line in lines
            if word in line.namn.lower()
            or line.brukare.startswith(word)
            or word in line.beslut.lower()
        ]
    if state.order == "belopp":
        lines.sort(key=lambda line: -line.belopp)
    elif state.order == "andring":
        lines.sort(key=lambda line: -abs(line.belopp - line.belopp_fore) if line.andrad else 1)
    else:
        lines.sort(key=lambda line: alphabetical(line.namn if line.namn != line.brukare else ""))
    return lines


def run_line(line: RunLine, *, compared: bool) -> Line:
    """Return a line as a row; ``compared`` adds the difference against the draft before."""
    gone = line.timmar is None
    minutes = ("", "", "") if gone else tuple(map(_minutes, line.minuter))
    cells = [
        line.namn,
        line.beslut,
        *minutes,
        kronor(line.timbelopp),
        "borta" if line.timmar is None else hours(line.timmar),
        kronor(line.belopp),
    ]
    roles = ["", "muted", "", "", "", "muted", "alert" if gone else "", ""]
    if compared:
        cells.append(_change(line))
        roles.append("held")
    return Line((*cells, line.mottagare), (*roles, "muted"))


def _change(line: RunLine) -> str:
    if not line.andrad:
        return ""
    if line.timmar_fore is None:
        return "ny"
    return signed_kronor(line.belopp - line.belopp_fore)


def _minutes(minutes: int) -> str:
    return clock_hours(minutes) if minutes else NOTHING


class SettleScreen(WorkScreen):
    """The month's lines over their sums."""

    SCOPE = "settle"
    CSS_PATH = "settle.tcss"
    BINDINGS = bindings("settle")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.lines: list[RunLine] = []

    def body(self) -> ComposeResult:
        """Which run, the lines, the chosen one, the sums."""
        yield Static("Läser avräkningen …", markup=False, id="where")
        yield FilterLine("namn, nummer eller beslut", id="needle", help_id="settle-filter")
        yield RowList(COLUMNS, id="lines", help_id="settle-rows")
        yield Static("", markup=False, id="picked")
        yield Static("", markup=False, id="sums")

    def on_mount(self) -> None:
        """Let the list have focus."""
        rows = self.query_one(RowList)
        rows.follow = self._draw_picked
        rows.focus()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the month's run as stored."""
        month, viewer = self.session.month, self.session.viewer
        if month is None:
            self._draw()
            return

        def question(connection: sqlite3.Connection) -> RunView | None:
            from workbench.services import settling

            result = settling.stored(connection, month)
            return None if result is None else overview.run_view(connection, result, viewer)

        self.ask("run", question, RunLoaded)

    @on(RunLoaded)
    def _loaded(self, event: RunLoaded) -> None:
        if self.desk.is_current(event.request):
            self.state = replace(
                self.state, view=event.view, compared=False, only_changes=False, former_ore=None
            )
            self._draw()

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see, and what to press."""
        if self.state.view is None:
            text = "Avräkningen kunde inte läsas: 4 försöker igen."
            self.query_one("#where", Static).update(text, layout=False)

    # -- drawing ------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.lines = chosen_lines(self.state)
        compared = self.state.compared
        self.query_one(RowList).show(
            len(self.lines),
            lambda index: run_line(self.lines[index], compared=compared),
            columns=(*COLUMNS[:-1], CHANGE, COLUMNS[-1]) if compared else COLUMNS,
            empty=self._empty(),
        )
        self.query_one("#where", Static).update(self._where(), layout=False)
        self.query_one("#sums", Static).update(self._sums())

    def _empty(self) -> str:
        if self.session.month is None:
            return "Inga rapporter ännu.\n\nImportera filer med 3."
        if self.state.view is None:
            return (
                f"{month_name(self.session.month).capitalize()} är inte räknad ännu.\n\n"
                "r räknar och sparar ett utkast, p visar utan att spara."
            )
        if self.state.only_changes and not self.state.needle:
            return "Inga rader skiljer sig från utkastet före.\n\nd visar alla rader."
        if not self.state.view.lines:
            return "Ingen tid att betala i månaden.\n\nSe fynden med g, eller importera med 3."
        return "Ingen rad stämmer med filtret.\n\nTöm det med / och esc."

    def _where(self) -> Text:
        view = self.state.view
        text = Text(no_wrap=True)
        if view is None:
            return text.append("Ingen avräkning")
        if view.korning is None:
            text.append("FÖRHANDSGRANSKNING, inget är sparat", style="bold")
        else:
            text.append(f"Körning {view.korning}, {KORNING[view.status]}", style="bold")
            text.append(f" av {plain(view.aktor)} {stamp_text(view.tid)}")
        text.append(f"   efter {ORDERS[self.state.order]}")
        if self.state.only_changes:
            text.append("   bara ändringar", style="bold")
        if self.state.needle:
            text.append(f"   filter: {plain(self.state.needle)}", style="bold")
        return text

    def _sums(self) -> Text:
        view = self.state.view
        if view is None:
            return Text("")
        paid = [line for line in self.lines if line.timmar is not None]
        whole = len(self.lines) == len(view.lines)
        amount = view.total_ore if whole else sum(line.belopp for line in paid)
        lines = [
            f"{'Betalas' if whole else 'Filtrerat'} {count(len(paid), 'rad', 'rader')}   "
            f"{hours(sum(line.timmar or 0 for line in paid))} h   {kronor(amount)} kr",
            f"nekat {clock_hours(view.nekade_minuter)} h   "
            f"hållet {clock_hours(view.hallna_minuter)} h   "
            + (f"{thousands(view.vantar)} fynd väntar (g)" if view.vantar else "inget väntar"),
        ]
        if self.state.compared:
            changed = len(view.changes)
            text = f"{count(changed, 'rad skiljer', 'rader skiljer')} sig från utkastet före"
            if self.state.former_ore is not None:
                text += f", {signed_kronor(view.total_ore - self.state.former_ore)} kr (d visar)"
            lines.append(text)
        lines += [f"! {plain(text)}" for text in view.varningar]
        return Text("\n".join(lines))

    def _draw_picked(self) -> None:
        text = Text(no_wrap=True)
        cursor = self.query_one(RowList).cursor
        if cursor < len(self.lines):
            line = self.lines[cursor]
            text.append(plain(line.namn), style="bold")
            text.append(f"  {plain(line.beslut)}  à {kronor(line.timbelopp)}")
            for word, value in (
                ("egna", line.betalda),
                ("mottagna", line.mottagna),
                ("släppta", line.slappta),
                ("över", line.egna - line.betalda),
            ):
                if value:
                    text.append(f"  {word} {hours(value)}")
            if line.mottagare:
                text.append(f"  till {plain(line.mottagare)}")
        self.query_one("#picked", Static).update(text, layout=False)

    # -- actions ------------------------------------------------------------------------------

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
            from workbench.services import settling

            result = settling.settle(database, month, stamp, dry_run=dry_run, progress=progress)
            return overview.run_view(database.read(), result, viewer)

        title = f"{'Förhandsgranskar' if dry_run else 'Räknar'} {month_name(month)}"
        self.perform(title, task, Settled)

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        stored = self.state.view if self.state.view and self.state.view.korning else None
        former = stored.total_ore if stored else self.state.former_ore
        view = event.view
        self.ended(event, changed=view.korning is not None)
        self.desk.drop(f"{self.SCOPE}.run")
        self.state = replace(
            self.state,
            view=view,
            former_ore=former,
            compared=former is not None,
            only_changes=former is not None and bool(view.changes),
        )
        self._draw()
        title = "Förhandsgranskning" if view.korning is None else "Räknad och sparad som utkast"
        self.app.push_screen(Notice(title, change_report(view, former)))

    def action_filter(self) -> None:
        """Write what to look for."""
        self.query_one(FilterLine).open(self.state.needle)

    @on(Input.Changed, "#needle")
    def _search(self, event: Input.Changed) -> None:
        self.state = replace(self.state, needle=event.value.strip())
        self._draw()

    def action_order(self) -> None:
        """Take the next order."""
        names = list(ORDERS)
        following = names[(names.index(self.state.order) + 1) % len(names)]
        self.state = replace(self.state, order=following)
        self._draw()

    def action_changes(self) -> None:
        """Show only what changed, or all again."""
        if not self.state.compared:
            self.notify("Räkna om (r) eller förhandsgranska (p) först.")
            return
        self.state = replace(self.state, only_changes=not self.state.only_changes)
        self._draw()

    @on(RowList.Chosen)
    def action_review(self) -> None:
        """Review the brukare of the line."""
        if self.lines:
            line = self.lines[self.query_one(RowList).cursor]
            self.app.post_message(ReviewWanted(line.brukare_id, line.namn))

    def action_why(self) -> None:
        """Show how the line was computed, down to file and row."""
        if not self.lines or self.state.view is None:
            return
        line = self.lines[self.query_one(RowList).cursor]
        if self.state.view.korning is None or line.id is None:
            self.notify("Uträkningen visas för sparade rader. Spara utkastet med r.")
            return
        title = f"Varför? {plain(line.namn)}, {plain(line.beslut)}"
        self.app.push_screen(Trace(title, f"L{line.id}", self.desk, self.session))

    async def action_back(self) -> None:
        """Go back to the month."""
        await self.app.run_action("app.go('month')")

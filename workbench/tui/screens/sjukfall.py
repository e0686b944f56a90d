"""Ett sjuklöneärende: what is claimed, what does it come to, what stands against it, decide.

For the administrator who decides on a claim for sjuklön (9.2.28). Opened from Sjuklön.
"""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import dataclass, field, replace
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from db import Database
from db.decisions import Move
from db.journal import Stamp
from workbench.domain.time import parse_month
from workbench.services import reviewing, settling, sjukdagar, sjuklon, sjukspar
from workbench.services.progress import Progress
from workbench.services.reviewing import FindingView
from workbench.services.sjukdagar import Days
from workbench.services.tracing import Node
from workbench.tui.actions import bindings
from workbench.tui.messages import (
    ClaimChecked,
    ClaimDecided,
    ClaimLoaded,
    Decided,
    DetailLoaded,
    Failed,
)
from workbench.tui.screens.decide import Decide
from workbench.tui.screens.sjuk_text import (
    FINDING_COLUMNS,
    PASS_COLUMNS,
    computation,
    finding_line,
    finding_text,
    findings_of,
    header,
    pass_columns,
    pass_line,
    pass_text,
)
from workbench.tui.screens.sjukbeslut import DecideClaim, Ruling, outcome
from workbench.tui.screens.undoing import UndoScreen
from workbench.tui.screens.why import Trace, Why
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import count, plain
from workbench.tui.workers import Desk
from workbench.wording import STATUS

WIDE = 112
"""Columns from which the computation always stands beside."""
BESIDE = 52
"""Its width there, as in the style sheet."""
MARGINS = 3
"""Cells of the pane beneath the list that hold no text."""
UNDECIDED = ("oppen", "komplettering")


@dataclass(frozen=True, slots=True)
class State:
    """What is shown of a claim, and the answer (None while it is read)."""

    arende: str
    page: str = "pass"
    marks: frozenset[int] = field(default_factory=frozenset)
    found: Days | None = None


def trace_box(arende: str, name: str, desk: Desk, session: Session) -> Trace:
    """Return the box that tells why a claim comes to what it does."""
    viewer = session.viewer

    def question(connection: sqlite3.Connection) -> Node:
        return sjukspar.trace(connection, arende, viewer)

    return Trace(f"Varför? {plain(arende)}, {name}", "", desk, session, question)


class ClaimList(RowList, inherit_bindings=False):
    """A list of a claim, where k asks for papers instead of going up."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list", without="k")


class SjukfallScreen(UndoScreen):
    """Passes or findings over the one under the cursor, with the computation beside."""

    SCOPE = "sjukfall"
    CSS_PATH = "sjukfall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sjukfall")

    def __init__(self, session: Session, desk: Desk, arende: str) -> None:
        super().__init__(session, desk)
        self.state = State(arende)
        self._columns: tuple[Column, ...] = PASS_COLUMNS

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine("sjuklon", self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Whose claim, the list with its pane, the computation."""
        yield Static("Läser ärendet …", markup=False, id="who")
        with Horizontal(id="halves"):
            with Vertical(id="main"):
                yield ClaimList(PASS_COLUMNS, id="rows", help_id="sjukfall-rows")
                with VerticalScroll(id="pane"):
                    yield Static("", markup=False, id="one")
            with VerticalScroll(id="side"):
                yield Static("", markup=False, id="sums")

    def on_mount(self) -> None:
        """Let the list have focus; it shows what is under its cursor."""
        rows = self.query_one(RowList)
        rows.marked = self._marked
        rows.follow = self._draw_one
        rows.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the room anew."""
        self._arrange()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the claim."""
        arende, viewer = self.state.arende, self.session.viewer

        def question(connection: sqlite3.Connection) -> Days:
            return sjukdagar.days(connection, arende, viewer)

        self.ask("claim", question, ClaimLoaded)

    @on(ClaimLoaded)
    def _loaded(self, event: ClaimLoaded) -> None:
        if self.desk.is_current(event.request):
            self.state = replace(self.state, found=event.days)
            top = self.query_one(TopLine)
            top.month = parse_month(event.days.vy.rad.manad)
            top.refresh()
            self._arrange()

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        self.query_one("#who", Static).update("Ärendet kunde inte läsas. esc går tillbaka.")

    # -- drawing ------------------------------------------------------------------------------

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages there are: where there is room the computation is no page of its own."""
        return ("pass", "fynd") if self.size.width >= WIDE else ("pass", "fynd", "berakning")

    @property
    def findings(self) -> tuple[FindingView, ...]:
        """The findings on the claim."""
        return () if self.state.found is None else self.state.found.vy.findings

    @property
    def _room(self) -> int:
        """The width of the list: known before it has been laid out."""
        return self.size.width - (BESIDE if self.size.width >= WIDE else 0)

    def _marked(self, index: int) -> bool:
        return self.state.page == "fynd" and self.findings[index].number in self.state.marks

    def _arrange(self) -> None:
        """Show the page: lists and computation as there is room."""
        found = self.state.found
        if found is None:
            return
        if self.state.page not in self.pages:
            self.state = replace(self.state, page="pass")
        page, wide = self.state.page, len(self.pages) == 2
        self.query_one("#main").display = page != "berakning"
        self.query_one("#side").display = wide or page == "berakning"
        self.query_one("#side").set_class(wide, "-beside")
        self.query_one("#sums", Static).update(computation(found))
        self.query_one("#who", Static).update(header(found, self.pages, page), layout=False)
        rows = self.query_one(RowList)
        many = len(found.vy.passen) if page == "pass" else len(self.findings)
        rows.styles.height = max(3, min(many + 1, self.size.height * 2 // 5))
        self._focus(page)
        self._show_rows()

    def _focus(self, page: str) -> None:
        wanted = self.query_one("#side" if page == "berakning" else "#rows")
        inside = self.query_one("#main")
        if self.focused is None or (page == "berakning") == (inside in self.focused.ancestors):
            wanted.focus()

    def _show_rows(self) -> None:
        """Show the rows of the page, drawn for the list's width."""
        found, rows = self.state.found, self.query_one(RowList)
        if found is None or self.state.page == "berakning":
            return
        cursor = rows.cursor
        if self.state.page == "fynd":
            rows.show(
                len(self.findings),
                lambda index: finding_line(self.findings[index]),
                columns=FINDING_COLUMNS,
                empty=self._no_findings(found),
                cursor=cursor,
            )
            return
        self._columns = pass_columns(found, self._room)
        rows.show(
            len(found.vy.passen), self._pass_line, columns=self._columns, empty="", cursor=cursor
        )

    def _no_findings(self, found: Days) -> str:
        if found.vy.rad.kontrollerad:
            return "Inget står emot ärendet."
        return "Månaden är inte räknad sedan ärendet ändrades.\n\nc räknar den."

    def _pass_line(self, index: int) -> Line | None:
        found = self.state.found
        return None if found is None else pass_line(found, index, self._columns)

    def _draw_one(self) -> None:
        found, rows = self.state.found, self.query_one(RowList)
        if found is None:
            return
        pane, text = self.query_one("#pane", VerticalScroll), Text()
        if self.state.page == "fynd" and rows.cursor < len(self.findings):
            text = finding_text(self.findings[rows.cursor])
        elif self.state.page == "pass" and rows.cursor < len(found.vy.passen):
            text = pass_text(found, rows.cursor, self._room - MARGINS)
        self.query_one("#one", Static).update(text)
        pane.scroll_home(animate=False)

    # -- moving -------------------------------------------------------------------------------

    def action_page(self, steps: int) -> None:
        """Show the next page or the one before."""
        place = self.pages.index(self.state.page) if self.state.page in self.pages else 0
        page = self.pages[(place + steps) % len(self.pages)]
        self.state = replace(self.state, page=page)
        self.query_one(RowList).set_reactive(RowList.cursor, 0)
        self._arrange()

    def action_back(self) -> None:
        """Go back to where it was opened."""
        if self.app.screen is self:
            self.app.pop_screen()

    # -- findings -----------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Choose the finding under the cursor, or take the choice away."""
        rows = self.query_one(RowList)
        if self.state.page == "fynd" and rows.cursor < len(self.findings):
            marks = self.state.marks ^ {self.findings[rows.cursor].number}
            self.state = replace(self.state, marks=marks)
            rows.refresh()
            rows.action_move(1)

    def _chosen(self) -> list[int]:
        """Return the findings to decide: those chosen, the one, or the undecided of the pass."""
        rows, found = self.query_one(RowList), self.state.found
        there = {one.number for one in self.findings}
        if found is None:
            return []
        if self.state.page == "fynd":
            if marks := self.state.marks & there:
                return sorted(marks)
            return [one.number for one in self.findings[rows.cursor : rows.cursor + 1]]
        if self.state.page == "pass" and rows.cursor < len(found.vy.passen):
            of_pass = findings_of(found.vy, found.vy.passen[rows.cursor])
            return [one.number for one in of_pass if one.status in UNDECIDED]
        return []

    def action_decide(self, status: str) -> None:
        """Decide on findings: the same sheet as in Granskning."""
        numbers = self._chosen()
        if not numbers:
            self.notify("Inget fynd att avgöra här. → går till fynden.")
            return
        shown = array("q", [one.number for one in self.findings])

        def decided(change: Move | None) -> None:
            if change is not None:
                self._decide(numbers, change)

        self.app.push_screen(Decide(self.desk, self.session, status, numbers, shown), decided)

    def _decide(self, numbers: list[int], change: Move) -> None:
        def task(database: Database, stamp: Stamp, _progress: Progress) -> int:
            reviewing.decide(database, numbers, change, stamp)
            return len(numbers)

        self.perform(
            "Sparar avgörandet", task, lambda request, n: Decided(request, n, change.status)
        )

    @on(Decided)
    def _decided(self, event: Decided) -> None:
        self.state = replace(self.state, marks=frozenset())
        self.ended(event, changed=True)
        self.notify(f"{count(event.antal, 'fynd', 'fynd')}: {STATUS[event.status]}. u ångrar.")

    @property
    def undo_month(self) -> int | None:
        """The month whose decisions can be taken back."""
        found = self.state.found
        return parse_month(found.vy.rad.manad) if found else None

    # -- the claim ----------------------------------------------------------------------------

    def action_rule(self, status: str) -> None:
        """Grant, refuse or ask for more."""
        found = self.state.found
        if found is None:
            return
        name = plain(self.state.arende)
        if status not in sjuklon.MOVES[found.vy.rad.status]:
            self.notify(f"{name} är redan {found.vy.rad.status}.", markup=False)
            return
        self.app.push_screen(
            DecideClaim(found.vy, status, self.session.stamp().dag, name), self._rule
        )

    def _rule(self, ruling: Ruling | None) -> None:
        if ruling is None:
            return
        arende = self.state.arende

        def task(database: Database, stamp: Stamp, _progress: Progress) -> str:
            sjuklon.decide(
                database,
                arende,
                ruling.status,
                ruling.motivering,
                stamp,
                ruling.svar_senast,
                ruling.ore,
            )
            return ruling.status

        self.perform("Sparar beslutet", task, ClaimDecided)

    @on(ClaimDecided)
    def _ruled(self, event: ClaimDecided) -> None:
        self.ended(event, changed=True)
        self.notify(outcome(plain(self.state.arende), event.status), markup=False)

    def action_check(self) -> None:
        """Check and settle the claim's month, so that its findings and line are those of now."""
        found = self.state.found
        if found is None:
            return
        month = parse_month(found.vy.rad.manad)

        def task(database: Database, stamp: Stamp, progress: Progress) -> int:
            settling.settle(database, month, stamp, progress=progress)
            return month

        self.perform("Räknar månaden", task, ClaimChecked)

    @on(ClaimChecked)
    def _checked(self, event: ClaimChecked) -> None:
        self.ended(event, changed=True)
        self.notify("Månaden är räknad.")

    def action_correct(self) -> None:
        """Open the form with the claim in it."""
        from workbench.tui.screens.sjukform import SjukformScreen

        self.app.push_screen(SjukformScreen(self.session, self.desk, self.state.arende))

    @on(RowList.Chosen)
    def action_why(self) -> None:
        """Show everything about the finding, or how the claim is computed."""
        rows, found = self.query_one(RowList), self.state.found
        if found is None:
            return
        if self.state.page == "fynd" and rows.cursor < len(self.findings):
            number, viewer = self.findings[rows.cursor].number, self.session.viewer
            self.ask(
                "detail",
                lambda connection: reviewing.detail(connection, number, viewer),
                DetailLoaded,
            )
        else:
            name = plain(found.vy.rad.brukare_namn)
            self.app.push_screen(trace_box(self.state.arende, name, self.desk, self.session))

    @on(DetailLoaded)
    def _detail_loaded(self, event: DetailLoaded) -> None:
        if self.desk.is_current(event.request) and self.app.screen is self:
            self.app.push_screen(Why(event.detail, self.desk, self.session))

"""Ett sjuklöneärende: what is claimed, what does it come to, what stands against it, decide.

For the administrator who decides on a claim for sjuklön (9.2.28). Opened from Sjuklön.
"""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import dataclass, field, replace
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
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
from workbench.tui.screens.paged import MARGINS, Page, PagedScreen
from workbench.tui.screens.sjuk_text import (
    FINDING_COLUMNS,
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
from workbench.tui.screens.sjukbrev import Writes
from workbench.tui.screens.undoing import UndoScreen
from workbench.tui.screens.why import Trace, Why
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import DecideList, RowList
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import count, plain
from workbench.tui.workers import Desk
from workbench.wording import STATUS

UNDECIDED = ("oppen", "komplettering")


@dataclass(frozen=True, slots=True)
class State:
    """What is shown of a claim, and the answer (None while it is read)."""

    arende: str
    marks: frozenset[int] = field(default_factory=frozenset)
    found: Days | None = None


def trace_box(arende: str, name: str, desk: Desk, session: Session) -> Trace:
    """Return the box that tells why a claim comes to what it does."""
    viewer = session.viewer

    def question(connection: sqlite3.Connection) -> Node:
        return sjukspar.trace(connection, arende, viewer)

    return Trace(f"Varför? {plain(arende)}, {name}", "", desk, session, question)


class SjukfallScreen(PagedScreen, UndoScreen, Writes):
    """Passes or findings over the one under the cursor, with the computation beside."""

    SCOPE = "sjukfall"
    TAB = "sjuklon"
    SIDE = "berakning"
    LIST = DecideList
    BINDINGS: ClassVar[list[BindingType]] = bindings("sjukfall")

    def __init__(self, session: Session, desk: Desk, arende: str) -> None:
        super().__init__(session, desk)
        self.state = State(arende)

    def on_mount(self) -> None:
        """Tell the list what is marked."""
        self.query_one(RowList).marked = self._marked

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
            self.show_page()

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        self.query_one("#who", Static).update("Ärendet kunde inte läsas. esc går tillbaka.")

    # -- drawing ------------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[FindingView, ...]:
        """The findings on the claim."""
        return () if self.state.found is None else self.state.found.vy.findings

    def folder(self) -> dict[str, Page | str]:
        """Passes, findings, and the computation."""
        found = self.state.found
        if found is None:
            return {}
        columns, width = pass_columns(found, self.room), self.room - MARGINS
        return {
            "pass": Page(
                f"Pass {len(found.vy.passen)}",
                len(found.vy.passen),
                lambda index: pass_line(found, index, columns),
                columns,
                lambda index: pass_text(found, index, width),
            ),
            "fynd": Page(
                f"Fynd {len(self.findings)}",
                len(self.findings),
                lambda index: finding_line(self.findings[index]),
                FINDING_COLUMNS,
                lambda index: finding_text(self.findings[index]),
                self._no_findings(found),
            ),
            "berakning": "Beräkning",
        }

    def who(self, tabs: Text) -> Text:
        """Return whose claim it is."""
        assert self.state.found is not None
        return header(self.state.found, tabs)

    def side(self) -> Text:
        """Return the computation."""
        assert self.state.found is not None
        return computation(self.state.found)

    def _no_findings(self, found: Days) -> str:
        if found.vy.rad.kontrollerad:
            return "Inget står emot ärendet."
        return "Månaden är inte räknad sedan ärendet ändrades.\n\nc räknar den."

    def _marked(self, index: int) -> bool:
        return self.page == "fynd" and self.findings[index].number in self.state.marks

    # -- findings -----------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Choose the finding under the cursor, or take the choice away."""
        rows = self.query_one(RowList)
        if self.page == "fynd" and rows.cursor < len(self.findings):
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
        if self.page == "fynd":
            if marks := self.state.marks & there:
                return sorted(marks)
            return [one.number for one in self.findings[rows.cursor : rows.cursor + 1]]
        if self.page == "pass" and rows.cursor < len(found.vy.passen):
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

    def action_write(self) -> None:
        """Write the claim's letter: what to complete, or the decision."""
        if self.state.found is not None:
            self.write_letter(self.state.found)

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
        if self.page == "fynd" and rows.cursor < len(self.findings):
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

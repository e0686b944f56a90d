"""Granskning: is this minute a cost, and why not?

For the administrator who decides on findings: one by one, or many that are alike.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, Static

from db import Database
from db.decisions import Filter, Move
from db.journal import Stamp
from workbench.rules.registry import KODER
from workbench.services import reviewing
from workbench.services.progress import Progress
from workbench.services.reviewing import FindingView, Sort, Summary
from workbench.tui import filtering
from workbench.tui.actions import bindings
from workbench.tui.messages import (
    BlockLoaded,
    Decided,
    DetailLoaded,
    Failed,
    FindingsBegun,
    FindingsCounted,
    FindingsListed,
    Request,
)
from workbench.tui.screens.decide import Decide
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.finding_rows import COLUMNS, SORTED, columns, following, line, nearest
from workbench.tui.screens.tabular import ALL, MARKED, Rows, Tabular
from workbench.tui.screens.undoing import UndoScreen
from workbench.tui.screens.why import Why
from workbench.tui.session import Session
from workbench.tui.widgets.blocks import Blocks
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.detail import DetailPane
from workbench.tui.widgets.filterline import FilterLine
from workbench.tui.widgets.rowlist import DecideList, Line, RowList
from workbench.tui.words import count, plain, thousands
from workbench.tui.workers import Desk
from workbench.wording import STATUS

BATCH = 500
"""Findings read at a time when they are written to a file."""
DETAIL_DELAY = 0.08
"""Seconds on a row before its detail is fetched, so that holding a key stays quick."""


@dataclass(frozen=True, slots=True)
class State:
    """What is asked for; the answers live in ``Blocks``."""

    filter: Filter = field(default_factory=lambda: Filter(status="oppen"))
    brukare: int | None = None
    namn: str = ""
    total: int | None = None
    counts: tuple[Summary, ...] = ()


FIRST = 256
"""Findings that are asked for first: some pages, which come at once."""


class ReviewScreen(UndoScreen, Tabular):
    """A long list of findings over everything about the one under the cursor."""

    SCOPE = "review"
    CSS_PATH = "review.tcss"
    BINDINGS = bindings("review")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.blocks: Blocks[FindingView] = Blocks()
        self.marks: set[int] = set()
        self._range: tuple[int, set[int]] | None = None
        self._timer: Timer | None = None
        self._loaded_once = False
        self._why_wanted = False
        self._reading = True
        self._from_top = False
        """The list is sorted anew: it is read from its top."""
        self._asked: tuple[object, ...] = ()
        """What the list shown was asked for: filter, person, order."""

    def body(self) -> ComposeResult:
        """Filter and counts, the list, the detail."""
        yield Static("", markup=False, id="where")
        yield FilterLine(
            "kod=overlapp allvar=utred status=öppen namn", id="filter", help_id="review-filter"
        )
        yield DecideList(COLUMNS, id="findings", help_id="review-rows")
        yield DetailPane(id="detail")

    def on_mount(self) -> None:
        """Let the list have focus, and tell it what is marked."""
        rows = self.query_one(RowList)
        rows.marked = lambda index: self.blocks.ids[index] in self.marks
        rows.follow = self._followed
        rows.show(0, self._line, empty="Läser fynd …")
        rows.focus()

    # -- loading ------------------------------------------------------------------------------

    def show_brukare(self, brukare: int | None, namn: str) -> None:
        """Show the findings of one brukare, or (None) of everyone."""
        if brukare != self.state.brukare:
            self.state = replace(self.state, brukare=brukare, namn=namn)
            self.load()

    @property
    def filter(self) -> Filter:
        """The filter, of the month worked with."""
        return replace(self.state.filter, manad=self.session.month)

    @property
    def sort(self) -> Sort:
        """What the findings are sorted by."""
        return Sort(SORTED[self.order.title], self.order.reverse) if self.order else Sort()

    def load(self) -> None:
        """Ask for the findings of the filter: the first of another list before all of them."""
        if self.session.month is None:
            self._show(array("q"), 0)
            return
        self.desk.drop(f"{self.SCOPE}.block")
        self.desk.drop(f"{self.SCOPE}.ids")
        self.desk.drop(f"{self.SCOPE}.first")
        asked = self.filter, self.state.brukare, self.sort
        self._reading = True
        if asked == self._asked and self._loaded_once:
            self._ask_ids(nearest(self.blocks.ids, self.query_one(RowList).cursor))
            self._ask_counts()
        else:
            self._asked = asked
            self.ask("first", self._ids(FIRST), lambda request, ids: FindingsBegun(
                request, ids, len(ids) == FIRST))  # fmt: skip
        self._draw_where()

    def _ids(self, limit: int = -1) -> Callable[[sqlite3.Connection], array[int]]:
        chosen, brukare, sort = self.filter, self.state.brukare, self.sort
        return lambda connection: array(
            "q", reviewing.finding_ids_of(connection, chosen, brukare, sort, limit)
        )

    def _ask_ids(self, near: Sequence[int]) -> None:
        """Ask for all ids; which of ``near`` the cursor goes to is looked up in the thread too."""
        read = self._ids()

        def question(connection: sqlite3.Connection) -> tuple[array[int], int]:
            ids = read(connection)
            return ids, following(near, ids)

        self.ask("ids", question, lambda request, found: FindingsListed(request, *found))

    def _ask_counts(self) -> None:
        month = self.session.month
        self.ask(
            "counts",
            lambda connection: reviewing.summary(connection, Filter(month)),
            FindingsCounted,
        )

    @on(FindingsBegun)
    def _begun(self, event: FindingsBegun) -> None:
        if not self.desk.is_current(event.request):
            return
        near = [] if self._from_top else nearest(self.blocks.ids, self.query_one(RowList).cursor)
        self._from_top = False
        self._show(event.ids, following(near, event.ids), more=event.more)
        if event.more:
            self._ask_ids([])
        self._ask_counts()

    @on(FindingsListed)
    def _listed(self, event: FindingsListed) -> None:
        if not self.desk.is_current(event.request):
            return
        rows = self.query_one(RowList)
        begun = self.blocks.ids
        if rows.growing and event.ids[: len(begun)] == begun:
            self.blocks.ids = event.ids  # the rows that are there are the first of them
            self._reading = False
            rows.grown(len(event.ids))
            self._draw_where()
        else:
            self._show(event.ids, event.cursor)

    def _show(self, ids: array[int], cursor: int, *, more: bool = False) -> None:
        rows = self.query_one(RowList)
        self.blocks = Blocks(ids)
        self._range = None
        self._loaded_once, self._reading = True, more
        rows.order = self.order
        rows.show(
            len(ids),
            self._line,
            columns=columns(self.state.filter, self.state.brukare),
            empty=self._empty(),
            cursor=cursor,
        )
        rows.growing = more
        if len(ids) == 0:
            self.query_one(DetailPane).say("")
        self._draw_where()

    @on(FindingsCounted)
    def _counted(self, event: FindingsCounted) -> None:
        if self.desk.is_current(event.request):
            total = sum(row.antal for row in event.rows)
            self.state = replace(self.state, total=total, counts=event.rows)
            self._draw_where()
            rows = self.query_one(RowList)
            rows.empty = self._empty()
            rows.refresh()

    def _line(self, index: int) -> Line | None:
        finding = self.blocks.row(index)
        return None if finding is None else line(finding)

    @on(RowList.Seen)
    def _fetch(self, event: RowList.Seen) -> None:
        self._ask_blocks(self.blocks.wanted(event.first, event.after))

    def _ask_blocks(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        viewer, blocks = self.session.viewer, self.blocks
        wanted = [(number, blocks.ids_of(number)) for number in numbers]
        ids = [identity for _, part in wanted for identity in part]

        def question(connection: sqlite3.Connection) -> list[FindingView]:
            return reviewing.findings_by_ids(connection, ids, viewer)

        def answer(request: Request, rows: list[FindingView]) -> BlockLoaded:
            return BlockLoaded(request, blocks, wanted, rows)

        self.ask("block", question, answer)

    @on(BlockLoaded)
    def _block(self, event: BlockLoaded) -> None:
        if event.blocks is not self.blocks:
            return
        by_number = {row.number: row for row in event.rows}
        for number, ids in event.wanted:
            self.blocks.store(number, [by_number[i] for i in ids if i in by_number])
        rows = self.query_one(RowList)
        if any(self.blocks.touches(number, *rows.window) for number, _ in event.wanted):
            rows.renewed()

    def _followed(self) -> None:
        """Fetch the detail in a moment, and the rows around before they are needed."""
        rows = self.query_one(RowList)
        self._why_wanted = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DETAIL_DELAY, self._ask_detail)
        first, after = rows.window
        missing = self.blocks.wanted(max(0, first), min(len(self.blocks), after))
        if missing:
            self._ask_blocks(missing)
        self._draw_where()

    def _current(self) -> int | None:
        rows = self.query_one(RowList)
        return self.blocks.ids[rows.cursor] if rows.cursor < len(self.blocks) else None

    def _ask_detail(self) -> None:
        number, viewer = self._current(), self.session.viewer
        if number is not None:
            self.ask(
                "detail",
                lambda connection: reviewing.detail(connection, number, viewer),
                DetailLoaded,
            )

    @on(DetailLoaded)
    def _detail(self, event: DetailLoaded) -> None:
        if self.desk.is_current(event.request):
            self.query_one(DetailPane).show(event.detail)
            if self._why_wanted:
                self._why_wanted = False
                self.app.push_screen(Why(event.detail, self.desk, self.session))

    # -- drawing ------------------------------------------------------------------------------

    def _draw_where(self) -> None:
        text = Text(no_wrap=True, overflow="ellipsis")
        chosen = filtering.describe(self.state.filter)
        if self.state.brukare is not None:
            text.append(f"{plain(self.state.namn)}  ", style="bold")
        text.append(plain(chosen) or "alla fynd")
        place = self.query_one(RowList).cursor + 1 if len(self.blocks) else 0
        right = f"{thousands(place)} av {thousands(len(self.blocks))}"
        if self._reading:
            right = f"rad {thousands(place)}, räknar …" if self._loaded_once else "läser …"
        if self.state.total not in (None, len(self.blocks)) and not self._reading:
            right += f" (månaden {thousands(self.state.total or 0)})"
        if self.marks:
            right += f"   {count(len(self.marks), 'vald', 'valda')}"
        room = self.size.width - 4 - len(right)
        text.truncate(max(8, room), overflow="ellipsis", pad=True)
        text.append("  " + right, style="bold")
        self.query_one("#where", Static).update(text, layout=False)

    def on_resize(self) -> None:
        """Place the counts anew."""
        self._draw_where()

    def _empty(self) -> str:
        if self.session.month is None:
            return "Inga rapporter ännu.\n\nImportera filer med 3, och räkna sedan i Månad."
        if self.state.total == 0 and self._loaded_once:
            return "Månaden har inga fynd.\n\nÄr den inte räknad ännu: r i Månad (1)."
        if not self._loaded_once:
            return "Läser fynd …"
        who = f" för {self.state.namn}" if self.state.brukare is not None else ""
        return (
            f"Inga fynd{who} stämmer med filtret.\n\n"
            "x visar alla fynd, s växlar status, esc går tillbaka till Månad."
        )

    # -- filter -------------------------------------------------------------------------------

    def set_filter(self, chosen: Filter) -> None:
        """Show other findings; what is marked stays marked."""
        self.state = replace(self.state, filter=replace(chosen, manad=None))
        self.load()

    def action_filter(self) -> None:
        """Write a filter."""
        written = filtering.describe(self.state.filter)
        self.query_one(FilterLine).open(f"{written} " if written else "")

    @on(Input.Submitted, "#filter")
    def _written(self, event: Input.Submitted) -> None:
        parsed = filtering.parse(event.value, None)
        if parsed.error:
            self.notify(parsed.error, severity="warning", markup=False)
            self.query_one(FilterLine).open(event.value)
            return
        self.set_filter(parsed.filter)

    @on(Input.Changed, "#filter")
    def _emptied(self, event: Input.Changed) -> None:
        if not event.value:
            self.set_filter(Filter())

    def action_cycle(self, name: str) -> None:
        """Take the next severity or status."""
        self.set_filter(filtering.cycled(self.state.filter, name))

    def action_clear(self) -> None:
        """Show every finding of the month."""
        self.state = replace(self.state, brukare=None, namn="")
        self.set_filter(Filter())

    def action_code(self) -> None:
        """Choose a code among the month's."""
        by_code: dict[str, list[Summary]] = {}
        for row in self.state.counts:
            by_code.setdefault(row.kod, []).append(row)
        columns = (
            Column("Kod", 24),
            Column("Betyder", 20, grow=1, drop=1),
            Column("Öppna", 7, right=True),
            Column("Alla", 7, right=True),
        )
        every = Line(("alla koder", "", "", thousands(self.state.total or 0)))
        rows: list[tuple[str, Line]] = [("", every)]
        for kod, found in by_code.items():
            waiting = sum(row.antal for row in found if row.status == "oppen")
            antal = sum(row.antal for row in found)
            cells = (kod, KODER[kod].titel, thousands(waiting), thousands(antal))
            rows.append((kod, Line(cells)))
        self.app.push_screen(Choice("Visa fynd med kod", columns, rows), self._code_chosen)

    def _code_chosen(self, kod: str | None) -> None:
        if kod is not None:
            self.set_filter(replace(self.state.filter, kod=kod or None))

    # -- the rows elsewhere -------------------------------------------------------------------

    def sortable(self) -> Sequence[str]:
        """Return the columns."""
        return tuple(SORTED)

    def resort(self) -> None:
        """Show the findings in the order chosen, from the first."""
        self._from_top = True
        self.load()

    @property
    def counting(self) -> bool:
        """Not all of the findings are known yet."""
        return self._reading

    def behind(self) -> Text | None:
        """Return the finding in words."""
        number = self._current()
        detail = self.query_one(DetailPane).detail
        if detail is None or detail.finding.number != number:
            return None
        return Text(plain(detail.finding.forklaring))

    def marked_rows(self) -> int:
        """Return how many findings are marked, also those that the filter doesn't show."""
        return len(self.marks)

    def producer(self, what: str) -> tuple[int, Rows]:
        """Return how many findings there are of what is wanted, and what reads them in blocks."""
        viewer = self.session.viewer
        if what == ALL:
            many, read = len(self.blocks), self._ids()
        else:
            current = self._current()
            some = sorted(self.marks) if what == MARKED else [current] if current else []
            many, read = len(some), lambda _: array("q", some)

        def rows(connection: sqlite3.Connection) -> Iterator[Sequence[str]]:
            ids = read(connection)
            for start in range(0, len(ids), BATCH):
                part = list(ids[start : start + BATCH])
                for finding in reviewing.findings_by_ids(connection, part, viewer):
                    yield line(finding).cells

        return many, rows

    def finder(self, words: str, start: int) -> Callable[[sqlite3.Connection], int | None]:
        """Return what looks for a name or a number from a place on, then from the first."""
        ids, chosen = self.blocks.ids, Filter(self.session.month, text=words)
        return lambda connection: reviewing.place_of(connection, ids, chosen, start)

    # -- marks --------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the row, or take the mark away, and go on down."""
        number = self._current()
        if number is not None:
            self.marks ^= {number}
            self._range = None
            rows = self.query_one(RowList)
            rows.refresh()
            rows.action_move(1)
            self._draw_where()

    def action_mark_range(self, direction: int) -> None:
        """Mark from where the range began to the next row."""
        rows = self.query_one(RowList)
        if not len(self.blocks):
            return
        if self._range is None:
            self._range = rows.cursor, set(self.marks)
        start, before = self._range
        rows.action_move(direction)
        low, high = sorted((start, rows.cursor))
        self.marks = before | set(self.blocks.ids[low : high + 1])
        rows.refresh()
        self._draw_where()

    def action_mark_all(self) -> None:
        """Mark all that the filter shows, or none of them when all are."""
        if self._reading:
            self.notify("Fynden räknas ännu. Välj alla när antalet står överst.")
            return
        every = set(self.blocks.ids)
        self.marks = self.marks - every if every <= self.marks else self.marks | every
        self._range = None
        self.query_one(RowList).refresh()
        self._draw_where()

    # -- deciding -----------------------------------------------------------------------------

    def action_decide(self, status: str) -> None:
        """Decide on what is marked, or on the row of the cursor."""
        numbers = sorted(self.marks)
        if not numbers:
            current = self._current()
            numbers = [] if current is None else [current]
        if not numbers:
            self.notify("Inget fynd är valt.")
            return
        dialog = Decide(self.desk, self.session, status, numbers, self.blocks.ids)

        def decided(change: Move | None) -> None:
            if change is not None:
                self._decide(numbers, change)

        self.app.push_screen(dialog, decided)

    def _decide(self, numbers: list[int], change: Move) -> None:
        def task(database: Database, stamp: Stamp, _progress: Progress) -> int:
            reviewing.decide(database, numbers, change, stamp)
            return len(numbers)

        self.perform(
            "Sparar avgörandet", task, lambda request, n: Decided(request, n, change.status)
        )

    @on(Decided)
    def _decided(self, event: Decided) -> None:
        self.marks.clear()
        self._range = None
        self.ended(event, changed=True)
        self.notify(f"{count(event.antal, 'fynd', 'fynd')}: {STATUS[event.status]}. u ångrar.")

    @property
    def undo_month(self) -> int | None:
        """The month whose decisions can be taken back."""
        return self.session.month

    # -- looking closer -----------------------------------------------------------------------

    @on(RowList.Chosen)
    def action_why(self) -> None:
        """Show everything about the finding."""
        pane = self.query_one(DetailPane)
        current = self._current()
        if pane.detail is not None and pane.detail.finding.number == current:
            self.app.push_screen(Why(pane.detail, self.desk, self.session))
        elif current is not None:
            self._why_wanted = True
            self._ask_detail()

    def action_period(self) -> None:
        """Show the working time of the assistant of the finding under the cursor."""
        number, month = self._current(), self.session.month
        if number is None or month is None:
            return
        from workbench.tui.screens.assistent import AssistentScreen

        self.app.push_screen(AssistentScreen(self.session, self.desk, month, finding=number))

    async def action_back(self) -> None:
        """Go back to the month."""
        await self.app.run_action("app.go('month')")

    def failed(self, event: Failed) -> None:
        """Take down what was being read."""
        self._reading, self._asked = False, ()
        rows = self.query_one(RowList)
        if not self._loaded_once:
            rows.show(0, self._line, empty="Fynden kunde inte läsas.\n\n2 försöker igen.")
        self._draw_where()

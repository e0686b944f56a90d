"""Assistentens period: how close to the limits, where are they passed, what is left to work?

For the administrator who meets a finding on working time, or is asked how much more someone may
work. Opened from a finding in Granskning, or by searching an assistant in Månad.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from workbench.services import arbetstid, arbetstid_trace
from workbench.services.arbetstid import Period
from workbench.services.arbetstid_parts import Grans
from workbench.services.tracing import Node
from workbench.tui.actions import bindings
from workbench.tui.messages import Failed, PeriodLoaded
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.finding_assistant import FindAssistant
from workbench.tui.screens.period_rows import COLUMNS, columns, limit_line
from workbench.tui.screens.why import Trace
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.limitbar import answer_text, limit_text
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import month_name, plain
from workbench.tui.workers import Desk


@dataclass(frozen=True, slots=True)
class State:
    """What is asked for, and the answer to it."""

    finding: int | None
    month: int
    assistent: int | None = None
    daily: bool = False
    period: Period | None = None


class AssistentScreen(WorkScreen):
    """A list of limits over the bars of the one under the cursor."""

    SCOPE = "period"
    CSS_PATH = "assistent.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("period")

    def __init__(
        self,
        session: Session,
        desk: Desk,
        month: int,
        *,
        finding: int | None = None,
        assistent: int | None = None,
    ) -> None:
        super().__init__(session, desk)
        self.state = State(finding, month, assistent)

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine("month" if self.state.finding is None else "review", self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Who and what is left, the limits, the one chosen."""
        yield Static("", markup=False, id="who")
        yield RowList(COLUMNS, id="limits", help_id="period-rows")
        with Scroll(id="limit"):
            yield Static("", markup=False, id="bars")

    def on_mount(self) -> None:
        """Let the list have focus; it shows the limit under its cursor."""
        rows = self.query_one("#limits", RowList)
        rows.marked = self._binds
        rows.follow = self._draw_limit
        rows.show(0, self._line, empty="Räknar …")
        rows.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the height anew."""
        self.call_after_refresh(self._draw)

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the assistant's period."""
        state, viewer = self.state, self.session.viewer

        def question(connection: sqlite3.Connection) -> Period | None:
            who = state.assistent
            if who is None and state.finding is not None:
                who = arbetstid.assistant_of(connection, state.finding)
            return None if who is None else arbetstid.period(connection, who, state.month, viewer)

        self.query_one(TopLine).month = state.month
        self.ask("limits", question, PeriodLoaded)

    @on(PeriodLoaded)
    def _loaded(self, event: PeriodLoaded) -> None:
        if not self.desk.is_current(event.request):
            return
        before = self.current
        found = event.period
        who = None if found is None else found.assistent
        self.state = replace(self.state, period=found, assistent=who)
        self._draw()
        self.query_one("#limits", RowList).show(
            len(self.limits),
            self._line,
            columns=columns(self.limits),
            empty=self._empty(),
            cursor=self._place(before),
        )

    @property
    def limits(self) -> tuple[Grans, ...]:
        """The limits shown."""
        return () if self.state.period is None else self.state.period.granser

    @property
    def current(self) -> Grans | None:
        """The limit under the cursor."""
        cursor = self.query_one("#limits", RowList).cursor
        return self.limits[cursor] if cursor < len(self.limits) else None

    def _place(self, before: Grans | None) -> int:
        """Return where the cursor goes: the finding's limit, or the same as in the month before."""
        period, name = self.state.period, f"F{self.state.finding}"
        if before is not None:
            wanted = [_same(item) == _same(before) for item in self.limits]
        else:
            wanted = [any(found.id == name for found in item.fynd) for item in self.limits]
        if any(wanted):
            return wanted.index(True)
        return period.svar[0].grans if period is not None and period.svar else 0

    def _empty(self) -> str:
        if self.state.period is None:
            return "Fyndet gäller ingen assistent.\n\nesc går tillbaka."
        return (
            "Inga gränser att räkna mot: assistenten har inget uppdrag som gäller.\n\n"
            "← och → byter månad, esc går tillbaka."
        )

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        self.query_one("#limits", RowList).show(
            0, self._line, empty="Perioden kunde inte läsas.\n\nesc går tillbaka."
        )

    # -- drawing ------------------------------------------------------------------------------

    def _binds(self, index: int) -> bool:
        period = self.state.period
        return period is not None and bool(period.svar) and period.svar[0].grans == index

    def _line(self, index: int) -> Line:
        return limit_line(self.limits[index])

    def _draw(self) -> None:
        """Draw who it is about and share the height between the list and the bars."""
        self.query_one("#who", Static).update(self._who())
        rows = self.query_one("#limits", RowList)
        rows.styles.height = max(4, min(len(self.limits) + 1, self.size.height * 2 // 5))
        self._draw_limit()

    def _who(self) -> Text:
        period = self.state.period
        if period is None:
            return Text(month_name(self.state.month))
        text = Text(plain(period.namn), style="bold")
        number = "" if period.nummer == period.namn else f"  {period.nummer}"
        text.append(f"{number} · {month_name(period.manad)}", style="")
        notes = [f"inget uppdrag hos {name}" for name in period.utan_uppdrag]
        notes += [f"oklart: {reason}" for reason in period.oklart]
        text.append("".join(f" · {plain(note)}" for note in notes), style="")
        if period.svar:
            text.append("\n● Kan arbeta ytterligare ", style="")
            text.append_text(answer_text(period))
        return text

    def _draw_limit(self) -> None:
        pane, item = self.query_one("#limit", Scroll), self.current
        width = pane.scrollable_content_region.width
        text = Text()
        if item is not None and self.state.period is not None and width > 0:
            text = limit_text(self.state.period, item, width, daily=self.state.daily)
        self.query_one("#bars", Static).update(text)

    # -- actions ------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Search another assistant."""

        def chosen(assistent: int | None) -> None:
            if assistent is not None:
                self.state = State(None, self.state.month, assistent, self.state.daily)
                self.load()

        self.app.push_screen(FindAssistant(self.desk, self.session), chosen)

    def action_step(self, months: int) -> None:
        """Show another month."""
        self.state = replace(self.state, month=self.state.month + months)
        self.load()
        self.query_one(TopLine).refresh()

    def action_daily(self) -> None:
        """Show every day, or weeks and months again."""
        self.state = replace(self.state, daily=not self.state.daily)
        self._draw_limit()
        self.query_one("#limit").scroll_home(animate=False)

    @on(RowList.Chosen)
    def action_why(self) -> None:
        """Show how the limit is counted, down to file and row of what lies above."""
        period, item = self.state.period, self.current
        if period is None or item is None:
            return

        def question(connection: sqlite3.Connection) -> Node:
            return arbetstid_trace.limit(connection, period, item)

        title = f"Varför? {plain(arbetstid_trace.limit_name(item))}"
        self.app.push_screen(Trace(title, "", self.desk, self.session, question))

    def action_back(self) -> None:
        """Go back to where it was opened."""
        if self.app.screen is self:
            self.app.pop_screen()


def _same(item: Grans) -> tuple[object, ...]:
    """Return what makes two limits of different months the same."""
    return item.kod, item.sort, item.slag, item.arbetsgivare_id, item.brukare

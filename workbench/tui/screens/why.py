"""Varför: everything the program knows of a finding, or of a line of the settlement."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.services.reviewing import FindingDetail
from workbench.tui.messages import Failed, TraceLoaded
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.detail import DetailPane
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import plain
from workbench.tui.workers import Desk

if TYPE_CHECKING:
    from workbench.services.tracing import Node

MOST = 200
"""Lines of a finding's trace in its pane; a row a line, and nobody reads more."""


def flat(node: Node, depth: int = 0) -> list[tuple[int, Node]]:
    """Return a tree as (depth, node) in reading order."""
    return [(depth, node), *(item for part in node.delar for item in flat(part, depth + 1))]


def said(node: Node) -> str:
    """Return what a node says."""
    return plain(f"{node.vad}: {node.varde}" if node.varde else node.vad)


def notes(node: Node) -> str:
    """Return where a node comes from."""
    return plain("; ".join(note for note in (node.lagrum, node.kalla) if note not in ("", "-")))


def trace_text(node: Node) -> Text:
    """Return a trace as indented lines."""
    items = flat(node)[1:]
    lines = []
    for depth, item in items[:MOST]:
        text = Text("  " * (depth - 1) + said(item))
        if notes(item):
            text.append(f"  [{notes(item)}]", style="dim")
        lines.append(text)
    if len(items) > MOST:
        lines.append(Text(f"… och {len(items) - MOST} rader till", style="dim"))
    return Text("\n").join(lines)


class Asking(Dialog[None]):
    """A box that asks why as soon as it is open: of an id, or by a question of its own."""

    def __init__(
        self,
        title: str,
        identity: str,
        desk: Desk,
        session: Session,
        question: Callable[[sqlite3.Connection], Node] | None = None,
    ) -> None:
        super().__init__(title)
        self.identity, self.desk, self.session = identity, desk, session
        self.question = question
        self.add_class("-wide")

    def ask(self) -> None:
        """Ask for the trace."""
        identity, viewer = self.identity, self.session.viewer

        def question(connection: sqlite3.Connection) -> Node:
            from workbench.services import explaining

            return explaining.explain(connection, identity, viewer)

        self.desk.ask(self, "why.trace", self.question or question, TraceLoaded)


class Why(Asking):
    """A finding's full text with the trace beneath; scrolls with the arrow keys."""

    help_id = "why"

    def __init__(self, detail: FindingDetail, desk: Desk, session: Session) -> None:
        super().__init__(f"Varför? {detail.finding.id}", detail.finding.id, desk, session)
        self.detail = detail

    def body(self) -> ComposeResult:
        """The pane in full."""
        yield DetailPane(full=True)
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Show the finding."""
        pane = self.query_one(DetailPane)
        pane.show(self.detail)
        pane.focus()
        self.ask()

    @on(TraceLoaded)
    def _loaded(self, event: TraceLoaded) -> None:
        text = Text("\n\nSpår ner till fil och rad\n", style="bold")
        self.query_one(DetailPane).add(Text.assemble(text, trace_text(event.node)))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one(DetailPane).add(Text(f"\n\n{event.text}\n{event.support}"))


class Trace(Asking):
    """A line's trace, row by row, with the whole of the row under the cursor beneath."""

    help_id = "trace"

    def __init__(
        self,
        title: str,
        identity: str,
        desk: Desk,
        session: Session,
        question: Callable[[sqlite3.Connection], Node] | None = None,
    ) -> None:
        super().__init__(title, identity, desk, session, question)
        self.items: list[tuple[int, Node]] = []

    def body(self) -> ComposeResult:
        """The list, the row in full, a button."""
        columns = Column("Vad", 30, grow=3), Column("Lagrum, källa", 20, grow=2, drop=1)
        yield RowList(columns, id="trace", help_id="trace")
        yield Static("", markup=False, id="row")
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Ask, with an empty list meanwhile."""
        rows = self.query_one(RowList)
        rows.show(0, lambda _: None, empty="Räknar efter …")
        rows.follow = self._draw_row
        rows.focus()
        self.ask()

    @on(TraceLoaded)
    def _loaded(self, event: TraceLoaded) -> None:
        self.items = flat(event.node)
        self.query_one(RowList).show(len(self.items), self._line)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#row", Static).update(Text(f"{event.text}\n{event.support}"))

    def _line(self, index: int) -> Line:
        depth, node = self.items[index]
        return Line(("  " * depth + said(node), notes(node)), ("", "muted"))

    def _draw_row(self) -> None:
        cursor = self.query_one(RowList).cursor
        if cursor < len(self.items):
            node = self.items[cursor][1]
            text = Text(said(node))
            if notes(node):
                text.append(f"\n{notes(node)}", style="dim")
            self.query_one("#row", Static).update(text)

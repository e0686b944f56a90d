"""What the list screens share: what is chosen, the list, the row under the cursor, the sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from workbench.tui.messages import Failed
from workbench.tui.screens.base import WorkScreen
from workbench.tui.search import Search as Search
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.filterline import FilterLine
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.workers import Desk

Row = TypeVar("Row")
State = TypeVar("State", bound=Search)


class ListScreen(WorkScreen, Generic[Row, State]):
    """A list with a line over it and two parts under it; a filter that stays when one comes back.

    ``WHAT`` is what is listed, in the definite plural; ``NUMBER`` the key that goes to the screen;
    ``SEARCH`` what can be looked for.
    """

    WHAT: ClassVar[str]
    NUMBER: ClassVar[int]
    SEARCH: ClassVar[str]
    COLUMNS: ClassVar[tuple[Column, ...]]
    LIST: ClassVar[type[RowList]] = RowList
    AUTO_FOCUS = "#rows"
    """Not the filter line, which would take keys pressed before the screen is there."""
    DEFAULT_CSS = """
    ListScreen #where { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    ListScreen #picked {
        height: 1; padding: 0 1; background: $panel; text-wrap: nowrap; text-overflow: ellipsis;
    }
    ListScreen #sums { height: auto; max-height: 4; padding: 0 1; }
    """

    state: State

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.rows: Sequence[Row] = ()

    def body(self) -> ComposeResult:
        """What is chosen, the list, the chosen row, the sums."""
        yield Static(f"Läser {self.WHAT} …", markup=False, id="where")
        yield FilterLine(self.SEARCH, id="needle", help_id=f"{self.SCOPE}-filter")
        yield self.LIST(self.COLUMNS, id="rows", help_id=f"{self.SCOPE}-rows")
        yield Static("", markup=False, id="picked")
        yield Static("", markup=False, id="sums")

    def on_mount(self) -> None:
        """Let the list have focus."""
        rows = self.query_one(RowList)
        rows.follow = self._draw_picked
        rows.focus()

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        cursor = self.query_one(RowList).cursor
        return self.rows[cursor] if cursor < len(self.rows) else None

    def change(self, state: State) -> None:
        """Show what another choice gives."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def picked(self, item: Row) -> Text:
        """Return what stands behind the row under the cursor."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def _draw_picked(self) -> None:
        item = self.current
        text = "" if item is None else self.picked(item)
        self.query_one("#picked", Static).update(text, layout=False)

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see, and what to press."""
        if not self.rows:
            text = f"{self.WHAT.capitalize()} kunde inte läsas: {self.NUMBER} försöker igen."
            self.query_one("#where", Static).update(text, layout=False)

    def action_filter(self) -> None:
        """Write what to look for."""
        self.query_one(FilterLine).open(self.state.needle)

    @on(Input.Changed, "#needle")
    def _search(self, event: Input.Changed) -> None:
        self.change(replace(self.state, needle=event.value.strip()))


def following(names: Sequence[str], now: str) -> str:
    """Return the name after one, the first after the last."""
    return names[(names.index(now) + 1) % len(names)]

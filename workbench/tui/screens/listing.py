"""What the list screens share: what is chosen, the list, the row under the cursor, the sums."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from workbench.exports.tabell import number
from workbench.tui.actions import sign
from workbench.tui.messages import Failed
from workbench.tui.screens.tabular import MARKED, ROW, Rows, Tabular
from workbench.tui.search import Search as Search
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column, Order
from workbench.tui.widgets.filterline import FilterLine
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import alphabetical
from workbench.tui.workers import Desk

Row = TypeVar("Row")
State = TypeVar("State", bound=Search)
T = TypeVar("T")


class ListScreen(Tabular, Generic[Row, State]):
    """A list with a line over it and two parts under it; a filter that stays when one comes back.

    ``WHAT`` is what is listed, in the definite plural; ``SEARCH`` what can be looked for.
    """

    WHAT: ClassVar[str]
    SEARCH: ClassVar[str]
    COLUMNS: ClassVar[tuple[Column, ...]]
    KEYS: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """What a row is sorted by, by the column's title; None goes last."""
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
        self.chosen: set[object] = set()
        """The rows that are marked, by their keys."""

    def body(self) -> ComposeResult:
        """What is chosen, the list, the chosen row, the sums."""
        yield Static(f"Läser {self.WHAT} …", markup=False, id="where")
        yield FilterLine(self.SEARCH, id="needle", help_id=f"{self.SCOPE}-filter")
        yield RowList(self.COLUMNS, id="rows", help_id=f"{self.SCOPE}-rows")
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

    def line(self, item: Row) -> Line:
        """Return a row as drawn."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def key(self, item: Row) -> object:
        """Return what makes it the same row when the list is read anew."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def full_line(self, item: Row) -> Line:
        """Return a row without what is shortened for want of room."""
        return self.line(item)

    def every(self) -> Callable[[sqlite3.Connection], Sequence[Row]]:
        """Return what reads all rows of the list, also where it shows the first of them only."""
        rows = self.rows
        return lambda _: rows

    def every_count(self) -> int:
        """Return how many those are."""
        return len(self.rows)

    def picked(self, item: Row) -> Text:
        """Return what stands behind the row under the cursor."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    # -- the rows elsewhere -------------------------------------------------------------------

    def sortable(self) -> Sequence[str]:
        """Return the titles of the columns that can be sorted by."""
        columns = self.query_one(RowList).columns
        return [item.title for item in columns if self.sort_key(item.title) is not None]

    def sort_key(self, title: str) -> Callable[[Any], Any] | None:
        """Return what a row is sorted by in a column; None when it can't be sorted by."""
        return self.KEYS.get(title)

    def in_order(self, rows: Sequence[T]) -> Sequence[T]:
        """Return rows as the user has sorted them, and tell the list; as they are otherwise."""
        self.query_one(RowList).order = self.order
        return in_order(rows, self.order, self.sort_key(self.order.title) if self.order else None)

    def ordered(self, own: str) -> str:
        """Return what the list is sorted by, in words; ``own`` is the screen's own order."""
        return own if self.order is None else f"{self.order.title} {self.order.sign}"

    def resort(self) -> None:
        """Show the rows in the order chosen, from the first."""
        self.change(self.state)
        self.query_one(RowList).go(0)

    def whole(self, index: int) -> Line | None:
        """Return a row without what is shortened for want of room."""
        return self.full_line(self.rows[index]) if index < len(self.rows) else None

    def behind(self) -> Text | None:
        """Return what stands under the list."""
        item = self.current
        return None if item is None else self.picked(item)

    def marked_rows(self) -> int:
        """Return how many rows are marked."""
        return sum(self.key(item) in self.chosen for item in self.rows) if self.chosen else 0

    def action_mark(self) -> None:
        """Mark the row, or take the mark away, and go on down."""
        item = self.current
        if item is not None:
            self.chosen ^= {self.key(item)}
            rows = self.query_one(RowList)
            rows.mark(self._is_marked if self.chosen else None)
            rows.action_move(1)

    def _is_marked(self, index: int) -> bool:
        return self.key(self.rows[index]) in self.chosen

    def producer(self, what: str) -> tuple[int, Rows]:
        """Return how many rows there are of what is wanted, and what reads them."""
        if what == ROW:
            item = self.current
            rows = [] if item is None else [item]
        elif what == MARKED:
            rows = [item for item in self.rows if self.key(item) in self.chosen]
        else:
            every = self.every()
            return self.every_count(), lambda connection: self._cells(every(connection))
        return len(rows), lambda _: self._cells(rows)

    def _cells(self, rows: Sequence[Row]) -> Iterator[Sequence[str]]:
        return (self.full_line(item).cells for item in rows)

    def finder(self, words: str, start: int) -> Callable[[sqlite3.Connection], int | None]:
        """Return what looks through the rows from a place on, then from the first."""
        rows, wanted = self.rows, words.lower().split()

        def find(_connection: sqlite3.Connection) -> int | None:
            for index in chain(range(start, len(rows)), range(start)):
                text = " ".join(self.full_line(rows[index]).cells).lower()
                if all(word in text for word in wanted):
                    return index
            return None

        return find

    def _draw_picked(self) -> None:
        item = self.current
        text = "" if item is None else self.picked(item)
        self.query_one("#picked", Static).update(text, layout=False)

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see, and what to press."""
        if not self.rows:
            text = (
                f"{self.WHAT.capitalize()} kunde inte läsas: "
                f"{sign(f'app.go_{self.SCOPE}')} försöker igen."
            )
            self.query_one("#where", Static).update(text, layout=False)

    def action_filter(self) -> None:
        """Write what to look for."""
        self.query_one(FilterLine).open(self.state.needle)

    @on(Input.Changed, "#needle")
    def _search(self, event: Input.Changed) -> None:
        self.change(replace(self.state, needle=event.value.strip()))


def in_order(rows: Sequence[T], order: Order | None, key: Callable[[T], Any] | None) -> Sequence[T]:
    """Return rows sorted; those without what they are sorted by go last, whichever way."""
    if order is None or key is None:
        return rows
    keyed = [(key(row), row) for row in rows]
    there = [pair for pair in keyed if pair[0] is not None]
    there.sort(key=lambda pair: pair[0], reverse=order.reverse)
    return [row for _, row in there] + [row for found, row in keyed if found is None]


def by_cell(columns: Sequence[Column], title: str) -> Callable[[Line], Any] | None:
    """Return what drawn rows are sorted by in a column: a number, or else a text, also a day."""
    place = next((place for place, column in enumerate(columns) if column.title == title), None)
    if place is None or not title:
        return None

    def key(line: Line) -> Any:
        cell = line.cells[place].strip()
        if not columns[place].right:
            return alphabetical(cell) or None
        told = number(cell)
        return None if told is None else Decimal(told.replace(",", "."))

    return key


def following(names: Sequence[str], now: str) -> str:
    """Return the name after one, the first after the last."""
    return names[(names.index(now) + 1) % len(names)]

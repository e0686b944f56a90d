"""What the rows of a list can be used for: sorted, searched, read in whole, copied, written.

What leaves is what the list shows, in its order, with every column: protected people are masked
there as they are on the screen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Label

from db import Database
from db.journal import Stamp
from workbench.domain.time import iso_month
from workbench.services.progress import Progress
from workbench.tui.actions import SCOPES, bindings
from workbench.tui.messages import ListWritten, RowFound, TextCopied
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Choice, Dialog, Notice, buttons
from workbench.tui.widgets.columns import Column, Order
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import count, plain, thousands

Rows = Callable[[sqlite3.Connection], Iterator[Sequence[str]]]
CLIPBOARD = 2000
"""Rows that a terminal can be hoped to take; more are written to a file."""
ROW, MARKED, ALL = "raden", "valda", "alla"


@dataclass(frozen=True, slots=True)
class Copying:
    """A choice of the box: rows to the clipboard or to a file, or one cell."""

    what: str
    file: bool = False
    cell: int = -1


class Tabular(WorkScreen):
    """A screen with a list whose columns can be sorted and whose rows can be taken elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("rows")
    INSIDE = ("list", "rows", "filter")

    order: Order | None = None
    """What the user has sorted by; None = the screen's own order."""
    sought: str = ""

    # -- what a screen gives ------------------------------------------------------------------

    def sortable(self) -> Sequence[str]:
        """Return the titles of the columns that can be sorted by."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def resort(self) -> None:
        """Show the rows in the order chosen."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def producer(self, what: str) -> tuple[int, Rows]:
        """Return how many rows ``what`` is (ROW, MARKED or ALL), and what reads them."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def finder(self, words: str, start: int) -> Callable[[sqlite3.Connection], int | None]:
        """Return what finds the place of the first row from ``start`` on with the words."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    @property
    def counting(self) -> bool:
        """More rows are being read than those shown."""
        return False

    def marked_rows(self) -> int:
        """Return how many rows are marked."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take the mark away."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def whole(self, index: int) -> Line | None:
        """Return a row without what is shortened for want of room."""
        return self.query_one(RowList).line(index)

    def behind(self) -> Text | None:
        """Return what else is known of the row under the cursor."""
        return None

    # -- sorting ------------------------------------------------------------------------------

    def action_sort(self) -> None:
        """Choose the column to sort by."""
        titles = self.sortable()
        now = self.order
        rows = [("", Line(("listans egen ordning", "" if now else "nu")))]
        for title in titles:
            here = now is not None and now.title == title
            rows.append((title, Line((title, now.sign if here and now else ""))))
        place = titles.index(now.title) + 1 if now is not None and now.title in titles else 0
        columns = Column("Sortera efter", 20, grow=1), Column("", 4)
        self.app.push_screen(Choice("Sortera", columns, rows, place), self._sort_chosen)

    def _sort_chosen(self, title: str | None) -> None:
        if title is None:
            return
        now = self.order
        turned = now is not None and now.title == title and not now.reverse
        self.order = Order(title, turned) if title else None
        self.resort()

    def action_turn(self) -> None:
        """Turn the order round."""
        if self.order is None:
            self.notify("Listan har sin egen ordning. S väljer en kolumn att sortera efter.")
            return
        self.order = Order(self.order.title, not self.order.reverse)
        self.resort()

    # -- searching ----------------------------------------------------------------------------

    def action_find(self) -> None:
        """Ask what to search for."""

        def answered(words: str | None) -> None:
            if words:
                self.sought = words
                self.action_find_next()

        self.app.push_screen(Find(self.sought), answered)

    def action_find_next(self) -> None:
        """Go to the next row that matches."""
        rows = self.query_one(RowList)
        if not self.sought:
            self.action_find()
        elif rows.count:
            self.ask("find", self.finder(self.sought, rows.cursor + 1), RowFound)

    @on(RowFound)
    def _row_found(self, event: RowFound) -> None:
        if not self.desk.is_current(event.request):
            return
        if event.index is None:
            self.notify(f"Ingen rad i listan stämmer med ”{plain(self.sought)}”.", markup=False)
            return
        rows = self.query_one(RowList)
        if event.index <= rows.cursor:
            self.notify("Sökningen har börjat om från listans början.")
        rows.go(event.index)

    # -- reading ------------------------------------------------------------------------------

    def action_whole(self) -> None:
        """Show the whole row, wrapped."""
        rows = self.query_one(RowList)
        line = self.whole(rows.cursor)
        if line is None:
            return
        text = Text()
        for column, value in zip(rows.columns, line.cells, strict=False):
            if value.strip() and column.title:
                text.append(f"{column.title}\n", style="bold")
                text.append(f"  {plain(value).strip()}\n", style="not bold")
        more = self.behind()
        if more is not None and more.plain.strip():
            more = more.copy()
            more.no_wrap, more.overflow = False, "fold"
            text.append("\n")
            text.append_text(more)
        self.app.push_screen(Notice(f"Rad {thousands(rows.cursor + 1)}", text))

    # -- copying and writing ------------------------------------------------------------------

    def action_copy(self) -> None:
        """Choose what to copy: the row, what is marked, a cell; or to write it to a file."""
        rows = self.query_one(RowList)
        line = self.whole(rows.cursor)
        if line is None:
            self.notify("Det finns ingen rad att kopiera.")
            return
        marked = self.marked_rows()
        told = count(marked, "vald rad", "valda rader")
        choices = [(Copying(ROW), Line(("hela raden", "")))]
        if marked:
            choices.append((Copying(MARKED), Line((told, "med rubriker"))))
        for place, (column, value) in enumerate(zip(rows.columns, line.cells, strict=False)):
            if value.strip() and column.title:
                cells = (f"cellen {column.title}", value.strip())
                choices.append((Copying(ROW, cell=place), Line(cells)))
        if marked:
            choices.append((Copying(MARKED, file=True), Line((f"{told} till fil", "CSV, XLSX"))))
        choices.append((Copying(ALL, file=True), Line(("hela listan till fil", "CSV, XLSX"))))
        columns = Column("Kopiera", 22, grow=1, most=34), Column("", 20, grow=2)
        self.app.push_screen(Choice("Kopiera", columns, choices), self._copy_chosen)

    def _copy_chosen(self, chosen: Copying | None) -> None:
        if chosen is None:
            return
        if chosen.file:
            self._to_file(chosen.what)
            return
        if self._shown_protected():
            return
        many, rows = self.producer(chosen.what)
        if many > CLIPBOARD:
            self.notify(
                f"{thousands(many)} rader är för mycket för terminalens klippbord: högst "
                f"{thousands(CLIPBOARD)}. Skriv dem till fil (C, valda rader till fil).",
                severity="warning",
            )
            return
        columns = self.query_one(RowList).columns
        if chosen.cell >= 0:
            columns, rows = (columns[chosen.cell],), _only(rows, chosen.cell)
        name = SCOPES[self.SCOPE]
        headings = chosen.what == MARKED

        def question(connection: sqlite3.Connection) -> str:
            from workbench.services import listfiles

            listing = listfiles.Listing(name, *_heads(columns), many, rows)
            return listfiles.text(listing, connection, headings=headings)

        self.ask("copy", question, lambda request, text: TextCopied(request, text, many))

    @on(TextCopied)
    def _copied(self, event: TextCopied) -> None:
        self.app.copy_to_clipboard(event.text)
        what = count(event.many, "rad", "rader") if event.many > 1 else plain(event.text)[:40]
        self.notify(
            f"Kopierat: {what}\nTar terminalen inte emot: C och välj till fil.",
            markup=False,
        )

    def _shown_protected(self) -> bool:
        """Say that nothing leaves while protected people are shown, if they are."""
        if self.session.showing is None:
            return False
        self.notify(
            "Skyddade personer visas nu och är alltid dolda i det som lämnar programmet. Dölj dem "
            "med F4 och försök igen.",
            severity="warning",
        )
        return True

    def action_export(self) -> None:
        """Write the list to a file."""
        self._to_file(ALL)

    def _to_file(self, what: str) -> None:
        from workbench.tui.screens.writing import Target

        if self._shown_protected():
            return
        if what == ALL and self.counting:
            self.notify("Raderna räknas ännu. Skriv listan när antalet står överst.")
            return
        many, rows = self.producer(what)
        if not many:
            self.notify("Det finns ingen rad att skriva än.")
            return
        name = SCOPES[self.SCOPE]
        columns = self.query_one(RowList).columns
        title = f"{name} till fil"

        def task(path: Path) -> Callable[[Database, Stamp, Progress], str]:
            def work(database: Database, stamp: Stamp, progress: Progress) -> str:
                from workbench.services import listfiles

                listing = listfiles.Listing(name.lower(), *_heads(columns), many, rows)
                made = listfiles.write(database, listing, path, stamp, progress=progress)
                return f"{count(made, 'rad', 'rader')} skrivna till\n{plain(str(path))}"

            return work

        def answered(path: Path | None) -> None:
            if path is not None:
                self.perform(title, task(path), ListWritten)

        shown = {ALL: "Listan som den visas", MARKED: "De valda raderna"}[what]
        order = f", efter {self.order.title} {self.order.sign}" if self.order else ""
        text = (
            f"{shown}, {count(many, 'rad', 'rader')}{order}, med alla kolumner. Sluta namnet på "
            ".csv eller .xlsx. Skyddade personer är dolda. Skrivningen journalförs."
        )
        month = "" if self.session.month is None else f"-{iso_month(self.session.month)}"
        file = f"{name.lower().translate(_PLAIN)}{month}.csv"
        box = Target(title, text, str(Path.cwd() / file), "Skriv filen")
        self.app.push_screen(box, answered)

    @on(ListWritten)
    def _list_written(self, event: ListWritten) -> None:
        self.ended(event, changed=False)
        self.app.push_screen(Notice("Listan är skriven", event.text))


_PLAIN = str.maketrans("åäö ", "aao-")


def _heads(columns: Sequence[Column]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    return tuple(item.title for item in columns), tuple(item.right for item in columns)


def _only(rows: Rows, place: int) -> Rows:
    return lambda connection: ((row[place],) for row in rows(connection))


class Find(Dialog[str]):
    """What to search for in the list."""

    AUTO_FOCUS = "#words"
    help_id = "find"

    def __init__(self, former: str) -> None:
        super().__init__("Sök i listan")
        self.former = former

    def body(self) -> ComposeResult:
        """The words."""
        yield Label("Ord som ska stå i raden; ⏎ söker, N söker vidare", classes="label")
        yield Input(self.former, id="words", max_length=200)
        yield buttons()

    def on_mount(self) -> None:
        """Nothing blinks, and what was searched for last stands there."""
        field = self.query_one(Input)
        field.cursor_blink = False
        field.cursor_position = len(self.former)

    @on(Input.Submitted, "#words")
    def _search(self, event: Input.Submitted) -> None:
        self.leave(event.value.strip())

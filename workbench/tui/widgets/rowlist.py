"""A list of rows of any length: it draws what is seen and asks its source for nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.actions import bindings
from workbench.tui.widgets.columns import Column, Order, shares
from workbench.tui.widgets.columns import Line as Line
from workbench.tui.widgets.finding import find_in
from workbench.tui.words import fit

CURSOR = "▌"
MARK = "●"
WAITING = "·"


Source = Callable[[int], Line | None]
"""Gives a row by its place; None while it is being fetched."""


class RowList(Widget, can_focus=True):
    """Header, rows and a thin scroll bar; a cursor that keys and mouse move."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rowlist--header",
        "rowlist--cursor",
        "rowlist--cursor-blurred",
        "rowlist--mark",
        "rowlist--muted",
        "rowlist--alert",
        "rowlist--held",
        "rowlist--good",
        "rowlist--bar",
    }
    DEFAULT_CSS = """
    RowList { height: 1fr; background: $background; color: $foreground; }
    RowList > .rowlist--header { color: $text-muted; text-style: bold; }
    RowList > .rowlist--cursor { background: $primary; color: $background; text-style: bold; }
    RowList > .rowlist--cursor-blurred { background: $panel; color: $foreground; }
    RowList > .rowlist--mark { color: $accent; text-style: bold; }
    RowList > .rowlist--muted { color: $text-muted; }
    RowList > .rowlist--alert { color: $error; }
    RowList > .rowlist--held { color: $warning; }
    RowList > .rowlist--good { color: $success; }
    RowList > .rowlist--bar { color: $text-muted; }
    """

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A row was chosen with enter or a double click."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    @dataclass
    class Seen(Message):
        """Rows came into view that the source didn't have."""

        rows: RowList
        first: int
        after: int

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    def __init__(
        self, columns: Sequence[Column] = (), *, id: str | None = None, help_id: str = ""
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.help_id = help_id
        self.count = 0
        self.top = 0
        self.empty = ""
        self.marked: Callable[[int], bool] | None = None
        self.sought = ""
        self.follow: Callable[[], None] | None = None
        """Called at once when the cursor moves, so that what it shows is in the same frame."""
        self.order: Order | None = None
        """What the rows are sorted by, told beside the column's title; None = their own order."""
        self.growing = False
        """More rows are being counted: the last one is not known yet."""
        self._to_end = False
        self._source: Source = lambda _: None
        self._shares: list[tuple[int, int]] = []
        self._styles: dict[str, Style] = {}
        self._missing: tuple[int, int] | None = None
        self._lacking = False

    # -- what is shown ------------------------------------------------------------------------

    def show(
        self,
        count: int,
        source: Source,
        *,
        columns: Sequence[Column] | None = None,
        empty: str = "",
        cursor: int = 0,
    ) -> None:
        """Show other rows; ``empty`` says what to do when there are none."""
        self.count, self._source, self.empty = count, source, empty
        self.growing = self._to_end = False
        if columns is not None:
            self.columns = tuple(columns)
        self._missing = None
        self._arrange()
        self.set_reactive(RowList.cursor, max(0, min(cursor, count - 1)))
        self._scroll()
        self.refresh()
        self._tell()

    def grown(self, count: int) -> None:
        """Take in that there are more rows after those shown; go to the last if that was asked."""
        self.count, self.growing = count, False
        if self._to_end:
            self.action_end(1)
        self.refresh()

    def mark(self, marked: Callable[[int], bool] | None) -> None:
        """Take in which rows are marked; None takes the room for the marks away."""
        self.marked = marked
        self._arrange()
        self.refresh()

    def line(self, index: int) -> Line | None:
        """Return a row; None while it is being fetched."""
        return self._source(index) if 0 <= index < self.count else None

    def renewed(self) -> None:
        """Draw again: rows the source lacked have come."""
        self._missing = None
        self.refresh()

    @property
    def page_rows(self) -> int:
        """Rows that are seen at once."""
        return max(1, self.size.height - 1)

    @property
    def window(self) -> tuple[int, int]:
        """First row seen and the one after the last."""
        return self.top, min(self.count, self.top + self.page_rows)

    @property
    def cursor_line(self) -> int:
        """The line of the list that the cursor is on; of an empty one, where its text begins."""
        return self.cursor - self.top + 1 if self.count else 2

    # -- moving -------------------------------------------------------------------------------

    def action_move(self, steps: int) -> None:
        """Move the cursor some rows."""
        self.go(self.cursor + steps)

    def action_page(self, pages: int) -> None:
        """Move the cursor and the view by pages."""
        step = max(1, self.page_rows - 1) * pages
        self.top = max(0, min(self.top + step, self.count - self.page_rows))
        self.refresh()
        self.go(self.cursor + step)

    def action_end(self, direction: int) -> None:
        """Go to the first or the last row."""
        self.go(0 if direction < 0 else self.count - 1)
        self._to_end = self.growing and direction > 0

    def action_choose(self) -> None:
        """Choose the row of the cursor."""
        if self.count:
            self.post_message(self.Chosen(self, self.cursor))

    def action_find(self) -> None:
        """Ask for words and go to the next row that has them."""
        find_in(self, self._find)

    def _find(self, words: str) -> bool:
        for step in range(1, self.count + 1):
            place = (self.cursor + step) % self.count
            line = self._source(place)
            if line is not None and words in " ".join(line.cells).lower():
                self.go(place)
                return True
        return False

    def go(self, index: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        self._to_end = False
        self.cursor = max(0, min(index, self.count - 1))
        self._scroll()

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows that changed, or all when the view moved; tell whoever listens."""
        self._scroll()
        for index in (old, new):
            self.refresh(Region(0, index - self.top + 1, self.size.width, 1))
        self._tell()

    def _tell(self) -> None:
        if self.follow is not None:
            self.follow()
        self.post_message(self.Moved(self, self.cursor))

    def _scroll(self) -> None:
        before = self.top
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + self.page_rows:
            self.top = self.cursor - self.page_rows + 1
        self.top = max(0, min(self.top, self.count - self.page_rows))
        if self.top != before:
            self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the width anew."""
        self._arrange()
        self._scroll()
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows."""
        event.stop()
        self.action_move(-3)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a double click chooses."""
        row = self.top + event.y - 1
        if event.y >= 1 and row < self.count:
            self.go(row)
            if event.chain == 2:
                self.action_choose()

    # -- drawing ------------------------------------------------------------------------------

    def _arrange(self) -> None:
        lead = 1 if self.marked is None else 2
        self._shares = shares(self.columns, max(1, self.size.width - lead - 2))

    def notify_style_update(self) -> None:
        """Forget the styles of the former theme."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, role: str) -> Style:
        style = self._styles.get(role)
        if style is None:
            style = self.rich_style
            if role:
                style += self.get_component_rich_style(f"rowlist--{role}", partial=True)
            self._styles[role] = style
        return style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw, and ask for the rows that were missing once for the whole view."""
        self._lacking = False
        strips = super().render_lines(crop)
        if self._lacking:
            wanted = self.window
            if self._missing != wanted:
                self._missing = wanted
                self.post_message(self.Seen(self, *wanted))
        return strips

    def render_line(self, y: int) -> Strip:
        """Draw one line: the header, a row, or the text of an empty list."""
        width = self.size.width
        if y == 0:
            return self._header(width)
        index = self.top + y - 1
        if self.count == 0:
            lines = self.empty.split("\n")
            text = f"  {lines[y - 2]}" if 0 <= y - 2 < len(lines) else ""
            return Strip([Segment(fit(text, width), self._style(""))], width)
        if index >= self.count:
            return Strip.blank(width, self._style(""))
        return self._row(index, y, width)

    def _header(self, width: int) -> Strip:
        cells = (self._title(self.columns[i], share) for i, share in self._shares)
        lead = " " if self.marked is None else "  "
        return Strip([Segment(fit(lead + " ".join(cells), width), self._style("header"))], width)

    def _title(self, column: Column, share: int) -> str:
        if self.order is None or column.title != self.order.title:
            return fit(column.title, share, right=column.right)
        if column.right:
            return fit(self.order.sign + column.title, share, right=True)
        return fit(fit(column.title, min(len(column.title), share - 1)) + self.order.sign, share)

    def _row(self, index: int, y: int, width: int) -> Strip:
        line = self._source(index)
        on_cursor = index == self.cursor
        cursor_style = self._style("cursor" if self.has_focus else "cursor-blurred")
        base = cursor_style if on_cursor else self._style("")
        segments = [Segment(CURSOR if on_cursor else " ", base)]
        if self.marked is not None:
            sign = MARK if self.marked(index) else " "
            segments.append(Segment(sign, base if on_cursor else self._style("mark")))
        if line is None:
            self._lacking = True
            segments.append(Segment(fit(WAITING, width - 3), base))
        else:
            segments += self._cells(line, base, on_cursor)
        strip = Strip(segments).adjust_cell_length(width - 1, base)
        return Strip([*strip, Segment(self._bar(y), self._style("bar"))], width)

    def _cells(self, line: Line, base: Style, on_cursor: bool) -> list[Segment]:
        segments = []
        for place, (i, share) in enumerate(self._shares):
            role = line.roles[i] if line.roles and not on_cursor else ""
            text = fit(line.cells[i], share, right=self.columns[i].right)
            gap = " " if place else ""
            segments.append(Segment(gap + text, self._style(role) if role else base))
        return segments

    def _bar(self, y: int) -> str:
        """Return the scroll bar's sign beside a line."""
        rows = self.page_rows
        if self.count <= rows:
            return " "
        size = max(1, rows * rows // self.count)
        place = self.top * (rows - size) // max(1, self.count - rows)
        return "█" if place <= y - 1 < place + size else "│"

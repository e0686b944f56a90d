"""A form in a box: fields to fill in, what lacks, and a button that Enter alone never reaches."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from workbench.tui.actions import bindings
from workbench.tui.messages import Failed, HinderTold
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.widgets.browser import PathSuggester
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.words import plain
from workbench.tui.workers import Desk

Values = Mapping[str, str]
"""What a sheet holds, by field; ``valda`` has the places of ticked rows, with spaces between."""
SUM = r"[0-9 ,.]*"
"""Signs that a field for a sum takes."""
LOW = 24
"""Lines below which long fields are lower."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: ``lines`` 0 is a single line, else the height of a text of many lines; of a
    ``path`` → fills in the rest."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    lines: int = 0
    restrict: str | None = None
    path: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What a sheet asks for: ``key`` names it among drafts, ``problem`` says what lacks.

    ``hinders`` asks the database what else stands in the way when the button is pressed; what is
    written stays until nothing does. ``follows`` gives what other fields become when one has been
    written in. ``tall`` gives what is said more room.
    """

    key: str
    title: str
    said: Text
    fields: Sequence[Field]
    yes: str
    problem: Callable[[Values], str]
    hinders: Callable[[sqlite3.Connection, Values], Sequence[str]] | None = None
    follows: Callable[[str, Values], Values] | None = None
    help_id: str = "krav-sheet"
    tall: bool = False


class Ticks(NamedTuple):
    """Rows to tick off: as drawn, the places of those ticked when the sheet opens, and the whole
    of each, shown beneath when given."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    first: frozenset[int]
    whole: Sequence[str] = ()


class Sheet(Dialog[Values]):
    """What it does, rows to tick, the fields, what lacks, the buttons; written text is kept as a
    draft."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("sheet")
    help_scopes: ClassVar[Sequence[str]] = ("sheet", "dialog", "list")

    def __init__(
        self,
        form: Form,
        desk: Desk,
        drafts: dict[str, dict[str, str]],
        ticks: Ticks | None = None,
    ) -> None:
        super().__init__(form.title)
        self.form, self.desk, self.ticks = form, desk, ticks
        self.help_id = form.help_id
        self.chosen = set(ticks.first) if ticks else set()
        self._draft = drafts.setdefault(form.key, {})

    def body(self) -> ComposeResult:
        """The text, the rows, the fields, the buttons."""
        with Scroll(id="text"):
            yield Static(self.form.said)
        if self.ticks is not None:
            yield RowList(self.ticks.columns, id="ticks", help_id=self.help_id)
            if self.ticks.whole:
                yield Static("", markup=False, id="row")
        for item in self.form.fields:
            yield self._field(item)
        yield Static("", markup=False, id="problem")
        yield buttons(self.form.yes)

    def _field(self, item: Field) -> Widget:
        value = self._draft.get(item.id, item.value)
        label = Label(item.label, markup=False, classes="label")
        if item.lines:
            area = TextArea(value, id=item.id, compact=True, tab_behavior="focus")
            area.styles.height = item.lines
            return Vertical(label, area, classes="area")
        field = Input(
            value,
            placeholder=item.hint,
            id=item.id,
            restrict=item.restrict,
            suggester=PathSuggester(every=True) if item.path else None,
        )
        return Horizontal(label, field, classes="field")

    def on_mount(self) -> None:
        """Let the first field have focus."""
        self.set_class(self.form.tall, "-tall")
        for field in (*self.query(Input), *self.query(TextArea)):
            field.cursor_blink = False
            # Textual's own widgets; ours have the attribute that help looks for.
            field.help_id = self.form.help_id
        if self.ticks is not None:
            rows, many = self.query_one(RowList), len(self.ticks.lines)
            rows.follow = self._draw_row
            rows.show(many, self._line, empty="Ingen att välja.")
            rows.styles.height = min(max(many, 1), 6) + 1
        self.query("RowList, Input, TextArea, #cancel").first().focus()
        self.judge()

    def _line(self, index: int) -> Line:
        assert self.ticks is not None
        line = self.ticks.lines[index]
        sign = "[x]" if index in self.chosen else "[ ]"
        return Line((f"{sign} {line.cells[0]}", *line.cells[1:]), line.roles)

    def _draw_row(self) -> None:
        cursor = self.query_one(RowList).cursor
        if self.ticks is not None and cursor < len(self.ticks.whole):
            self.query_one("#row", Static).update(plain(self.ticks.whole[cursor]))

    def action_tick(self) -> None:
        """Tick the row under the cursor, or untick it."""
        for rows in self.query(RowList):
            if self.focused is rows and rows.count:
                self.chosen ^= {rows.cursor}
                rows.refresh()
                rows.action_move(1)
                self.judge()

    @on(RowList.Chosen)
    def _from_rows(self, event: RowList.Chosen) -> None:
        event.stop()
        self.focus_next()

    def on_resize(self, event: events.Resize) -> None:
        """Make long fields lower on a low screen; the box scrolls what is left."""
        for item in self.form.fields:
            if item.lines:
                low = event.size.height < LOW
                self.query_one(f"#{item.id}").styles.height = min(item.lines, 3 if low else 99)

    @property
    def values(self) -> dict[str, str]:
        """What has been written, by field."""
        found = {str(field.id): field.value.strip() for field in self.query(Input)}
        found |= {str(area.id): area.text.strip() for area in self.query(TextArea)}
        if self.ticks is not None:
            found["valda"] = " ".join(map(str, sorted(self.chosen)))
        return found

    def problem(self) -> str:
        """Return what lacks; "" = nothing."""
        return self.form.problem(self.values)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _written(self, event: Input.Changed | TextArea.Changed) -> None:
        if self.form.follows is not None:
            for name, value in self.form.follows(str(event.control.id), self.values).items():
                self._write(name, value)
        self._draft.update(self.values)
        self.judge()

    def _write(self, name: str, value: str) -> None:
        field = self.query_one(f"#{name}")
        if isinstance(field, TextArea):
            field.text = value
        elif isinstance(field, Input):
            field.value = value

    def judge(self) -> None:
        """Say what lacks, and let the button be pressed when nothing does."""
        problem = self.problem()
        self.query_one("#yes", Button).disabled = bool(problem)
        self.query_one("#problem", Static).update(
            problem or "Tab och → går till knappen som utför."
        )

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        if self.problem():
            return
        asked = self.form.hinders
        if asked is None:
            self.leave(self.values)
            return
        values = self.values
        self.desk.ask(
            self,
            "sheet.hinders",
            lambda connection: tuple(asked(connection, values)),
            HinderTold,
        )

    @on(HinderTold)
    def _told(self, event: HinderTold) -> None:
        if not self.desk.is_current(event.request):
            return
        if event.hinder:
            self.query_one("#problem", Static).update("\n".join(event.hinder))
            self.query_one("#problem").scroll_visible(animate=False)
        else:
            self.leave(self.values)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#problem", Static).update(f"{event.text} {event.support}")

"""A form in a box: fields to fill in, what lacks, and a button that Enter alone never reaches."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from workbench.tui.messages import Failed, HinderTold
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.workers import Desk

Values = Mapping[str, str]
SUM = r"[0-9 ,.]*"
"""Signs that a field for a sum takes."""
LOW = 24
"""Lines below which long fields are lower."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: ``lines`` 0 is a single line, else the height of a text of many lines."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    lines: int = 0
    restrict: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What a sheet asks for: ``key`` names it among drafts, ``problem`` says what lacks.

    ``hinders`` asks the database what else stands in the way when the button is pressed; what is
    written stays until nothing does. ``follows`` gives what other fields become when one has been
    written in.
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


class Sheet(Dialog[Values]):
    """What it does, the fields, what lacks, the buttons; written text is kept as a draft."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, form: Form, desk: Desk, drafts: dict[str, dict[str, str]]) -> None:
        super().__init__(form.title)
        self.form, self.desk = form, desk
        self.help_id = form.help_id
        self._draft = drafts.setdefault(form.key, {})

    def body(self) -> ComposeResult:
        """The text, the fields, the buttons."""
        with VerticalScroll(id="text"):
            yield Static(self.form.said)
        yield from self.above()
        for item in self.form.fields:
            yield self._field(item)
        yield Static("", markup=False, id="problem")
        yield buttons(self.form.yes)

    def above(self) -> ComposeResult:
        """What stands between text and fields."""
        yield from ()

    def _field(self, item: Field) -> Widget:
        value = self._draft.get(item.id, item.value)
        label = Label(item.label, markup=False, classes="label")
        if item.lines:
            area = TextArea(value, id=item.id, compact=True, tab_behavior="focus")
            area.styles.height = item.lines
            return Vertical(label, area, classes="area")
        field = Input(value, placeholder=item.hint, id=item.id, restrict=item.restrict)
        return Horizontal(label, field, classes="field")

    def on_mount(self) -> None:
        """Let the first field have focus."""
        for field in (*self.query(Input), *self.query(TextArea)):
            field.cursor_blink = False
            # Textual's own widgets; ours have the attribute that help looks for.
            field.help_id = self.form.help_id
        first = self.query("Input, TextArea")
        (first.first() if first else self.query_one("#cancel")).focus()
        self.judge()

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

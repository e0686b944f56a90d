"""A screen or a box as linear text: one fact a line, read with the keys of every text.

For whoever reads with a screen reader or a Braille display, and meets columns and frames there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import ClassVar

from rich.console import Console
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Label, RadioButton, Static, TextArea

from workbench.tui.actions import SCOPES, actions, bindings
from workbench.tui.plain.text import Facts, Page, Part, facts, unframed, write
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Dialog
from workbench.tui.screens.reading import Reading
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import month_name, thousands
from workbench.tui.workers import Desk

MOST = 1000
"""Rows of a list that are shown, before and after the cursor together: those near at hand."""
WIDE = 500
"""Cells for what is made of tables: no line is broken."""


class LinearScreen(Reading):
    """The text of the screen that was on top; escape goes back to it as it was."""

    SCOPE = "linear"
    BINDINGS: ClassVar[list[BindingType]] = bindings("linear")

    def __init__(self, session: Session, desk: Desk, shown: Screen[object]) -> None:
        super().__init__(session, desk, "")
        self.tab = getattr(shown, "TAB", getattr(shown, "SCOPE", ""))
        self.named = title(shown)
        self.said = "\n".join(lines(shown, session.month))

    def compose(self) -> ComposeResult:
        """As every text, under the tab of the screen it shows."""
        yield TopLine(self.tab, self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def load(self) -> None:
        """Nothing is asked for: the screen has it already."""
        self.show(self.said)

    def title_text(self) -> Text:
        """Return which screen it is."""
        return Text(f"{self.named} som text", style="bold")


def title(screen: Screen[object]) -> str:
    """Return what a screen or a box is called."""
    if isinstance(screen, Dialog):
        return screen.heading
    return SCOPES[screen.SCOPE] if isinstance(screen, WorkScreen) else ""


def lines(screen: Screen[object], month: int | None) -> Iterator[str]:
    """Yield a screen from top to bottom: texts, lists, fields and buttons, then its keys."""
    where = f", {month_name(month)}" if month is not None else ""
    yield f"{title(screen)}{where}"
    for widget in _shown(screen):
        told = list(_told(widget, focused=widget is screen.focused))
        if told and told != [title(screen)]:
            yield from ("", *told)
    scopes = [screen.SCOPE] if isinstance(screen, WorkScreen) else ["dialog"]
    for scope in screen.help_scopes if isinstance(screen, Dialog) else scopes:
        yield from ("", f"Tangenter, {SCOPES[scope]}")
        yield from (f"{action.sign}: {action.label}" for action in actions(scope))


def _shown(parent: Widget) -> Iterator[Widget]:
    """Yield the widgets that are seen, in reading order."""
    for child in parent.children:
        if child.display:
            yield child
            if not isinstance(child, Input | TextArea | Button):
                yield from _shown(child)


def _told(widget: Widget, *, focused: bool) -> Iterable[str]:
    here = " (markören är här)" if focused else ""
    if isinstance(widget, RowList):
        return _rows(widget, here)
    if isinstance(widget, Input):
        named = widget.placeholder or "Fält"
        return [f"{named}: {widget.value or 'tomt'}{here}"]
    if isinstance(widget, TextArea):
        return [f"Textfält{here}", *unframed(widget.text)]
    if isinstance(widget, Checkbox | RadioButton):
        state = "valt" if widget.value else "inte valt"
        return [f"{widget.label}: {state}{here}"]
    if isinstance(widget, Button):
        off = ", går inte att välja nu" if widget.disabled else ""
        return [f"Knapp: {widget.label}{off}{here}"]
    if isinstance(widget, Static | Label):
        return unframed(_plain(widget.content))
    return []


def _plain(content: object) -> str:
    if isinstance(content, str):
        return content
    text = getattr(content, "plain", None)
    if isinstance(text, str):
        return text
    console = Console(width=WIDE, file=StringIO(), color_system=None, legacy_windows=False)
    with console.capture() as made:
        console.print(content, end="")
    return made.get()


def _rows(rows: RowList, here: str) -> Iterator[str]:
    """Yield a list: how many rows, those around the cursor that have been read, none twice."""
    if not rows.count:
        yield from (f"Lista: 0 st{here}", *unframed(rows.empty))
        return
    first, after = _near(rows)

    def items(start: int, stop: int) -> Iterator[Facts]:
        for place in range(start, stop):
            line = rows.line(place)
            assert line is not None
            marked = rows.marked is not None and rows.marked(place)
            signs = [("Vald", "ja" if marked else "")]
            if place == rows.cursor:
                signs.insert(0, ("Markören", f"på raden{here and ', som har fokus'}"))
            yield [(name, value) for name, value in signs if value] + facts(rows.columns, line)

    yield from write(Page("Lista", parts=(Part("Lista", rows.count, items),)), first, after - first)
    if (first, after) != (0, rows.count):
        yield ""
        yield (
            f"Rad {thousands(first + 1)} till {thousands(after)} av {thousands(rows.count)}: de "
            "som är lästa kring markören. Flytta den för att läsa fler."
        )


def _near(rows: RowList) -> tuple[int, int]:
    """Return the first row around the cursor that has been read, and the one after the last."""
    first = rows.cursor
    while first > max(0, rows.cursor - MOST // 2) and rows.line(first - 1) is not None:
        first -= 1
    after = rows.cursor
    while after < min(rows.count, first + MOST) and rows.line(after) is not None:
        after += 1
    return first, after

"""Small boxes over a screen. Avbryt always comes first, and Enter alone never decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from workbench.tui.actions import bindings
from workbench.tui.screens.keyed import Keyed
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.widgets.scroll import Scroll

T = TypeVar("T")
HEIGHTS = [(0, "-low"), (24, "-high")]
"""Lines from which a box has the class: where they are few, those that hold nothing go."""


class Dialog(Keyed[T], ModalScreen[T], Generic[T]):
    """A titled box; escape closes it and nothing has happened."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog", "close", "previous", "next"),
        *bindings("app", "help", "linear"),
    ]
    VERTICAL_BREAKPOINTS = HEIGHTS
    help_id = "dialog"
    help_scopes: ClassVar[Sequence[str]] = ("dialog", "list")
    """Scopes of the registry whose keys work in the box."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self._left = False

    def compose(self) -> ComposeResult:
        """The box with its title; what stands in it comes from ``body``."""
        with Vertical(id="box"):
            yield Static(Text(self.heading, style="bold"), id="heading")
            yield from self.body()

    def body(self) -> ComposeResult:
        """What the box holds."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def leave(self, answer: T | None) -> None:
        """Close once: a key pressed twice must not close what lies behind."""
        if not self._left and self.app.screen is self:
            self._left = True
            self.dismiss(answer)

    def action_close(self) -> None:
        """Close without an answer."""
        self.leave(None)

    def action_help(self) -> None:
        """Show help for the box."""
        self.app.run_worker(self.app.run_action("app.help"))

    def action_linear(self) -> None:
        """Show the box as linear text."""
        self.app.run_worker(self.app.run_action("app.linear"))

    def action_previous(self) -> None:
        """Go to the button before."""
        self._step(-1)

    def action_next(self) -> None:
        """Go to the button after."""
        self._step(1)

    def _step(self, direction: int) -> None:
        buttons = [button for button in self.query(Button) if not button.disabled]
        if self.focused in buttons and isinstance(self.focused, Button):
            place = buttons.index(self.focused) + direction
            if 0 <= place < len(buttons):
                buttons[place].focus()

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_close()


def buttons(yes: str = "", no: str = "Avbryt") -> Horizontal:
    """Return the row of buttons: no first, then (if any) yes."""
    found = [Button(no, id="cancel", compact=True)]
    if yes:
        found.append(Button(yes, id="yes", compact=True))
    return Horizontal(*found, id="buttons")


class Notice(Dialog[None]):
    """Says something; any way out closes it."""

    AUTO_FOCUS = "#cancel"
    help_id = "notice"

    def __init__(self, title: str, text: Text | str) -> None:
        super().__init__(title)
        self.said = text if isinstance(text, Text) else Text(text)

    def body(self) -> ComposeResult:
        """The text, scrolling when long, and a button."""
        with Scroll(id="text"):
            yield Static(self.said)
        yield buttons(no="Stäng")


class Problem(Notice):
    """Something could not be done: what, and a line for support."""

    help_id = "problem"

    def __init__(self, text: str, support: str) -> None:
        self.told = text, support
        body = Text(text)
        body.append(f"\n\nTill supporten: {support}", style="dim")
        super().__init__("Det gick inte", body)


class Confirm(Dialog[bool]):
    """Asks before something is done; Avbryt has focus."""

    AUTO_FOCUS = "#cancel"
    help_id = "confirm"

    def __init__(self, title: str, text: Text | str, yes: str) -> None:
        super().__init__(title)
        self.said = text if isinstance(text, Text) else Text(text)
        self.yes = yes

    def body(self) -> ComposeResult:
        """The question and two buttons."""
        with Scroll(id="text"):
            yield Static(self.said)
        yield buttons(self.yes)

    def action_close(self) -> None:
        """Say no."""
        self.leave(False)

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self.leave(True)


class Choice(Dialog[T]):
    """A short list to pick from with Enter: picking changes what is shown, nothing else."""

    help_id = "choice"

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[tuple[T, Line]],
        chosen: int = 0,
    ) -> None:
        super().__init__(title)
        self.columns = columns
        self.rows = rows
        self.first = chosen

    def body(self) -> ComposeResult:
        """The list."""
        yield RowList(self.columns, id="choices", help_id="choice")
        yield Static(Text("⏎ väljer   esc stänger", style="dim"), id="hint")

    def on_mount(self) -> None:
        """Show the rows, the present one under the cursor."""
        rows = self.query_one(RowList)
        rows.show(len(self.rows), lambda index: self.rows[index][1], cursor=self.first)
        rows.styles.height = min(len(self.rows), 14) + 1
        rows.focus()

    @on(RowList.Chosen)
    def _picked(self, event: RowList.Chosen) -> None:
        event.stop()
        self.leave(self.rows[event.index][0])

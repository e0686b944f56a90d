"""Hjälp: the keys that work here, what has focus, the provision of the finding at hand."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from workbench.tui.actions import SCOPES, actions, bindings, key_sign
from workbench.tui.help.atgarder import ATGARDER
from workbench.tui.help.texts import CHAPTERS, TEXTS
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.widgets.detail import DetailPane
from workbench.tui.words import plain

KEY_WIDTH = 16


def help_text(focus: str, scopes: list[str], provision: str) -> Group:
    """Return the whole help: what has focus, the law, the keys by scope."""
    parts: list[RenderableType] = []
    if focus in TEXTS:
        parts += [Text(TEXTS[focus]), Text()]
    if provision:
        parts += [Text(provision, style="italic"), Text()]
    if scopes and scopes[0] in CHAPTERS:
        parts += [Text(f"Handboken (docs/handbok.md): kapitlet {CHAPTERS[scopes[0]]}"), Text()]
    for scope in scopes:
        parts += [Text(SCOPES[scope], style="bold underline"), key_table(scope), Text()]
    return Group(*parts)


def key_table(scope: str) -> Table:
    """Return the actions of a scope as keys and what they do."""
    table = Table.grid(padding=(0, 2))
    table.add_column(width=KEY_WIDTH)
    table.add_column(ratio=1)
    for action in actions(scope):
        signs = " ".join(key_sign(key) for key in action.keys)
        table.add_row(Text(signs, style="bold"), Text(action.help))
    return table


class Help(Dialog[None]):
    """The text, scrolling."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    help_id = "help"

    def __init__(self, title: str, text: Group) -> None:
        super().__init__(title)
        self.said = text

    @classmethod
    def about(cls, screen: Screen[object]) -> Help:
        """Return help for a screen with what has focus in it."""
        focused: Widget | None = screen.focused
        focus = str(getattr(focused, "help_id", "") or getattr(screen, "help_id", ""))
        if focus not in TEXTS:
            focus = str(getattr(screen, "help_id", ""))
        provision = ""
        if isinstance(screen, WorkScreen):
            pane = screen.query(DetailPane)
            if pane and (detail := pane.first().detail) is not None:
                kod = detail.finding.kod
                provision = f"{kod}: {plain(detail.lagrum_text)}\n\nGör så här: {ATGARDER[kod]}"
            return cls(
                f"Hjälp: {SCOPES[screen.SCOPE]}",
                help_text(focus, [screen.SCOPE, *screen.INSIDE, "app"], provision),
            )
        scopes = screen.help_scopes if isinstance(screen, Dialog) else ("dialog", "list")
        return cls("Hjälp", help_text(focus, list(scopes), ""))

    def body(self) -> ComposeResult:
        """The text and a button."""
        with VerticalScroll(id="text"):
            yield Static(self.said)
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Let the text have focus, so that the arrows scroll it."""
        self.query_one("#text").focus()

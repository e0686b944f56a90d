"""Hjälp: the keys that work here, what has focus, the provision of the finding at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from workbench.tui.actions import SCOPES, YIELDS, actions, bindings, told
from workbench.tui.help.atgarder import ATGARDER
from workbench.tui.help.texts import CHAPTERS, TEXTS
from workbench.tui.keynames import key_sign
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.widgets.detail import DetailPane
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.words import plain

KEY_WIDTH = 16


def help_text(focus: str, scopes: list[str], provision: str) -> Group:
    """Return the whole help: what has focus, the law, the keys by scope."""
    parts: list[RenderableType] = []
    if focus in TEXTS:
        parts += [Text(told(TEXTS[focus])), Text()]
    if provision:
        parts += [Text(provision, style="italic"), Text()]
    if scopes and scopes[0] in CHAPTERS:
        parts += [Text(f"Handboken (docs/handbok.md): kapitlet {CHAPTERS[scopes[0]]}"), Text()]
    for scope in scopes:
        taken = taken_from(scope, scopes)
        parts += [Text(SCOPES[scope], style="bold underline"), key_table(scope, taken), Text()]
    return Group(*parts)


def taken_from(scope: str, scopes: Sequence[str]) -> dict[str, str]:
    """Return the keys of a list or text that the screen around uses, and what for."""
    if scope not in ("list", "read"):
        return {}
    return {
        key: action.label
        for other in scopes
        if other not in ("list", "read", "filter", "app")
        for action in actions(other)
        for key in action.now
        if key in YIELDS
    }


def key_table(scope: str, taken: Mapping[str, str]) -> Table:
    """Return the actions of a scope as keys and what they do; ``taken`` keys do something else."""
    table = Table.grid(padding=(0, 2))
    table.add_column(width=KEY_WIDTH)
    table.add_column(ratio=1)
    for action in actions(scope):
        keys = [key for key in action.now if key not in taken]
        other = [f"{key_sign(key)} är {taken[key]} här." for key in action.now if key in taken]
        if not keys:
            continue
        signs = " ".join(map(key_sign, keys))
        table.add_row(Text(signs, style="bold"), Text(" ".join([action.help, *other])))
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
                provision = (
                    f"{kod}: {plain(detail.lagrum_text)}\n\nGör så här: {told(ATGARDER[kod])}"
                )
            inside = list(screen.INSIDE)
            if isinstance(focused, Scroll) and "read" not in inside:
                inside.append("read")
            return cls(
                f"Hjälp: {SCOPES[screen.SCOPE]}",
                help_text(focus, [screen.SCOPE, *inside, "app"], provision),
            )
        scopes = screen.help_scopes if isinstance(screen, Dialog) else ("dialog", "list")
        return cls("Hjälp", help_text(focus, list(scopes), ""))

    def body(self) -> ComposeResult:
        """The text and a button."""
        with Scroll(id="text"):
            yield Static(self.said)
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Let the text have focus, so that the arrows scroll it."""
        self.query_one("#text").focus()

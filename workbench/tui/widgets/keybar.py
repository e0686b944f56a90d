"""The footer: the actions that matter here, as many as fit, from the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.widget import Widget

from workbench.tui.actions import BY_ID, Action, actions

HELP, QUIT = BY_ID["app.help"], BY_ID["app.quit"]


def chosen(items: Sequence[Action], width: int) -> list[Action]:
    """Return the actions that fit a width; the lowest rank is kept longest, help always."""
    kept: list[Action] = []
    room = width - 1 - _size(HELP)
    for action in [*sorted(items, key=lambda item: item.rank), QUIT]:
        if action.rank and _size(action) <= room:
            kept.append(action)
            room -= _size(action)
    last = kept.pop() if kept and kept[-1] is QUIT else None
    return [*kept, HELP, *([last] if last else [])]


def _size(action: Action) -> int:
    return len(action.sign) + len(action.label) + 3


class KeyBar(Widget):
    """One line of keys; a click does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key"}
    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; }
    KeyBar > .keybar--key { text-style: bold; color: $primary; }
    """

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope
        self._places: list[tuple[int, int, Action]] = []

    def render(self) -> Text:
        """Draw the keys that fit."""
        key_style = self.get_component_rich_style("keybar--key", partial=True)
        text = Text(" ", no_wrap=True, end="")
        self._places = []
        for action in chosen(actions(self.scope), self.size.width):
            start = len(text)
            text.append(action.sign, key_style)
            text.append(f" {action.label}")
            self._places.append((start, len(text), action))
            text.append("  ")
        return text

    async def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        for start, after, action in self._places:
            if start <= event.x < after:
                target = self.app if action.scope == "app" else self.screen
                await self.app.run_action(action.method, target)

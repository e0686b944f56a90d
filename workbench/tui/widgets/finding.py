"""Looking for words in a list or a text: what the parts with a ``find`` key do alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.app import App


class Searched(Protocol):
    """A list or a text: ``sought`` is what was last looked for in it."""

    sought: str

    @property
    def app(self) -> App[object]:
        """The app."""


def find_in(part: Searched, find: Callable[[str], bool]) -> None:
    """Ask for words, then let ``find`` go to them (small letters); say when they aren't there."""
    from workbench.tui.screens.find import Find

    def asked(words: str | None) -> None:
        if not words:
            return
        part.sought = words
        if not find(words.lower()):
            part.app.notify(f"”{words}” finns inte här.", markup=False)

    part.app.push_screen(Find(part.sought), asked)

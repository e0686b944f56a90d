"""The floor of a list: a Textual app that paints a page of lines anew for every key, from nothing.

The lines differ from page to page, so that all of them are sent to the terminal.
"""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

SHOWN = "row 0 of a page"
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö 0123456789"


class Lines(Widget, can_focus=True):
    """Lines of letters, others on the next page."""

    page = 0

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if self.page == 0 and y == 0:
            return Strip([Segment(SHOWN.ljust(self.size.width))])
        start = (self.page * 7 + y) % len(LETTERS)
        text = (LETTERS[start:] + LETTERS[:start]) * 3
        return Strip([Segment(text[: self.size.width])])

    def on_key(self, event: events.Key) -> None:
        """Show the next page."""
        event.stop()
        self.page += 1
        self.refresh()


class BareList(App[None]):
    """One widget that fills the terminal."""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Lines()


if __name__ == "__main__":
    BareList().run()

"""The pane that shows a finding in words."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.services.reviewing import FindingDetail
from workbench.tui.widgets.findingtext import finding_text
from workbench.tui.widgets.scroll import Scroll


class DetailPane(Scroll):
    """The pane; scrolls when it has focus."""

    DEFAULT_CSS = """
    DetailPane { height: 1fr; padding: 0 1; background: $surface; scrollbar-size-vertical: 1;
        scrollbar-gutter: stable; }
    DetailPane:focus { background: $panel; }
    DetailPane > Static { width: 100%; height: auto; }
    """

    def __init__(self, *, full: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.full = full
        self.help_id = "detail"
        self.detail: FindingDetail | None = None
        self._text = self._more = Text()

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static("", markup=False)

    def show(self, detail: FindingDetail) -> None:
        """Show a finding from its beginning."""
        self.detail, self._more = detail, Text()
        self._draw()
        self.scroll_home(animate=False)

    def add(self, text: Text) -> None:
        """Show more beneath what is there."""
        self._more = text
        self._draw()

    def say(self, text: str) -> None:
        """Show a sentence instead of a finding."""
        self.detail = None
        self._text = Text(text, style="dim")
        self.query_one(Static).update(self._text)

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for another width."""
        self._draw()

    @property
    def text(self) -> str:
        """What stands in the pane."""
        return self._text.plain

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        if self.detail is not None and width > 0:
            self._text = finding_text(self.detail, width, full=self.full, lines=self.size.height)
            self._text.append_text(self._more)
            self.query_one(Static).update(self._text)

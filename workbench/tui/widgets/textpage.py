"""A long text with fixed columns, read line by line; wider than the screen it scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.tui.actions import bindings
from workbench.tui.widgets.finding import find_in
from workbench.tui.words import fit, plain


class TextPage(ScrollView, can_focus=True, inherit_bindings=False):
    """The text; headings are the lines that a line of ``-`` or ``=`` stands under."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("read")
    sought = ""
    COMPONENT_CLASSES: ClassVar[set[str]] = {"textpage--heading"}
    DEFAULT_CSS = """
    TextPage { height: 1fr; background: $background; color: $foreground; scrollbar-size: 0 0; }
    TextPage > .textpage--heading { color: $primary; text-style: bold; }
    """

    def __init__(self, *, id: str, help_id: str) -> None:
        super().__init__(id=id)
        self.help_id = help_id
        self.lines: list[str] = []
        self.headings: list[int] = []
        self.follow: Callable[[], None] | None = None
        """Called when other lines are seen than before."""
        self._bold: set[int] = set()

    def show(self, text: str) -> None:
        """Show another text, from its beginning."""
        self.lines = [plain(line) for line in text.splitlines()]
        self.headings = [
            place
            for place, (line, under) in enumerate(zip(self.lines, self.lines[1:], strict=False))
            if line.strip() and " " not in under and under and set(under) <= {"-", "="}
        ]
        self._bold = set(self.headings)
        width = max(map(len, self.lines), default=0)
        self.virtual_size = Size(width, len(self.lines))
        self.scroll_home(animate=False, immediate=True)
        self.refresh()

    @property
    def place(self) -> tuple[int, int]:
        """The last line seen and how many there are."""
        seen = min(len(self.lines), self.scroll_offset.y + self.size.height)
        return seen, len(self.lines)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell whoever follows."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def on_resize(self) -> None:
        """Tell whoever follows."""
        self._tell()

    def _tell(self) -> None:
        if self.follow is not None:
            self.follow()

    def action_heading(self, step: int) -> None:
        """Go to the next heading or the one before."""
        top = self.scroll_offset.y
        if step > 0:
            found = next((line for line in self.headings if line > top), len(self.lines))
        else:
            found = next((line for line in reversed(self.headings) if line < top), 0)
        self.scroll_to(y=found, animate=False, immediate=True)

    def action_find(self) -> None:
        """Ask for words and go to the next line that has them."""
        find_in(self, self._find)

    def _find(self, words: str) -> bool:
        many, top = len(self.lines), self.scroll_offset.y
        for step in range(1, many + 1):
            place = (top + step) % many
            if words in self.lines[place].lower():
                self.scroll_to(y=place, animate=False, immediate=True)
                return True
        return False

    def render_line(self, y: int) -> Strip:
        """Draw a line of what is seen."""
        width, left = self.size.width, self.scroll_offset.x
        index = self.scroll_offset.y + y
        text = self.lines[index] if index < len(self.lines) else ""
        style = self.rich_style
        if index in self._bold:
            style += self.get_component_rich_style("textpage--heading", partial=True)
        return Strip([Segment(fit(text[left:], width), style)], width)

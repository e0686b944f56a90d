"""A text that scrolls, with the same keys as every other text."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from workbench.tui.actions import bindings
from workbench.tui.widgets.finding import find_in


class Scroll(VerticalScroll, inherit_bindings=False):
    """Whatever stands in it, from its first line to its last."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("read")
    sought = ""

    def action_find(self) -> None:
        """Ask for words and go to the next line that has them."""
        find_in(self, self._find)

    def _find(self, words: str) -> bool:
        lines = [
            (child.virtual_region.y + y, child.render_line(y).text)
            for child in self.children
            for y in range(child.size.height)
        ]
        here = self.scroll_offset.y
        ordered = sorted(lines, key=lambda line: (line[0] <= here, line[0]))
        found = next((y for y, text in ordered if words in text.lower()), None)
        if found is not None:
            self.scroll_to(y=found, animate=False)
        return found is not None

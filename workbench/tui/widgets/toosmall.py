"""What a window below the least size shows instead of a screen in pieces."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

LEAST = Size(60, 20)


class TooSmall(Widget):
    """Lies over everything and says how large the window is and must be; what lies under stays."""

    DEFAULT_CSS = """
    TooSmall {
        overlay: screen; position: absolute; offset: 0 0; width: 100vw; height: 100vh;
        background: $background; color: $foreground;
    }
    """

    def render(self) -> Text:
        """Say it so shortly that it can be read in a very small window."""
        width, height = self.app.size
        return Text(
            f"Fönstret är för litet: {width} x {height}. Gör det minst {LEAST.width} x "
            f"{LEAST.height}, eller texten mindre. Allt är kvar."
        )


def cover(screen: Screen[object], size: Size) -> None:
    """Lay the message over a screen that has no room, or take it away."""
    found = screen.query(TooSmall)
    small = size.width < LEAST.width or size.height < LEAST.height
    if small and not found:
        screen.mount(TooSmall())
    elif not small and found:
        found.remove()

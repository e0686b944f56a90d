"""The floor of the screens: a Textual app that shows one line and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

SHOWN = "nothing but this line"


class Bare(App[None]):
    """One Static."""

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static(SHOWN)


if __name__ == "__main__":
    Bare().run()

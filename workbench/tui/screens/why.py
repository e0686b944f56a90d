"""Varför: everything the program knows of one finding, on the whole screen."""

from __future__ import annotations

from textual.app import ComposeResult

from workbench.services.reviewing import FindingDetail
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.widgets.detail import DetailPane


class Why(Dialog[None]):
    """The full text; scrolls with the arrow keys."""

    help_id = "why"

    def __init__(self, detail: FindingDetail) -> None:
        super().__init__(f"Varför? {detail.finding.id}")
        self.detail = detail
        self.add_class("-wide")

    def body(self) -> ComposeResult:
        """The pane in full."""
        yield DetailPane(full=True)
        yield buttons(no="Stäng")

    def on_mount(self) -> None:
        """Show the finding."""
        pane = self.query_one(DetailPane)
        pane.show(self.detail)
        pane.focus()

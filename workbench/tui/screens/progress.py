"""The box over a screen while long work goes on: what, how far, and a way to stop."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from workbench.tui.messages import JobProgress
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.words import plain, thousands
from workbench.tui.workers import Job

WIDTH = 40


def bar(done: int, total: int, width: int = WIDTH) -> str:
    """Return a bar of ``width`` signs and what it means in numbers."""
    if total <= 0:
        return f"{thousands(done)}" if done else ""
    filled = min(width, done * width // total)
    return f"{'█' * filled}{'░' * (width - filled)} {min(100, done * 100 // total)} %"


class Working(Dialog[None]):
    """Closed by the screen when the job answers, whatever the answer is."""

    AUTO_FOCUS = "#cancel"
    help_id = "working"

    def __init__(self, job: Job) -> None:
        super().__init__(job.title)
        self.job = job
        self.over = False

    def body(self) -> ComposeResult:
        """What is being done, a bar, a button."""
        yield Static("Börjar …", markup=False, id="what")
        yield Static("", markup=False, id="bar")
        yield buttons()

    def on_mount(self) -> None:
        """Listen to the job from now on."""
        self.job.listener = self

    @on(JobProgress)
    def _progress(self, event: JobProgress) -> None:
        if not self.job.cancelled:
            self.query_one("#what", Static).update(Text(plain(event.what)))
        self.query_one("#bar", Static).update(Text(bar(event.done, event.total)))

    def action_close(self) -> None:
        """Ask the work to stop; the box stays until it has."""
        self.job.cancel()
        self.query_one("#what", Static).update("Avbryter. Det som inte är sparat tas tillbaka …")

    def finish(self) -> None:
        """Close, now or when what lies above is closed."""
        self.over = True
        self.leave(None)

    def on_screen_resume(self) -> None:
        """Close late when the work ended under another box."""
        if self.over:
            self.leave(None)

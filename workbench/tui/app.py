"""The app: start, screens, colours; nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App
from textual.screen import Screen

from workbench.tui.actions import bindings
from workbench.tui.messages import ClaimWanted, ReviewWanted
from workbench.tui.screens.base import WorkScreen
from workbench.tui.session import Session
from workbench.tui.theme import THEMES
from workbench.tui.workers import Desk

MODULES = {
    "month": ("month", "MonthScreen"),
    "review": ("review", "ReviewScreen"),
    "import": ("imports", "ImportScreen"),
    "settle": ("settle", "SettleScreen"),
    "payments": ("payments", "PaymentsScreen"),
    "sjuklon": ("sjuklon", "SjuklonScreen"),
    "aterkrav": ("aterkrav", "AterkravScreen"),
    "tasks": ("tasks", "TasksScreen"),
    "revision": ("revision", "RevisionScreen"),
}


class WorkbenchApp(App[None], inherit_bindings=False):
    """The screens, each with its own state kept while another is shown."""

    TITLE = "workbench"
    NOTIFICATION_TIMEOUT = 4
    BINDINGS = bindings("app")
    DEFAULT_MODE = "month"
    ENABLE_COMMAND_PALETTE = False
    CSS: ClassVar[str] = """
    Screen { background: $background; color: $foreground; overflow: hidden; }
    ToastRack { margin-bottom: 1; }
    Toast { max-width: 76; padding: 0 1; margin: 0; }
    .toast--title { text-style: bold; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.animation_level = "none"
        self.session = session
        self.desk = Desk(self, session)
        for name in MODULES:
            self.add_mode(name, self._maker(name))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def _maker(self, name: str) -> Callable[[], Screen[None]]:
        return lambda: self._make(name)

    def _make(self, name: str) -> WorkScreen:
        """Make a screen; importing it only now keeps the first paint quick."""
        module = import_module(f"workbench.tui.screens.{MODULES[name][0]}")
        made: WorkScreen = getattr(module, MODULES[name][1])(self.session, self.desk)
        return made

    def on_mount(self) -> None:
        """In a browser's window: leave when the server that made it is gone."""
        if self.is_web:
            server = os.getppid()
            self.set_interval(2, lambda: self._leave() if os.getppid() != server else None)

    # -- actions ------------------------------------------------------------------------------

    async def action_go(self, name: str) -> None:
        """Go to one of the screens."""
        if any(screen.is_modal for screen in self.screen_stack):
            return  # a box is open behind the text that is read: it is answered first
        if isinstance(self.screen, WorkScreen):
            while len(self.screen_stack) > 1:
                await self.pop_screen()  # what was opened from a screen closes with it
            await self.switch_mode(name)
            if isinstance(self.screen, WorkScreen):
                self.screen.retry()

    @on(ReviewWanted)
    async def _review(self, event: ReviewWanted) -> None:
        await self.action_go("review")
        from workbench.tui.screens.review import ReviewScreen

        if isinstance(self.screen, ReviewScreen):
            self.screen.show_brukare(event.brukare, event.namn)

    @on(ClaimWanted)
    async def _claim(self, event: ClaimWanted) -> None:
        await self.action_go("sjuklon")
        from workbench.tui.screens.sjuklon import SjuklonScreen

        if isinstance(self.screen, SjuklonScreen):
            self.screen.show_claim(event.arende)

    def action_theme(self) -> None:
        """Take the next colours."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.notify(f"Färger: {self.theme}", timeout=2)

    def action_help(self) -> None:
        """Show the keys here, and what has focus."""
        from workbench.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help.about(self.screen))

    def action_linear(self) -> None:
        """Show what is on the screen as linear text."""
        from workbench.tui.screens.linear import LinearScreen

        if not isinstance(self.screen, LinearScreen):
            self.push_screen(LinearScreen(self.session, self.desk, self.screen))

    def action_palette(self) -> None:
        """Search among all that can be done."""
        from workbench.tui.screens.palette import Palette

        if isinstance(self.screen, WorkScreen):
            self.push_screen(Palette(self.screen.SCOPE), self._run_chosen)

    async def _run_chosen(self, method: str | None) -> None:
        if method is not None:
            await self.run_action(method, self.screen)

    def _leave(self) -> None:
        if self.desk.job is not None:
            self.desk.job.cancel()
        self.exit()

    def action_quit_safely(self) -> None:
        """Leave; while work goes on, ask first."""
        job = self.desk.job
        if job is None:
            self.exit()
            return
        from workbench.tui.screens.dialogs import Confirm

        def answer(yes: bool | None) -> None:
            if yes:
                self._leave()

        self.push_screen(
            Confirm(
                "Arbete pågår",
                f"{job.title} pågår. Avslutar du nu avbryts det, och det som inte är sparat tas "
                "tillbaka. Ingenting blir halvt.",
                "Avbryt arbetet och avsluta",
            ),
            answer,
        )


def run(path: Path, *, actor: str, clock: Callable[[], str], month: int | None = None) -> None:
    """Open the workbench on a database that exists. ``clock`` gives an ISO time in UTC."""
    WorkbenchApp(Session(path, actor, clock, month)).run()

"""The app: start, screens, colours; nothing else."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen

from db.journal import Stamp
from workbench.tui import hand, keys
from workbench.tui.actions import bindings, keymap, use
from workbench.tui.look import Look, keep, place, read
from workbench.tui.messages import ClaimWanted, DatabaseReplaced, ReviewWanted
from workbench.tui.rights import action_of, hinder, hinder_of_protected
from workbench.tui.screens.base import WorkScreen
from workbench.tui.session import Session, Showing
from workbench.tui.theme import BARE, THEMES, Colourless
from workbench.tui.widgets.toosmall import cover
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
    "underlag": ("underlag", "UnderlagScreen"),
    "drift": ("drift", "DriftScreen"),
}


SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


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
    Input:nocolor, TextArea:nocolor { text-style: underline; }
    """

    def __init__(self, session: Session, warning: str = "", look: Look | None = None) -> None:
        """``warning`` is told when the screens open."""
        super().__init__()
        self.warning = warning
        self.look = look or Look()
        self.animation_level = "none"
        self.session = session
        self.desk = Desk(self, session)
        for name in MODULES:
            self.add_mode(name, self._maker(name))
        for theme in THEMES:
            self.register_theme(theme)
        self.register_theme(BARE)
        themes = {theme.name: theme.name for theme in THEMES}
        self.theme = BARE.name if self.no_color else themes.get(self.look.theme, THEMES[0].name)

    def _maker(self, name: str) -> Callable[[], Screen[None]]:
        return lambda: self._make(name)

    def _make(self, name: str) -> WorkScreen:
        """Make a screen; importing it only now keeps the first paint quick."""
        module = import_module(f"workbench.tui.screens.{MODULES[name][0]}")
        made: WorkScreen = getattr(module, MODULES[name][1])(self.session, self.desk)
        return made

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor is put whenever something is drawn: on what has focus."""
        return hand.place(self.screen) if self.screen_stack else Offset(0, 0)

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        """Fields set it; it is known from what has focus."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what is done to each line that is drawn: NO_COLOR takes every colour away."""
        return [Colourless()] if self.no_color else super().get_line_filters()

    def on_mount(self) -> None:
        """Take the keys in force and show the cursor where that is chosen; in a browser leave when
        the server that made it is gone."""
        self.set_keymap(keymap())
        if self.warning:
            self.call_after_refresh(self._warn)
        self._show_cursor()
        self.screen_change_signal.subscribe(self, lambda screen: cover(screen, self.size))
        if self.look.problem:
            self.notify(self.look.problem, severity="warning", markup=False)
        if self.is_web:
            server = os.getppid()
            self.set_interval(2, lambda: self._leave() if os.getppid() != server else None)

    def _warn(self) -> None:
        from workbench.tui.screens.dialogs import Notice

        self.push_screen(Notice("Dina tangenter", self.warning))

    def on_resize(self, event: events.Resize) -> None:
        """Say so when there is too little room."""
        for screen in self.screen_stack:
            cover(screen, event.size)

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

    def action_done(self) -> None:
        """Show what the user has done lately, to take it back."""
        from workbench.tui.screens.done import DoneScreen

        if isinstance(self.screen, WorkScreen) and not isinstance(self.screen, DoneScreen):
            self.push_screen(DoneScreen(self.session, self.desk))

    @on(DatabaseReplaced)
    async def _start_over(self, event: DatabaseReplaced) -> None:
        """Forget all that has been read, and begin where one begins."""
        self.session.month = None
        self.session.showing = None
        self.session.drafts.clear()
        self.session.version += 1
        here = self.current_mode
        await self._forget(*(name for name in MODULES if name != here))
        await self.switch_mode(self.DEFAULT_MODE)
        if here != self.DEFAULT_MODE:
            await self._forget(here)
        from workbench.tui.screens.dialogs import Notice

        self.push_screen(Notice(event.title, event.text))

    async def _forget(self, *names: str) -> None:
        for name in names:
            await self.remove_mode(name)
            self.add_mode(name, self._maker(name))

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action, or say why the user's role does not let it."""
        scope = getattr(default_namespace, "SCOPE", "")
        found = action_of(scope, action) if scope and isinstance(action, str) else None
        refused = hinder(self.session, found) if found else ""
        if refused:
            self.notify(refused, severity="warning", timeout=8)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def action_protected(self) -> None:
        """Show protected people, for a reason and to those with the right; or mask them again."""
        if self.session.showing is not None:
            self._show_protected(None)
            self.notify("Skyddade personuppgifter är dolda igen.", timeout=2)
            return
        refused = hinder_of_protected(self.session)
        if refused:
            self.notify(refused, severity="warning", timeout=8)
            return
        from workbench.tui.screens.protected import ShowProtected

        def answered(reason: str | None) -> None:
            if reason:
                self._show_protected(Showing(reason))

        if isinstance(self.screen, WorkScreen):
            self.push_screen(ShowProtected(), answered)

    def _show_protected(self, showing: Showing | None) -> None:
        """Let every screen load anew, as people are to be shown now."""
        self.session.showing = showing
        self.session.handed()
        self.session.version += 1
        if isinstance(self.screen, WorkScreen):
            self.screen.freshen()

    def action_theme(self) -> None:
        """Take the next colours."""
        if self.no_color:
            self.notify("Färger är avstängda i den här terminalen (NO_COLOR).")
            return
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self._keep(replace(self.look, theme=self.theme), f"Färger: {self.theme}")

    def action_cursor(self) -> None:
        """Show the terminal's cursor on what has focus, or hide it."""
        shown = not self.look.cursor
        said = "visas på det som har fokus" if shown else "visas inte"
        self._keep(replace(self.look, cursor=shown), f"Terminalens markör {said}")
        self._show_cursor()

    def _keep(self, wanted: Look, said: str) -> None:
        self.look = keep(wanted)
        self.notify(self.look.problem or said, timeout=2, markup=False)

    def _show_cursor(self) -> None:
        driver = self._driver
        if driver is not None and not self.is_headless:
            driver.write(SHOW_CURSOR if self.look.cursor else HIDE_CURSOR)
            driver.flush()

    def action_help(self) -> None:
        """Show the keys here, and what has focus."""
        from workbench.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help.about(self.screen))

    def action_linear(self) -> None:
        """Show what is on the screen as linear text; go back when it is shown."""
        from workbench.tui.screens.linear import LinearScreen

        if isinstance(self.screen, LinearScreen):
            self.screen.action_back()
        else:
            self.push_screen(LinearScreen(self.session, self.desk, self.screen))

    def action_palette(self) -> None:
        """Search among all that can be done."""
        from workbench.tui.screens.palette import Palette

        if isinstance(self.screen, WorkScreen):
            also = [scope for scope in self.screen.INSIDE if scope == "rows"]
            self.push_screen(Palette(self.screen.SCOPE, also), self._run_chosen)

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


def run(path: Path, *, stamp: Stamp, clock: Callable[[], str], month: int | None = None) -> None:
    """Open the workbench on a database that exists, for who ``stamp`` says. ``clock`` gives an ISO
    time in UTC.

    The user's own keys are in force; when their file is wrong, those the program comes with, and
    the first screen says so.
    """
    # A key waits for Python's lock at every step it takes, up to this long each time, while a
    # million rows are read in a thread.
    sys.setswitchinterval(0.0005)
    # Nor does it wait for the collector to go through all that was loaded at the start.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    found = keys.read(keys.place())
    use(found.own)
    session = Session(path, stamp.aktor, clock, month, genom=stamp.genom)
    WorkbenchApp(session, found.said, read(place())).run()

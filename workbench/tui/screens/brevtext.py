"""Den fria texten i ett utkast: the sections that people write, in one long field."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static, TextArea

from db import Database
from db.journal import Stamp
from workbench.services.kravhandling import Handling
from workbench.services.progress import Progress
from workbench.tui.actions import bindings
from workbench.tui.messages import Failed, LetterSaved, LetterText
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Confirm
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.topline import TopLine
from workbench.tui.workers import Desk
from workbench.wording import KRAVHANDLING


class BrevtextScreen(WorkScreen):
    """The text in a field that fills the screen."""

    SCOPE = "brevtext"
    INSIDE = ()
    BINDINGS: ClassVar[list[BindingType]] = bindings("brevtext")
    DEFAULT_CSS = """
    BrevtextScreen #where { height: auto; padding: 0 1; background: $panel; }
    BrevtextScreen TextArea { height: 1fr; border: none; padding: 0 1; background: $background; }
    BrevtextScreen TextArea:focus { border: none; }
    """

    def __init__(self, session: Session, desk: Desk, paper: Handling) -> None:
        super().__init__(session, desk)
        self.paper = paper
        self.first: str | None = None

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine("aterkrav", self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Which text, and the text."""
        yield Static("Läser texten …", markup=False, id="where")
        yield TextArea(id="area", tab_behavior="focus", disabled=True)

    def on_mount(self) -> None:
        """Say what the field is for, to whoever asks for help."""
        area = self.query_one(TextArea)
        area.cursor_blink = False
        # Textual's own widget; ours have the attribute that help looks for.
        area.help_id = "brevtext"  # type: ignore[attr-defined]  # what F1 looks for

    def load(self) -> None:
        """Ask for the text, once: what is written is not read over."""
        if self.first is not None:
            return
        paper = self.paper
        from workbench.services import kravhandling

        self.ask(
            "text",
            lambda connection: kravhandling.text(connection, paper.krav, paper.slag),
            LetterText,
        )

    @on(LetterText)
    def _loaded(self, event: LetterText) -> None:
        if not self.desk.is_current(event.request) or self.first is not None:
            return
        self.first = event.text
        area = self.query_one(TextArea)
        area.disabled = False
        area.text = event.text
        area.focus()
        name = f"{self.paper.krav} {KRAVHANDLING[self.paper.slag]} {self.paper.nummer}"
        text = Text(f"{name}, fri text", style="bold")
        text.append("   rader med # är rubriker", style="not bold")
        self.query_one("#where", Static).update(text)

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        self.query_one("#where", Static).update("Texten kunde inte läsas. esc går tillbaka.")

    @property
    def changed(self) -> bool:
        """Something has been written that is not stored."""
        return self.first is not None and self.query_one(TextArea).text != self.first

    def action_save(self) -> None:
        """Store the text in the draft."""
        if not self.changed:
            self.notify("Inget har ändrats.")
            return
        paper, text = self.paper, self.query_one(TextArea).text

        def task(database: Database, stamp: Stamp, _progress: Progress) -> str:
            from workbench.services import kravhandling

            kravhandling.edit(database, paper.krav, paper.slag, text, stamp)
            return text

        self.perform("Sparar texten", task, LetterSaved)

    @on(LetterSaved)
    def _saved(self, event: LetterSaved) -> None:
        self.first = event.text
        self.ended(event, changed=True)
        self.notify("Texten är sparad i utkastet.")
        self._leave()

    def action_back(self) -> None:
        """Leave; ask first when something has been written."""
        if not self.changed:
            self._leave()
            return
        self.app.push_screen(
            Confirm(
                "Lämna utan att spara?",
                "Det du har skrivit försvinner. Utkastet är som förut.",
                "Lämna utan att spara",
            ),
            lambda yes: self._leave() if yes else None,
        )

    def _leave(self) -> None:
        if self.app.screen is self:
            self.app.pop_screen()

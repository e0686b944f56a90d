"""Bilder: the month where people would rather look than read.

For whoever asks how much of the beslut is used, what is withheld and why, and how an anordnare
develops. Opened from Månad; every bar has its figures before it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.domain.money import clock_hours
from workbench.services.progress import Progress
from workbench.tui.actions import bindings
from workbench.tui.messages import EmployersListed, Exported, Failed, PictureLoaded
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.writing import Target
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.rowlist import Line
from workbench.tui.widgets.textpage import TextPage
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import plain
from workbench.tui.workers import Desk

if TYPE_CHECKING:
    from workbench.exports.bild import Bild
    from workbench.services.pictures_employers import EmployersPicture
    from workbench.services.viewing import Viewer

PAGES = {
    "month": "Månaden",
    "brukare": "Brukaren",
    "findings": "Nekat och hållet",
    "anordnare": "Anordnare",
}
EVERYONE = ""
"""Chooses the largest anordnare instead of one."""


@dataclass(frozen=True, slots=True)
class State:
    """Which picture of whom, and the picture."""

    page: str = "month"
    brukare: int | None = None
    anordnare: str | None = None
    bild: Bild | None = None


class PicturePage(TextPage, inherit_bindings=False):
    """The picture as text: as wide as the screen, so left and right are free for other pictures."""

    BINDINGS: ClassVar[list[BindingType]] = [
        one
        for one in bindings("read")
        if isinstance(one, Binding) and one.id not in ("read.left", "read.right")
    ]


def asks(state: State, month: int) -> Callable[[sqlite3.Connection, Viewer], Bild | None]:
    """Return the question that a picture answers."""

    def question(connection: sqlite3.Connection, viewer: Viewer) -> Bild | None:
        from workbench.services import pictures, pictures_drawn, pictures_employers

        if state.page == "month":
            return pictures_drawn.draw_month(pictures.month_picture(connection, month, viewer))
        if state.page == "findings":
            return pictures_drawn.draw_findings(pictures.findings_picture(connection, month))
        if state.page == "brukare" and state.brukare is not None:
            made = pictures.brukare_picture(connection, state.brukare, month, viewer)
            return pictures_drawn.draw_brukare(made)
        found = pictures_employers.employers_picture(connection, month, viewer, state.anordnare)
        return pictures_drawn.draw_employers(found)

    return question


class BilderScreen(WorkScreen):
    """One picture at a time under a line of their names."""

    SCOPE = "bilder"
    INSIDE = ("read",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("bilder")
    DEFAULT_CSS = """
    BilderScreen #where { height: auto; max-height: 3; padding: 0 1; background: $panel; }
    BilderScreen PicturePage { padding: 0 1; }
    """

    def __init__(self, session: Session, desk: Desk, brukare: int | None = None) -> None:
        super().__init__(session, desk)
        self.state = State(brukare=brukare)

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine("month", self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Which picture, and the picture."""
        yield Static("Läser …", markup=False, id="where")
        yield PicturePage(id="page", help_id="bilder-page")

    def on_mount(self) -> None:
        """Let the picture have focus."""
        page = self.query_one(PicturePage)
        page.follow = self._draw_where
        page.focus()

    # -- loading ------------------------------------------------------------------------------

    @property
    def pages(self) -> tuple[str, ...]:
        """The pictures there are."""
        return tuple(name for name in PAGES if name != "brukare" or self.state.brukare is not None)

    def load(self) -> None:
        """Ask for the picture."""
        month, viewer = self.session.month, self.session.viewer
        if month is None:
            self.query_one(PicturePage).show(
                "Det finns inga månader ännu. Importera filer först: esc går tillbaka."
            )
            return
        self.state = replace(self.state, bild=None)
        self._draw_where()
        asked = asks(self.state, month)
        self.ask("page", lambda connection: asked(connection, viewer), PictureLoaded)

    @on(PictureLoaded)
    def _loaded(self, event: PictureLoaded) -> None:
        if self.desk.is_current(event.request):
            self.state = replace(self.state, bild=event.bild)
            self._draw()

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see."""
        self.query_one(PicturePage).show("Bilden kunde inte ritas. esc går tillbaka.")

    # -- drawing ------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw for another width."""
        self._draw()

    def _draw(self) -> None:
        if self.state.bild is not None:
            from workbench.exports import bild

            width = max(20, self.size.width - 2)
            self.query_one(PicturePage).show("\n".join(bild.lines(self.state.bild, width)))
        self._draw_where()

    def _draw_where(self) -> None:
        text = Text(style="bold")
        for name in self.pages:
            text.append(f"[{PAGES[name]}]" if name == self.state.page else f" {PAGES[name]} ")
        seen, many = self.query_one(PicturePage).place
        reading = self.state.bild is None and self.session.month is not None
        told = "läser …" if reading else f"rad {seen} av {many}"
        text.append(
            f" bild {self.pages.index(self.state.page) + 1} av {len(self.pages)}, {told}",
            style="not bold",
        )
        self.query_one("#where", Static).update(text)

    # -- actions ------------------------------------------------------------------------------

    def action_page(self, steps: int) -> None:
        """Show the next picture or the one before."""
        place = self.pages.index(self.state.page)
        self.state = replace(self.state, page=self.pages[(place + steps) % len(self.pages)])
        self.load()

    def action_employer(self) -> None:
        """Choose among the anordnare of the months."""
        month, viewer = self.session.month, self.session.viewer
        if month is None:
            return
        chosen = month

        def question(connection: sqlite3.Connection) -> EmployersPicture:
            from workbench.services import pictures_employers

            return pictures_employers.employers_picture(
                connection, chosen, viewer, most=pictures_employers.ALL
            )

        self.ask("employers", question, EmployersListed)

    @on(EmployersListed)
    def _choose_employer(self, event: EmployersListed) -> None:
        if not self.desk.is_current(event.request):
            return
        rows = [(EVERYONE, Line(("De tio med flest timmar", "", "")))]
        rows += [
            (item.nummer, Line((plain(item.namn), item.nummer, clock_hours(item.minuter))))
            for item in event.picture.anordnare
            if item.nummer
        ]
        columns = (
            Column("Anordnare", 20, grow=1),
            Column("Nummer", 12, drop=1),
            Column("Timmar", 10, right=True),
        )
        numbers = [number for number, _ in rows]
        here = self.state.anordnare or EVERYONE
        place = numbers.index(here) if here in numbers else 0
        title = f"Välj anordnare ({len(rows) - 1})"
        self.app.push_screen(Choice(title, columns, rows, place), self._employer_chosen)

    def _employer_chosen(self, number: str | None) -> None:
        if number is not None:
            self.state = replace(self.state, page="anordnare", anordnare=number or None)
            self.load()

    def action_period(self) -> None:
        """Search an assistant and show the period."""
        open_period(self)

    def action_save(self) -> None:
        """Ask where, and write the picture as SVG."""
        state, month = self.state, self.session.month
        if month is None or state.bild is None:
            return
        asked = asks(state, month)

        def task(path: Path) -> Callable[[Database, Stamp, Progress], str]:
            def work(database: Database, stamp: Stamp, _progress: Progress) -> str:
                from workbench.services import pictures_drawn
                from workbench.services.viewing import NOBODY

                picture = asked(database.read(), NOBODY)
                assert picture is not None
                pictures_drawn.write(database, picture, state.page, path, stamp)
                return f"Bilden är skriven till {plain(str(path))}."

            return work

        def chosen(path: Path | None) -> None:
            if path is not None:
                self.perform(
                    "Skriver bilden",
                    task(path),
                    lambda request, said: Exported(request, "Bilden", said),
                )

        name = str(Path.cwd() / f"bild-{state.page}-{month // 12}-{month % 12 + 1:02d}.svg")
        told = (
            "Bilden skrivs som SVG, med alla siffror i text. Skyddade personer är alltid dolda i "
            "en fil."
        )
        self.app.push_screen(Target("Spara bilden", told, name, "Skriv filen"), chosen)

    @on(Exported)
    def _exported(self, event: Exported) -> None:
        self.ended(event, changed=False)
        self.app.push_screen(Notice(event.title, event.text))

    def action_back(self) -> None:
        """Go back to the month."""
        if self.app.screen is self:
            self.app.pop_screen()


def open_period(screen: WorkScreen) -> None:
    """Search an assistant, then show the period of the month that is worked with."""
    from workbench.tui.screens.assistent import AssistentScreen
    from workbench.tui.screens.finding_assistant import FindAssistant

    month = screen.session.month
    if month is None:
        screen.notify("Det finns inga månader ännu. Importera filer först.")
        return
    shown = month

    def chosen(assistent: int | None) -> None:
        if assistent is not None:
            screen.app.push_screen(
                AssistentScreen(screen.session, screen.desk, shown, assistent=assistent)
            )

    screen.app.push_screen(FindAssistant(screen.desk, screen.session), chosen)

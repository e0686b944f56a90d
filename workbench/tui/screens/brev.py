"""En handling i ett återkrav: read it as it becomes on paper, edit its text, fix it, write it out.

For the administrator who writes to the debtor, and for whoever decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.kravhandling import Handling
from workbench.services.progress import Progress
from workbench.tui.actions import bindings, sign, told
from workbench.tui.messages import Failed, LetterBegun, LetterLoaded
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.krav_forms import fix_form
from workbench.tui.screens.reading import Reading
from workbench.tui.screens.sheet import Sheet
from workbench.tui.session import Session
from workbench.tui.words import plain, stamp_text
from workbench.tui.workers import Desk
from workbench.wording import KRAVHANDLING


class BrevScreen(Reading):
    """A document with what stands in the way of fixing it."""

    SCOPE = "brev"
    TAB = "aterkrav"
    BINDINGS: ClassVar[list[BindingType]] = bindings("brev")

    def __init__(self, session: Session, desk: Desk, paper: Handling) -> None:
        super().__init__(session, desk, paper.krav)
        self.paper = paper
        self.belopp = 0
        self.hinder: tuple[str, ...] = ()
        self.notices: tuple[str, ...] = ()

    @property
    def name_shown(self) -> str:
        """What the document is called."""
        return f"{self.paper.krav} {KRAVHANDLING[self.paper.slag]} {self.paper.nummer}"

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the document, and of a draft for what is in the way of fixing it."""
        paper, stamp, viewer = self.paper, self.session.stamp(), self.session.viewer

        def question(
            connection: sqlite3.Connection,
        ) -> tuple[str, Handling, int, tuple[str, ...], tuple[str, ...]]:
            from workbench.services import aterkrav, kravhandling

            every = kravhandling.handlingar(connection, paper.krav)
            now = next(one for one in every if _same(one, paper))
            text = kravhandling.shown(
                connection, paper.krav, paper.slag, stamp, nummer=paper.nummer
            )
            belopp = aterkrav.krav(connection, paper.krav, viewer).belopp
            if now.faststalld:
                return text, now, belopp, (), ()
            found = kravhandling.mojliga(connection, paper.krav, stamp)
            own = next(one for one in found if one.slag == paper.slag)
            return text, now, belopp, own.hinder, own.att_veta

        self.ask("text", question, lambda request, found: LetterLoaded(request, *found))

    @on(LetterLoaded)
    def _loaded(self, event: LetterLoaded) -> None:
        if self.desk.is_current(event.request):
            self.paper, self.belopp = event.handling, event.belopp
            self.hinder, self.notices = event.hinder, event.att_veta
            self.show(event.text)

    def failed(self, event: Failed) -> None:
        """Say that it can't be shown, and what can be done."""
        self.query_one("#where", Static).update(
            f"{self.name_shown} kan inte visas. {sign('brev.edit')} redigerar "
            "texten, esc går tillbaka."
        )

    def title_text(self) -> Text:
        """Return which document it is, and what is in the way of fixing it."""
        text = Text(self.name_shown, style="bold")
        if self.paper.faststalld:
            text.append(f"  fastställd {stamp_text(self.paper.faststalld)}", style="bold")
            text.append(f" av {plain(self.paper.faststalld_av or '')}", style="not bold")
            return text
        text.append("  UTKAST", style="bold")
        if self.hinder:
            many = (
                f" (+{len(self.hinder) - 1}, {sign('brev.fix')} visar alla)"
                if len(self.hinder) > 1
                else ""
            )
            text.append(f"\n! {plain(self.hinder[0])}{many}", style="not bold")
        else:
            text.append(
                told("\nInget är i vägen för att fastställa den ({brev.fix})."), style="not bold"
            )
        return text

    # -- doing --------------------------------------------------------------------------------

    def _fixed(self) -> bool:
        if self.paper.faststalld:
            self.notify("Handlingen är fastställd och ändras aldrig. h i kravet gör en ny.")
            return True
        return False

    def action_edit(self) -> None:
        """Edit the free text."""
        if self._fixed():
            return
        from workbench.law.kravhandlingar import ANNEXES

        if self.paper.slag in ANNEXES:
            self.notify("Bilagan har ingen text att ändra: allt i den är räknat.")
            return
        from workbench.tui.screens.brevtext import BrevtextScreen

        self.app.push_screen(BrevtextScreen(self.session, self.desk, self.paper))

    def action_fix(self) -> None:
        """Fix the document, after a question."""
        if self._fixed():
            return
        if self.hinder:
            text = "\n\n".join(f"! {plain(one)}" for one in self.hinder)
            self.app.push_screen(Notice(f"{self.name_shown} kan inte fastställas", text))
            return
        form = fix_form(self.paper, self.name_shown, self.belopp, self.notices)
        self.app.push_screen(
            Sheet(form, self.desk, self.session.drafts),
            lambda values: None if values is None else self._fix(),
        )

    def _fix(self) -> None:
        paper = self.paper

        def task(database: Database, stamp: Stamp, _progress: Progress) -> Handling:
            from workbench.services import kravhandling

            return kravhandling.fix(database, paper.krav, paper.slag, stamp)

        self.perform("Fastställer handlingen", task, LetterBegun)

    @on(LetterBegun)
    def _was_fixed(self, event: LetterBegun) -> None:
        self.paper = event.handling
        self.ended(event, changed=True)
        self.notify(
            f"{self.name_shown} är fastställd. {sign('brev.write')} skriver den till en mapp.",
            markup=False,
        )

    def action_write(self) -> None:
        """Ask for a folder, and write the document there."""
        paper = self.paper

        def writes(database: Database, folder: Path, stamp: Stamp) -> Sequence[Path]:
            from workbench.services import kravhandling

            made = kravhandling.write(
                database, paper.krav, paper.slag, folder, stamp, nummer=paper.nummer
            )
            return made.filer

        text = "Handlingen skrivs som text och PDF till en mapp, med den bilaga som den nämner."
        if paper.faststalld is None:
            text = "Utkastet skrivs som text och PDF till en mapp; varje sida säger att det är ett."
        self.write_out(self.name_shown, text, writes)


def _same(one: Handling, other: Handling) -> bool:
    return (one.slag, one.nummer) == (other.slag, other.nummer)

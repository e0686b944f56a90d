"""Ångra: what the user has done lately, and taking it back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.text import Text
from textual import on
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.services.undoing import LATEST, Gjort
from workbench.tui.actions import bindings
from workbench.tui.messages import DeedsLoaded, DeedUndone, Failed
from workbench.tui.screens.dialogs import Confirm, Notice
from workbench.tui.screens.done_rows import COLUMNS, deed_line
from workbench.tui.screens.listing import ListScreen, Search
from workbench.tui.screens.sheet import Field, Form, Sheet, Values
from workbench.tui.session import Session
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.words import count, plain, stamp_text, thousands
from workbench.tui.workers import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Search):
    """What is shown: of all that was read, or (``bara``) only what can be taken back."""

    found: Sequence[Gjort] | None = None
    bara: bool = False


def whole(item: Gjort) -> Text:
    """Return all about something done."""
    text = Text(plain(item.vad), style="bold")
    rest = f"\n{stamp_text(item.tid)}, {plain(item.vem)}"
    if item.varfor:
        rest += f"\n”{plain(item.varfor)}”"
    text.append(f"{rest}\n\n", style="not bold")
    text.append("Går inte att ångra. " if item.hinder else "Går att ångra.", style="bold")
    text.append(plain(item.hinder), style="not bold")
    return text


def undo_form(item: Gjort) -> Form:
    """Return the form that takes something back with a reason."""
    return Form(
        f"{item.id} ångra",
        f"Ångra {plain(item.vad)}?",
        Text("Det tas tillbaka med allt som det bokförde. Båda finns kvar i historiken."),
        (Field("varfor", "Varför (krävs)"),),
        "Ångra",
        lambda values: "" if values["varfor"] else "Skriv varför det ångras.",
        help_id="done-undo",
    )


class DoneScreen(ListScreen[Gjort, State]):
    """The list over the row under its cursor and a count."""

    SCOPE = "done"
    WHAT = "det du har gjort"
    SEARCH = "ord som ska stå i raden"
    COLUMNS = COLUMNS
    BINDINGS = bindings("done")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()

    def load(self) -> None:
        """Ask for all of it."""
        viewer, stamp = self.session.viewer, self.session.stamp()

        def question(connection: sqlite3.Connection) -> tuple[Gjort, ...]:
            from workbench.services import undoing

            return tuple(undoing.deeds(connection, viewer, stamp))

        self.ask("rows", question, DeedsLoaded)

    @on(DeedsLoaded)
    def _loaded(self, event: DeedsLoaded) -> None:
        if self.desk.is_current(event.request):
            self.change(replace(self.state, found=event.deeds))

    def change(self, state: State) -> None:
        """Show another choice, with the cursor on the same row when it is still there."""
        before = self.current
        self.state = state
        words = state.needle.lower().split()
        self.rows = [
            item
            for item in state.found or ()
            if not (state.bara and item.hinder)
            and all(word in f"{item.vad} {item.vem} {item.varfor}".lower() for word in words)
        ]
        names = [item.id for item in self.rows]
        self.query_one(RowList).show(
            len(self.rows),
            lambda index: deed_line(self.rows[index]),
            empty=self._empty(),
            cursor=names.index(before.id) if before and before.id in names else 0,
        )
        self._draw_sums()
        self._draw_picked()

    def _empty(self) -> str:
        if self.state.found is None:
            return "Läser …"
        if self.state.found:
            return "Inget stämmer med det du har valt."
        return "Du har inte gjort något än som står här."

    def _draw_sums(self) -> None:
        found = self.state.found or ()
        title = Text(f"Vad {plain(self.session.aktor)} har gjort", style="bold")
        title.append(", bara det som går att ångra" if self.state.bara else "", style="not bold")
        if self.state.needle:
            title.append(f"   {self.state.needle}", style="not bold")
        self.query_one("#where", Static).update(title, layout=False)
        can = sum(not item.hinder for item in self.rows)
        shown = f"visar {thousands(len(self.rows))} av {thousands(len(found))}"
        if len(found) == LATEST:
            shown += ", de senaste"
        self.query_one("#sums", Static).update(
            f"{shown}   {count(can, 'går att ångra', 'går att ångra')}"
        )

    def picked(self, item: Gjort) -> Text:
        """Return why the row can't be taken back, else why it was done."""
        said = item.hinder or (f"”{item.varfor}”" if item.varfor else item.vad)
        return Text(plain(said))

    def failed(self, event: Failed) -> None:
        """Say that there is nothing to see, and what to press."""
        if not self.rows:
            said = "Det du har gjort kunde inte läsas. esc går tillbaka."
            self.query_one("#where", Static).update(said, layout=False)

    # -- actions ------------------------------------------------------------------------------

    def action_all(self) -> None:
        """Show all, or only what can be taken back."""
        self.change(replace(self.state, bara=not self.state.bara))

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Show the whole row."""
        item = self.current
        if item is not None:
            self.app.push_screen(Notice(stamp_text(item.tid), whole(item)))

    def action_undo(self) -> None:
        """Ask, then take back what stands on the row."""
        item = self.current
        if item is None:
            return
        if item.hinder:
            self.app.push_screen(Notice("Går inte att ångra", whole(item)))
        elif item.med_skal:

            def filled(values: Values | None) -> None:
                if values is not None:
                    self._undo(item, values["varfor"])

            box = Sheet(undo_form(item), self.desk, self.session.drafts)
            self.app.push_screen(box, filled)
        else:

            def answer(yes: bool | None) -> None:
                if yes:
                    self._undo(item, "")

            self.app.push_screen(Confirm("Ångra det här?", whole(item), "Ångra"), answer)

    def _undo(self, item: Gjort, varfor: str) -> None:
        def task(database: Database, stamp: Stamp, _progress: Progress) -> str:
            from workbench.services import undoing

            return undoing.undo(database, item, varfor, stamp)

        self.perform("Ångrar", task, lambda request, text: DeedUndone(request, text, item.id))

    @on(DeedUndone)
    def _undone(self, event: DeedUndone) -> None:
        self.session.drafts.pop(f"{event.id} ångra", None)
        self.ended(event, changed=True)
        self.notify(event.text, markup=False)

    def action_back(self) -> None:
        """Go back to where it was opened."""
        if self.app.screen is self:
            self.app.pop_screen()

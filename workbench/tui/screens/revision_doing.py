"""What an auditor does in Revision: draws samples, notes what they showed, follows money."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label

from db import Database
from db.journal import Stamp
from workbench.domain.time import iso_day, month_days
from workbench.services.progress import Progress
from workbench.services.tracing import Node
from workbench.tui.messages import SampleDrawn, SampleNoted, SampleTried
from workbench.tui.screens import revision_forms as forms
from workbench.tui.screens.dialogs import Choice, Dialog, Notice, buttons
from workbench.tui.screens.listing import ListScreen
from workbench.tui.screens.revision_rows import (
    CHANGES,
    ITEMS,
    OUTCOMES,
    OVERRIDES,
    SAMPLES,
    Rad,
    State,
)
from workbench.tui.screens.sheet import Sheet, Values
from workbench.tui.screens.why import Trace
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line

RESULTS = (("ok", "stämmer"), ("fel", "stämmer inte"), ("oklart", "går inte att avgöra än"))
DATED = (OVERRIDES, OUTCOMES, CHANGES)
"""The lists that days can be chosen for."""


class Auditing(ListScreen[Rad, State]):
    """The auditor's lists, and what he does on them."""

    def turn_to(self, page: str, needle: str = "", sample: int = 0) -> None:
        """Show another list, of the same months or days."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    # -- samples ------------------------------------------------------------------------------

    def action_draw(self) -> None:
        """Ask from what and how, then how many, with which seed."""
        columns = (Column("Hur", 24), Column("", 30, grow=1, least=20))
        self.app.push_screen(Choice("Nytt stickprov", columns, forms.kinds()), self._kind)

    def _kind(self, kind: forms.Kind | None) -> None:
        if kind is None:
            return
        form = forms.sample(kind, self.session.month)

        def filled(values: Values | None) -> None:
            if values is None:
                return
            wanted = forms.wanted(kind, values)

            def work(database: Database, stamp: Stamp, progress: Progress) -> int:
                from workbench.services import revision_stickprov

                return revision_stickprov.draw(database, wanted, stamp, progress)

            self.perform("Drar stickprovet", work, SampleDrawn)

        self.app.push_screen(Sheet(form, self.desk, self.session.drafts), filled)

    @on(SampleDrawn)
    def _drawn(self, event: SampleDrawn) -> None:
        self.ended(event, changed=True)
        self.turn_to(ITEMS, sample=event.number)

    def action_redraw(self) -> None:
        """Draw a sample once more and tell whether it comes out the same."""
        item = self.current
        number = self.state.stickprov
        if self.state.sida == SAMPLES and item is not None:
            number = int(item.nyckel)
        if not number:
            self.notify("Ställ pilen på ett stickprov först.")
            return

        def work(database: Database, _stamp: Stamp, progress: Progress) -> tuple[int, bool]:
            from workbench.services import revision_stickprov

            return number, revision_stickprov.redrawn(database.read(), number, progress)

        self.perform(
            "Drar stickprovet igen", work, lambda request, found: SampleTried(request, *found)
        )

    @on(SampleTried)
    def _tried(self, event: SampleTried) -> None:
        self.ended(event, changed=False)
        told = (
            "Dras det igen blir det samma: materialet är som det var."
            if event.same
            else "Materialet är ett annat nu: dras det igen blir det inte samma poster."
        )
        self.app.push_screen(Notice(f"Stickprov {event.number}", told))

    # -- days, and money to follow ------------------------------------------------------------

    def action_days(self) -> None:
        """Choose the days between which to look."""
        now = self.state.dagar or ("", "")
        if self.state.dagar is None and self.session.month is not None:
            day, after = month_days(self.session.month)
            now = iso_day(day), iso_day(after - 1)

        def filled(values: Values | None) -> None:
            if values is not None:
                chosen = (values["fran"], values["till"])
                register = values["register"] or None
                self.state = replace(self.state, dagar=chosen, register=register)
                register_only = register is not None or self.state.sida not in DATED
                self.turn_to(CHANGES if register_only else self.state.sida)

        form = forms.days(now, self.state.register)
        self.app.push_screen(Sheet(form, self.desk, {}), filled)

    def action_seek(self) -> None:
        """Follow money from what one has in hand."""
        viewer = self.session.viewer

        def filled(values: Values | None) -> None:
            if values is None:
                return
            sought = forms.sought(values)

            def follow(connection: sqlite3.Connection) -> Node:
                from workbench.services import revision_sok

                return revision_sok.follow(connection, sought, viewer)

            title = "Följ pengar"
            self.app.push_screen(Trace(title, "", self.desk, self.session, follow))

        self.app.push_screen(Sheet(forms.money(), self.desk, self.session.drafts), filled)

    # -- noting -------------------------------------------------------------------------------

    def action_note(self) -> None:
        """Note what the item under the cursor showed."""
        item = self.current
        if item is None or self.state.sida != ITEMS:
            self.notify("Öppna ett stickprov och ställ pilen på en post först.")
            return
        columns = (Column("Utfall", 8), Column("", 30, grow=1, least=20))
        choices = [(name, Line((name, text))) for name, text in RESULTS]

        def chosen_result(result: str | None) -> None:
            if result is not None:
                self.app.push_screen(NoteBox(item.follow, result), partial(told, result))

        def told(result: str, text: str | None) -> None:
            if text is not None:
                self._save(int(item.nyckel), result, text)

        self.app.push_screen(Choice(f"Vad visade {item.follow}?", columns, choices), chosen_result)

    def _save(self, place: int, result: str, text: str) -> None:
        number = self.state.stickprov

        def work(database: Database, stamp: Stamp, _progress: Progress) -> str:
            from workbench.services import revision_stickprov

            revision_stickprov.note(database, number, place, result, text, stamp)
            return f"Post {place}: {result}."

        self.perform("Sparar", work, SampleNoted)

    @on(SampleNoted)
    def _noted(self, event: SampleNoted) -> None:
        self.ended(event, changed=True)
        self.notify(event.text)


class NoteBox(Dialog[str]):
    """What was seen, in words; needed unless all was well."""

    AUTO_FOCUS = "#reason"
    help_id = "revision-note"

    def __init__(self, key: str, result: str) -> None:
        super().__init__(f"{key}: {result}")
        self.result = result

    def body(self) -> ComposeResult:
        """The text and the buttons."""
        needed = "får vara tom" if self.result == "ok" else "krävs"
        yield Label(f"Vad som syntes ({needed})", classes="label")
        yield Input(id="reason", max_length=2000)
        yield buttons("Notera")

    def on_mount(self) -> None:
        """Nothing blinks, and nothing is noted without a text where one is needed."""
        self.query_one(Input).cursor_blink = False
        self._judge()

    @on(Input.Changed, "#reason")
    def _judge(self) -> None:
        empty = not self.query_one(Input).value.strip()
        self.query_one("#yes", Button).disabled = empty and self.result != "ok"

    @on(Input.Submitted, "#reason")
    def _to_buttons(self) -> None:
        self.query_one("#cancel").focus()

    @on(Button.Pressed, "#yes")
    def _note(self) -> None:
        self.leave(self.query_one(Input).value.strip())

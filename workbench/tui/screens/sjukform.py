"""Registrera eller rätta ett sjuklöneärende: its fields and its passes, in the importer's words.

For the administrator who has the claim on paper. What is saved is stored as an import is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Label, Static, TextArea

from db import Database
from db.journal import Stamp
from workbench.services import sjukformular, sjukregistrering
from workbench.services.progress import Progress
from workbench.services.sjukformular import FIELDS, PASSES, Form, written
from workbench.services.sjukregistrering import Checked, NotSaved, Problem
from workbench.tui.actions import bindings, sign, told
from workbench.tui.messages import ClaimSaved, Failed, FormChecked, FormLoaded
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Confirm, buttons
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.topline import TopLine
from workbench.tui.words import count, plain
from workbench.tui.workers import Desk

LABELS = {
    "arende": ("Ärende", "ärendets namn, ett per sjukfall"),
    "brukare": ("Brukare", "personnummer"),
    "assistent": ("Sjuk assistent", "personnummer"),
    "arbetsgivare": ("Arbetsgivare", "organisationsnummer, eller brukarens personnummer"),
    "forsta_sjukdag": ("Första sjukdag", "ÅÅÅÅ-MM-DD"),
    "sista_sjukdag": ("Sista sjukdag", "ÅÅÅÅ-MM-DD, tom om sjukfallet pågår"),
    "ansokt": ("Ansökan kom", "ÅÅÅÅ-MM-DD"),
    "timlon": ("Timlön, kr", "till exempel 165,50"),
    "veckolon": ("Veckolön, kr", "all lön en vecka hos arbetsgivaren"),
    "betald_sjuklon": ("Betald sjuklön, kr", "vad assistenten har fått"),
    "begart_belopp": ("Begärt belopp, kr", "vad ansökan gäller"),
    "sokande": ("Sökande", "tom om brukaren själv söker"),
    "lakarintyg_fran": ("Läkarintyg från", "ÅÅÅÅ-MM-DD"),
    "hogriskskydd": ("Högriskskydd", "ja eller nej"),
    "tidigare_karens": ("Tidigare karens", "antal karensavdrag det senaste året"),
    "semester_procent": ("Semester, %", "tom ger 12"),
    "avgift_procent": ("Avgifter, %", "tom ger årets sats efter ålder"),
    "avtal_procent": ("Avtal, %", "tom ger 0; kräver avtalet bland handlingarna"),
    "handlingar": ("Handlingar", "schema,vikarierapport,forsakran,lonespec,berakning,…"),
}
PASS_HELP = (
    "Pass, ett per rad: datum start slut vikarie [slag [tillägg per timme]]. "
    "Flera vikarier skiljs med komma, - om ingen."
)


class SjukformScreen(WorkScreen):
    """The fields, the lines of the passes, and two buttons."""

    SCOPE = "sjukform"
    CSS_PATH = "sjukform.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sjukform")

    def __init__(
        self,
        session: Session,
        desk: Desk,
        arende: str | None,
        saved: Callable[[str | None], None] | None = None,
    ) -> None:
        super().__init__(session, desk)
        self.arende = arende
        self.saved = saved
        self.form = Form()
        self.first: Form | None = None
        self.visited: set[str] = set()
        self.checked = Checked((), {})

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine("sjuklon", self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """The fields one beneath the other."""
        yield Static("", markup=False, id="where")
        with VerticalScroll(id="fields", can_focus=False):
            for name in FIELDS:
                label, hint = LABELS[name]
                with Horizontal(classes="field"):
                    yield Label(label, markup=False)
                    yield Input(id=name, placeholder=hint, max_length=200)
                yield Static("", markup=False, id=f"{name}-note", classes="note")
            yield Static(PASS_HELP, markup=False, id="how")
            yield TextArea(id=PASSES, compact=True, tab_behavior="focus")
            yield Static("", markup=False, id=f"{PASSES}-note", classes="note")
            yield buttons("Spara")

    def on_mount(self) -> None:
        """Let the first field that can be written in have focus."""
        for box in self.query(Input):
            box.cursor_blink = False
            # Textual's own widget; ours have the attribute that help looks for.
            box.help_id = "sjukform-field"  # type: ignore[attr-defined]  # what F1 looks for
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.help_id = "sjukform-pass"  # type: ignore[attr-defined]  # what F1 looks for
        self.query_one("#arende", Input).disabled = self.arende is not None
        self.query_one("#arende" if self.arende is None else "#brukare").focus()
        self._draw_where()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the claim to correct, once: what is written is not read over."""
        if self.first is not None:
            return
        arende, viewer = self.arende, self.session.viewer
        if arende is None:
            self._fill(Form())
            return
        self.ask(
            "form",
            lambda connection: sjukformular.form_of(connection, arende, viewer),
            FormLoaded,
        )

    @on(FormLoaded)
    def _loaded(self, event: FormLoaded) -> None:
        if self.desk.is_current(event.request) and self.first is None:
            self._fill(event.form)

    def _fill(self, form: Form) -> None:
        self.form = self.first = form
        with self.prevent(Input.Changed, TextArea.Changed):
            for name in FIELDS:
                self.query_one(f"#{name}", Input).value = form.values.get(name, "")
            self.query_one(TextArea).text = form.passen
        if form.version is not None:
            self.visited.update((*FIELDS, PASSES))
            self._check()
        self._draw_where()

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        self.query_one("#where", Static).update("Ärendet kunde inte läsas. esc går tillbaka.")

    # -- writing and checking -----------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Something has been written that is not stored."""
        first = self.first or Form()
        return self.form.passen.split() != first.passen.split() or any(
            self.form.values.get(name, "").strip() != first.values.get(name, "").strip()
            for name in FIELDS
        )

    @on(Input.Changed)
    def _written(self, event: Input.Changed) -> None:
        if event.input.id:
            self.form = written(self.form, event.input.id, event.value)

    @on(TextArea.Changed)
    def _lines_written(self, event: TextArea.Changed) -> None:
        self.form = written(self.form, PASSES, event.text_area.text)

    @on(events.DescendantBlur)
    def _left(self, event: events.DescendantBlur) -> None:
        """Check the form when a field is left; only fields that have been left answer."""
        if event.widget.id in (*FIELDS, PASSES):
            self.visited.add(event.widget.id)
            self._check()

    def _check(self) -> None:
        form, viewer = self.form, self.session.viewer

        def question(connection: sqlite3.Connection) -> Checked:
            return sjukregistrering.check(connection, form, viewer)

        self.ask("check", question, FormChecked)

    @on(FormChecked)
    def _told(self, event: FormChecked) -> None:
        if self.desk.is_current(event.request):
            self.checked = event.checked
            self._draw_notes(event.checked.problem)

    def _draw_notes(self, problems: tuple[Problem, ...]) -> None:
        for name in (*FIELDS, PASSES):
            wrong = [one for one in problems if one.falt == name and name in self.visited]
            text = Text("\n").join(
                Text(f"! Pass på rad {one.rad}: {one.text}" if one.rad else f"! {one.text}", "bold")
                for one in wrong
            )
            if not wrong and (who := self.checked.namn.get(name)):
                text = Text(f"= {plain(who)}", style="dim")
            note = self.query_one(f"#{name}-note", Static)
            note.update(text)
            note.display = bool(text)
        self._draw_where()

    def _wrong(self) -> list[Problem]:
        return [one for one in self.checked.problem if one.falt in self.visited]

    def _draw_where(self) -> None:
        title = f"Rätta {plain(self.arende)}" if self.arende else "Ny ansökan om sjuklön"
        text = Text(title, style="bold", no_wrap=True)
        if wrong := self._wrong():
            text.append(f"   {count(len(wrong), 'fel', 'fel')}, märkta med !")
        text.append(told("   sparas som en inläst fil, {sjukform.save}"), style="not bold")
        self.query_one("#where", Static).update(text, layout=False)

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    # -- saving -------------------------------------------------------------------------------

    @on(Button.Pressed, "#yes")
    def action_save(self) -> None:
        """Store the claim, unless something is wrong with it."""
        if self.first is None:
            return
        if not self.changed:
            self.notify("Inget har ändrats.")
            return
        form, viewer = self.form, self.session.viewer
        self.visited.update((*FIELDS, PASSES))

        def task(
            database: Database, stamp: Stamp, _progress: Progress
        ) -> tuple[str, tuple[Problem, ...]]:
            try:
                return sjukregistrering.save(database, form, stamp, viewer), ()
            except NotSaved as refused:
                return "", refused.problem

        self.perform("Sparar ärendet", task, lambda request, found: ClaimSaved(request, *found))

    @on(ClaimSaved)
    def _saved(self, event: ClaimSaved) -> None:
        self.ended(event, changed=bool(event.arende))
        if not event.arende:
            self.checked = Checked(event.problem, self.checked.namn)
            self._draw_notes(event.problem)
            self.query_one(f"#{event.problem[0].falt}").focus()
            self.notify("Inget är sparat. Rätta det som är märkt med !", severity="warning")
            return
        self.notify(
            f"{plain(event.arende)} är sparat. Räkna månaden ({sign('sjukfall.check')}).",
            markup=False,
        )
        self._leave(event.arende)

    @on(Button.Pressed, "#cancel")
    def action_back(self) -> None:
        """Leave; ask first when something has been written."""
        if not self.changed:
            self._leave(None)
            return
        self.app.push_screen(
            Confirm(
                "Lämna utan att spara?",
                "Det du har skrivit försvinner. Ingenting är sparat.",
                "Lämna utan att spara",
            ),
            lambda yes: self._leave(None) if yes else None,
        )

    def _leave(self, arende: str | None) -> None:
        if self.app.screen is self:
            self.app.pop_screen()
            if self.saved is not None:
                self.saved(arende)

"""What Avräkning does with a run: attest it, annul it, look at earlier ones."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from textual import on

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.services.progress import Progress
from workbench.tui.actions import sign, told
from workbench.tui.messages import AnnulAsked, AnnulDone, AttestDone, RunsListed, SheetLoaded
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import NOTHING, count, month_name, plain, stamp_text, thousands
from workbench.tui.workers import Desk
from workbench.wording import KORNING

if TYPE_CHECKING:
    from db.settlements import RunSum
    from workbench.services.attest_sheet import Sheet
    from workbench.services.attesting import Attested
    from workbench.services.runs import RunView
    from workbench.tui.screens.annul import Reasoned
    from workbench.tui.screens.attest import Signed

PAID = ("attesterad", "exporterad")


class Attesting(WorkScreen):
    """A screen that shows a run of the month."""

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self._ticks: dict[int, set[str]] = {}
        """What has been ticked off, by run: kept when the sheet is closed or refused."""

    @property
    def view(self) -> RunView | None:
        """The run shown."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def show_run(self, korning: int | None) -> None:
        """Show an earlier run of the month, or the latest again."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    # -- attest -------------------------------------------------------------------------------

    def action_attest(self) -> None:
        """Open the sheet that an attestant fills in."""
        view = self.view
        if view is None or view.korning is None:
            self.notify(
                told(
                    "Det finns inget sparat utkast att attestera. Räkna med {settle.settle} först."
                )
            )
            return
        if view.status != "utkast":
            self.notify(
                f"Körning {view.korning} är {KORNING[view.status]}. "
                f"Räkna om ({sign('settle.settle')}) för ett nytt utkast."
            )
            return
        korning, stamp, viewer = view.korning, self.session.stamp(), self.session.viewer

        def question(connection: sqlite3.Connection) -> Sheet:
            from workbench.services import attest_sheet

            return attest_sheet.sheet(connection, korning, stamp, viewer)

        self.ask("sheet", question, SheetLoaded)

    @on(SheetLoaded)
    def _sheet(self, event: SheetLoaded) -> None:
        if not self.desk.is_current(event.request) or self.app.screen is not self:
            return
        from workbench.tui.screens.attest import AttestSheet

        korning = event.sheet.view.korning
        assert korning is not None
        ticks = self._ticks.setdefault(korning, set())

        def signed(answer: Signed | None) -> None:
            if answer is not None:
                self._attest(korning, answer)

        self.app.push_screen(AttestSheet(event.sheet, self.session.aktor, ticks), signed)

    def _attest(self, korning: int, answer: Signed) -> None:
        def task(database: Database, stamp: Stamp, progress: Progress) -> Attested:
            from workbench.services import attesting

            return attesting.attest(
                database, korning, answer.ore, answer.ticked, stamp, progress=progress
            )

        self.perform(f"Attesterar körning {korning}", task, AttestDone)

    @on(AttestDone)
    def _attested(self, event: AttestDone) -> None:
        self.ended(event, changed=True)
        done = event.attested
        self._ticks.pop(done.korning, None)
        text = (
            f"{count(done.betalningar, 'betalning', 'betalningar')}, {kronor(done.belopp)} kr, "
            f"för {month_name(done.month)}.\n"
        )
        if done.utan_konto:
            text += (
                f"{count(done.utan_konto, 'betalning', 'betalningar')} saknar konto och kan inte "
                "gå till banken förrän ett konto är registrerat.\n"
            )
        if done.krav:
            text += f"{thousands(done.krav)} återkrav föreslås, {kronor(done.krav_belopp)} kr."
        else:
            text += "Inga återkrav föreslås."
        self.app.push_screen(Notice(f"Körning {done.korning} är attesterad", text))

    # -- annul --------------------------------------------------------------------------------

    def action_annul(self) -> None:
        """Annul the month's latest attested run, with a reason."""
        view = self.view
        korning = None
        if view is not None:
            korning = view.korning if view.status != "utkast" else view.fore
        if korning is None:
            self.notify("Månaden har ingen attesterad körning att makulera.")
            return
        wanted, stamp = korning, self.session.stamp()

        def question(connection: sqlite3.Connection) -> tuple[RunSum | None, str]:
            from workbench.services import run_details

            return run_details.to_annul(connection, wanted, stamp)

        self.ask("annul", question, lambda request, found: AnnulAsked(request, *found))

    @on(AnnulAsked)
    def _annul_asked(self, event: AnnulAsked) -> None:
        run = event.run
        if not self.desk.is_current(event.request) or self.app.screen is not self or run is None:
            return
        from workbench.tui.screens.annul import Annul

        def reasoned(answer: Reasoned | None) -> None:
            if answer is not None:
                self._annul(run.id, answer.skal)

        self.app.push_screen(Annul(run, event.hinder), reasoned)

    def _annul(self, korning: int, skal: str) -> None:
        def task(database: Database, stamp: Stamp, _progress: Progress) -> int:
            from workbench.services import attesting

            attesting.annul(database, korning, skal, stamp)
            return korning

        self.perform(f"Makulerar körning {korning}", task, AnnulDone)

    @on(AnnulDone)
    def _annulled(self, event: AnnulDone) -> None:
        self.ended(event, changed=True)
        self.app.push_screen(
            Notice(
                f"Körning {event.korning} är makulerad",
                "Betalningarna går inte till banken och det som körningen gjorde med krav är "
                f"tillbakataget. Räkna om månaden ({sign('settle.settle')}) innan den attesteras "
                "på nytt.",
            )
        )

    # -- earlier runs -------------------------------------------------------------------------

    def action_runs(self) -> None:
        """Choose among the month's runs, to look at one."""
        month = self.session.month
        if month is None:
            self.notify(told("Det finns ingen månad ännu. Importera filer med {app.go_import}."))
            return
        wanted = month

        def question(connection: sqlite3.Connection) -> tuple[RunSum, ...]:
            from workbench.services import runs

            return runs.runs(connection, wanted)

        self.ask("runs", question, RunsListed)

    @on(RunsListed)
    def _choose_run(self, event: RunsListed) -> None:
        if not event.runs:
            self.notify(told("Månaden har ingen körning ännu. Räkna med {settle.settle}."))
            return
        shown = self.view.korning if self.view else None
        here = next((i for i, run in enumerate(event.runs) if run.id == shown), 0)
        latest = next((run.id for run in event.runs if run.status != "makulerad"), None)
        rows = [(run.id, run_row(run)) for run in event.runs]

        def chosen(korning: int | None) -> None:
            if korning is not None:
                self.show_run(None if korning == latest else korning)

        self.app.push_screen(Choice("Månadens körningar", RUN_COLUMNS, rows, here), chosen)


RUN_COLUMNS = (
    Column("Nr", 4, right=True),
    Column("Läge", 10),
    Column("Av", 8, grow=1, most=14, least=6),
    Column("När", 16, drop=1),
    Column("Räknad av", 8, grow=1, most=14, drop=2),
    Column("Betalas", 14, right=True),
    Column("Återkrav", 11, right=True),
)


def run_row(run: RunSum) -> Line:
    """Return a run as a row of the list."""
    who, when = run.aktor, run.skapad
    if run.status == "makulerad":
        who, when = run.makulerad_av or "", run.makulerad or ""
    elif run.attestant is not None:
        who, when = run.attestant, run.attesterad or ""
    return Line(
        (
            str(run.id),
            KORNING[run.status],
            plain(who),
            stamp_text(when),
            plain(run.aktor),
            kronor(run.att_betala),
            kronor(run.aterkrav) if run.aterkrav else NOTHING,
        )
    )

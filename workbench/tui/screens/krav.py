"""Ett återkrav: who owes what and why, what lacks, what comes next and when, and doing it.

For the administrator who investigates a claim (12 § LSS) and for whoever decides it.
"""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from db import Database
from db.claim_steps import Assessment
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.services.kravbevis import Bevis
from workbench.services.kravgaldenar import Kandidat
from workbench.services.kravhandling import Handling, Mojlig
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Kravvy
from workbench.services.progress import Progress
from workbench.tui.actions import bindings
from workbench.tui.messages import (
    BevisAsked,
    DebtorsAsked,
    Failed,
    KindsAsked,
    KravLoaded,
    LetterBegun,
    MovesAsked,
)
from workbench.tui.screens import krav_text as say
from workbench.tui.screens.dialogs import Choice, Confirm
from workbench.tui.screens.krav_doing import Claiming, trace_box
from workbench.tui.screens.krav_forms import (
    assess_form,
    debtor_form,
    debtor_ticks,
    debtors_of,
    evidence_ticks,
    ground_form,
    pay_form,
    take_form,
    undertaking,
)
from workbench.tui.screens.krav_moves import move_form
from workbench.tui.screens.krav_sheets import Kinds, Moves
from workbench.tui.screens.paged import Page, PagedScreen
from workbench.tui.screens.sheet import Values
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import count, plain, read_kronor
from workbench.tui.workers import Desk
from workbench.wording import BEDOMNING, KRAV

OFFERED = "forslag"
"""The choice to take what is stored already."""


class KravScreen(PagedScreen, Claiming):
    """Pages of a claim, with where it stands beside."""

    SCOPE = "krav"
    TAB = "aterkrav"
    SIDE = "lage"
    BINDINGS: ClassVar[list[BindingType]] = bindings("krav")

    def __init__(self, session: Session, desk: Desk, identity: str) -> None:
        super().__init__(session, desk)
        self.identity = identity
        self.vy: Kravvy | None = None
        self.history: tuple[Handelse, ...] = ()
        self.papers: tuple[Handling, ...] = ()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the claim."""
        identity, viewer = self.identity, self.session.viewer
        today = self.session.stamp().dag

        def question(
            connection: sqlite3.Connection,
        ) -> tuple[Kravvy, tuple[Handelse, ...], tuple[Handling, ...]]:
            from workbench.services import kravhandling, kravhistorik, kravvy

            found = kravvy.vy(connection, identity, viewer, today)
            history = kravhistorik.historik(connection, identity, viewer)
            papers = kravhandling.handlingar(connection, identity)
            return found, tuple(reversed(history)), tuple(papers)

        self.ask("claim", question, lambda request, found: KravLoaded(request, *found))

    @on(KravLoaded)
    def _loaded(self, event: KravLoaded) -> None:
        if self.desk.is_current(event.request):
            self.vy, self.history = event.vy, event.historik
            self.papers = event.handlingar
            self.show_page()

    def failed(self, event: Failed) -> None:
        """Say that nothing could be read."""
        if self.vy is None:
            self.query_one("#who", Static).update("Kravet kunde inte läsas. esc går tillbaka.")

    # -- pages --------------------------------------------------------------------------------

    def folder(self) -> dict[str, Page | str]:
        """Where it stands, the assessment, the rows, the plan if any, the history."""
        vy = self.vy
        if vy is None:
            return {}
        pages: dict[str, Page | str] = {
            "lage": "Läge",
            "bedomning": Page(
                f"Bedömning {len(vy.bedomning)}",
                len(vy.bedomning),
                lambda index: say.assess_line(vy.bedomning[index]),
                say.ASSESS_COLUMNS,
                lambda index: say.assess_text(vy.bedomning[index]),
                "Inget är skrivet ännu. b skriver bevis, skäl för och skäl emot.",
            ),
            "rader": Page(
                f"Rader {len(vy.krav.rader)}",
                len(vy.krav.rader),
                lambda index: say.row_line(vy.krav.rader[index]),
                say.ROW_COLUMNS,
                lambda index: say.row_text(vy.krav.rader, index),
                "Kravet har inga rader.",
            ),
        }
        if vy.plan:
            pages["plan"] = Page(
                f"Plan {len(vy.plan)}",
                len(vy.plan),
                lambda index: say.plan_line(vy.plan[index], vy.frist, late=vy.forfallen),
                say.PLAN_COLUMNS,
                lambda index: say.plan_sums(vy),
            )
        pages["historik"] = Page(
            f"Historik {len(self.history)}",
            len(self.history),
            lambda index: say.history_line(self.history[index]),
            say.HISTORY_COLUMNS,
            lambda index: say.history_text(self.history[index]),
        )
        pages["handlingar"] = Page(
            f"Handlingar {len(self.papers)}",
            len(self.papers),
            lambda index: say.paper_line(self.papers[index]),
            say.PAPER_COLUMNS,
            lambda index: say.paper_text(self.papers[index]),
            "Inga handlingar ännu. h gör ett utkast, a visar uträkningen.",
        )
        return pages

    def who(self, tabs: Text) -> Text:
        """Return whose claim it is."""
        assert self.vy is not None
        return say.header(self.vy, tabs)

    def side(self) -> Text:
        """Return where it stands."""
        assert self.vy is not None
        return say.state_text(self.vy)

    # -- moving the claim -----------------------------------------------------------------------

    def action_step(self) -> None:
        """Ask what the claim can be moved to, and what is in the way."""
        identity, stamp = self.identity, self.session.stamp()

        def question(
            connection: sqlite3.Connection,
        ) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], str]:
            from workbench.services import kravflytt
            from workbench.services.chosen import NotSet

            found = kravflytt.possible(connection, identity, stamp)
            try:
                answer = kravflytt.answer_by(connection, identity, stamp.dag)
            except NotSet:
                answer = ""
            return tuple((state, tuple(hinders)) for state, hinders in found), answer

        self.ask("moves", question, lambda request, found: MovesAsked(request, *found))

    @on(MovesAsked)
    def _moves_asked(self, event: MovesAsked) -> None:
        if not self.desk.is_current(event.request) or self.app.screen is not self:
            return
        if self.vy is None or not event.moves:
            self.notify("Kravet är avslutat och kan inte flyttas. u ångrar det senaste steget.")
            return
        svar = event.svar
        self.app.push_screen(Moves(self.vy, event.moves), lambda till: self._move(till, svar))

    def _move(self, till: str | None, svar: str) -> None:
        vy, identity = self.vy, self.identity
        if till is None or vy is None:
            return
        form = move_form(vy, till, self.session.stamp(), svar)

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravflytt
            from workbench.tui.screens.krav_moves import flytt

            status = kravflytt.move(database, identity, flytt(till, values), stamp)
            return f"{identity}: {KRAV[status]}." + ("" if status == "beslutad" else " u ångrar.")

        self.fill(form, task, f"Flyttar {identity}")

    # -- money, ground, assessment ----------------------------------------------------------------

    def action_pay(self) -> None:
        """Register money that has come in."""
        vy, identity = self.vy, self.identity
        if vy is None:
            return

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravbetalning

            ore = read_kronor(values["belopp"])
            assert ore is not None
            done = kravbetalning.payment(
                database,
                identity,
                ore,
                values["dag"],
                stamp,
                betalare=values["betalare"],
                motivering=values["motivering"],
            )
            back = f" {kronor(done.aterbetalas)} kr betalas tillbaka." if done.aterbetalas else ""
            return f"{kronor(done.belopp)} kr har räknats av på {identity}.{back} u ångrar."

        self.fill(pay_form(vy, self.session.stamp().dag), task, "Sparar inbetalningen")

    def action_ground(self) -> None:
        """Choose the ground."""
        vy, identity = self.vy, self.identity
        if vy is None:
            return

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravparter

            kravparter.set_ground(database, identity, values["grund"], values["motivering"], stamp)
            return f"{identity} har grund {values['grund']}. u ångrar."

        self.fill(ground_form(vy), task, "Sparar grunden")

    def action_debtors(self) -> None:
        """Ask whom the claim can be directed against."""
        identity, viewer = self.identity, self.session.viewer
        today = self.session.stamp().dag

        def question(connection: sqlite3.Connection) -> tuple[Kandidat, ...]:
            from workbench.services import kravgaldenar

            return tuple(kravgaldenar.kandidater(connection, identity, viewer, today))

        self.ask("debtors", question, DebtorsAsked)

    @on(DebtorsAsked)
    def _debtors_asked(self, event: DebtorsAsked) -> None:
        vy, identity, known = self.vy, self.identity, event.kandidater
        if vy is None or not self.desk.is_current(event.request) or self.app.screen is not self:
            return

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravparter

            chosen = debtors_of(known, values)
            kravparter.set_debtors(
                database,
                identity,
                chosen,
                values["motivering"],
                stamp,
                atagande=undertaking(values),
            )
            many = count(len(chosen), "gäldenär", "gäldenärer")
            return f"{identity} riktas mot {many}. u ångrar."

        self.fill(debtor_form(vy), task, "Sparar gäldenärerna", debtor_ticks(known))

    def action_assess(self) -> None:
        """Ask what can be taken from what is stored, then choose what to write."""
        identity = self.identity

        def question(connection: sqlite3.Connection) -> tuple[Bevis, ...]:
            from workbench.services import kravbevis

            return tuple(kravbevis.offered(connection, identity))

        self.ask("bevis", question, BevisAsked)

    @on(BevisAsked)
    def _bevis_asked(self, event: BevisAsked) -> None:
        vy, offered = self.vy, event.bevis
        if vy is None or not self.desk.is_current(event.request) or self.app.screen is not self:
            return
        written = [item.slag for item in vy.bedomning]
        rows = [
            (slag, Line((word, str(written.count(slag)) if slag in written else "saknas")))
            for slag, word in BEDOMNING.items()
        ]
        here = next((i for i, slag in enumerate(BEDOMNING) if slag not in written), 0)
        fresh = sum(not one.tagen for one in offered)
        if fresh:
            rows.append((OFFERED, Line(("välj bland det som är sparat", f"{fresh} förslag"))))
            here = len(BEDOMNING) if "bevis" not in written else here
        columns = Column("Skriv", 24, grow=1), Column("Finns", 10, right=True)

        def chosen(slag: str | None) -> None:
            if slag == OFFERED:
                self._take(offered)
            elif slag is not None:
                self._assess(slag, None)

        self.app.push_screen(Choice("Vad vill du skriva?", columns, rows, here), chosen)

    def _take(self, offered: tuple[Bevis, ...]) -> None:
        """Tick off what is to be taken into the assessment."""
        vy, identity = self.vy, self.identity
        if vy is None:
            return
        places = [place for place, one in enumerate(offered, 1) if not one.tagen]

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravbevis

            numbers = [places[int(place)] for place in values["valda"].split()]
            many = len(kravbevis.take(database, identity, numbers, stamp))
            return f"{count(many, 'stycke är inskrivet', 'stycken är inskrivna')} i bedömningen."

        self.fill(take_form(vy), task, "Sparar bedömningen", evidence_ticks(offered))

    def _assess(self, slag: str, former: Assessment | None) -> None:
        vy, identity = self.vy, self.identity
        if vy is None:
            return

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravparter

            kravparter.assess(
                database,
                identity,
                slag,
                values["stycke"],
                stamp,
                kalla=values["kalla"],
                ersatter=former.id if former else None,
            )
            return f"{BEDOMNING[slag].capitalize()} är sparat."

        self.fill(assess_form(vy, slag, former), task, "Sparar bedömningen")

    @property
    def _piece(self) -> Assessment | None:
        """The piece of the assessment under the cursor."""
        cursor = self.query_one(RowList).cursor
        pieces = self.vy.bedomning if self.vy and self.page == "bedomning" else ()
        return pieces[cursor] if cursor < len(pieces) else None

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Change the piece of the assessment under the cursor, or read the document."""
        piece, cursor = self._piece, self.query_one(RowList).cursor
        if piece is not None:
            self._assess(piece.slag, piece)
        elif self.page == "handlingar" and cursor < len(self.papers):
            self._read(self.papers[cursor])

    def action_remove(self) -> None:
        """Take the piece of the assessment under the cursor away, after a question."""
        piece, identity = self._piece, self.identity
        if piece is None:
            self.notify("x tar bort ett stycke på sidan Bedömning.")
            return

        def task(database: Database, stamp: Stamp) -> str:
            from workbench.services import kravparter

            kravparter.remove(database, identity, piece.id, stamp)
            return "Stycket är borttaget. Det finns kvar i journalen."

        def answered(yes: bool | None) -> None:
            if yes:
                self.do("Tar bort stycket", task)

        what = BEDOMNING[piece.slag]
        self.app.push_screen(
            Confirm(f"Ta bort: {what}?", plain(piece.text), "Ta bort stycket"), answered
        )

    # -- the rest -----------------------------------------------------------------------------

    # -- documents ----------------------------------------------------------------------------

    def action_letter(self) -> None:
        """Ask which documents the claim can have."""
        identity, stamp = self.identity, self.session.stamp()

        def question(connection: sqlite3.Connection) -> tuple[Mojlig, ...]:
            from workbench.services import kravhandling

            return tuple(kravhandling.mojliga(connection, identity, stamp))

        self.ask("kinds", question, KindsAsked)

    @on(KindsAsked)
    def _kinds_asked(self, event: KindsAsked) -> None:
        if self.desk.is_current(event.request) and self.app.screen is self:
            self.app.push_screen(Kinds(self.identity, event.mojliga), self._draft)

    def _draft(self, slag: str | None) -> None:
        if slag is None:
            return
        identity = self.identity

        def task(database: Database, stamp: Stamp, _progress: Progress) -> Handling:
            from workbench.services import kravhandling

            return kravhandling.draft(database, identity, slag, stamp)

        self.perform("Gör utkastet", task, LetterBegun)

    @on(LetterBegun)
    def _begun(self, event: LetterBegun) -> None:
        self.ended(event, changed=True)
        self._read(event.handling)

    def _read(self, paper: Handling) -> None:
        from workbench.tui.screens.brev import BrevScreen

        self.app.push_screen(BrevScreen(self.session, self.desk, paper))

    def action_annex(self) -> None:
        """Show the whole computation."""
        from workbench.tui.screens.bilaga import BilagaScreen

        self.app.push_screen(BilagaScreen(self.session, self.desk, self.identity))

    def action_undo(self) -> None:
        """Take back the latest step."""
        self.undo(self.identity)

    def action_why(self) -> None:
        """Show what the claim consists of, down to file and row."""
        if self.vy is not None:
            name = self.vy.krav.brukare_namn
            self.app.push_screen(trace_box(self.identity, name, self.desk, self.session))

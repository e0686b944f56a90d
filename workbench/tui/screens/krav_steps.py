"""What a claim is put through: its next step, money in, its ground, whom it is directed against."""

from __future__ import annotations

import sqlite3

from textual import on

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.services.kravgaldenar import Kandidat
from workbench.tui.messages import (
    DebtorsAsked,
    MovesAsked,
)
from workbench.tui.screens.krav_doing import OneClaim
from workbench.tui.screens.krav_forms import (
    debtor_form,
    debtor_ticks,
    debtors_of,
    ground_form,
    pay_form,
    undertaking,
)
from workbench.tui.screens.krav_moves import move_form
from workbench.tui.screens.krav_sheets import Moves
from workbench.tui.screens.sheet import Values
from workbench.tui.words import count, read_kronor
from workbench.wording import KRAV


class Stepping(OneClaim):
    """The steps of the claim that is shown."""

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

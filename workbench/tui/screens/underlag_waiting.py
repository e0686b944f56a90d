"""Accounts and values that wait for another person, and stops of payment."""

from __future__ import annotations

from typing import Any

from db import Database
from db.journal import Stamp
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.sheet import Sheet, Values
from workbench.tui.screens.underlag_base import Lists
from workbench.tui.screens.underlag_forms import account_form, day_form, stop_form
from workbench.tui.screens.underlag_pages import PAYEES, RATES, SETTINGS
from workbench.tui.screens.underlag_values import proposal_form
from workbench.tui.words import plain


class Waiting(Lists):
    """What is confirmed and refused; payment to an anordnare stopped and let go."""

    def action_confirm(self) -> None:
        """Let an account or a value that waits hold: another person than who brought it."""
        if not self.at((PAYEES, RATES, SETTINGS)):
            return
        item = self.item_here(waits=True)
        if item is None:
            return
        if item.aktor == self.session.aktor:
            what = "läst in kontot" if self.state.sida == PAYEES else "föreslagit värdet"
            self.app.push_screen(
                Notice(
                    "En annan person ska bekräfta",
                    f"Du ({plain(item.aktor)}) har själv {what}. Fyra ögon krävs: be en annan "
                    "person logga in och bekräfta det. Du kan avvisa det med a.",
                )
            )
        elif self.state.sida == PAYEES:
            self._decide_account(item, confirm=True)
        else:
            self._decide_value(item, confirm=True)

    def action_reject(self) -> None:
        """Let an account or a value that waits fall; one's own too."""
        if not self.at((PAYEES, RATES, SETTINGS)):
            return
        item = self.item_here(waits=True)
        if item is None:
            return
        if self.state.sida == PAYEES:
            self._decide_account(item, confirm=False)
        else:
            self._decide_value(item, confirm=False)

    def _decide_account(self, item: Any, *, confirm: bool) -> None:
        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import payees

            if not confirm:
                payees.reject(database, item.id, values["motivering"], stamp)
                return "Kontot är avvisat. Det registrerade kontot står kvar."
            payees.confirm(database, item.id, values["dag"], values["motivering"], stamp)
            return "Kontot är bekräftat och betalas från nästa körning."

        form = account_form(item, self.today, confirm=confirm)
        self.fill(form, task, "Bekräftar kontot" if confirm else "Avvisar kontot")

    def _decide_value(self, item: Any, *, confirm: bool) -> None:
        def task(database: Database, stamp: Stamp, _values: Values) -> str:
            from workbench.services import proposing

            act = proposing.confirm if confirm else proposing.reject
            act(database, item.slag, item.id, stamp)
            return (
                f"{item.namn} från {item.fran} gäller nu. Räkna om de månader som berörs."
                if confirm
                else f"Förslaget {item.namn} från {item.fran} är avvisat."
            )

        self.fill(proposal_form(item, confirm=confirm), task, "Sparar")

    def action_stop(self) -> None:
        """Stop payment straight to the anordnare, or let it be paid again."""
        if not self.at(PAYEES, "Stoppet gäller en brukares mottagare: c väljer listan."):
            return
        item = self.item_here()
        if not hasattr(item, "stopp"):
            self.notify("Ställ pilen på en brukare först.")
            return
        since = item.stopp

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import payees

            act = payees.unstop if since else payees.stop
            act(database, values["brukare"], values["fran"], values["motivering"], stamp)
            if since:
                return f"Anordnaren kan betalas direkt igen från {values['fran']}."
            return f"Utbetalningen direkt till anordnaren är stoppad från {values['fran']}."

        form = stop_form(self.brukare_here(), item.brukare_namn, self.today, since)
        self.fill(form, task, "Sparar")

    def action_day(self) -> None:
        """Choose the day that payees are shown for."""
        if not self.at(PAYEES, "Dagen gäller mottagare och konton: c väljer listan."):
            return

        def chosen(values: Values | None) -> None:
            if values is not None:
                self.session.drafts.pop("dag", None)
                self.show_day(values["dag"])

        form = day_form(self.state.dag or self.today)
        self.app.push_screen(Sheet(form, self.desk, self.session.drafts), chosen)

    def show_day(self, day: str) -> None:
        """Show the payees of a day."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

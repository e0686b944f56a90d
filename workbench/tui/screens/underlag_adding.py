"""What is added to and changed in the lists of Underlag: each by the service its command uses."""

from __future__ import annotations

from functools import partial
from typing import Any

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.domain.roller import ROLLER
from workbench.tui.screens.sheet import Values
from workbench.tui.screens.underlag_base import Lists
from workbench.tui.screens.underlag_forms import SLAG, note_form, payee_facts, payee_form
from workbench.tui.screens.underlag_pages import PAYEES, RATES, REGISTER, SETTINGS, USERS
from workbench.tui.screens.underlag_values import (
    MAY,
    rate_form,
    remove_form,
    setting_form,
    user_form,
)
from workbench.tui.words import plain, read_kronor
from workbench.wording import MOTTAGARE


class Adding(Lists):
    """Notes, payees, timbelopp, settings and users."""

    def action_new(self) -> None:
        """Add to the list: a note, a payee, a timbelopp, a user."""
        new = {
            REGISTER: self._new_note,
            PAYEES: self._new_payee,
            RATES: self._new_rate,
            SETTINGS: self.action_edit,
            USERS: self._new_user,
        }
        if self.at(tuple(new), "Här läggs ingenting till. c väljer lista.") and self.may_change():
            new[self.state.sida]()

    def action_edit(self) -> None:
        """Change the row: another value of the setting or the year, another role of the user."""
        if not self.at((RATES, SETTINGS, USERS), "Raden ändras inte här: den kommer ur en fil."):
            return
        if not self.may_change():
            return
        item = self.item_here()
        if item is None:
            self.notify("Ställ pilen på en rad först.")
        elif self.state.sida == USERS:
            self._pick_role(item)
        elif self.state.sida == SETTINGS:
            self._set(item.namn, item.varde)
        else:
            self._new_rate()

    def _new_note(self) -> None:
        item = self.item_here()
        if item is None or "assistent" not in item.roller:
            self.notify("Ställ pilen på en assistent: anteckningen gäller assistentens förmåga.")
            return
        if item.skyddad and item.nummer.startswith("["):
            self.notify("Assistenten har skyddade uppgifter: visa dem först.")
            return

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services.law import add_note

            till = values["till"] or None
            add_note(database, item.nummer, values["fran"], till, values["skal"], stamp)
            return "Anteckningen är sparad. Kontrollera månaden på nytt."

        self.fill(note_form(item.nummer, item.namn, self.today), task, "Sparar anteckningen")

    def _new_payee(self) -> None:
        number = self.brukare_here()

        def task(slag: str, database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import payees

            result = payees.register(database, payee_facts(slag, values), stamp)
            said = f"{values['namn']} är registrerad som mottagare från {values['fran']}."
            if result.nya["kontoandring"]:
                said += " Kontot är ett annat än det registrerade och väntar på en annan person."
            return said

        def form(slag: str) -> None:
            self.fill(
                payee_form(slag, number, self.today), partial(task, slag), "Registrerar mottagaren"
            )

        self.choose("Vem ska få pengarna?", [(slag, MOTTAGARE[slag]) for slag in SLAG], form)

    def _new_rate(self) -> None:
        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services.law import add_rate

            ore = read_kronor(values["kronor"])
            assert ore is not None
            checked = values["verifierad"].lower() == "ja"
            waits = add_rate(database, int(values["ar"]), ore, values["kalla"], checked, stamp)
            return _held(waits, f"Timbelopp {values['ar']}: {kronor(ore)} kr.")

        self.fill(rate_form(self._year(1)), task, "Lägger in timbeloppet")

    def _year(self, ahead: int = 0) -> str:
        """Return the year of the row, else this one and some."""
        fran = getattr(self.item_here(), "fran", "")
        if isinstance(fran, str) and fran:
            return fran[:4]
        return str(int(self.today[:4]) + ahead)

    def _set(self, name: str, value: str) -> None:
        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services.law import set_policy

            waits = set_policy(
                database, name, values["varde"], values["fran"], values["kalla"], stamp
            )
            return _held(waits, f"{name} = {values['varde']} från {values['fran']}.")

        self.fill(setting_form(name, value, self.today), task, "Sätter värdet")

    def _new_user(self) -> None:
        self._pick_role(None)

    def _pick_role(self, known: Any) -> None:
        found = [row.item for row in self.state.found.rader] if self.state.found else []
        first = not any(one.roll == "administrator" for one in found)

        def task(roll: str, database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services.people import add_user

            sees = values["ser"].lower() == "ja"
            follows = add_user(database, values["login"], roll, sees, stamp)
            said = f"{values['login']}: {roll}{', ser skyddade' if sees else ''}."
            return f"{said} {follows}".strip()

        def form(roll: str) -> None:
            login = "" if found else self.session.aktor
            asked = user_form(roll, known, login, first=first)
            self.fill(asked, partial(task, roll), "Ändrar användare")

        title = f"Vilken roll ska {plain(known.login)} ha?" if known else "Vilken roll?"
        self.choose(title, [(roll, MAY[roll]) for roll in ROLLER], form)

    def action_remove(self) -> None:
        """Remove the user of the row."""
        if not self.at(USERS, "Bara användare tas bort: c väljer listan."):
            return
        item = self.item_here()
        if item is None:
            self.notify("Ställ pilen på en användare först.")
            return

        def task(database: Database, stamp: Stamp, _values: Values) -> str:
            from workbench.services.people import remove_user

            remove_user(database, item.login, stamp)
            return f"{item.login} är borttagen."

        self.fill(remove_form(item.login), task, "Tar bort användaren")


def _held(waits: int | None, text: str) -> str:
    """Say what became of a value: it holds, or waits for a second person."""
    if waits is None:
        return text
    return f"Förslag {waits}: {text} Dagar är redan attesterade: en annan person bekräftar det."

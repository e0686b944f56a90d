"""What is changed from Underlag: each change is a form, done by the service its command uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.domain.roller import ROLLER, Ratt
from workbench.services.progress import Progress
from workbench.tui.messages import Stored, TrialDone
from workbench.tui.rights import hinder_of
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.filling import Filling
from workbench.tui.screens.sheet import Form, Sheet, Values
from workbench.tui.screens.underlag_forms import (
    SLAG,
    account_form,
    day_form,
    note_form,
    payee_facts,
    payee_form,
    stop_form,
)
from workbench.tui.screens.underlag_pages import (
    ADVANCES,
    PAYEES,
    RATES,
    REGISTER,
    SETTINGS,
    USERS,
    WAITS,
    Rad,
    State,
)
from workbench.tui.screens.underlag_values import (
    MAY,
    proposal_form,
    rate_form,
    remove_form,
    setting_form,
    try_rate_form,
    try_setting_form,
    user_form,
)
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import month_name, plain, read_kronor, signed_kronor
from workbench.wording import MOTTAGARE

MOST_TRIED = 100
"""Brukare named when a value is tried; the sum is of all."""


class Changing(Filling):
    """The changes of each list; on a list without one the key says so."""

    state: State
    NOT_HERE: ClassVar[str] = "Det går inte i den här listan. c väljer lista."

    def at(self, page: str | Sequence[str], told: str = "") -> bool:
        """Tell whether one of some lists is shown; say so when none is."""
        here = self.state.sida in ([page] if isinstance(page, str) else page)
        if not here:
            self.notify(told or self.NOT_HERE)
        return here

    @property
    def current(self) -> Rad | None:
        """The row under the cursor."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    @property
    def today(self) -> str:
        """The day it is."""
        return self.session.stamp().dag

    def _item(self, waits: bool = False) -> Any:
        """Return what the row under the cursor is of; None and a word when it won't do."""
        row = self.current
        item = row.item if row is not None else None
        if waits and (row is None or not row.nyckel.startswith(("konto ", "förslag "))):
            self.notify(f"Ställ pilen på en rad som väntar ({WAITS}).")
            return None
        return item

    def _choose(
        self, title: str, rows: Sequence[tuple[str, str]], then: Callable[[str], None]
    ) -> None:
        def picked(name: str | None) -> None:
            if name is not None:
                then(name)

        columns = Column("", 16), Column("", 30, grow=1)
        lines = [(name, Line((name, text), ("", "muted"))) for name, text in rows]
        self.app.push_screen(Choice(title, columns, lines), picked)

    # -- adding and changing --------------------------------------------------------------------

    def action_new(self) -> None:
        """Add to the list: a note, a payee, a timbelopp, a user."""
        new = {
            REGISTER: self._new_note,
            PAYEES: self._new_payee,
            RATES: self._new_rate,
            SETTINGS: self.action_edit,
            USERS: self._new_user,
        }
        if self.at(tuple(new), "Här läggs ingenting till. c väljer lista.") and self._may():
            new[self.state.sida]()

    def _may(self) -> bool:
        """Tell whether the user's role lets the list be changed; say so when it does not."""
        page = self.state.sida
        rights = {RATES: Ratt.VARDEN, SETTINGS: Ratt.VARDEN, USERS: Ratt.ANVANDARE}
        refused = hinder_of(self.session, rights.get(page, Ratt.REGISTRERA))
        if refused:
            self.notify(refused, severity="warning", timeout=8)
        return not refused

    def action_edit(self) -> None:
        """Change the row: another value of the setting or the year, another role of the user."""
        if not self.at((RATES, SETTINGS, USERS), "Raden ändras inte här: den kommer ur en fil."):
            return
        if not self._may():
            return
        item = self._item()
        if item is None:
            self.notify("Ställ pilen på en rad först.")
        elif self.state.sida == USERS:
            self._pick_role(item)
        elif self.state.sida == SETTINGS:
            self._set(item.namn, item.varde)
        else:
            self._new_rate()

    def _new_note(self) -> None:
        item = self._item()
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
        number = self._brukare()

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

        self._choose("Vem ska få pengarna?", [(slag, MOTTAGARE[slag]) for slag in SLAG], form)

    def _brukare(self) -> str:
        """Return the number of the row's brukare; "" when there is none, or it is masked."""
        number = getattr(self._item(), "brukare", "") or getattr(self._item(), "galler", "")
        return number if number.isdigit() else ""

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
        fran = getattr(self._item(), "fran", "")
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
        self._choose(title, [(roll, MAY[roll]) for roll in ROLLER], form)

    def action_remove(self) -> None:
        """Remove the user of the row."""
        if not self.at(USERS, "Bara användare tas bort: c väljer listan."):
            return
        item = self._item()
        if item is None:
            self.notify("Ställ pilen på en användare först.")
            return

        def task(database: Database, stamp: Stamp, _values: Values) -> str:
            from workbench.services.people import remove_user

            remove_user(database, item.login, stamp)
            return f"{item.login} är borttagen."

        self.fill(remove_form(item.login), task, "Tar bort användaren")

    # -- what waits for another person ------------------------------------------------------------

    def action_confirm(self) -> None:
        """Let an account or a value that waits hold: another person than who brought it."""
        if not self.at((PAYEES, RATES, SETTINGS)):
            return
        item = self._item(waits=True)
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
        item = self._item(waits=True)
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

    # -- payees -----------------------------------------------------------------------------------

    def action_stop(self) -> None:
        """Stop payment straight to the anordnare, or let it be paid again."""
        if not self.at(PAYEES, "Stoppet gäller en brukares mottagare: c väljer listan."):
            return
        item = self._item()
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

        form = stop_form(self._brukare(), item.brukare_namn, self.today, since)
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

    # -- computing --------------------------------------------------------------------------------

    def action_reckon(self) -> None:
        """Check and settle the month, so that its advances are what they should be."""
        month = self.session.month
        if not self.at(ADVANCES, "Förskotten räknas i listan förskott: c väljer listan."):
            return
        if month is None:
            self.notify("Välj månad med m först.")
            return
        viewer = self.session.viewer

        def work(database: Database, stamp: Stamp, progress: Progress) -> str:
            from workbench.services.advances import advances

            result, found = advances(database, month, stamp, viewer, progress=progress)
            new = sum(item.nytt for item in found)
            return f"Nytt förskott {kronor(new)} kr (körning {result.korning})."

        self.perform("Räknar förskott", work, Stored)

    def action_try(self) -> None:
        """Compute the month with another value and show what differs; nothing is stored."""
        told = "Timbelopp, inställningar och förskott prövas: c väljer lista."
        if not self.at((RATES, SETTINGS, ADVANCES), told):
            return
        item = self._item()
        if self.state.sida == ADVANCES:
            self._try_advances()
            return
        if self.session.month is None or item is None:
            self.notify("Välj månad med m och en rad först.")
        elif self.state.sida == RATES:
            self._try(try_rate_form(str(self.session.month // 12)))
        else:
            self._try(try_setting_form(item.namn, item.varde), item.namn)

    def _try_advances(self) -> None:
        month = self.session.month
        if month is None:
            self.notify("Välj månad med m först.")
            return
        viewer = self.session.viewer

        def work(database: Database, stamp: Stamp, progress: Progress) -> str:
            from workbench.services.advances import advances

            _, found = advances(database, month, stamp, viewer, dry_run=True, progress=progress)
            new = sum(item.nytt for item in found)
            said = [f"Nytt förskott {kronor(new)} kr. Ingenting är sparat.", ""]
            said += [
                f"{plain(item.namn)}: förskott {kronor(item.forskott)}, nytt {kronor(item.nytt)}"
                + (f" ({', '.join(item.hinder)})" if item.hinder else "")
                for item in found[:MOST_TRIED]
            ]
            return "\n".join(said)

        title = f"Förskott i {month_name(month)} på prov"
        self.perform("Räknar på prov", work, lambda request, text: TrialDone(request, title, text))

    def _try(self, form: Form, name: str = "") -> None:
        month = self.session.month
        assert month is not None

        def filled(values: Values | None) -> None:
            if values is None:
                return
            viewer = self.session.viewer
            self.session.drafts.pop(form.key, None)
            what = (
                f"{name} = {values['varde']}" if name else f"{values['kronor']} kr {values['ar']}"
            )

            def work(database: Database, stamp: Stamp, progress: Progress) -> str:
                from workbench.services.law import Trial
                from workbench.services.trying import try_values

                trial = (
                    Trial({name: values["varde"]})
                    if name
                    else Trial(rates={int(values["ar"]): read_kronor(values["kronor"]) or 0})
                )
                tried = try_values(database, month, stamp, trial, viewer, progress)
                then = f"körning {tried.korning}" if tried.korning else "ingen körning"
                said = [
                    f"Nu ({then}): {kronor(tried.fore)} kr",
                    f"Med {what}: {kronor(tried.efter)} kr",
                    f"Skillnad: {signed_kronor(tried.efter - tried.fore)} kr hos "
                    f"{len(tried.rader)} brukare. Ingenting är sparat.",
                    "",
                ]
                said += [
                    f"{plain(who)}: {kronor(before)} -> {kronor(after)} "
                    f"({signed_kronor(after - before)})"
                    for who, before, after in tried.rader[:MOST_TRIED]
                ]
                if len(tried.rader) > MOST_TRIED:
                    said.append(f"… och {len(tried.rader) - MOST_TRIED} till")
                return "\n".join(said)

            title = f"{month_name(month).capitalize()} med {plain(what)}"
            self.perform(
                "Räknar på prov", work, lambda request, text: TrialDone(request, title, text)
            )

        self.app.push_screen(Sheet(form, self.desk, self.session.drafts), filled)


def _held(waits: int | None, text: str) -> str:
    """Say what became of a value: it holds, or waits for a second person."""
    if waits is None:
        return text
    return f"Förslag {waits}: {text} Dagar är redan attesterade: en annan person bekräftar det."

"""The month computed from Underlag: its advances, and what it would be with another value."""

from __future__ import annotations

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.services.progress import Progress
from workbench.tui.messages import Stored, TrialDone
from workbench.tui.screens.sheet import Form, Sheet, Values
from workbench.tui.screens.underlag_base import Lists
from workbench.tui.screens.underlag_pages import ADVANCES, RATES, SETTINGS
from workbench.tui.screens.underlag_values import try_rate_form, try_setting_form
from workbench.tui.words import month_name, plain, read_kronor, signed_kronor

MOST_TRIED = 100
"""Brukare named when a value is tried; the sum is of all."""


class Trying(Lists):
    """Months computed, stored or on trial."""

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
        item = self.item_here()
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

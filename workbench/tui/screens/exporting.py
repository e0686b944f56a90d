"""Files from Betalningar: to the bank, the ledger and payees, and the answer of the bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db import Database
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.services.progress import Progress
from workbench.tui.screens.writing import Target, Writing
from workbench.tui.words import count, plain, thousands

if TYPE_CHECKING:
    from workbench.services.bank_answers import Answered
    from workbench.services.booking import Result
    from workbench.services.paying_out import Paid
    from workbench.services.payments_view import PaymentView
    from workbench.services.specifying import Specified

SHOWN = 12
"""Notes said in a box; the rest is counted."""


class Exporting(Writing):
    """A screen of payments of a run."""

    @property
    def current(self) -> PaymentView | None:
        """The payment under the cursor."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def _run(self) -> tuple[int, str] | None:
        """Return the run of the payment under the cursor, and its month as ``2026-03``."""
        item = self.current
        if item is None or item.korning is None or item.manad is None:
            self.notify("Ställ pilen på en betalning i körningen som det gäller.")
            return None
        return item.korning, iso_month(item.manad)

    def action_pay(self) -> None:
        """Write the run's payments for the bank."""
        found = self._run()
        if found is None:
            return
        korning, month = found

        def task(database: Database, path: Path, stamp: Stamp, _: Progress) -> str:
            from workbench.services import paying_out

            result = paying_out.pay(database, korning, path, stamp)
            return paid_text(paying_out.summary(result), result, path)

        text = (
            f"Betalningarna i körning {korning} skrivs till en fil för banken och räknas som "
            "exporterade. Efter det kan körningen inte makuleras. Samma körning ger samma fil."
        )
        name = str(Path.cwd() / f"betalning-{month}-k{korning}.xml")
        box = Target(f"Betalfil för körning {korning}", text, name, "Skriv betalfilen")
        self.ask_path(box, f"Betalfil för körning {korning}", task)

    def action_book(self) -> None:
        """Write the run's vouchers for the ledger."""
        found = self._run()
        if found is None:
            return
        korning, month = found

        def task(database: Database, path: Path, stamp: Stamp, _: Progress) -> str:
            from workbench.services import booking

            result = booking.book_run(database, korning, path, stamp)
            return booked_text(booking.summary(result), result, path)

        text = f"Verifikationerna för körning {korning} skrivs som SIE 4I. Var sak bokförs en gång."
        name = str(Path.cwd() / f"bokforing-{month}-k{korning}.si")
        box = Target(f"Bokföring av körning {korning}", text, name, "Skriv filen")
        self.ask_path(box, f"Bokföring av körning {korning}", task)

    def action_events(self) -> None:
        """Write the vouchers of what has happened to claims, whatever run they came of."""

        def task(database: Database, path: Path, stamp: Stamp, _: Progress) -> str:
            from workbench.services import booking

            result = booking.book_events(database, path, stamp)
            return booked_text(booking.summary(result), result, path, "h")

        title = "Bokföring av återkrav"
        text = (
            "Vad som har hänt med återkraven (beslut, ändring, eftergift, inbetalning) skrivs som "
            "SIE 4I, oberoende av körning. Var sak bokförs en gång."
        )
        name = str(Path.cwd() / f"bokforing-aterkrav-{self.session.stamp().dag}.si")
        self.ask_path(Target(title, text, name, "Skriv filen"), title, task)

    def action_spec(self) -> None:
        """Write a specification per payee to a folder."""
        found = self._run()
        if found is None:
            return
        korning, month = found

        def task(database: Database, path: Path, stamp: Stamp, progress: Progress) -> str:
            from workbench.services import specifying

            result = specifying.spec(database, korning, path, stamp, progress=progress)
            return specified_text(result, path)

        text = (
            f"En specifikation per mottagare i körning {korning} skrivs som PDF och text till en "
            "mapp: vad som betalas, vad som inte betalas och varför."
        )
        name = str(Path.cwd() / f"specifikationer-{month}-k{korning}")
        box = Target(f"Specifikationer för körning {korning}", text, name, "Skriv dem")
        self.ask_path(box, f"Specifikationer för körning {korning}", task)

    def action_answer(self) -> None:
        """Read the bank's answer."""

        def task(database: Database, path: Path, stamp: Stamp, _: Progress) -> str:
            from workbench.services import bank_answers

            return answered_text(bank_answers.take_in(database, path, stamp))

        text = "Bankens svar (pain.002 eller camt.054) läses in. Samma fil igen ändrar ingenting."
        box = Target("Bankens svar", text, f"{Path.cwd()}/", "Läs in svaret")
        self.ask_path(box, "Bankens svar", task)


# -- what is said afterwards --------------------------------------------------------------------


def _listed(first: str, notes: list[str]) -> str:
    shown = notes[:SHOWN]
    if len(notes) > SHOWN:
        shown.append(f"… och {thousands(len(notes) - SHOWN)} till")
    return plain(first) + "".join(f"\n\n{plain(note)}" for note in shown)


def paid_text(summary: str, result: Paid, path: Path) -> str:
    """Return what a payment file became, with each payment left out and why."""
    notes = [] if result.fil is None else [f"Skriven till {path}"]
    notes += [
        f"Utelämnad: {item.id} {item.mottagare}, {kronor(item.belopp)} kr: {item.varfor}"
        for item in result.utelamnade
    ]
    notes += [
        f"Obs: {item.payment_id} {item.payee}: {item.message}" for item in result.anmarkningar
    ]
    if result.vantar:
        notes.append("Fler betalningar kan lämnas: tryck e igen och ange en annan fil.")
    return _listed(summary, notes)


def booked_text(summary: str, result: Result, path: Path, key: str = "b") -> str:
    """Return what a file of vouchers became."""
    notes = [] if result.fil is None else [f"Skriven till {path}"]
    notes += [f"Obs: {warning}" for warning in result.varningar]
    if result.vantar:
        notes.append(f"{result.vantar} fil till väntar: tryck {key} igen och ange en annan fil.")
    return _listed(summary, notes)


def specified_text(result: Specified, path: Path) -> str:
    """Return how many specifications a folder holds."""
    many = count(result.antal, "specifikation", "specifikationer")
    files = count(result.filer, "fil skriven", "filer skrivna")
    return f"{many} i {plain(str(path))}, {files}. Tillsammans betalas {kronor(result.belopp)} kr."


def answered_text(result: Answered) -> str:
    """Return what the bank said, with what a person should look at."""
    if result.known:
        return f"{plain(result.fil)} är redan inläst. Ingenting är ändrat."
    notes = [
        f"Avvisad: B{sent.id}, {kronor(sent.belopp)} kr: {why or 'inget skäl angivet'}"
        for sent, why in result.avvisade
    ]
    if result.runs:
        runs = ", ".join(str(run) for run in result.runs)
        notes.append(f"Betala igen med e när kontot är rätt: körning {runs}.")
    notes += [
        f"Okänd betalning på rad {item.rad}: {item.id} ({item.status}). Ej sparad."
        for item in result.okanda
    ]
    notes += [
        f"Stämmer inte: {item.id} på rad {item.rad}: {item.vad}." for item in result.avvikelser
    ]
    notes += [f"Annan post på rad {item.rad}: {item.slag}." for item in result.ovriga]
    if result.saknas:
        notes.append(f"{count(len(result.saknas), 'betalning', 'betalningar')} saknar svar.")
    return _listed(
        f"{result.fil} ({result.slag}): {len(result.betalda)} betalda, "
        f"{len(result.mottagna)} mottagna, {len(result.avvisade)} avvisade.",
        notes,
    )

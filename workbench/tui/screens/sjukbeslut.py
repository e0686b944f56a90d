"""The sheet on which a claim for sjuklön is granted, refused or asked more about."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label, Static

from workbench.domain.money import kronor
from workbench.services.sjuklon import ArendeView
from workbench.tui.actions import bindings, told
from workbench.tui.screens.decide import ANSWER_DAYS
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.screens.sjuk_rows import documents
from workbench.tui.screens.sjuk_text import asked_for
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.words import count, read_kronor
from workbench.wording import SJUKFALL

VERBS = {
    "beviljad": "Bevilja",
    "avslagen": "Avslå",
    "komplettering": "Begär komplettering i",
}
OUTCOMES = {
    "beviljad": "Beloppet blir en rad i körningen för {manad} och betalas när den attesteras.",
    "avslagen": "Inget betalas. Den enskilde ska ha fått yttra sig (25 § förvaltningslagen).",
    "komplettering": "Ärendet väntar tills svaret har kommit.",
}


class Ruling(NamedTuple):
    """What has been decided on a claim; ``ore`` is the sum written by whoever grants it."""

    status: str
    motivering: str
    svar_senast: str | None = None
    ore: int | None = None


class DecideClaim(Dialog[Ruling]):
    """Says what the decision does, asks why, and for the sum when it is granted."""

    AUTO_FOCUS = "#reason"
    BINDINGS = bindings("app", "help")
    help_id = "sjuklon-decide"

    def __init__(self, found: ArendeView, status: str, today: str, name: str) -> None:
        super().__init__(f"{VERBS[status]} {name}?")
        self.found, self.status, self.today, self.name_shown = found, status, today, name

    def body(self) -> ComposeResult:
        """The sums, the reason, (the day or the sum,) the buttons."""
        with Scroll(id="text"):
            yield Static(self._said())
        yield Label("Motivering (krävs; står i beslutet)", classes="label")
        reason = asked_for(self.found) if self.status == "komplettering" else ""
        yield Input(reason, id="reason", max_length=2000)
        if self.status == "komplettering":
            day = dt.date.fromisoformat(self.today) + dt.timedelta(days=ANSWER_DAYS)
            yield Label("Svar senast (ÅÅÅÅ-MM-DD)", classes="label")
            yield Input(day.isoformat(), id="day", max_length=10)
        if self.status == "beviljad":
            yield Label("Skriv ersättningen i kronor för att bevilja", classes="label")
            yield Input(id="sum", max_length=24, restrict=r"[0-9 ,.]*")
        yield Static("", markup=False, id="problem")
        yield buttons(f"{VERBS[self.status]} {self.name_shown}")

    def _said(self) -> Text:
        row = self.found.rad
        text = Text(f"Begärt {kronor(row.begart)} kr, beräkningen ger ")
        text.append(f"{kronor(row.ersattning)} kr.", style="bold")
        text.append(f"\n{OUTCOMES[self.status].format(manad=row.manad)}", style="not bold")
        if row.saknas:
            text.append(f"\nSaknas: {documents(row.saknas)}.", style="bold")
        if row.vantar:
            text.append(
                f"\n{count(row.vantar, 'fynd väntar', 'fynd väntar')} på avgörande; den tid de "
                "gäller är inte med i beloppet.",
                style="not bold",
            )
        if not row.kontrollerad:
            text.append(
                "\nMånaden är inte räknad sedan ärendet ändrades: alla fynd syns inte än.",
                style="bold",
            )
        return text

    def on_mount(self) -> None:
        """Say what lacks."""
        for field in self.query(Input):
            field.cursor_blink = False
        reason = self.query_one("#reason", Input)
        reason.cursor_position = len(reason.value)
        self._judge()

    def _problem(self) -> str:
        if self.status == "beviljad" and self.found.rad.saknas:
            return told(
                "Begär handlingarna ({sjukfall.papers}), eller godkänn fyndet handling-saknas "
                "först."
            )
        if not self.query_one("#reason", Input).value.strip():
            return "Skriv en motivering."
        if self.status == "komplettering":
            try:
                day = dt.date.fromisoformat(self.query_one("#day", Input).value)
            except ValueError:
                return "Svarsdagen skrivs ÅÅÅÅ-MM-DD."
            if day.isoformat() <= self.today:
                return "Svarsdagen ska ligga efter i dag."
        if self.status == "beviljad":
            text = self.query_one("#sum", Input).value
            if not text.strip():
                return "Skriv summan, till exempel 12 345,67."
            if read_kronor(text) is None:
                return "Summan skrivs i kronor, som 12 345,67."
        return ""

    @on(Input.Changed)
    def _judge(self) -> None:
        problem = self._problem()
        self.query_one("#yes", Button).disabled = bool(problem)
        self.query_one("#problem", Static).update(
            problem or "Tab och → går till knappen som utför."
        )

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        if self._problem():
            return
        reason = self.query_one("#reason", Input).value.strip()
        if self.status == "komplettering":
            self.leave(Ruling(self.status, reason, self.query_one("#day", Input).value))
        elif self.status == "beviljad":
            self._grant(reason)
        else:
            self.leave(Ruling(self.status, reason))

    def _grant(self, reason: str) -> None:
        field = self.query_one("#sum", Input)
        ore, comes_to = read_kronor(field.value), self.found.rad.ersattning
        if ore == comes_to:
            self.leave(Ruling(self.status, reason, ore=ore))
            return
        self.query_one("#problem", Static).update(
            f"Ärendet ger {kronor(comes_to)} kr, inte {kronor(ore or 0)} kr. Granska summan och "
            "skriv den som den är."
        )
        field.focus()


def outcome(name: str, status: str) -> str:
    """Return what to tell of a decision in passing."""
    after = (
        told(" Räkna månaden ({sjukfall.check}) så att raden kommer med.")
        if status == "beviljad"
        else ""
    )
    return f"{name}: {SJUKFALL[status]}.{after}"

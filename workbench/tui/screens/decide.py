"""Deciding on findings, and taking a decision back."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Label, Static

from db.decisions import Move, Round
from workbench.domain.money import clock_hours, hours, kronor
from workbench.services import reviewing
from workbench.services.reviewing import Effect
from workbench.tui.actions import bindings, sign
from workbench.tui.messages import EffectLoaded, Failed, Request
from workbench.tui.screens.dialogs import Dialog, buttons
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import count, plain, stamp_text, thousands
from workbench.tui.workers import Desk
from workbench.wording import STATUS

VERBS = {"godkand": "Godkänn", "nekad": "Neka", "komplettering": "Begär komplettering för"}
OUTCOMES = {
    "godkand": "Tiden betalas vid nästa räkning.",
    "nekad": "Tiden betalas inte. Den enskilde ska ha fått yttra sig (25 § förvaltningslagen).",
    "komplettering": "Tiden hålls tills svaret har prövats.",
}
ANSWER_DAYS = 14


class Decide(Dialog[Move]):
    """Names what is decided in numbers and asks why; nothing happens on Enter alone."""

    AUTO_FOCUS = "#reason"
    BINDINGS = bindings("dialog", "recall")
    help_id = "decide"
    _former: ClassVar[list[str]] = []
    """Motiveringar of this session, for the next one like it."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        status: str,
        numbers: Sequence[int],
        shown: array[int],
    ) -> None:
        self.many = count(len(numbers), "fynd", "fynd")
        super().__init__(f"{VERBS[status]} {self.many}?")
        self.desk, self.session = desk, session
        self.status, self.numbers, self.shown = status, numbers, shown

    def body(self) -> ComposeResult:
        """The numbers, the reason, (the answer day,) the buttons."""
        yield Static("Räknar vad fynden gäller …", markup=False, id="effect")
        yield Label("Motivering (krävs; ↑ hämtar den förra)", classes="label")
        yield Input(id="reason", max_length=2000)
        if self.status == "komplettering":
            yield Label("Svar senast (ÅÅÅÅ-MM-DD)", classes="label")
            yield Input(self._default_day(), id="day", max_length=10)
        yield Static("", markup=False, id="problem")
        yield buttons(f"{VERBS[self.status]} {self.many}")

    def _today(self) -> dt.date:
        return dt.date.fromisoformat(self.session.stamp().dag)

    def _default_day(self) -> str:
        return (self._today() + dt.timedelta(days=ANSWER_DAYS)).isoformat()

    def on_mount(self) -> None:
        """Ask for the numbers."""
        for field in self.query(Input):
            field.cursor_blink = False
        self._judge()
        numbers, shown = list(self.numbers), self.shown

        def answer(request: Request, found: tuple[Effect, int]) -> EffectLoaded:
            return EffectLoaded(request, *found)

        self.desk.ask(
            self,
            "decide.effect",
            lambda connection: (
                reviewing.effect_of(connection, numbers),
                len(set(numbers).difference(shown)),
            ),
            answer,
        )

    @on(EffectLoaded)
    def _effect(self, event: EffectLoaded) -> None:
        effect = event.effect
        text = Text()
        text.append(f"{self.many} hos {count(effect.brukare, 'brukare', 'brukare')}: ")
        sums = [f"{clock_hours(effect.minuter)} h"] if effect.minuter or not effect.timmar else []
        if effect.timmar:
            sums.append(f"{hours(effect.timmar)} h över beslut")
        most = "högst " if effect.antal > 1 else ""
        text.append(f"{most}{' och '.join(sums)}, {kronor(effect.ore)} kr.", style="bold")
        if event.unseen:
            text.append(
                f"\n{thousands(event.unseen)} av dem syns inte med det filter som gäller nu.",
                style="bold",
            )
        text.append(
            f"\n{OUTCOMES[self.status]} Går att ångra ({sign('review.undo')}) "
            "tills månaden attesteras."
        )
        self.query_one("#effect", Static).update(text)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.query_one("#effect", Static).update(Text(f"{event.text}\n{event.support}"))

    # -- the fields ---------------------------------------------------------------------------

    def _problem(self) -> str:
        if not self.query_one("#reason", Input).value.strip():
            return "Skriv en motivering."
        if self.status == "komplettering":
            try:
                day = dt.date.fromisoformat(self.query_one("#day", Input).value)
            except ValueError:
                return "Svarsdagen skrivs ÅÅÅÅ-MM-DD."
            if day <= self._today():
                return "Svarsdagen ska ligga efter i dag."
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

    def action_recall(self) -> None:
        """Take the reason given last."""
        field = self.query_one("#reason", Input)
        if self.focused is field and self._former:
            former = self._former
            at = former.index(field.value) if field.value in former else len(former)
            field.value = former[at - 1]
            field.cursor_position = len(field.value)

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        reason = self.query_one("#reason", Input).value.strip()
        if self._problem():
            return
        if reason in self._former:
            self._former.remove(reason)
        self._former.append(reason)
        day = self.query_one("#day", Input).value if self.status == "komplettering" else None
        self.leave(Move(self.status, reason, svar_senast=day))


class Undo(Dialog[int]):
    """The rounds of decisions; Enter picks one, the button undoes it."""

    help_id = "undo"

    def __init__(self, rounds: Sequence[Round]) -> None:
        super().__init__("Ångra ett avgörande")
        self.rounds = rounds

    def body(self) -> ComposeResult:
        """The list, what is picked, the buttons."""
        columns = (
            Column("När", 16),
            Column("Vem", 8, grow=1, most=16),
            Column("Fynd", 6, right=True),
            Column("Blev", 13),
            Column("Motivering", 12, grow=3, drop=1),
        )
        yield RowList(columns, id="rounds", help_id="undo")
        yield Static("", markup=False, id="picked")
        yield buttons("Ångra avgörandet")

    def on_mount(self) -> None:
        """Show the rounds, newest first."""
        rows = self.query_one(RowList)
        rows.show(len(self.rounds), self._line)
        rows.styles.height = min(len(self.rounds), 10) + 1
        rows.focus()

    def _line(self, index: int) -> Line:
        item = self.rounds[index]
        return Line(
            (
                stamp_text(item.tid),
                item.aktor,
                thousands(item.antal),
                STATUS[item.till_status],
                item.motivering,
            )
        )

    @on(RowList.Moved)
    def _picked(self, event: RowList.Moved) -> None:
        item = self.rounds[event.index]
        text = Text(f"{count(item.antal, 'fynd', 'fynd')} blir som före {stamp_text(item.tid)}, ")
        text.append(f"då {plain(item.aktor)} satte {STATUS[item.till_status]}.")
        self.query_one("#picked", Static).update(text)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.query_one("#cancel").focus()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self.leave(self.rounds[self.query_one(RowList).cursor].omgang)

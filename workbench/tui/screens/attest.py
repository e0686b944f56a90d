"""The sheet that an attestant fills in. Enter alone attests nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Button, Input, Label, Static

from workbench.domain.money import kronor
from workbench.services.attest_sheet import Sheet, Ticked
from workbench.tui.actions import bindings, sign
from workbench.tui.screens.dialogs import Confirm, Dialog, buttons
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import (
    NOTHING,
    count,
    month_name,
    plain,
    read_kronor,
    stamp_text,
    thousands,
)

COLUMNS = (
    Column("", 3),
    Column("Vad", 10, grow=1, most=14),
    Column("Om", 16, grow=2, most=34, least=12),
    Column("Före → efter", 22, grow=3),
    Column("Av", 8, drop=2),
    Column("När", 16, drop=1),
)
MOST_ROWS = 12
LOW = 22
"""Lines below which the row in full is left out."""


class Signed(NamedTuple):
    """What an attestant has signed: the sum as written, öre, and the changes ticked off."""

    ore: int
    ticked: frozenset[str]


def value_text(item: Ticked) -> str:
    """Return what a change changed: ``konto BG 123-4567 → BG 765-4321``."""
    return ", ".join(
        f"{name} {before or NOTHING} → {after or NOTHING}" for name, before, after in item.varden
    )


class AttestSheet(Dialog[Signed]):
    """Who may attest, what is paid, each change with a box, and a field for the sum."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("attest")
    help_id = "attest"
    help_scopes: ClassVar[Sequence[str]] = ("attest", "dialog", "list")

    def __init__(self, sheet: Sheet, aktor: str, ticks: set[str]) -> None:
        view = sheet.view
        super().__init__(f"Attestera körning {view.korning}, {month_name(view.month)}")
        self.sheet, self.aktor, self.ticks = sheet, aktor, ticks
        ticks &= {item.id for item in sheet.andringar}
        self.add_class("-wide")

    def body(self) -> ComposeResult:
        """Who, how much, the changes, the sum to write, the buttons."""
        yield Static(self._who(), id="who")
        yield Static(self._money(), id="money")
        yield Static("", markup=False, id="since")
        yield RowList(COLUMNS, id="changes", help_id="attest")
        yield Static("", markup=False, id="row")
        yield Label("Skriv summan som betalas, i kronor, för att attestera", classes="label")
        yield Input(id="sum", max_length=24, restrict=r"[0-9 ,.]*")
        yield Static("", markup=False, id="problem")
        yield buttons("Attestera")

    def on_mount(self) -> None:
        """Put focus on what comes first: the changes, else the sum; nothing when refused."""
        rows, field = self.query_one(RowList), self.query_one(Input)
        field.cursor_blink = False
        many = len(self.sheet.andringar)
        rows.follow = self._draw_row
        rows.show(many, self._line)
        rows.styles.height = min(many, MOST_ROWS) + 1
        rows.display = bool(many)
        field.disabled = bool(self.sheet.hinder)
        field.display = self.query_one(Label).display = not self.sheet.hinder
        self._judge()
        if many:
            rows.focus()
        elif self.sheet.hinder:
            self.query_one("#cancel").focus()
        else:
            field.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what can be spared on a low screen; the rest scrolls."""
        low = event.size.height < LOW
        self.set_class(low, "-short")
        self.query_one("#row").display = bool(self.sheet.andringar) and not low

    # -- what is said -------------------------------------------------------------------------

    def _who(self) -> Text:
        text = Text()
        if self.sheet.hinder:
            text.append(plain(self.sheet.hinder), style="bold")
        else:
            text.append(f"{plain(self.aktor)} attesterar.", style="bold")
        others = [
            f"{plain(who)} ({plain(did)})"
            for who, did in self.sheet.inblandade
            if who != self.aktor
        ]
        if others:
            text.append(f" Kan inte attestera: {', '.join(others)}.")
        return text

    def _money(self) -> Text:
        view = self.sheet.view
        pays = sum(1 for net in view.nets if net.att_betala)
        claims = sum(1 for net in view.nets if net.aterkrav)
        text = Text("Betalas ")
        text.append(f"{kronor(view.att_betala)} kr", style="bold")
        text.append(f" på {count(pays, 'rad', 'rader')}   Föreslås återkrav {thousands(claims)}")
        if claims:
            text.append(f", {kronor(view.aterkrav)} kr")
        if view.vantar:
            text.append(f"   {count(view.vantar, 'fynd väntar', 'fynd väntar')}")
        return text

    def _since(self) -> str:
        before = self.sheet.fore
        since = f"körning {before}"
        if before is None:
            since = "början, eftersom ingen körning har attesterats"
        many = len(self.sheet.andringar)
        if not many:
            return f"Inget att bocka av: inget registrerat värde har ändrats sedan {since}."
        return (
            f"Ändrat sedan {since}: {thousands(len(self.ticks))} av {thousands(many)} avbockade "
            f"({sign('attest.tick')} bockar av, {sign('attest.tick_all')} alla)"
        )

    def _line(self, index: int) -> Line:
        item = self.sheet.andringar[index]
        return Line(
            (
                "[x]" if item.id in self.ticks else "[ ]",
                item.vad,
                item.om,
                value_text(item),
                item.aktor,
                stamp_text(item.tid),
            ),
            ("", "", "", "", "muted", "muted"),
        )

    def _draw_row(self) -> None:
        cursor = self.query_one(RowList).cursor
        if cursor < len(self.sheet.andringar):
            item = self.sheet.andringar[cursor]
            text = Text(plain(f"{item.vad} {item.om}: {value_text(item)}"))
            text.append(f" ({plain(item.aktor)}, {stamp_text(item.tid)})", style="dim")
            self.query_one("#row", Static).update(text)

    # -- ticking and signing ------------------------------------------------------------------

    def action_tick(self) -> None:
        """Tick the change under the cursor, or untick it."""
        rows = self.query_one(RowList)
        if self.focused is rows and rows.cursor < len(self.sheet.andringar):
            self.ticks ^= {self.sheet.andringar[rows.cursor].id}
            rows.refresh()
            rows.action_move(1)
            self._judge()

    def action_tick_all(self) -> None:
        """Tick all, after a question."""
        many = len(self.sheet.andringar)
        if not many or len(self.ticks) == many:
            return

        which = "ändringen" if many == 1 else f"alla {thousands(many)} ändringarna"

        def looked(yes: bool | None) -> None:
            if yes:
                self.ticks |= {item.id for item in self.sheet.andringar}
                self.query_one(RowList).refresh()
                self._judge()

        self.app.push_screen(
            Confirm(
                "Bocka av alla?",
                f"Har du tittat på {which} och vet varför? Det sparas att du har granskat.",
                "Ja, jag har granskat",
            ),
            looked,
        )

    def _problem(self) -> str:
        if self.sheet.hinder:
            return "En annan person ska attestera. esc stänger."
        if len(self.ticks) < len(self.sheet.andringar):
            left = len(self.sheet.andringar) - len(self.ticks)
            return f"{count(left, 'ändring är', 'ändringar är')} inte avbockade."
        text = self.query_one(Input).value
        if not text.strip():
            return "Skriv summan, till exempel 12 345,67."
        return "" if read_kronor(text) is not None else "Summan skrivs i kronor, som 12 345,67."

    @on(Input.Changed)
    def _judge(self) -> None:
        problem = self._problem()
        self.query_one("#since", Static).update(self._since())
        self.query_one("#yes", Button).disabled = bool(problem)
        self.query_one("#problem", Static).update(
            problem or "Tab och → går till knappen som attesterar."
        )

    @on(RowList.Chosen)
    def _to_sum(self, event: RowList.Chosen) -> None:
        event.stop()
        self.query_one("#cancel" if self.sheet.hinder else "#sum").focus()

    @on(Input.Submitted)
    def _to_cancel(self) -> None:
        self.query_one("#cancel").focus()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        ore = read_kronor(self.query_one(Input).value)
        if self._problem() or ore is None:
            return
        paid = self.sheet.view.att_betala
        if ore != paid:
            self.query_one("#problem", Static).update(
                f"Körningen betalar {kronor(paid)} kr, inte {kronor(ore)} kr. "
                "Granska summan och skriv den som den är."
            )
            self.query_one(Input).focus()
            return
        self.leave(Signed(ore, frozenset(self.ticks)))

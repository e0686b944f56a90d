"""How Betalningar writes payments, their sums and what has happened to them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.text import Text

from db.payments import Event
from workbench.domain.money import kronor
from workbench.services.payments_view import Payments, PaymentView
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import alphabetical, count, month_name, plain, stamp_text, thousands
from workbench.wording import BETALNING

COLUMNS = (
    Column("Nr", 6),
    Column("Brukare", 14, grow=2, most=30),
    Column("Betalas till", 13, grow=2, most=30, drop=3),
    Column("Konto", 17, grow=1, most=24, drop=2),
    Column("Kronor", 11, right=True),
    Column("Status", 10),
    Column("Dag", 10, drop=4),
    Column("Månad", 14, drop=6),
    Column("Körning", 7, right=True, drop=5),
)
NO_ACCOUNT = "saknas"
ROLES = {"betald": "good", "avvisad": "alert", "makulerad": "muted"}


def payment_line(item: PaymentView) -> Line:
    """Return a payment as a row."""
    return Line(
        (
            item.id,
            item.namn,
            item.mottagare,
            item.konto or NO_ACCOUNT,
            kronor(item.belopp),
            BETALNING[item.status],
            item.dag or "",
            _about(item),
            "" if item.korning is None else str(item.korning),
        ),
        (
            "muted",
            "",
            "",
            "" if item.konto else "alert",
            "",
            ROLES.get(item.status, ""),
            "muted",
            "muted",
            "muted",
        ),
    )


KEYS: Mapping[str, Callable[[PaymentView], Any]] = {
    "Nr": lambda item: item.nummer,
    "Brukare": lambda item: alphabetical(item.namn),
    "Betalas till": lambda item: alphabetical(item.mottagare),
    "Konto": lambda item: item.konto or None,
    "Kronor": lambda item: item.belopp,
    "Status": lambda item: list(BETALNING).index(item.status),
    "Dag": lambda item: item.dag,
    "Månad": lambda item: item.manad,
    "Körning": lambda item: item.korning,
}
"""What each column is sorted by."""


def _about(item: PaymentView) -> str:
    """Return what a payment is for: a month, or a claim that was repaid too much."""
    if item.aterkrav:
        return f"tillbaka, {item.aterkrav}"
    return "" if item.manad is None else month_name(item.manad)


def sums(found: Payments, *, cut: bool = True) -> Text:
    """Return the true count and sum, then both by status; ``cut`` says how many rows are shown."""
    text = Text(
        f"{count(found.antal, 'betalning', 'betalningar')}   {kronor(found.belopp)} kr",
        style="bold",
    )
    if cut and len(found.rows) < found.antal:
        text.append(f"   visar de {thousands(len(found.rows))} senaste, filtrera med /")
    order = list(BETALNING)
    by_status = sorted(found.totals, key=lambda item: order.index(item.status))
    parts = [
        f"{BETALNING[item.status]} {thousands(item.antal)}, {kronor(item.belopp)}"
        for item in by_status
    ]
    if parts:
        text.append("\n" + "   ".join(parts), style="not bold")
    missing = sum(
        item.utan_konto for item in found.totals if item.status in ("attesterad", "avvisad")
    )
    if missing:
        text.append(
            f"\n! {count(missing, 'betalning saknar', 'betalningar saknar')} konto och kan inte "
            "gå till banken",
            style="not bold",
        )
    return text


def picked(item: PaymentView) -> Text:
    """Return what stands behind the row under the cursor."""
    text = Text(no_wrap=True)
    text.append(f"{item.id} {plain(item.namn)}", style="bold")
    text.append(f"  till {plain(item.mottagare)}  {plain(item.konto) or 'konto saknas'}")
    if item.ersatter is not None:
        text.append(f"  ersätter B{item.ersatter}")
    if item.skal:
        text.append(f"  {plain(item.skal)}")
    return text


def whole(item: PaymentView, events: Sequence[Event]) -> Text:
    """Return all of a payment, with what has happened to it, oldest first."""
    facts = [
        ("Belopp", f"{kronor(item.belopp)} kr"),
        ("Brukare", plain(item.namn) + ("" if item.brukare == item.namn else f"  {item.brukare}")),
        ("Betalas till", f"{plain(item.mottagare)} ({item.mottagare_slag})"),
        ("Konto", plain(item.konto) or "saknas: registrera ett konto innan den kan skickas"),
        ("Gäller", f"för mycket återbetalt på krav {item.aterkrav}" if item.aterkrav else ""),
        ("Månad", "" if item.aterkrav or item.manad is None else month_name(item.manad)),
        ("Körning", "" if item.korning is None else str(item.korning)),
        ("Ersätter", "" if item.ersatter is None else f"B{item.ersatter}, som banken avvisade"),
    ]
    text = Text()
    for name, value in facts:
        if value:
            text.append(f"{name:<13}", style="dim")
            text.append(f"{value}\n")
    text.append("\nVad som har hänt\n", style="bold")
    for event in events:
        text.append(f"{stamp_text(event.tid)} {plain(event.aktor)}: ", style="bold")
        text.append(BETALNING[event.status])
        if event.dag:
            text.append(f" {event.dag}")
        if event.skal:
            text.append(f", {plain(event.skal)}")
        if event.underlag:
            text.append(f" [{plain(event.underlag)}]", style="dim")
        text.append("\n")
    return text

"""Brukare as rows of the month: which, in what order, in which columns, their sums. Pure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from workbench.domain.money import clock_hours, hours, kronor, share
from workbench.exports.bild import Del, Stapel, bar
from workbench.tui.actions import sign, told
from workbench.tui.widgets.columns import Column, Line, widened
from workbench.tui.words import (
    NOTHING,
    alphabetical,
    folded,
    month_name,
    percent,
    plain,
    spark,
    thousands,
)

if TYPE_CHECKING:
    from workbench.services.overview import BrukareMonth, MonthView

ORDERS = {"namn": "namn", "vantar": "väntar", "belopp": "belopp"}


USED = 12
"""Cells of the bar that compares paid hours with granted ones."""


def chosen_rows(every: Sequence[BrukareMonth], needle: str, order: str) -> list[BrukareMonth]:
    """Return the brukare that match, in order."""
    return matching(ordered(every, order), needle)


def matching(every: Sequence[BrukareMonth], needle: str) -> list[BrukareMonth]:
    """Return the brukare that match, in the order they come."""
    rows = list(every)
    for word in needle.lower().split():
        rows = [
            row
            for row in rows
            if word in row.namn.lower() or row.brukare.startswith(word) or word in row.vantar
        ]
    return rows


def ordered(every: Sequence[BrukareMonth], order: str) -> list[BrukareMonth]:
    """Return all of them in an order."""
    rows = list(every)
    if order == "belopp":
        rows.sort(key=lambda row: -(row.belopp or 0))
    elif order == "vantar":
        rows.sort(key=_urgency)
    else:
        rows.sort(key=lambda row: alphabetical(row.namn if row.namn != row.brukare else ""))
    return rows


KEYS: Mapping[str, Callable[[BrukareMonth], Any]] = {
    "Brukare": lambda row: alphabetical(row.namn if row.namn != row.brukare else ""),
    "Rader": lambda row: row.rader,
    "Timmar": lambda row: row.timmar,
    "Beviljat": lambda row: row.beviljat,
    "Nekat": lambda row: row.nekade_minuter,
    "Hållet": lambda row: row.hallna_minuter,
    "Belopp": lambda row: row.belopp,
    "Väntar": lambda row: _urgency(row),
}
"""What each column is sorted by."""


def _urgency(row: BrukareMonth) -> tuple[int, int]:
    """Order: most to decide first, then komplettering, no report, not settled, done."""
    words = row.vantar.split()
    counts: dict[str, int] = {}
    if words[0].isdigit():
        counts = {word: int(number) for number, word in zip(words[::2], words[1::2], strict=True)}
    mine = counts.get("neka", 0) + counts.get("utred", 0)
    if mine:
        return 0, -mine
    rank = {"saknas": 2, "klar": 4}.get(row.vantar, 3)
    return (1, -counts["kompl"]) if counts else (rank, 0)


def waits_shortly(text: str) -> str:
    """Return ``2 neka 1 utred`` as ``2 neka +1``."""
    words = text.split()
    rest = sum(int(word) for word in words[2::2]) if words[0].isdigit() else 0
    return f"{words[0]} {words[1]} +{rest}" if rest else text


def line(row: BrukareMonth, *, narrow: bool = False) -> Line:
    """Return a brukare as a row."""
    nothing = row.rader == 0
    waits = "alert" if "neka" in row.vantar else "held" if row.vantar[:1].isdigit() else ""
    if row.vantar in ("saknas", "ej räknad"):
        waits = "muted"
    elif row.vantar == "klar":
        waits = "good"
    return Line(
        (
            row.namn,
            thousands(row.rader),
            NOTHING if row.timmar is None else hours(row.timmar),
            hours(row.beviljat) if row.beviljat else NOTHING,
            NOTHING if nothing else clock_hours(row.nekade_minuter),
            NOTHING if nothing else clock_hours(row.hallna_minuter),
            NOTHING if row.belopp is None else kronor(row.belopp),
            waits_shortly(row.vantar) if narrow else row.vantar,
        ),
        (
            "",
            "muted",
            "",
            "muted",
            "alert" if row.nekade_minuter else "muted",
            "held" if row.hallna_minuter else "muted",
            "",
            waits,
        ),
    )


def used(row: BrukareMonth) -> str:
    """Return how much of the granted hours is paid, as a share and a bar with what is withheld;
    "" when there is nothing to compare."""
    if not row.beviljat or row.timmar is None:
        return ""
    parts = (
        Del(row.timmar * 60),
        Del(row.nekade_minuter * 100, "nekad"),
        Del(row.hallna_minuter * 100, "hallen"),
    )
    whole = Stapel("", (), parts, row.beviljat * 60)
    drawn = bar(whole, max(whole.langd, 1), USED)
    return f"   {share(row.timmar, row.beviljat)} av beslutet {drawn}"


def columns(rows: Sequence[BrukareMonth], *, narrow: bool = False) -> tuple[Column, ...]:
    """Return columns as wide as the month needs."""
    reported = max((row.rader for row in rows), default=0)
    paid = max((row.timmar or 0 for row in rows), default=0)
    granted = max((row.beviljat for row in rows), default=0)
    refused = max((row.nekade_minuter for row in rows), default=0)
    held = max((row.hallna_minuter for row in rows), default=0)
    amount = max((row.belopp or 0 for row in rows), default=0)
    return (
        Column("Brukare", 14, grow=1, most=40),
        widened(Column("Rader", 5, right=True, drop=5), [thousands(reported)]),
        widened(Column("Timmar", 6, right=True), [hours(paid)]),
        widened(Column("Beviljat", 8, right=True, drop=4), [hours(granted)]),
        widened(Column("Nekat", 5, right=True, drop=3), [clock_hours(refused)]),
        widened(Column("Hållet", 6, right=True, drop=2), [clock_hours(held)]),
        widened(Column("Belopp", 6, right=True), [kronor(amount)]),
        widened(
            Column("Väntar", 6, grow=1, most=24),
            {waits_shortly(row.vantar) if narrow else row.vantar for row in rows},
        ),
    )


def sums(view: MonthView | None, shown: Sequence[BrukareMonth], width: int = sys.maxsize) -> Text:
    """Return how many there are and stand where, the amounts, the weeks, and what to know.

    Counts and amounts are never cut: where they have no room on one line they take two.
    """
    if view is None:
        return Text("")
    every = len(shown) == len(view.rows)
    many = "alla" if every else f"{thousands(len(shown))} av"
    parts = (
        f"visar {many} {thousands(len(view.rows))}",
        f"{thousands(view.klara)} klara",
        f"{thousands(view.vantar)} väntar på dig",
        f"{thousands(view.komplettering)} på komplettering",
        f"{thousands(view.saknas)} saknas",
    )
    lines = [
        *folded(parts, " · ", width),
        *folded(_amounts(view, shown, every=every), "   ", width),
    ]
    compared = ""
    if view.korning is not None and view.total_ore_forra:
        compared = (
            f"   mot {month_name(view.month - 1)} {percent(view.total_ore, view.total_ore_forra)}"
        )
    if any(view.veckor):
        lines.append(f"{spark(view.veckor)} rapporterade timmar per vecka{compared}")
    lines += [f"! {plain(text)}" for text in view.varningar[:1]]
    if len(view.varningar) > 1:
        lines[-1] += f" (+{len(view.varningar) - 1}, {sign('month.lines')} visar alla)"
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


def _amounts(view: MonthView, shown: Sequence[BrukareMonth], *, every: bool) -> Sequence[str]:
    if view.korning is None:
        return (told("Summorna kommer när månaden är räknad ({month.settle})."),)
    amount = view.total_ore if every else sum(row.belopp or 0 for row in shown)
    return (
        f"{'Summa' if every else 'Filtrerat'} {hours(sum(row.timmar or 0 for row in shown))} h",
        f"{kronor(amount)} kr",
        f"nekat {clock_hours(sum(row.nekade_minuter for row in shown))} h",
        f"hållet {clock_hours(sum(row.hallna_minuter for row in shown))} h",
    )

"""The list of claims (återkrav): columns, order, search, ages and sums. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rich.text import Text

from workbench.domain.money import kronor
from workbench.law import aterkrav as law
from workbench.services.kravlista import Kravrad
from workbench.tui.search import Search
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import alphabetical, count, month_short, plain, short_day, thousands
from workbench.wording import GRUND, KRAV

GRUND_SHORT = {"utredning": "utr"}
KRAV_SHORT = {"skrivs-av-forslag": "eget fel"}
GROUPS: dict[str, tuple[str, ...]] = {
    "alla": tuple(KRAV),
    "att utreda": (*law.PROPOSED, "utredning", "aterforvisad"),
    "kommunicerade": ("kommunicerad",),
    "beslutade": ("beslutad", "delgiven", "overklagad", "faststalld", "andrad", "upphavd"),
    "att driva in": law.FINAL,
    "avslutade": law.ENDED,
    "passerad frist": tuple(KRAV),
}
OVERDUE = "passerad frist"
ORDERS = {
    "nummer": "nummer",
    "namn": "brukare",
    "alder": "ålder",
    "frist": "frist",
    "utestaende": "utestår",
}
COLUMNS = (
    Column("Nr", 4),
    Column("Brukare", 11, grow=3, most=30),
    Column("Månader", 8, grow=1, most=11, drop=3),
    Column("Grund", 5, drop=2),
    Column("Läge", 9, grow=2, most=16),
    Column("Dagar", 5, right=True),
    Column("Frist", 8),
    Column("Belopp", 9, right=True, drop=1),
    Column("Utestår", 9, right=True),
)
NAMES, STATE = 1, 4
ROLES = {"betald": "good", "nedlagd": "muted", "eftergiven": "muted"}


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is asked for and marked, and the answer to it (None while it is read)."""

    group: str = "alla"
    order: str = "nummer"
    marks: frozenset[str] = field(default_factory=frozenset)
    found: tuple[Kravrad, ...] | None = None


def columns(found: Sequence[Kravrad]) -> tuple[Column, ...]:
    """Return the columns, with room for the highest sum."""
    width = max((len(kronor(item.belopp)) for item in found), default=0)
    return tuple(
        replace(item, width=max(item.width, width)) if item.title in ("Belopp", "Utestår") else item
        for item in COLUMNS
    )


KEYS: Mapping[str, Callable[[Kravrad], Any]] = {
    "Nr": lambda item: int(item.id[1:]),
    "Brukare": lambda item: alphabetical(item.brukare_namn),
    "Månader": lambda item: item.manader or None,
    "Grund": lambda item: item.grund,
    "Läge": lambda item: list(KRAV).index(item.status),
    "Dagar": lambda item: item.alder,
    "Frist": lambda item: item.frist,
    "Belopp": lambda item: item.belopp,
    "Utestår": lambda item: item.utestaende,
}
"""What each column is sorted by."""


def chosen(state: State) -> list[Kravrad]:
    """Return the claims that match, in order."""
    found = [item for item in state.found or () if item.status in GROUPS[state.group]]
    if state.group == OVERDUE:
        found = [item for item in found if item.forfallen]
    for word in state.needle.lower().split():
        found = [item for item in found if _matches(item, word)]
    if state.order == "namn":
        found.sort(key=lambda item: alphabetical(item.brukare_namn))
    elif state.order == "alder":
        found.sort(key=lambda item: -item.alder)
    elif state.order == "frist":
        found.sort(key=lambda item: item.frist or "9999")
    elif state.order == "utestaende":
        found.sort(key=lambda item: -item.utestaende)
    return found


def _matches(item: Kravrad, word: str) -> bool:
    texts = (item.brukare_namn, *item.manader, KRAV[item.status], GRUND[item.grund])
    return (
        item.id.lower() == word
        or (item.arende or "").lower() == word
        or item.brukare.startswith(word)
        or any(word in text.lower() for text in texts)
    )


def months(item: Kravrad) -> str:
    """Return a claim's months shortly: ``mar 24`` or ``mar 24+2``."""
    if not item.manader:
        return ""
    first, *others = item.manader
    return f"{month_short(first)}+{len(others)}" if others else month_short(first)


def deadline(item: Kravrad) -> str:
    """Return the day that is waited for, with a sign when it has passed."""
    if item.frist is None:
        return ""
    return f"! {short_day(item.frist)[:-3]}" if item.forfallen else short_day(item.frist)[:-3]


def krav_line(item: Kravrad) -> Line:
    """Return a claim as a row."""
    return Line(
        (
            item.id,
            item.brukare_namn,
            months(item),
            GRUND_SHORT.get(item.grund, item.grund),
            ("*" if item.andrat else "") + KRAV_SHORT.get(item.status, KRAV[item.status]),
            thousands(item.alder),
            deadline(item),
            kronor(item.belopp),
            kronor(item.utestaende),
        ),
        (
            "muted",
            "",
            "muted",
            "",
            "alert" if item.andrat else ROLES.get(item.status, ""),
            "muted",
            "alert" if item.forfallen else "",
            "",
            "" if item.utestaende else "muted",
        ),
    )


def header(state: State, order: str) -> Text:
    """Return what is chosen, and the order in words."""
    text = Text("Återkrav   läge: ", no_wrap=True)
    text.append(state.group, style="bold")
    text.append(f"   ordning: {order}")
    if state.needle:
        text.append(f"   filter: {plain(state.needle)}", style="bold")
    if state.marks:
        text.append(f"   {count(len(state.marks), 'valt', 'valda')}", style="bold")
    return text


def sums(state: State, shown: Sequence[Kravrad]) -> Text:
    """Return count and sums of what is shown, then what is owed by state."""
    every = len(state.found or ())
    text = Text(f"visar {thousands(len(shown))} av {thousands(every)}", style="bold")
    for word, total in (
        ("utestår", sum(item.utestaende for item in shown)),
        ("återbetalt", sum(item.betalt for item in shown)),
        ("nedlagt", sum(item.nedlagt for item in shown)),
    ):
        text.append(f"   {word} {kronor(total)}", style="bold")
    late = sum(item.forfallen for item in shown)
    parts = [f"! {count(late, 'frist', 'frister')} har passerat"] if late else []
    changed = sum(item.andrat for item in shown)
    if changed:
        parts.append(f"* {thousands(changed)} ändrade sedan de meddelades")
    for status, word in KRAV.items():
        of_state = [item for item in shown if item.status == status]
        if of_state:
            owed = sum(item.utestaende for item in of_state)
            parts.append(
                f"{word} {thousands(len(of_state))}" + (f", {kronor(owed)}" if owed else "")
            )
    text.append("\n" + "   ".join(parts), style="not bold")
    return text


def picked(item: Kravrad) -> Text:
    """Return the whole of the row under the cursor."""
    text = Text(no_wrap=True)
    text.append(f"{item.id} {plain(item.brukare_namn)}", style="bold")
    text.append(f"  {KRAV[item.status]}")
    if item.frist:
        passed = "frist {} har passerat" if item.forfallen else "frist {}"
        text.append(f", {passed.format(item.frist)}", style="bold" if item.forfallen else "")
    if item.andrat:
        text.append("  * ändrat av en körning sedan den enskilde fick veta", style="bold")
    text.append(f"  {item.grund}: {GRUND[item.grund]}")
    if item.slag == law.CIVIL:
        text.append("  civilrättsligt", style="bold")
    if item.arende:
        text.append(f"  sjuklön {plain(item.arende)}")
    text.append(f"  {', '.join(item.manader)}")
    return text

"""The list of tasks: columns, what is shown, search, sums, a task in whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.text import Text

from workbench.law.plikter import plikter
from workbench.services.tasks import ALL, HANDLED, OPEN, Task, about
from workbench.tui.search import Search
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import alphabetical, count, plain, stamp_text, thousands

LATE = "forsenade"
SHOWN: Mapping[str, str] = {
    OPEN: "öppna",
    LATE: "försenade",
    HANDLED: "hanterade",
    ALL: "alla",
}
STATUS: Mapping[str, str] = {"oppen": "öppen", "gjord": "gjord", "avskriven": "avskriven"}
ROLES: Mapping[str, str] = {"gjord": "good", "avskriven": "muted"}
COLUMNS = (
    Column("Senast", 12),
    Column("Läge", 9),
    Column("Att göra", 34, grow=4, most=66, least=28),
    Column("Brukare", 12, grow=2, most=28),
    Column("Till", 12, grow=1, most=26, drop=2),
    Column("Gäller", 14, grow=3, drop=1),
    Column("Lagrum", 14, grow=1, most=24, drop=3),
    Column("Källa", 6, drop=4),
)


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is asked for, and the answer to it (None while it is read)."""

    visa: str = OPEN
    plikt: str = ""
    found: tuple[Task, ...] | None = None


def columns(state: State) -> tuple[Column, ...]:
    """Return the columns; how a task stands is said where not all are open."""
    told = state.visa in (HANDLED, ALL)
    return tuple(replace(one, hidden=one.title == "Läge" and not told) for one in COLUMNS)


def chosen(state: State) -> list[Task]:
    """Return the tasks that match."""
    found: list[Task] = list(state.found or ())
    if state.visa == LATE:
        found = [item for item in found if item.forfallen]
    if state.plikt:
        found = [item for item in found if item.plikt == state.plikt]
    for word in state.needle.lower().split():
        found = [item for item in found if _matches(item, word)]
    return found


KEYS: Mapping[str, Callable[[Task], Any]] = {
    "Senast": lambda item: item.frist,
    "Läge": lambda item: standing(item),
    "Att göra": lambda item: alphabetical(item.uppgift),
    "Brukare": lambda item: alphabetical(item.brukare_namn),
    "Till": lambda item: alphabetical(item.mottagare),
    "Gäller": lambda item: alphabetical(item.galler),
    "Lagrum": lambda item: item.lagrum,
    "Källa": lambda item: item.kalla,
}
"""What each column is sorted by."""


def _matches(item: Task, word: str) -> bool:
    texts = (
        item.id,
        item.uppgift,
        item.brukare_namn,
        item.galler,
        item.mottagare,
        item.lagrum,
        item.kalla,
        standing(item),
    )
    return any(word in text.lower() for text in texts) or item.brukare.startswith(word)


def standing(item: Task) -> str:
    """Return how a task stands, in a word."""
    return "försenad" if item.forfallen else STATUS[item.status]


def task_line(item: Task) -> Line:
    """Return a task as a row."""
    role = "alert" if item.forfallen else ROLES.get(item.status, "")
    return Line(
        (
            f"! {item.frist}" if item.forfallen else f"  {item.frist}",
            standing(item),
            item.uppgift,
            item.brukare_namn,
            item.mottagare,
            item.galler,
            item.lagrum,
            item.kalla,
        ),
        (role, role, "", "", "muted", "muted", "muted", "muted"),
    )


def header(state: State) -> Text:
    """Return what is chosen."""
    text = Text("Uppgifter   visar: ", no_wrap=True)
    text.append(SHOWN[state.visa], style="bold")
    text.append(f"   plikt: {state.plikt or 'alla'}")
    if state.needle:
        text.append(f"   filter: {plain(state.needle)}", style="bold")
    return text


def sums(state: State, shown: Sequence[Task]) -> Text:
    """Return how many are shown, how many late, and to whom they go."""
    late = sum(item.forfallen for item in shown)
    text = Text(count(len(shown), "uppgift", "uppgifter"), style="bold")
    text.append(f"   {count(late, 'försenad', 'försenade')}")
    if len(shown) < len(state.found or ()):
        text.append(f"   av {thousands(len(state.found or ()))}")
    to = Counter(item.mottagare for item in shown)
    parts = [f"{name} {thousands(many)}" for name, many in to.most_common()]
    text.append(f"\n{'   '.join(parts)}", style="not bold")
    return text


def picked(item: Task) -> Text:
    """Return the whole of the row under the cursor."""
    text = Text(no_wrap=True)
    text.append(item.id, style="bold")
    text.append(f"  {plain(item.uppgift)}")
    if item.galler:
        text.append(f"  {plain(item.galler)}")
    return text


def whole(item: Task) -> Text:
    """Return all of a task: what, to whom, by when, by which provision, and its facts."""
    text = Text()
    for name, value in about(item):
        text.append(f"{name:<13}", style="dim")
        text.append(f"{plain(value)}\n")
    text.append("\nUppgifter\n", style="bold")
    for name, value in item.fakta:
        text.append(f"{plain(name)}: ", style="dim")
        text.append(f"{plain(value)}\n")
    return text


def named(item: Task) -> str:
    """Return a task in a sentence's beginning: its id and what is to be done."""
    return f"{item.id}: {plain(item.uppgift)}"


def done_by(item: Task) -> str:
    """Return who handled a task, when and why."""
    return f"{STATUS[item.status]} {stamp_text(item.tid)} av {plain(item.aktor)}: {item.motivering}"


def duties(found: Sequence[Task]) -> list[tuple[str, Line]]:
    """Return the duties to choose among, with how many tasks each has; "" = all."""
    many = Counter(item.plikt for item in found)
    rows = [("", Line(("alla", "", thousands(len(found)))))]
    rows += [
        (plikt.id, Line((plikt.id, plikt.gor, thousands(many[plikt.id]))))
        for plikt in plikter().values()
        if many[plikt.id]
    ]
    return rows

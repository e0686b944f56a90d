"""The list of sjuklön claims: columns, what waits, order, search, sums. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.text import Text

from workbench.domain.money import kronor
from workbench.services.sjuklon import Arende
from workbench.tui.search import Search
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import alphabetical, count, plain, short_day, thousands
from workbench.wording import HANDLING, SJUKFALL

STATUS_SHORT = {
    "oppen": "öppen",
    "komplettering": "kompl",
    "beviljad": "bevilj",
    "avslagen": "avslag",
}
STATUSES = ("", *SJUKFALL)
ORDERS = {"sjukdag": "sjukdag", "namn": "brukare", "begart": "begärt", "vantar": "väntar"}
COLUMNS = (
    Column("Ärende", 6, grow=1, most=16),
    Column("Brukare", 9, grow=3, most=28),
    Column("Assistent", 9, grow=3, most=28, drop=1),
    Column("Sjuk från", 9, drop=2),
    Column("Till", 9, drop=3),
    Column("Begärt", 9, right=True),
    Column("Beräknat", 9, right=True),
    Column("Status", 6),
    Column("Väntar", 7, grow=2, most=18),
    Column("Månad", 7, drop=4),
)
LONGEST_NAME = 12
SUMS = ("Begärt", "Beräknat")
ROLES = {"beviljad": "good", "avslagen": "muted"}


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is asked for, and the answer to it (None while it is read)."""

    status: str = ""
    order: str = "sjukdag"
    found: tuple[Arende, ...] | None = None


def columns(found: Sequence[Arende]) -> tuple[Column, ...]:
    """Return the columns, with room for the claims' names and sums up to a limit."""
    longest = max((len(item.arende) for item in found), default=0)
    name = replace(COLUMNS[0], width=max(COLUMNS[0].width, min(longest, LONGEST_NAME)))
    most = max((item.begart for item in found), default=0)
    return tuple(
        replace(item, width=max(item.width, len(kronor(most)))) if item.title in SUMS else item
        for item in (name, *COLUMNS[1:])
    )


def waits(item: Arende) -> str:
    """Return what a claim waits for, in a word or two; nothing when it is done."""
    if not item.kontrollerad:
        return "räkna"
    if item.status == "komplettering":
        return f"svar {short_day(item.svar_senast)[:-3]}" if item.svar_senast else "svar"
    if item.vantar:
        return f"{thousands(item.vantar)} fynd"
    return "beslut" if item.status == "oppen" else ""


KEYS: Mapping[str, Callable[[Arende], Any]] = {
    "Ärende": lambda item: item.arende,
    "Brukare": lambda item: alphabetical(item.brukare_namn),
    "Assistent": lambda item: alphabetical(item.assistent_namn),
    "Sjuk från": lambda item: item.forsta,
    "Till": lambda item: item.sista,
    "Begärt": lambda item: item.begart,
    "Beräknat": lambda item: item.ersattning,
    "Status": lambda item: list(SJUKFALL).index(item.status),
    "Väntar": lambda item: (not waits(item), -item.vantar),
    "Månad": lambda item: item.manad,
}
"""What each column is sorted by."""


def chosen(state: State) -> list[Arende]:
    """Return the claims that match, in order."""
    found = list(state.found or ())
    if state.status:
        found = [item for item in found if item.status == state.status]
    for word in state.needle.lower().split():
        found = [item for item in found if _matches(item, word)]
    if state.order == "namn":
        found.sort(key=lambda item: (alphabetical(item.brukare_namn), item.forsta))
    elif state.order == "begart":
        found.sort(key=lambda item: -item.begart)
    elif state.order == "vantar":
        found.sort(key=lambda item: (not waits(item), -item.vantar))
    return found


def _matches(item: Arende, word: str) -> bool:
    texts = (
        item.arende,
        item.brukare_namn,
        item.assistent_namn,
        item.manad,
        SJUKFALL[item.status],
        waits(item),
    )
    return any(word in text.lower() for text in texts) or any(
        number.startswith(word) for number in (item.brukare, item.assistent)
    )


def claim_line(item: Arende) -> Line:
    """Return a claim as a row."""
    less = item.ersattning < item.begart
    return Line(
        (
            item.arende,
            item.brukare_namn,
            item.assistent_namn,
            short_day(item.forsta),
            "pågår" if item.sista is None else short_day(item.sista),
            kronor(item.begart),
            kronor(item.ersattning),
            STATUS_SHORT[item.status],
            waits(item),
            item.manad,
        ),
        (
            "",
            "",
            "",
            "muted",
            "muted",
            "",
            "held" if less else "",
            ROLES.get(item.status, ""),
            "alert" if item.vantar else "",
            "muted",
        ),
    )


def header(state: State, order: str) -> Text:
    """Return what is chosen, and the order in words."""
    text = Text("Sjuklön   status: ", no_wrap=True)
    text.append(SJUKFALL.get(state.status, "alla"), style="bold")
    text.append(f"   ordning: {order}")
    if state.needle:
        text.append(f"   filter: {plain(state.needle)}", style="bold")
    return text


def sums(state: State, shown: Sequence[Arende]) -> Text:
    """Return count and sums of what is shown, then by status."""
    text = Text(
        f"{count(len(shown), 'ärende', 'ärenden')}   begärt "
        f"{kronor(sum(item.begart for item in shown))} kr   beräknat "
        f"{kronor(sum(item.ersattning for item in shown))} kr",
        style="bold",
    )
    everything = len(state.found or ())
    if len(shown) < everything:
        text.append(f"   av {thousands(everything)}")
    by_status = Counter(item.status for item in shown)
    parts = [f"{word} {thousands(by_status[name])}" for name, word in SJUKFALL.items()]
    todo = sum(bool(waits(item)) for item in shown)
    text.append(f"\n{'   '.join(parts)}   väntar {thousands(todo)}", style="not bold")
    return text


def picked(item: Arende) -> Text:
    """Return the whole of the row under the cursor."""
    text = Text(no_wrap=True)
    text.append(plain(item.arende), style="bold")
    text.append(f"  {plain(item.brukare_namn)}, sjuk: {plain(item.assistent_namn)}")
    text.append(f", {item.forsta} till {item.sista or 'pågår'}")
    if not item.kontrollerad:
        text.append("  månaden är inte räknad sedan ärendet ändrades", style="bold")
    if item.saknas:
        text.append(f"  saknas: {documents(item.saknas)}", style="bold")
    return text


def documents(names: Sequence[str]) -> str:
    """Return documents in words."""
    return ", ".join(HANDLING.get(name, name) for name in names)

"""The lists of what months rest on: their names and columns, and what a page of any holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from workbench.tui.actions import sign
from workbench.tui.search import Search
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import plain

REGISTER = "register"
PAYEES = "mottagare och konton"
RATES = "timbelopp"
SETTINGS = "inställningar"
USERS = "användare"
ADVANCES = "förskott"
FK = "FK:s räkning"
RULES = "regler"
MARKED = "räkna om"
WATCHED = "bevakning"
PAGES = (REGISTER, PAYEES, RATES, SETTINGS, USERS, ADVANCES, FK, RULES, MARKED, WATCHED)
FK_YEAR = "FK:s räkning, år"
"""The bill of a whole year: in the same place, with columns of its own."""

ABOUT: Mapping[str, str] = {
    REGISTER: "personer och anordnare: allt som finns om dem, med fil och rad",
    PAYEES: "vem som får pengarna, på vilket konto, stopp, och konton som väntar",
    RATES: "statens timbelopp per år med källa, och värden som väntar",
    SETTINGS: "kommunens egna val med dag och källa, och värden som väntar",
    USERS: "vem som får vad",
    ADVANCES: "månadens förskott: nya, redovisade, överskott och brist",
    FK: "Försäkringskassans räkning för de första 20 timmarna",
    RULES: "koder, lagrum och regelversion",
    MARKED: "månader vars körning inte längre stämmer, och varför",
    WATCHED: "dagar att bevaka och papper som saknas",
}
"""What each list is, where one is chosen."""

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    REGISTER: (
        Column("Nummer", 13),
        Column("Namn", 20, grow=3),
        Column("Är", 18, grow=1, most=30),
    ),
    PAYEES: (
        Column("Brukare", 14, grow=2, most=30),
        Column("Betalas till", 13, grow=2, most=30),
        Column("Som", 9, grow=1, most=12, drop=3),
        Column("Konto", 16, grow=1, most=24, drop=1),
        Column("Beslut", 10, grow=1, most=18, drop=4),
        Column("Läge", 14, grow=3),
    ),
    RATES: (
        Column("Från", 10),
        Column("Kronor", 9, right=True),
        Column("Kontrollerat", 12, drop=1),
        Column("Läge", 7, grow=1, most=20),
        Column("Källa", 14, grow=3),
    ),
    SETTINGS: (
        Column("Namn", 18, grow=1, most=32),
        Column("Från", 10),
        Column("Värde", 12, grow=2),
        Column("Läge", 7),
        Column("Avgör", 14, grow=3, drop=1),
        Column("Källa", 12, grow=1, most=30, drop=2),
        Column("Av", 8, drop=3),
    ),
    USERS: (
        Column("Login", 16, grow=2, most=40),
        Column("Roll", 14),
        Column("Ser skyddade", 12),
    ),
    ADVANCES: (
        Column("Brukare", 14, grow=2, most=30),
        Column("Förskott", 11, right=True),
        Column("Nytt", 11, right=True),
        Column("Redovisat", 11, right=True, drop=1),
        Column("Rätt", 11, right=True, drop=5),
        Column("Överskott", 10, right=True, drop=2),
        Column("Brist", 10, right=True, drop=3),
        Column("Oredovisat", 10, right=True, drop=6),
        Column("Ej använt", 10, right=True, drop=7),
        Column("Varför inte", 12, grow=3, drop=4),
    ),
    FK: (
        Column("Brukare", 14, grow=2, most=30),
        Column("Dagar", 5, right=True, drop=4),
        Column("Timmar", 7, right=True, drop=3),
        Column("Rätt tim", 8, right=True, drop=2),
        Column("Fakturerat", 11, right=True),
        Column("Rätt", 11, right=True),
        Column("Skillnad", 11, right=True),
        Column("Varför", 12, grow=3, drop=1),
    ),
    FK_YEAR: (
        Column("Brukare", 14, grow=2, most=40),
        Column("Månader", 7, right=True),
        Column("Fakturerat", 12, right=True),
        Column("Rätt", 12, right=True),
        Column("Skillnad", 12, right=True),
    ),
    RULES: (
        Column("Kod", 18, grow=1, most=28),
        Column("Allvar", 6),
        Column("Lagrum", 14, grow=1, most=30, drop=1),
        Column("Titel", 20, grow=3),
        Column("Inställningar", 14, grow=2, most=40, drop=2),
    ),
    MARKED: (Column("Månad", 15), Column("Varför", 30, grow=1)),
    WATCHED: (
        Column("Dag", 10),
        Column("Brukare", 12, grow=1, most=28),
        Column("Att göra", 24, grow=3),
        Column("Gäller", 12, grow=1, most=30, drop=1),
        Column("Lagrum", 10, drop=2),
    ),
}
WAITS = "! väntar"


@dataclass(frozen=True, slots=True)
class Rad:
    """A row of any page: its key, as drawn, all of it, and what it is of."""

    nyckel: str
    line: Line
    whole: Text
    item: Any = None

    def matches(self, word: str) -> bool:
        """Tell whether a word stands in the row."""
        return any(word in cell.lower() for cell in (*self.line.cells, self.whole.plain))


@dataclass(frozen=True, slots=True)
class Sida:
    """A page as read: its rows, how many there are in all, and its sums."""

    namn: str
    rader: tuple[Rad, ...]
    antal: int
    sums: Text
    empty: str = ""


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is asked for, and the answer (None while it is read)."""

    sida: str = REGISTER
    dag: str = ""
    """The day of the payees; "" = today."""
    ar: bool = False
    """FK's bill of the whole year."""
    found: Sida | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the page."""
        return COLUMNS[FK_YEAR if self.ar and self.sida == FK else self.sida]


def chosen(state: State) -> list[Rad]:
    """Return the rows that match the filter; the register's has been asked of the database."""
    rows = list(state.found.rader) if state.found else []
    if state.sida == REGISTER:
        return rows
    for word in state.needle.lower().split():
        rows = [row for row in rows if row.matches(word)]
    return rows


def header(state: State, width: int, period: str) -> Text:
    """Return the pages with the present one marked, or it alone where there is no room."""
    text = Text(no_wrap=True)
    for name in PAGES:
        here = name == state.sida
        text.append(f"[{name}]" if here else f" {name} ", style="bold" if here else "not bold")
    if len(text) + 2 > width:
        place = PAGES.index(state.sida) + 1
        text = Text(f"[{state.sida}]", style="bold", no_wrap=True)
        text.append(
            (f"  {place} av {len(PAGES)}, ← → byter, {sign('underlag.lists')} väljer"),
            style="not bold",
        )
    if period:
        text.append(f"  {period}", style="not bold")
    if state.needle:
        text.append(f"  filter: {plain(state.needle)}", style="bold")
    return text


def facts(title: str, *said: tuple[str, str]) -> Text:
    """Return a title over facts, one a line; a fact of nothing is left out."""
    text = Text(plain(title), style="bold")
    for label, value in said:
        if value:
            text.append(f"\n{label}: ", style="not bold dim")
            text.append(plain(value), style="not bold")
    return text

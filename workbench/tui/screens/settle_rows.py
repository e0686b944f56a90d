"""What Avräkning lists: a row per brukare with its money, and its lines beneath. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.domain.money import clock_hours, hours, kronor
from workbench.services.runs import RunLine, RunNet, RunView
from workbench.tui.search import Search
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import (
    NOTHING,
    alphabetical,
    signed_kronor,
)
from workbench.wording import LINE_SLAG

ORDERS = {"namn": "namn", "belopp": "belopp", "andring": "ändring"}
COLUMNS = (
    Column("Brukare/beslut", 14, grow=3, most=34),
    Column("Beslut", 15, drop=7),
    Column("Timmar", 7, right=True, drop=4),
    Column("Timbel.", 7, right=True, drop=5, spoken="Timbelopp"),
    Column("Rätt", 10, right=True),
    Column("Betalt", 10, right=True, drop=3),
    Column("Betalas", 10, right=True),
    Column("Återkrav", 9, right=True),
    Column("Assist.", 7, right=True, drop=8, spoken="Assistans"),
    Column("Väntet.", 7, right=True, drop=9, spoken="Väntetid"),
    Column("Bereds.", 7, right=True, drop=10, spoken="Beredskap"),
    Column("Betalas till", 17, grow=1, drop=6, most=30),
)
WIDE = 100
"""Cells from which a name is given more room before other columns come."""
WIDE_NAME = 22
CHANGE = Column("Mot förra", 10, right=True, drop=2)
ASSISTANS = "assistans"


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is shown: a run stored or looked at, the filter, the order.

    ``earlier`` is the run that has been chosen among the month's runs; None = the latest.
    ``stale`` is why the run has to be computed anew.
    """

    view: RunView | None = None
    earlier: int | None = None
    former_ore: int | None = None
    compared: bool = False
    order: str = "namn"
    only_changes: bool = False
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: a brukare's money (with his only line, if one), or a line beneath."""

    net: RunNet | None
    line: RunLine | None

    @property
    def brukare(self) -> int:
        """The brukare's id."""
        found = self.net or self.line
        assert found is not None
        return found.brukare_id

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same row in another run or order."""
        line = self.line
        told = None if line is None else (line.beslut, line.slag, line.timbelopp)
        return self.brukare, self.net is None, told

    @property
    def arende(self) -> str | None:
        """The claim for sjuklön that the row pays; None for time."""
        found = self.net or self.line
        assert found is not None
        return found.arende

    @property
    def namn(self) -> str:
        """The brukare's name, masked when protected."""
        found = self.net or self.line
        assert found is not None
        return found.namn


@dataclass(frozen=True, slots=True)
class Group:
    """A brukare (or an arende) of a run: its money and its lines."""

    net: RunNet | None
    lines: tuple[RunLine, ...]

    @property
    def entries(self) -> list[Entry]:
        """The rows of the group; one alone when there is one ordinary line."""
        if self.net is None:
            return [Entry(None, line) for line in self.lines]
        if len(self.lines) == 1 and self.lines[0].slag == ASSISTANS:
            return [Entry(self.net, self.lines[0])]
        return [Entry(self.net, None), *(Entry(None, line) for line in self.lines)]

    @property
    def moved(self) -> int:
        """By how many öre its lines differ from the draft before, in all directions."""
        return sum(abs(line.belopp - line.belopp_fore) for line in self.lines if line.andrad)


def groups(view: RunView) -> list[Group]:
    """Return a run's brukare with their lines."""
    lines: dict[tuple[int, str | None], list[RunLine]] = defaultdict(list)
    for line in view.lines:
        lines[(line.brukare_id, line.arende)].append(line)
    found = [Group(net, tuple(lines.pop((net.brukare_id, net.arende), ()))) for net in view.nets]
    return found + [Group(None, tuple(rest)) for rest in lines.values()]


def _who(group: Group) -> RunNet | RunLine:
    return group.net or group.lines[0]


def chosen(state: State) -> list[Group]:
    """Return the brukare that match, in order."""
    found = groups(state.view) if state.view else []
    if state.only_changes:
        found = [item for item in found if _changed(item, state)]
    for word in state.needle.lower().split():
        found = [item for item in found if _matches(item, word)]
    if state.order == "belopp":
        found.sort(key=lambda item: -(item.net.ratt if item.net else 0))
    elif state.order == "andring":
        found.sort(key=lambda item: -_weight(item, state))
    else:
        found.sort(key=lambda item: _sorted_by(_who(item)))
    return found


def _net(read: Callable[[RunNet], int]) -> Callable[[Group], int | None]:
    return lambda group: read(group.net) if group.net else None


KEYS: Mapping[str, Callable[[Group], Any]] = {
    "Brukare/beslut": lambda group: _sorted_by(_who(group)),
    "Timmar": lambda group: sum(line.timmar or 0 for line in group.lines),
    "Rätt": _net(lambda net: net.ratt),
    "Betalt": _net(lambda net: net.betalt),
    "Betalas": _net(lambda net: net.att_betala),
    "Återkrav": _net(lambda net: net.aterkrav),
    "Mot förra": lambda group: group.moved,
    "Betalas till": lambda group: alphabetical(group.net.mottagare) if group.net else None,
}
"""What the brukare are sorted by, by the column's title; their lines go with them."""


def _sorted_by(who: RunNet | RunLine) -> tuple[str, int]:
    return alphabetical(who.namn if who.namn != who.brukare else ""), who.brukare_id


def _changed(group: Group, state: State) -> bool:
    if state.compared:
        return any(line.andrad for line in group.lines)
    return group.net is not None and group.net.differs


def _weight(group: Group, state: State) -> int:
    if state.compared:
        return group.moved
    return abs(group.net.skillnad) if group.net else 0


def _matches(group: Group, word: str) -> bool:
    who = _who(group)
    return (
        word in who.namn.lower()
        or who.brukare.startswith(word)
        or any(word in line.beslut.lower() for line in group.lines)
    )


# -- rows ---------------------------------------------------------------------------------------


def columns(state: State, width: int) -> tuple[Column, ...]:
    """Return the columns of a screen so wide; a comparison has one more."""
    found = (*COLUMNS[:8], CHANGE, *COLUMNS[8:]) if state.compared else COLUMNS
    return (replace(found[0], width=WIDE_NAME), *found[1:]) if width >= WIDE else found


def entry_line(entry: Entry, *, compared: bool) -> Line:
    """Return an entry as a row; ``compared`` adds the difference against the draft before."""
    net, line = entry.net, entry.line
    beslut = line.beslut if net and line else ""
    cells = [_name(entry), beslut, *_hours(line), *_money(net, line)]
    roles = ["" if net else "muted", "muted", "", "muted", "", "muted", "", "alert"]
    if line is not None and line.timmar is None:
        roles[2] = "alert"
    if compared:
        cells.append(_change(line))
        roles.append("held")
    cells += [_minutes(value) for value in line.minuter] if line else ["", "", ""]
    cells.append(net.mottagare if net else "")
    return Line(tuple(cells), (*roles, "muted", "muted", "muted", "muted"))


def _name(entry: Entry) -> str:
    if entry.net is not None:
        arende = f" ärende {entry.net.arende}" if entry.net.arende else ""
        return entry.net.namn + arende
    line = entry.line
    assert line is not None
    slag = "" if line.slag == ASSISTANS else f"{LINE_SLAG.get(line.slag, line.slag)} "
    return f"  {slag}{line.beslut or line.arende or ''}"


def _hours(line: RunLine | None) -> tuple[str, str]:
    if line is None:
        return "", ""
    return "borta" if line.timmar is None else hours(line.timmar), kronor(line.timbelopp)


def _money(net: RunNet | None, line: RunLine | None) -> tuple[str, str, str, str]:
    if net is None:
        assert line is not None
        ore = kronor(line.belopp)
        # An advance is a payment, not a right: what is paid holds it already (netting).
        return ("", ore, "", "") if line.slag == "forskott" else (ore, "", "", "")
    return kronor(net.ratt), _ore(net.betalt), _ore(net.att_betala), _ore(net.aterkrav)


def _ore(ore: int) -> str:
    return kronor(ore) if ore else NOTHING


def _minutes(value: int) -> str:
    return clock_hours(value) if value else NOTHING


def _change(line: RunLine | None) -> str:
    if line is None or not line.andrad:
        return ""
    return "ny" if line.timmar_fore is None else signed_kronor(line.belopp - line.belopp_fore)

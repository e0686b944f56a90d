"""A month's runs as shown: lines, and what they mean in money per brukare."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import ledger, overview, settlements
from db.ledger import Account
from db.settlements import Change, LineRow, NetRow, RunSum
from workbench.services.viewing import Viewer

if TYPE_CHECKING:
    from workbench.services.settling import SettlementResult

MISSING = "saknas"
SELF = "brukaren"


@dataclass(frozen=True, slots=True)
class RunLine:
    """A line of a run as shown; hours in hundredths, öre, real minutes per kind.

    ``andrad`` tells that it differs from the draft before: what that one had is in ``_fore``
    (None: there was no such line). A line that went away has ``timmar`` None.
    """

    brukare_id: int
    brukare: str
    namn: str
    beslut: str
    slag: str
    arende: str | None
    timbelopp: int
    minuter: tuple[int, int, int]
    egna: int
    betalda: int
    mottagna: int
    slappta: int
    timmar: int | None
    avdrag: int
    belopp: int
    andrad: bool = False
    timmar_fore: int | None = None
    belopp_fore: int = 0
    id: int | None = None
    """The stored line's number: ``L17`` is what explain takes."""


@dataclass(frozen=True, slots=True)
class RunNet:
    """What a run means in money for one brukare (or one arende), öre (rulebook section 8)."""

    brukare_id: int
    brukare: str
    namn: str
    arende: str | None
    ratt: int
    betalt: int
    krav: int
    skillnad: int
    att_betala: int
    aterkrav: int
    sankta_krav: int
    absorberat: int
    aterstallt: int
    forskott: int
    oredovisat: int
    mottagare: str
    rader: int = 0
    """How many differences row by row there are against the attested run before."""

    @property
    def differs(self) -> bool:
        """True when the month is not as it was attested."""
        return bool(self.skillnad or self.rader)


@dataclass(frozen=True, slots=True)
class RunView:
    """A month's run as shown; ``korning`` None = only a look, nothing stored.

    ``fore`` is the attested run of the month that it is compared with.
    """

    month: int
    korning: int | None
    status: str
    tid: str
    aktor: str
    attestant: str | None
    attesterad: str | None
    makulerad_av: str | None
    makulerad_skal: str | None
    fore: int | None
    lines: tuple[RunLine, ...]
    nets: tuple[RunNet, ...]
    nekade_minuter: int
    hallna_minuter: int
    total_ore: int
    vantar: int
    varningar: tuple[str, ...]

    @property
    def changes(self) -> tuple[RunLine, ...]:
        """The lines that differ from the draft before."""
        return tuple(line for line in self.lines if line.andrad)

    @property
    def att_betala(self) -> int:
        """What the run pays, öre."""
        return sum(net.att_betala for net in self.nets)

    @property
    def aterkrav(self) -> int:
        """What the run puts forward for återkrav, öre."""
        return sum(net.aterkrav for net in self.nets)


class Names:
    """How people, beslut and payees of a run are shown to a viewer."""

    def __init__(self, connection: sqlite3.Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer
        self._people: dict[int, tuple[str, str | None, int]] = {}
        self._payees: dict[str, tuple[int | None, str | None, int]] = {}

    def learn(self, persons: Iterable[int], payees: Iterable[str] = ()) -> None:
        """Read the names of some persons by id, and of some payees by number."""
        self._people.update(overview.persons(self._connection, sorted(set(persons))))
        self._payees.update(overview.payee_names(self._connection, sorted(set(payees))))

    def who(self, identity: int) -> tuple[str, str]:
        """Return (number, name) of a person, masked when protected."""
        number, name, protected = self._people[identity]
        return (
            self._viewer.number(identity, number, protected),
            self._viewer.name(identity, number, name, protected),
        )

    def hidden(self, identity: int) -> bool:
        """Tell whether a person is masked to the viewer."""
        return bool(self._people[identity][2]) and not self._viewer.protected

    def payee(self, number: str | None, brukare: int) -> str:
        """Return how a payee is named beside the brukare it is paid for."""
        if number is None:
            return MISSING
        if number == self._people[brukare][0]:
            return SELF
        person, name, protected = self._payees[number]
        if person is None:
            return name or number
        return self._viewer.name(person, number, name, protected)

    def payee_hidden(self, number: str) -> bool:
        """Tell whether a payee is masked to the viewer."""
        return bool(self._payees[number][2]) and not self._viewer.protected


def run_view(connection: sqlite3.Connection, result: SettlementResult, viewer: Viewer) -> RunView:
    """Return a settlement with names, payees and what changed on each line."""
    korning = result.korning
    facts = None if korning is None else ledger.run_facts(connection, korning)
    names = Names(connection, viewer)
    names.learn(
        [line.brukare_id for line in result.lines]
        + [net.brukare_id for net in result.brukare]
        + [item.brukare for item in result.changes],
        [net.mottagare for net in result.brukare if net.mottagare],
    )
    if korning is None:  # rolled back by now: only what was read then is known
        counts: dict[Account, int] = Counter(
            (item.brukare_id, item.arende or "") for item in result.differences
        )
        before = ledger.attested_run(connection, result.month)
    else:
        counts = ledger.difference_counts(connection, korning)
        before = ledger.attested_before(connection, korning)
    return RunView(
        result.month,
        korning,
        result.status,
        facts.skapad if facts else "",
        facts.aktor if facts else "",
        facts.attestant if facts else None,
        facts.attesterad if facts else None,
        facts.makulerad_av if facts else None,
        facts.makulerad_skal if facts else None,
        before,
        tuple(_lines(connection, result.lines, result.changes, names)),
        tuple(
            _net(item, counts.get((item.brukare_id, item.arende or ""), 0), names)
            for item in result.brukare
        ),
        result.nekade_minuter,
        result.hallna_minuter,
        result.total_ore,
        result.waiting,
        tuple(result.varningar),
    )


def _net(item: NetRow, differences: int, names: Names) -> RunNet:
    return RunNet(
        item.brukare_id,
        *names.who(item.brukare_id),
        item.arende,
        item.ratt,
        item.betalt,
        item.krav,
        item.skillnad,
        item.att_betala,
        item.aterkrav,
        item.sankta_krav,
        item.absorberat,
        item.aterstallt,
        item.forskott,
        item.oredovisat,
        names.payee(item.mottagare, item.brukare_id),
        differences,
    )


def _lines(
    connection: sqlite3.Connection,
    stored: Iterable[LineRow],
    changed: Iterable[Change],
    names: Names,
) -> list[RunLine]:
    changes = {
        (item.brukare, item.beslut, item.slag, item.timbelopp, item.arende): item
        for item in changed
    }
    lines = []
    for line in stored:
        beslut = line.beslut_id or 0
        key = (line.brukare_id, beslut, line.slag, line.timbelopp, line.arende or "")
        change = changes.pop(key, None)
        lines.append(
            RunLine(
                line.brukare_id,
                *names.who(line.brukare_id),
                line.beslut or "",
                line.slag,
                line.arende,
                line.timbelopp,
                (line.assistans, line.vantetid, line.beredskap),
                line.egna,
                line.betalda,
                line.mottagna,
                line.slappta,
                line.timmar,
                line.avdrag,
                line.belopp,
                change is not None,
                change.timmar_fore if change else None,
                change.belopp_fore if change else 0,
                line.id,
            )
        )
    numbers = overview.beslut_numbers(connection, sorted({key[1] for key in changes}))
    lines += [_gone(item, numbers.get(item.beslut, ""), names) for item in changes.values()]
    return lines


def _gone(item: Change, beslut: str, names: Names) -> RunLine:
    return RunLine(
        item.brukare,
        *names.who(item.brukare),
        beslut,
        item.slag,
        item.arende or None,
        item.timbelopp,
        (0, 0, 0),
        0,
        0,
        0,
        0,
        None,
        0,
        0,
        True,
        item.timmar_fore,
        item.belopp_fore,
    )


def runs(connection: sqlite3.Connection, month: int) -> tuple[RunSum, ...]:
    """Return a month's runs with their sums, latest first."""
    return tuple(settlements.runs_of_month(connection, month))

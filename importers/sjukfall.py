"""What the cases and the passes of one import must agree on, and with what is stored already.

A case and its passes come together and replace the case whole, so neither is right alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from importers.base import ImportIssue
from importers.catalogue import issue
from importers.checks import span
from workbench.domain import time

KINDS = ("sjukfall", "sjukpass")
"""The kinds of table that are read together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of one of the kinds, with where it stands; ``values`` are a Record's."""

    fil: str
    blad: str | None
    rad: int
    values: Mapping[str, Any]

    @property
    def arende(self) -> str:
        """The case that the row belongs to."""
        return str(self.values["arende"])

    @property
    def place(self) -> str:
        """Where the row stands, in words."""
        sheet = f" blad {self.blad}" if self.blad else ""
        return f"rad {self.rad} i {self.fil}{sheet}"

    @property
    def moments(self) -> tuple[int, int]:
        """The instants that a pass begins and ends at."""
        found, _ = span(self.values["datum"], self.values["start"], self.values["slut"])
        assert found is not None
        return found[:2]

    def issue(
        self, kod: str, kolumn: str, varde: str | None = None, **facts: object
    ) -> ImportIssue:
        """Return an issue of the row; without ``varde`` it shows what the column holds."""
        shown = varde or str(self.values[kolumn])
        return issue(
            kod, self.fil, blad=self.blad, rad=self.rad, kolumn=kolumn, varde=shown, facts=facts
        )


class StoredPass(NamedTuple):
    """A pass of a case that this import does not replace; ``assistent`` is a number."""

    arende: str
    assistent: str
    start: int
    slut: int


class _Timed(NamedTuple):
    """A pass on an assistant's line of time; ``entry`` is None for a stored one."""

    start: int
    slut: int
    arende: str
    place: str
    entry: Entry | None


def problems(
    cases: Sequence[Entry],
    passes: Sequence[Entry],
    stored: Iterable[StoredPass] = (),
    attested: Mapping[str, str] | None = None,
) -> list[ImportIssue]:
    """Return everything that rows of one import contradict in each other or in the database.

    Every row must be good by itself. ``attested`` gives the brukare (number) of each case that
    money has been attested for; such a case stays his.
    """
    found: list[ImportIssue] = []
    by_arende: dict[str, Entry] = {}
    for case in cases:
        first = by_arende.setdefault(case.arende, case)
        if first is not case:
            found.append(case.issue("IM-123", "arende", arende=case.arende, plats=first.place))
    for arende, brukare in (attested or {}).items():
        attested_case = by_arende.get(arende)
        if attested_case and attested_case.values["brukare"] != brukare:
            found.append(attested_case.issue("IM-129", "arende", arende=arende))
    with_passes = {one.arende for one in passes}
    for arende, case in by_arende.items():
        if arende not in with_passes:
            found.append(case.issue("IM-124", "arende", arende=arende))
    for one in passes:
        owner = by_arende.get(one.arende)
        if owner is None:
            found.append(one.issue("IM-125", "arende", arende=one.arende))
        else:
            found += _of_pass(one, owner)
    return found + list(_overlaps(by_arende, passes, stored))


def _of_pass(one: Entry, case: Entry) -> Iterator[ImportIssue]:
    """Yield what a pass contradicts in its own case."""
    forsta, sista = case.values["forsta_sjukdag"], case.values["sista_sjukdag"]
    datum = one.values["datum"]
    if datum < forsta or (sista is not None and datum > sista):
        shown = sista or "tills vidare"
        yield one.issue("IM-126", "datum", datum=datum, forsta=forsta, sista=shown)


def _overlaps(
    cases: Mapping[str, Entry], passes: Iterable[Entry], stored: Iterable[StoredPass]
) -> Iterator[ImportIssue]:
    """Yield the passes that begin before another one of the same assistant has ended.

    Of two rows of the import it is the later that is told; beside a stored pass it is the row.
    """
    lines: dict[str, list[_Timed]] = defaultdict(list)
    for one in passes:
        if one.arende in cases:
            assistent = cases[one.arende].values["assistent"]
            lines[assistent].append(_Timed(*one.moments, one.arende, one.place, one))
    for kept in stored:
        if kept.arende not in cases and kept.assistent in lines:
            lines[kept.assistent].append(
                _Timed(kept.start, kept.slut, kept.arende, "inläst tidigare", None)
            )
    for line in lines.values():
        line.sort(key=lambda timed: timed[:4])
        latest = line[0]
        for timed in line[1:]:
            if timed.start < latest.slut:
                if timed.entry is not None:
                    yield _overlap(timed.entry, latest)
                elif latest.entry is not None:
                    yield _overlap(latest.entry, timed)
            if timed.slut > latest.slut:
                latest = timed


def _overlap(entry: Entry, other: _Timed) -> ImportIssue:
    day, start = time.wall(other.start)
    return entry.issue(
        "IM-127",
        "start",
        varde=time.clock(entry.values["start"]),
        datum=time.iso_day(day),
        start=time.clock(start),
        slut=time.clock(time.wall(other.slut)[1]),
        arende=other.arende,
        plats=other.place,
    )

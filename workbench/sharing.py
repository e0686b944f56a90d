"""A line's öre shared over the rows it pays, and what differs between two such sharings. Pure.

Rulebook section 8: rows weigh by their converted paid minutes; hours that a line receives weigh
on the rows they arose on; öre are rounded down and the rest goes one each to the largest
remainders (tie: file hash, row). So the shares of a line add up to its amount, exactly.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.domain.report import SLAG_NAMES, Row, Slag
from workbench.domain.settlement import Line
from workbench.law.rounding import (
    UNITS_PER_HUNDREDTH,
    UNITS_PER_MINUTE,
    half_up,
    line_amount,
)

Key = tuple[int, int]
"""A line of a brukare's month: beslut and timbelopp."""
Paid = tuple[Row, int, int, Key]
"""A payable piece: row, start, end, and the line its minutes lie in."""
Rank = Callable[[int], tuple[str, int]]
"""Gives the order between rows with equal remainders: file hash and row."""


class Share(NamedTuple):
    """What one line pays for one row; ``rad`` None = the line as such (no row behind it)."""

    rad: int | None
    beslut: int
    slag: str
    timbelopp: int
    minuter: int
    ore: int
    enheter: int | None = None
    """Units, where ``minuter`` of the kind do not say them: a hundredth of an hour is no whole
    minute, and a pass of väntetid is called ``sjuklon`` too."""

    @property
    def vikt(self) -> int:
        """Units that the share weighs."""
        return self.minuter * _UNITS[self.slag] if self.enheter is None else self.enheter


_UNITS = {SLAG_NAMES[slag]: units for slag, units in UNITS_PER_MINUTE.items()} | {
    "sjuklon": UNITS_PER_MINUTE[Slag.ASSISTANS],
    "redovisning": 0,
}


class Part(NamedTuple):
    """A row's part of a line: öre rounded down, what the division left, and 1 or 0 öre more."""

    hela: int
    rest: int
    extra: int

    @property
    def ore(self) -> int:
        """The row's share, öre."""
        return self.hela + self.extra


def spread(ore: int, weights: Mapping[int, int], rank: Rank) -> dict[int, Part]:
    """Return how öre fall on rows by their units: rounded down, what remains one öre each to the
    largest remainders (tie: ``rank``). Some weight must be above 0."""
    whole = sum(weights.values())
    parts = {rad: divmod(ore * units, whole) for rad, units in weights.items()}
    left = ore - sum(part for part, _ in parts.values())
    extra: set[int] = set()
    if left:
        extra = set(sorted(parts, key=lambda rad: (-parts[rad][1], rank(rad)))[:left])
    return {rad: Part(*part, rad in extra) for rad, part in parts.items()}


def shares(lines: Sequence[Line], pieces: Iterable[Paid], rank: Rank) -> list[Share]:
    """Return how the öre of a brukare's assistans lines fall on rows.

    A line's cut by accounted costs is a share of its own, without row.
    """
    weights = _weights(lines, pieces)
    result: list[Share] = []
    for line in lines:
        own = weights.get((line.beslut, line.timbelopp), {})
        amount = line_amount(line.timmar, line.timbelopp)
        result += _split(line, own, amount, rank)
        if line.avdrag:
            result.append(Share(None, line.beslut, "redovisning", line.timbelopp, 0, -line.avdrag))
    return result


def _weights(lines: Sequence[Line], pieces: Iterable[Paid]) -> dict[Key, dict[Row, int]]:
    """Return {line: {row: units it pays}}: own minutes first, the last ones go to others."""
    by_line: dict[Key, list[tuple[int, int, Row]]] = defaultdict(list)
    for row, start, slut, key in pieces:
        by_line[key].append((start, slut, row))
    weights: dict[Key, dict[Row, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        key = (line.beslut, line.timbelopp)
        own = by_line[key]
        if line.betalda == line.egna:
            for start, slut, row in own:
                weights[key][row] += (slut - start) * UNITS_PER_MINUTE[Slag(row.slag)]
            continue
        parts = list(_in_time_order(own))
        sections = _sections(line, sum(units for _, units in parts))
        for row, units in parts:
            while units and sections:
                receiver, room = sections[0]
                taken = min(units, room)
                if receiver is not None:
                    weights[receiver][row] += taken
                units -= taken
                sections[0] = (receiver, room - taken)
                if taken == room:
                    sections.pop(0)
    return weights


def _in_time_order(pieces: list[tuple[int, int, Row]]) -> Iterator[tuple[Row, int]]:
    """Yield (row, units), the first minutes first. Where rows run side by side they take turns
    minute by minute, the row that starts first before the others (tie: lower row id)."""
    edges = sorted({edge for start, slut, _ in pieces for edge in (start, slut)})
    waiting = sorted(pieces, key=lambda piece: piece[0], reverse=True)
    running: list[tuple[int, Row]] = []
    for first, after in itertools.pairwise(edges):
        running = [(slut, row) for slut, row in running if slut > first]
        while waiting and waiting[-1][0] == first:
            _, slut, row = waiting.pop()
            running.append((slut, row))
        side_by_side = sorted((row for _, row in running), key=lambda row: (row.start, row.id))
        length = after - first if len(side_by_side) < 2 else 1
        for _ in range(0, after - first, length):
            for row in side_by_side:
                yield row, length * UNITS_PER_MINUTE[Slag(row.slag)]


def _sections(line: Line, units: int) -> list[tuple[Key | None, int]]:
    """Return who pays a line's minutes in time order, in units; None = nobody does.

    What is capped is taken off the end, hour for hour, so the rounding of the line's hours falls
    on the first part.
    """
    key = (line.beslut, line.timbelopp)
    hours: list[tuple[Key | None, int]] = [
        (key, line.betalda),
        *line.givet,
        (key, line.slappta),
        (None, line.over - line.slappta),
    ]
    sections = [(who, room * UNITS_PER_HUNDREDTH) for who, room in hours if room > 0]
    rounding = units - sum(room for _, room in sections)
    while sections and rounding:
        who, room = sections.pop(0)
        if room + rounding > 0:
            sections.insert(0, (who, room + rounding))
            break
        rounding += room
    return sections


def _split(line: Line, own: dict[Row, int], amount: int, rank: Rank) -> list[Share]:
    if not any(own.values()):
        if not amount:
            return []
        return [Share(None, line.beslut, line.slag, line.timbelopp, 0, amount)]
    parts = spread(amount, {row.id: units for row, units in own.items()}, rank)
    return [
        _share(row.id, line, SLAG_NAMES[row.slag], units, parts[row.id].ore)
        for row, units in own.items()
    ]


def _share(rad: int, line: Line, slag: str, units: int, ore: int) -> Share:
    minutes = half_up(units, _UNITS[slag])
    exact = minutes * _UNITS[slag] == units
    return Share(rad, line.beslut, slag, line.timbelopp, minutes, ore, None if exact else units)


def pass_shares(ore: int, passes: Sequence[tuple[int, int, int, tuple[str, int]]]) -> list[Share]:
    """Return how the öre of a sjuklön claim fall on its passes, as on rows.

    ``passes`` are (rad, minutes paid, kind, rank); ``rad`` is minus the pass's id.
    """
    weights = {
        rad: minutes * UNITS_PER_MINUTE[Slag(slag)] for rad, minutes, slag, _ in passes if minutes
    }
    if not weights:
        return [Share(None, 0, "sjuklon", 0, 0, ore)] if ore else []
    ranks = {rad: rank for rad, _, _, rank in passes}
    parts = spread(ore, weights, ranks.__getitem__)
    return [
        Share(
            rad,
            0,
            "sjuklon",
            0,
            minutes,
            parts[rad].ore,
            None if slag == Slag.ASSISTANS else weights[rad],
        )
        for rad, minutes, slag, _ in passes
        if rad in parts
    ]


class Difference(NamedTuple):
    """How one row's share changed between two runs; None = it had, or has, no share."""

    rad: int | None
    beslut: int
    slag: str
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    belopp: int
    """Öre after minus before."""


def differences(before: Iterable[Share], after: Iterable[Share]) -> list[Difference]:
    """Return what changed, row by row; the amounts add up to the change of the sums."""
    return [
        _difference(was, now)
        for was, now in pairs(before, after)
        if not (was and now and was[1:6] == now[1:6])
    ]


Pair = tuple[Share | None, Share | None]
"""What stands for the same row, beslut and kind before and after; None = nothing does."""


def pairs(before: Iterable[Share], after: Iterable[Share]) -> Iterator[Pair]:
    """Yield every share of two runs beside the one that took its place: the same timbelopp, else
    the lowest beside the lowest."""
    old, new = _grouped(before), _grouped(after)
    for group in sorted(old.keys() | new.keys(), key=lambda key: (key[0] or 0, key[1], key[2])):
        left, right = dict(old.get(group, {})), dict(new.get(group, {}))
        for rate in sorted(left.keys() & right.keys()):
            yield left.pop(rate), right.pop(rate)
        yield from itertools.zip_longest(
            (left[rate] for rate in sorted(left)), (right[rate] for rate in sorted(right))
        )


def _grouped(items: Iterable[Share]) -> dict[tuple[int | None, int, str], dict[int, Share]]:
    groups: dict[tuple[int | None, int, str], dict[int, Share]] = defaultdict(dict)
    for item in items:
        groups[(item.rad, item.beslut, item.slag)][item.timbelopp] = item
    return groups


def _difference(was: Share | None, now: Share | None) -> Difference:
    some = was or now
    assert some is not None
    return Difference(
        some.rad,
        some.beslut,
        some.slag,
        was.minuter if was else 0,
        now.minuter if now else 0,
        was.timbelopp if was else None,
        now.timbelopp if now else None,
        (now.ore if now else 0) - (was.ore if was else 0),
    )

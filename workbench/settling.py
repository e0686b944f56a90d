"""Turns payable minutes into lines: conversion, cap, spill-over and amounts (section 6). Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.domain.decision import Beslut
from workbench.domain.report import Row, Slag
from workbench.domain.settlement import Excess, Line, Settlement
from workbench.domain.time import (
    Interval,
    day_at,
    intersect,
    midnight,
    month_days,
    month_interval,
    subtract,
    total,
)
from workbench.law.granted import granted_hours
from workbench.law.parameters import Policies, RateMissing, Rates
from workbench.law.rate import POLICIES, timbelopp
from workbench.law.rounding import converted_hours, line_amount

_CROSSING = 64
"""More rows of one brukare than can be running at one midnight."""


class Withheld(NamedTuple):
    """The refused and the held stretches of one row, as findings left them (may overlap).

    ``fk`` are those of the refused that FK's retroactive grant pays for.
    """

    nekade: list[Interval]
    hallna: list[Interval]
    fk: list[Interval]


class Stretch(NamedTuple):
    """Instants in which minutes go to one beslut at one timbelopp; None = none is registered."""

    start: int
    slut: int
    beslut: Beslut
    timbelopp: int | None


class Law(NamedTuple):
    """The dated values a settlement needs."""

    rates: Rates
    policies: Policies


def stretches(beslut: Sequence[Beslut], month: int, law: Law) -> list[Stretch]:
    """Return who pays when in a month: the beslut with the earliest first day, and its rate.

    Days without a beslut have no stretch.
    """
    first, after = month_days(month)
    edges = {first, after, *law.policies.changes(POLICIES, first, after)}
    for item in beslut:
        edges.update(day for day in (item.fran, item.till + 1) if first < day < after)
    result: list[Stretch] = []
    days = sorted(edges)
    for day, stop in itertools.pairwise(days):
        owner = min(
            (item for item in beslut if item.in_force(day)), key=lambda b: b.order, default=None
        )
        if owner is None:
            continue
        rate = _rate(owner, day, law)
        last = result[-1] if result else None
        if last and last.beslut is owner and last.timbelopp == rate and last.slut == midnight(day):
            result[-1] = last._replace(slut=midnight(stop))
        else:
            result.append(Stretch(midnight(day), midnight(stop), owner, rate))
    return result


def _rate(beslut: Beslut, day: int, law: Law) -> int | None:
    try:
        return timbelopp(beslut, day, law.rates, law.policies)
    except RateMissing:
        return None


def payable(row: Row, withheld: Withheld | None, window: Interval) -> list[Interval]:
    """Return the stretches of a row inside the window that no finding withholds."""
    inside = (max(row.start, window[0]), min(row.slut, window[1]))
    if withheld is None:
        return [inside]
    return subtract([inside], withheld.nekade + withheld.hallna)


def parts(
    rows: Sequence[Row], withheld: Mapping[int, Withheld], paid_by: Sequence[Stretch], month: int
) -> Iterator[tuple[Row, int, int, Stretch]]:
    """Yield every payable piece of the rows with the stretch that pays it (the trace)."""
    window = month_interval(month)
    for row in rows:
        for start, slut in payable(row, withheld.get(row.id), window):
            for stretch in paid_by:
                first, after = max(start, stretch.start), min(slut, stretch.slut)
                if first < after:
                    yield row, first, after, stretch


def settle_brukare(
    brukare: int,
    rows: Sequence[Row],
    withheld: Mapping[int, Withheld],
    beslut: Sequence[Beslut],
    month: int,
    law: Law,
    used: Callable[[Beslut], int],
    released: Mapping[int, int],
) -> Settlement:
    """Return one brukare's lines of a month.

    ``rows`` have minutes in the month; ``beslut`` are those in force in it; ``used`` gives the
    hundredths paid from a beslut's period by the runs of its other months; ``released`` the
    hundredths above a beslut that a person has let through. Raises RateMissing.
    """
    first = month_interval(month)[0]
    result = Settlement(brukare, len(rows) - sum(row.start < first for row in rows[:_CROSSING]))
    paid_by = stretches(beslut, month, law)
    lines = _collect(result, rows, withheld, paid_by, month)
    _pay(result, lines, beslut, month, law, used)
    _release(result, lines, released)
    for line in lines.values():
        line.belopp = line_amount(line.timmar, line.timbelopp)
    result.lines = sorted(lines.values(), key=lambda line: (line.beslutsnummer, line.timbelopp))
    return result


def _collect(
    result: Settlement,
    rows: Sequence[Row],
    withheld: Mapping[int, Withheld],
    paid_by: Sequence[Stretch],
    month: int,
) -> dict[tuple[int, int], Line]:
    """Sum payable minutes per line and kind, and the withheld minutes of the month."""
    start, slut = month_interval(month)
    lines: dict[tuple[int, int], Line] = {}
    whole = (
        len(paid_by) == 1 and paid_by[0].start == start and paid_by[0].slut == slut and paid_by[0]
    )
    plain = [0, 0, 0]
    last = -1
    for row in rows:
        if whole and row.id not in withheld and row.start >= start and row.slut <= slut:
            plain[row.slag] += row.slut - row.start
            if row.slut > last:
                last = row.slut
            continue
        own = withheld.get(row.id)
        if own:
            _count_withheld(result, row, own, (start, slut))
        for _, first, after, stretch in parts((row,), withheld, paid_by, month):
            line = _line_of(lines, result.brukare, stretch)
            line.minuter[row.slag] += after - first
            line.last = max(line.last, after)
    if whole and last >= 0:
        line = _line_of(lines, result.brukare, whole)
        line.minuter = [a + b for a, b in zip(line.minuter, plain, strict=True)]
        line.last = max(line.last, last)
    for line in lines.values():
        line.egna = sum(converted_hours(slag, line.minuter[slag]) for slag in Slag)
    return lines


def _count_withheld(result: Settlement, row: Row, withheld: Withheld, window: Interval) -> None:
    inside = [(max(row.start, window[0]), min(row.slut, window[1]))]
    refused = intersect(inside, withheld.nekade)
    result.nekade += total(refused)
    result.hallna += total(subtract(intersect(inside, withheld.hallna), refused))


def _line_of(lines: dict[tuple[int, int], Line], brukare: int, stretch: Stretch) -> Line:
    """Return the line that a stretch's minutes go to. Raises RateMissing: now one is needed."""
    if stretch.timbelopp is None:
        raise RateMissing(day_at(stretch.start))
    return _line(lines, brukare, stretch.beslut, stretch.timbelopp)


def _line(lines: dict[tuple[int, int], Line], brukare: int, beslut: Beslut, rate: int) -> Line:
    key = (beslut.id, rate)
    if key not in lines:
        lines[key] = Line(brukare, beslut.id, beslut.nummer, rate)
    return lines[key]


def _pay(
    result: Settlement,
    lines: dict[tuple[int, int], Line],
    beslut: Sequence[Beslut],
    month: int,
    law: Law,
    used: Callable[[Beslut], int],
) -> None:
    """Cap own hours, then let what is left over spill to beslut side by side."""
    if not lines:
        return
    order = sorted(beslut, key=lambda item: item.order)
    left = {
        item.id: max(0, granted_hours(item, month, law.policies) - used(item)) for item in order
    }
    own = {
        item.id: sorted(
            (line for line in lines.values() if line.beslut == item.id),
            key=lambda line: line.timbelopp,
        )
        for item in order
    }
    for item in order:
        for line in own[item.id]:
            line.betalda = min(line.egna, left[item.id])
            left[item.id] -= line.betalda
    for index, item in enumerate(order):
        excess = 0
        for line in own[item.id]:
            rest = line.egna - line.betalda
            for receiver in order[index + 1 :] + order[:index]:
                given = min(rest, left[receiver.id])
                if given and _side_by_side(item, receiver, month):
                    rate = timbelopp(receiver, day_at(line.last - 1), law.rates, law.policies)
                    _line(lines, result.brukare, receiver, rate).mottagna += given
                    line.givet.append(((receiver.id, rate), given))
                    left[receiver.id] -= given
                    rest -= given
            line.over = rest
            excess += rest
        if excess:
            result.excess.append(Excess(item.id, excess))


def _side_by_side(one: Beslut, other: Beslut, month: int) -> bool:
    """Tell whether two beslut share a day of the month, or have days of it that adjoin."""
    days = month_days(month)
    a, b = one.days_in(days), other.days_in(days)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _release(
    result: Settlement, lines: dict[tuple[int, int], Line], released: Mapping[int, int]
) -> None:
    """Add hours above the beslut that a person has released to the lines they arose on."""
    for excess in result.excess:
        rest = min(excess.timmar, released.get(excess.beslut, 0))
        own = (line for line in lines.values() if line.beslut == excess.beslut)
        for line in sorted(own, key=lambda line: line.timbelopp):
            line.slappta = min(rest, line.over)
            rest -= line.slappta

"""Holds the shares of attested lines to the oracle, row by row."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from db import ledger, settlements
from db.settlements import LineRow
from tests.oracle import money
from workbench.domain.time import (
    day_at,
    intersect,
    iso_day,
    month_days,
    month_interval,
    parse_month,
    subtract,
    union,
)


def number(connection: sqlite3.Connection, brukare: str) -> int:
    """Return the id of a person."""
    found: int = connection.execute(
        "SELECT id FROM person WHERE nummer = ?", (brukare,)
    ).fetchone()[0]
    return found


def shares_hold(connection: sqlite3.Connection, korning: int, month: str) -> None:
    """Shares add up to every line; each is what the oracle says, row by row."""
    lines = defaultdict(list)
    for line in settlements.lines(connection, korning):
        if line.slag == "assistans":
            lines[line.brukare].append(line)
    for brukare, own in lines.items():
        stored: dict[tuple[int, int], int] = defaultdict(int)
        by_row: dict[tuple[int, int], dict[int | None, int]] = defaultdict(dict)
        for rad, beslut, slag, rate, _, ore in ledger.shares(
            connection, korning, (number(connection, brukare), "")
        ):
            stored[beslut, rate] += ore
            if slag != "redovisning":
                by_row[beslut, rate][rad] = ore
        for line in own:
            assert stored.pop((line.beslut_id, line.timbelopp), 0) == line.belopp, line
        assert not any(stored.values())
        live = [line for line in own if line.egna or line.timmar]
        if len(live) <= 2 and len({line.beslut_id for line in live}) == len(live):
            expected = _oracle_shares(live, _work(connection, brukare, month))
            assert {k: v for k, v in by_row.items() if v} == expected, (brukare, month)


Weights = list[tuple[money.Work, Fraction]]


def _oracle_shares(
    lines: Sequence[LineRow], work: dict[int, list[money.Work]]
) -> dict[tuple[int, int], dict[int | None, int]]:
    """Share at most two lines, of two beslut, over their rows."""
    by_id = {(item.sha, item.rad): item.id for items in work.values() for item in items}
    received: dict[int, Weights] = defaultdict(list)
    for line in lines:
        other = next((other for other in lines if other is not line and other.mottagna), None)
        given, released = _given(line, other, work.get(line.beslut_id, []))
        received[line.beslut_id] += released
        if other:
            received[other.beslut_id] += given
    answer: dict[tuple[int, int], dict[int | None, int]] = {}
    for line in lines:
        amount = line.belopp + line.avdrag
        if amount:
            cut = Fraction(line.egna - line.betalda, 100) * 60 if line.betalda else Fraction(10**6)
            items = work.get(line.beslut_id, [])
            parts = money.line_shares(amount, items, cut, received[line.beslut_id])
            answer[line.beslut_id, line.timbelopp] = {by_id[row]: ore for row, ore in parts.items()}
    return answer


def _given(
    line: LineRow, other: LineRow | None, items: list[money.Work]
) -> tuple[Weights, Weights]:
    """Return what another beslut receives of a line, and what a person has released.

    Of what is capped the first minutes are received, the next released, and nobody pays the last.
    """
    given = Fraction(other.mottagna if other else 0, 100) * 60
    released = Fraction(line.slappta, 100) * 60
    unpaid = Fraction(line.egna - line.betalda, 100) * 60 - given - released
    paid, _ = money.cut_last(items, unpaid)
    before, _ = money.cut_last(items, unpaid + released)
    own, _ = money.cut_last(items, unpaid + released + given)
    if not line.betalda:  # what rounding left belongs to the first who pays
        own = [Fraction(0)] * len(items)
        before = before if given else own
    return (
        [(item, a - b) for item, a, b in zip(items, before, own, strict=True)],
        [(item, a - b) for item, a, b in zip(items, paid, before, strict=True)],
    )


def _work(connection: sqlite3.Connection, brukare: str, month: str) -> dict[int, list[money.Work]]:
    """Return a brukare's payable minutes one by one, by the beslut of the day."""
    manad, person = parse_month(month), number(connection, brukare)
    withheld = _withheld(connection, manad, person)
    owner = _owners(connection, manad, person)
    work: dict[int, list[money.Work]] = defaultdict(list)
    for rad, sha, slag, first, after in connection.execute(
        """SELECT t.id, f.sha256, t.slag, t.start, t.slut FROM tidrapport t
           JOIN fil f ON t.id BETWEEN f.forsta_rad AND f.sista_rad WHERE t.brukare = ?""",
        (person,),
    ):
        inside = intersect([(first, after)], [month_interval(manad)])
        minutes: dict[int, list[int]] = defaultdict(list)
        for start, stop in subtract(inside, union(withheld[rad])):
            for minute in range(start, stop):
                beslut = owner[day_at(minute)]
                if beslut is not None:
                    minutes[beslut].append(minute)
        for beslut, mine in minutes.items():
            kind = ("assistans", "vantetid", "beredskap")[slag]
            work[beslut].append(money.Work(sha, rad, kind, tuple(mine), first, rad))
    return work


def _withheld(
    connection: sqlite3.Connection, manad: int, person: int
) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for rad, first, after in connection.execute(
        """SELECT d.rad, d.start, d.slut FROM fynd y JOIN fynd_del d ON d.fynd = y.id
           WHERE y.manad = ? AND y.brukare = ? AND y.aktuell = 1 AND d.aktuell = 1
               AND (y.status = 'nekad' OR y.status <> 'godkand' AND y.allvar <> 'info')""",
        (manad, person),
    ):
        found[rad].append((first, after))
    return found


def _owners(connection: sqlite3.Connection, manad: int, person: int) -> dict[int, int | None]:
    """Return {day: the beslut in force with the earliest first day (tie: lower number)}."""
    granted = connection.execute(
        "SELECT id, fran, till FROM beslut WHERE brukare = ? ORDER BY fran, nummer", (person,)
    ).fetchall()
    owners = {}
    for day in range(*month_days(manad)):
        text = iso_day(day)
        owners[day] = next(
            (i for i, fran, till in granted if fran <= text and (not till or text <= till)), None
        )
    return owners

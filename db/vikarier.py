"""The rows that sjuklön is tried against: the vikarier's, and the sick assistant's own."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from db.reports import LONGEST_ROW
from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import Interval, day_at, month_of, subtract, union

Window = tuple[int, int, int | None, int, int, int]
"""(month, person, brukare or None for any, start, slut, pass id)."""


def free(
    connection: sqlite3.Connection, cases: Iterable[Sjukfall]
) -> dict[tuple[int, int], dict[int, list[Interval]]]:
    """Return {(vikarie, brukare): {kind: minutes}}: what could cover passes of some cases.

    Rows of assistans and vantetid of the vikarier that a pass names, with the same brukare, that
    meet the pass; without the minutes under a finding that refuses them: ``neka`` not released by
    a person, or any that a person has refused. The findings are those of the latest check. Time
    that FK's retroactive grant pays for has been worked: it covers.
    """
    _look(connection, cases, lambda case, one: [(who, case.brukare) for who in one.vikarier])
    refused: dict[int, list[Interval]] = defaultdict(list)
    for rad, start, slut in connection.execute(
        """SELECT r.id, d.start, d.slut FROM temp.sjukrad r CROSS JOIN fynd_del d ON d.rad = r.id
           CROSS JOIN fynd y ON y.id = d.fynd
           WHERE d.aktuell = 1 AND y.aktuell = 1 AND y.kod <> 'fk-retroaktiv'
               AND (y.status = 'nekad' OR (y.allvar = 'neka' AND y.status <> 'godkand'))"""
    ):
        refused[rad].append((start, slut))
    found: dict[tuple[int, int], dict[int, list[Interval]]] = defaultdict(dict)
    for rad, person, brukare, slag, start, slut in connection.execute(
        """SELECT t.id, t.assistent, t.brukare, t.slag, t.start, t.slut
           FROM temp.sjukrad r CROSS JOIN tidrapport t ON t.id = r.id"""
    ):
        whole: list[Interval] = [(start, slut)]
        minutes = subtract(whole, refused[rad]) if rad in refused else whole
        if minutes:
            found[person, brukare].setdefault(slag, []).extend(minutes)
    return {
        who: {slag: union(minutes) for slag, minutes in kinds.items()}
        for who, kinds in found.items()
    }


class CoverRow(NamedTuple):
    """A vikarie's row that meets a pass, with its file and number there."""

    person: int
    brukare: int
    slag: int
    start: int
    slut: int
    fil: str
    rad: int


def rows(connection: sqlite3.Connection, cases: Iterable[Sjukfall]) -> list[CoverRow]:
    """Return the rows of ``free``, refused or not, in order of start."""
    _look(connection, cases, lambda case, one: [(who, case.brukare) for who in one.vikarier])
    return [
        CoverRow._make(row)
        for row in connection.execute(
            """SELECT t.assistent, t.brukare, t.slag, t.start, t.slut, f.namn, t.rad
               FROM temp.sjukrad r CROSS JOIN tidrapport t ON t.id = r.id
               JOIN fil f ON f.id = t.fil ORDER BY t.start, t.id"""
        )
    ]


class OwnRow(NamedTuple):
    """Minutes inside a pass that the sick assistant has reported work for; ``rad`` is the row."""

    rad: int
    brukare: int
    arbetsgivare: int
    slag: int
    start: int
    slut: int


def own_rows(connection: sqlite3.Connection, cases: Iterable[Sjukfall]) -> dict[int, list[OwnRow]]:
    """Return {pass id: the sick assistant's own rows inside it}, in order of start.

    Rows of assistans and vantetid, whatever brukare, employer and findings; cut to the pass.
    """
    _look(connection, cases, lambda case, one: [(case.assistent, None)])
    found: dict[int, list[OwnRow]] = defaultdict(list)
    for one, rad, brukare, employer, slag, start, slut in connection.execute(
        f"""SELECT DISTINCT f.pass, t.id, t.brukare, t.arbetsgivare, t.slag,
                max(t.start, f.start), min(t.slut, f.slut)
            FROM {_MEETING} ORDER BY f.pass, t.start, t.id"""
    ):
        found[one].append(OwnRow(rad, brukare, employer, slag, start, slut))
    return dict(found)


_MEETING = f"""temp.sjukfonster f CROSS JOIN tidrapport t INDEXED BY tidrapport_assistent
    ON t.manad = f.manad AND t.assistent = f.person
        AND t.start > f.start - {LONGEST_ROW} AND t.start < f.slut
    WHERE t.slut > f.start AND t.slag < 2 AND (f.brukare IS NULL OR t.brukare = f.brukare)"""


def _look(
    connection: sqlite3.Connection,
    cases: Iterable[Sjukfall],
    persons: Callable[[Sjukfall, Pass], list[tuple[int, int | None]]],
) -> None:
    """Fill the temporary tables: whose rows to look for when, and the rows that are there."""
    connection.execute(
        """CREATE TEMP TABLE IF NOT EXISTS sjukfonster (manad INTEGER, person INTEGER,
           brukare INTEGER, start INTEGER, slut INTEGER, pass INTEGER)"""
    )
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS sjukrad (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.sjukfonster")
    connection.execute("DELETE FROM temp.sjukrad")
    connection.executemany(
        "INSERT INTO temp.sjukfonster VALUES (?, ?, ?, ?, ?, ?)", _windows(cases, persons)
    )
    connection.execute(f"INSERT OR IGNORE INTO temp.sjukrad SELECT t.id FROM {_MEETING}")


def _windows(
    cases: Iterable[Sjukfall],
    persons: Callable[[Sjukfall, Pass], list[tuple[int, int | None]]],
) -> Iterator[Window]:
    for case in cases:
        for one in case.passen:
            first = month_of(day_at(one.start - LONGEST_ROW))
            last = month_of(day_at(one.slut - 1))
            for person, brukare in persons(case, one):
                for month in range(first, last + 1):
                    yield month, person, brukare, one.start, one.slut, one.id

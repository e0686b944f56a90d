"""What an auditor's samples are drawn from: payments, or reported rows, in the order of their keys.

A nation's month is a million rows. What is said of each (öre, control patterns) is kept as plain
numbers, eight bytes a row, and its key is made as it goes by; nothing is sorted.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from db.audit import Months
from db.ledger import BESIDE

Item = tuple[str, int, int]
"""A member of a population: its key, öre, and how much about it is out of the ordinary."""

PATTERNS = "('rimlighet', 'schemalikt', 'langt-pass', 'overlapp', 'dubblett', 'tvetydig-tid')"
"""Codes of the control patterns."""


def payments(connection: sqlite3.Connection, months: Months) -> Iterable[Item]:
    """Return the payments of some months' attested runs, by number: key ``B17``.

    One that another has replaced, or of an annulled run, is no member. Out of the ordinary: how
    many findings of control patterns the brukare has in the month.
    """
    return connection.execute(
        f"""SELECT 'B' || p.id, p.belopp, (SELECT count(*) FROM fynd y WHERE y.manad = k.manad
                AND y.brukare = p.brukare AND y.aktuell = 1 AND y.kod IN {PATTERNS})
            FROM betalning p JOIN korning k ON k.id = p.korning
            WHERE k.manad BETWEEN ? AND ? AND k.status IN ('attesterad', 'exporterad')
                AND NOT EXISTS (SELECT 1 FROM betalning n WHERE n.ersatter = p.id)
            ORDER BY p.id""",
        months,
    ).fetchall()


class _File(NamedTuple):
    """A file with rows in the months: they have ids side by side."""

    forsta: int
    sista: int
    sha256: str
    id: int


class Rows:
    """The rows of some months by key: ``<SHA-256 of the file>:<place among its rows>``.

    Öre are what the months' latest attested runs pay for the row. Out of the ordinary: how many
    control patterns have a finding on it. Can be gone through again; what is read once is kept.
    """

    def __init__(self, connection: sqlite3.Connection, months: Months) -> None:
        self._connection, self._months = connection, months
        self._files = _files(connection, months)
        self._firsts = [item.forsta for item in self._files]
        sizes = (item.sista - item.forsta + 1 for item in self._files)
        *self._before, total = accumulate(sizes, initial=0)
        self._ore = array("q", bytes(8 * total))
        self._odd = array("q", bytes(8 * total))
        _add(self._ore, self._placed(_worth(connection, months)))
        _add(self._odd, self._placed(_patterns(connection, months)))

    def __iter__(self) -> Iterator[Item]:
        for number in sorted(range(len(self._files)), key=lambda one: self._files[one].sha256):
            file = self._files[number]
            key, first, before = f"{file.sha256}:", file.forsta - 1, self._before[number] - 1
            # By id, not by an index of the month: a file's rows lie in one piece.
            for (rad,) in self._connection.execute(
                """SELECT id FROM tidrapport NOT INDEXED WHERE id BETWEEN ? AND ? AND fil = ?
                   AND manad BETWEEN ? AND ? ORDER BY id""",
                (file.forsta, file.sista, file.id, *self._months),
            ):
                place = rad - first
                at = before + place
                yield f"{key}{place}", self._ore[at], self._odd[at]

    def _placed(self, told: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield (place among the kept numbers, number) of (row, number), of rows that count."""
        for rad, number in told:
            at = bisect_right(self._firsts, rad) - 1
            if at >= 0 and rad <= self._files[at].sista:
                yield self._before[at] + rad - self._firsts[at], number


def _add(numbers: array[int], told: Iterable[tuple[int, int]]) -> None:
    for at, number in told:
        numbers[at] += number


def _files(connection: sqlite3.Connection, months: Months) -> list[_File]:
    """Return the files that have rows in some months, by their first row."""
    files = [
        _File._make(row)
        for row in connection.execute(
            """SELECT forsta_rad, sista_rad, sha256, id FROM fil
               WHERE forsta_rad IS NOT NULL AND sista_rad >= forsta_rad ORDER BY forsta_rad"""
        )
    ]
    firsts = [item.forsta for item in files]
    # The index alone tells the rows of a month; their files would be a look in the table each.
    rows = connection.execute(
        "SELECT id FROM tidrapport INDEXED BY tidrapport_brukare WHERE manad BETWEEN ? AND ?",
        months,
    )
    return [files[at - 1] for at in sorted({bisect_right(firsts, rad) for (rad,) in rows})]


def _worth(connection: sqlite3.Connection, months: Months) -> Iterator[tuple[int, int]]:
    """Yield (row, öre) of the latest attested runs of some months."""
    for (content,) in connection.execute(
        """SELECT u.innehall FROM underlag u WHERE u.arende = '' AND u.korning IN
               (SELECT max(id) FROM korning WHERE manad BETWEEN ? AND ?
                AND status IN ('attesterad', 'exporterad') GROUP BY manad)""",
        months,
    ):
        for rad, _, what, _, _, ore in json.loads(zlib.decompress(content)):
            if rad is not None and ore and what not in BESIDE:
                yield rad, ore


def _patterns(connection: sqlite3.Connection, months: Months) -> Iterator[tuple[int, int]]:
    """Yield (row, how many control patterns have a finding on it)."""
    yield from connection.execute(
        f"""SELECT d.rad, count(DISTINCT y.kod || y.orsak) FROM fynd y
            JOIN fynd_del d ON d.fynd = y.id AND d.aktuell = 1
            WHERE y.manad BETWEEN ? AND ? AND y.aktuell = 1 AND y.kod IN {PATTERNS}
            GROUP BY d.rad""",
        months,
    )

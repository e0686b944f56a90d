"""Imported files and their tidrapporter: storing in bulk, reading in the rules' order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import NamedTuple

from db.facts import Lockstep
from db.journal import Stamp
from db.schema_001 import ROW_INDEXES
from workbench.domain.report import Row
from workbench.domain.time import day_at, month_of

LONGEST_ROW = 1560
"""Minutes: 24 hours of wall time and the extra hour of the autumn night, with a margin."""

TupleRow = tuple[int, int, int, int, int, int, int, int, int, int, int, int]

_PLACES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ROWS_AT_ONCE = 32
"""Rows per INSERT: a third less work than one by one, and still quick to prepare for a few."""


def known_size(connection: sqlite3.Connection, size: int) -> bool:
    """Tell whether a stored file has this many bytes: only then can it be the same file."""
    found = connection.execute("SELECT 1 FROM fil WHERE storlek = ? LIMIT 1", (size,)).fetchone()
    return found is not None


def known_file(connection: sqlite3.Connection, sha256: str) -> tuple[str, str, int] | None:
    """Return (slag, importerad, rader) of a stored file with this hash."""
    found: tuple[str, str, int] | None = connection.execute(
        "SELECT slag, importerad, rader FROM fil WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return found


def file_id(connection: sqlite3.Connection, sha256: str) -> int:
    """Return the id of a stored file with this hash."""
    number: int = connection.execute("SELECT id FROM fil WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return number


def begin_file(connection: sqlite3.Connection, name: str, mottagen: str, stamp: Stamp) -> int:
    """Add a file whose content is still being read and return its id."""
    cursor = connection.execute(
        """INSERT INTO fil (sha256, namn, storlek, slag, format, rader, mottagen, importerad, aktor)
           VALUES (hex(randomblob(32)), ?, 0, '', '', 0, ?, ?, ?)""",
        (name, mottagen, stamp.tid, stamp.aktor),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file when it has been read to its end."""

    sha256: str
    storlek: int
    slag: str
    format: str
    kodning: str | None
    rader: int


def end_file(connection: sqlite3.Connection, fil: int, facts: FileFacts, first_row: int) -> None:
    """Complete a file; ``first_row`` is the highest row id before it plus one."""
    last = connection.execute("SELECT max(id) FROM tidrapport").fetchone()[0] or 0
    rows = (first_row, last) if last >= first_row else (None, None)
    connection.execute(
        """UPDATE fil SET sha256 = ?, storlek = ?, slag = ?, format = ?, kodning = ?, rader = ?,
           forsta_rad = ?, sista_rad = ? WHERE id = ?""",
        (
            facts.sha256,
            facts.storlek,
            facts.slag,
            facts.format,
            facts.kodning,
            facts.rader,
            *rows,
            fil,
        ),
    )


def keep_block(connection: sqlite3.Connection, fil: int, number: int, block: bytes) -> None:
    """Keep a piece of the file's original bytes."""
    connection.execute("INSERT INTO fil_block VALUES (?, ?, ?)", (fil, number, block))


def content(connection: sqlite3.Connection, fil: int) -> Iterator[bytes]:
    """Yield the original bytes of a file."""
    for (block,) in connection.execute(
        "SELECT innehall FROM fil_block WHERE fil = ? ORDER BY nr", (fil,)
    ):
        yield block


def next_row(connection: sqlite3.Connection) -> int:
    """Return the id the next stored row will get."""
    highest = connection.execute("SELECT max(id) FROM tidrapport").fetchone()[0]
    return int(highest or 0) + 1


def insert_rows(connection: sqlite3.Connection, rows: Iterable[TupleRow], expected: int) -> None:
    """Store rows in the order given; ids follow that order.

    When ``expected`` new rows are many beside those stored, the two orders are built anew after
    the load, which is faster than keeping them row by row.
    """
    stored = next_row(connection) - 1
    rebuild = expected > 20_000 and expected * 2 > stored
    if rebuild:
        connection.execute("DROP INDEX tidrapport_assistent")
        connection.execute("DROP INDEX tidrapport_brukare")
    rest = iter(rows)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        connection.execute(
            f"""INSERT INTO tidrapport (fil, rad, brukare, assistent, arbetsgivare, slag, manad,
                dag, start, slut, vstart, vslut) VALUES {", ".join([_PLACES] * len(batch))}""",
            tuple(chain.from_iterable(batch)),
        )
    if rebuild:
        for statement in ROW_INDEXES:
            connection.execute(statement)


def known_document(connection: sqlite3.Connection, dokument: str) -> str | None:
    """Return the content hash of a stored FK document with this id."""
    row = connection.execute(
        "SELECT innehall FROM deklaration WHERE dokument = ?", (dokument,)
    ).fetchone()
    return row[0] if row else None


def store_declaration(connection: sqlite3.Connection, row: tuple[object, ...]) -> None:
    """Store what an FK document declares: (fil, dokument, innehall, brukare, assistent,
    arbetsgivare, month, kollektivavtal, perioder as JSON)."""
    connection.execute("INSERT INTO deklaration VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def declarations(connection: sqlite3.Connection, month: str) -> Lockstep:
    """Give (assistent, arbetsgivare, kollektivavtal, perioder, first row, last row) of a month's
    FK documents for the selection, assistant by assistant."""
    return Lockstep(
        connection.execute(
            """SELECT u.person, d.arbetsgivare, d.kollektivavtal, d.perioder, f.forsta_rad,
                   f.sista_rad
               FROM temp.urval u CROSS JOIN deklaration d ON d.manad = ? AND d.assistent = u.person
               CROSS JOIN fil f ON f.id = d.fil WHERE f.forsta_rad IS NOT NULL
               ORDER BY u.person, f.forsta_rad""",
            (month,),
        )
    )


def months_of_rows(connection: sqlite3.Connection, first_row: int) -> list[tuple[int, int]]:
    """Return (month, rows) of the rows from ``first_row`` on, by start month."""
    return connection.execute(
        # The plus keeps SQLite from walking a whole index for the order of the months.
        """SELECT manad, count(*) FROM tidrapport WHERE id >= ?
           GROUP BY +manad ORDER BY +manad""",
        (first_row,),
    ).fetchall()


def minutes_by_brukare(
    connection: sqlite3.Connection, first_row: int
) -> list[tuple[int, int, int, int, int]]:
    """Return (brukare, rows, assistans, vantetid, beredskap minutes) from ``first_row`` on."""
    return connection.execute(
        """SELECT brukare, count(*),
               sum(CASE slag WHEN 0 THEN slut - start ELSE 0 END),
               sum(CASE slag WHEN 1 THEN slut - start ELSE 0 END),
               sum(CASE slag WHEN 2 THEN slut - start ELSE 0 END)
           FROM tidrapport WHERE id >= ? GROUP BY brukare""",
        (first_row,),
    ).fetchall()


def choose(connection: sqlite3.Connection, select: str, parameters: tuple[object, ...]) -> int:
    """Fill the temporary selection of persons from a query and return how many they are."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS urval (person INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.urval")
    connection.execute(f"INSERT OR IGNORE INTO temp.urval {select}", parameters)
    count: int = connection.execute("SELECT count(*) FROM temp.urval").fetchone()[0]
    return count


def rows_between(
    connection: sqlite3.Connection, by: str, month: int, start: int, slut: int
) -> Iterator[tuple[int, list[Row]]]:
    """Yield (person, rows with minutes in a month) in order of person for the selection.

    ``by`` is ``assistent`` or ``brukare``; ``start`` and ``slut`` are the month's instants.
    Rows that began the day before the month are included; rows come in order of start, id.
    """
    position = {"assistent": 4, "brukare": 3}[by]
    index = f"tidrapport_{by}"
    select = f"""
        SELECT t.start, t.id, t.slut, t.brukare, t.assistent, t.arbetsgivare, t.slag
        FROM temp.urval u
        CROSS JOIN (SELECT ? AS manad, ? AS fran UNION ALL SELECT ?, ?) m
        CROSS JOIN tidrapport t INDEXED BY {index}
            ON t.manad = m.manad AND t.{by} = u.person AND t.start > m.fran
        WHERE t.slut > ?
    """
    cursor = connection.execute(select, (month - 1, start - LONGEST_ROW, month, start - 1, start))
    previous = -1
    # Row._make is a Python function; this makes the same tuples at a third of the cost.
    rows = map(partial(tuple.__new__, Row), cursor)
    for person, group in groupby(rows, key=itemgetter(position)):
        if person <= previous:
            raise RuntimeError("rows did not come in order of person")
        previous = person
        yield person, sorted(group)


def first_month(connection: sqlite3.Connection) -> int:
    """Return the earliest start month of any row; 0 when there is none."""
    return int(connection.execute("SELECT min(manad) FROM tidrapport").fetchone()[0] or 0)


def rows_before(
    connection: sqlite3.Connection, by: str, person: int, months: range, start: int, slut: int
) -> list[Row]:
    """Return a person's rows that end after ``start`` and by ``slut``, in order of start, id.

    ``months`` are the start months that such a row can have; ``by`` is as in ``rows_between``.
    """
    select = f"""
        SELECT t.start, t.id, t.slut, t.brukare, t.assistent, t.arbetsgivare, t.slag
        FROM tidrapport t INDEXED BY tidrapport_{by}
        WHERE t.manad = ? AND t.{by} = ? AND t.start > ? AND t.slut > ? AND t.slut <= ?
    """
    rows: list[Row] = []
    for month in months:
        cursor = connection.execute(select, (month, person, start - LONGEST_ROW, start, slut))
        rows += map(partial(tuple.__new__, Row), cursor)
    rows.sort()
    return rows


def worked_minutes(connection: sqlite3.Connection, assistent: int, months: range) -> int:
    """Return the minutes of assistans and vantetid of rows that start in some months."""
    marks = ", ".join("?" * len(months))
    minutes: int = connection.execute(
        f"""SELECT coalesce(sum(slut - start), 0) FROM tidrapport INDEXED BY tidrapport_assistent
            WHERE manad IN ({marks}) AND assistent = ? AND slag < 2""",
        (*months, assistent),
    ).fetchone()[0]
    return minutes


def parts_of_finding(connection: sqlite3.Connection, fynd: int) -> list[tuple[int, int, int]]:
    """Return (row, start, slut) of the stretches a finding stands on now."""
    return connection.execute(
        "SELECT rad, start, slut FROM fynd_del WHERE fynd = ? AND aktuell = 1 ORDER BY start, rad",
        (fynd,),
    ).fetchall()


def minutes_of_finding(connection: sqlite3.Connection, fynd: int) -> tuple[int, int, int]:
    """Return a finding's minutes of assistans, vantetid and beredskap."""
    found = dict(
        connection.execute(
            """SELECT coalesce(t.slag, p.slag), sum(d.slut - d.start) FROM fynd_del d
               LEFT JOIN tidrapport t ON t.id = d.rad LEFT JOIN sjukpass p ON p.id = -d.rad
               WHERE d.fynd = ? AND d.aktuell = 1 GROUP BY 1""",
            (fynd,),
        )
    )
    return found.get(0, 0), found.get(1, 0), found.get(2, 0)


class NamedRow(NamedTuple):
    """A row with the people it concerns, for timelines and traces."""

    id: int
    start: int
    slut: int
    slag: int
    brukare: int
    brukare_nummer: str
    brukare_namn: str | None
    brukare_skyddad: int
    assistent: int
    assistent_nummer: str
    assistent_namn: str | None
    assistent_skyddad: int
    fil: str
    sha256: str
    rad: int


_NAMED = """
    SELECT t.id, t.start, t.slut, t.slag, b.id, b.nummer, b.namn, b.skyddad,
        a.id, a.nummer, a.namn, a.skyddad, f.namn, f.sha256, t.rad
    FROM tidrapport t JOIN person b ON b.id = t.brukare JOIN person a ON a.id = t.assistent
    JOIN fil f ON f.id = t.fil
"""


_NAMED_PASS = """
    SELECT -p.id, p.start, p.slut, p.slag, b.id, b.nummer, b.namn, b.skyddad,
        a.id, a.nummer, a.namn, a.skyddad, f.namn, f.sha256, p.rad
    FROM sjukpass p JOIN sjukfall s ON s.id = p.sjukfall JOIN person b ON b.id = s.brukare
    JOIN person a ON a.id = s.assistent JOIN fil f ON f.id = p.fil
"""


def rows_around(
    connection: sqlite3.Connection, brukare: int, assistent: int | None, start: int, slut: int
) -> list[NamedRow]:
    """Return the rows of a brukare or an assistant that meet an interval, in order of start."""
    months = {month_of(day_at(start - LONGEST_ROW)), month_of(day_at(slut))}
    marks = ", ".join("?" * len(months))
    rows = []
    for column, person in (("brukare", brukare), ("assistent", assistent)):
        if person is not None:
            rows += connection.execute(
                f"""{_NAMED} WHERE t.manad IN ({marks}) AND t.{column} = ? AND t.start < ?
                    AND t.start > ? AND t.slut > ?""",
                (*sorted(months), person, slut, start - LONGEST_ROW, start),
            ).fetchall()
    return sorted({NamedRow._make(row) for row in rows}, key=lambda row: (row.start, row.id))


def named_rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[NamedRow]:
    """Return some rows with names and sources, in order of start.

    An id below 0 is a pass of a sjuklön claim: -(the pass's id). Its assistant is the sick one.
    """
    rows = []
    for first in range(0, len(ids), 500):
        batch = ids[first : first + 500]
        marks = ", ".join("?" * len(batch))
        rows += connection.execute(f"{_NAMED} WHERE t.id IN ({marks})", batch).fetchall()
        if min(batch) < 0:
            passes = [-identity for identity in batch]
            rows += connection.execute(f"{_NAMED_PASS} WHERE p.id IN ({marks})", passes).fetchall()
    return sorted((NamedRow._make(row) for row in rows), key=lambda row: (row.start, row.id))

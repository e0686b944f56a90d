"""Samples an auditor draws, and what he notes (see ``db.audit_population``). Nothing is changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.journal import Stamp, log


def row_of_key(connection: sqlite3.Connection, key: str) -> int | None:
    """Return the id of the row that a key of ``rows`` names."""
    sha256, _, place = key.partition(":")
    found = connection.execute(
        """SELECT t.id FROM fil f JOIN tidrapport t ON t.id = f.forsta_rad + ? - 1
           WHERE f.sha256 = ? AND t.fil = f.id""",
        (int(place), sha256),
    ).fetchone()
    return found[0] if found else None


# -- samples --------------------------------------------------------------------------------------


class NewSample(NamedTuple):
    """A sample to keep: how it was drawn and from what (see ``services.revision_stickprov``)."""

    slag: str
    metod: str
    fro: str
    fran: int
    till: int
    antal: int
    population: int
    population_ore: int
    population_avtryck: str
    intervall: int | None


class Sample(NamedTuple):
    """A sample as kept, with how many of its items have a note, by result."""

    id: int
    slag: str
    metod: str
    fro: str
    fran: int
    till: int
    antal: int
    population: int
    population_ore: int
    population_avtryck: str
    intervall: int | None
    tid: str
    aktor: str
    poster: int
    ok: int
    fel: int
    oklart: int


class Post(NamedTuple):
    """An item of a sample with its latest note; ``utfall`` None: not looked at yet."""

    stickprov: int
    ordning: int
    nyckel: str
    belopp: int
    skal: str
    utfall: str | None
    text: str | None
    tid: str | None
    aktor: str | None


def add(
    connection: sqlite3.Connection,
    sample: NewSample,
    items: Sequence[tuple[str, int, str]],
    stamp: Stamp,
) -> int:
    """Keep a sample with its items (key, öre, why) and return its number."""
    marks = ", ".join("?" * (len(sample) + 2))
    cursor = connection.execute(
        f"""INSERT INTO stickprov ({", ".join(NewSample._fields)}, tid, aktor)
            VALUES ({marks})""",
        (*sample, stamp.tid, stamp.aktor),
    )
    number = cursor.lastrowid
    assert number is not None
    connection.executemany(
        "INSERT INTO stickprov_post VALUES (?, ?, ?, ?, ?)",
        ((number, place, *item) for place, item in enumerate(items, 1)),
    )
    log(connection, stamp, "stickprov draget", "stickprov", str(number), None, sample._asdict())
    return number


def note(
    connection: sqlite3.Connection, post: tuple[int, int], utfall: str, text: str, stamp: Stamp
) -> None:
    """Note the result of an item (sample, place); an earlier note stays beside it."""
    connection.execute(
        """INSERT INTO stickprov_notering (stickprov, ordning, utfall, text, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (*post, utfall, text, stamp.tid, stamp.aktor),
    )
    number, place = post
    after = {"utfall": utfall, "text": text}
    log(connection, stamp, "stickprov noterat", "stickprov", f"{number}/{place}", None, after)


def samples(connection: sqlite3.Connection, number: int | None = None) -> list[Sample]:
    """Return the samples, latest first, or one."""
    return [
        Sample._make(row)
        for row in connection.execute(
            f"""SELECT s.id, {", ".join(f"s.{name}" for name in NewSample._fields)}, s.tid, s.aktor,
                    count(*), coalesce(sum(v.utfall = 'ok'), 0),
                    coalesce(sum(v.utfall = 'fel'), 0), coalesce(sum(v.utfall = 'oklart'), 0)
                FROM stickprov s JOIN v_stickprov v ON v.stickprov = s.id
                WHERE ?1 IS NULL OR s.id = ?1 GROUP BY s.id ORDER BY s.id DESC""",
            (number,),
        )
    ]


_POST = """SELECT stickprov, ordning, nyckel, belopp_ore, skal, utfall, text, tid, aktor
    FROM v_stickprov"""


def posts(connection: sqlite3.Connection, number: int) -> list[Post]:
    """Return a sample's items in the order they were drawn."""
    rows = connection.execute(f"{_POST} WHERE stickprov = ? ORDER BY ordning", (number,))
    return [Post._make(row) for row in rows]


def post(connection: sqlite3.Connection, number: int, place: int) -> Post | None:
    """Return one item of a sample."""
    row = connection.execute(
        f"{_POST} WHERE stickprov = ? AND ordning = ?", (number, place)
    ).fetchone()
    return Post._make(row) if row else None


class Note(NamedTuple):
    """A note as it was written."""

    utfall: str
    text: str
    tid: str
    aktor: str


def notes(connection: sqlite3.Connection, number: int, place: int) -> list[Note]:
    """Return all notes of an item, oldest first."""
    return [
        Note._make(row)
        for row in connection.execute(
            """SELECT utfall, text, tid, aktor FROM stickprov_notering
               WHERE stickprov = ? AND ordning = ? ORDER BY id""",
            (number, place),
        )
    ]

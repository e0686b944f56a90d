"""What someone has done lately that is remembered with name and time: each kind latest first."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple


class Round(NamedTuple):
    """A round of decisions: ``antal`` findings of ``brukare`` people, of which ``kvar`` have not
    been moved since; ``en`` is one of the people, ``angrad`` when it was taken back ("" = not)."""

    omgang: int
    tid: str
    till_status: str
    motivering: str
    antal: int
    kvar: int
    brukare: int
    en: int
    fran_manad: int
    till_manad: int
    angrad: str


def rounds(connection: sqlite3.Connection, aktor: str, limit: int) -> list[Round]:
    """Return someone's rounds of decisions on findings."""
    return [
        Round._make(row)
        for row in connection.execute(
            """SELECT v.omgang, max(v.tid), max(v.till_status), max(v.motivering), count(*),
                   sum(v.id = (SELECT max(w.id) FROM avgorande w WHERE w.fynd = v.fynd)),
                   count(DISTINCT y.brukare), min(y.brukare), min(y.manad), max(y.manad),
                   coalesce((SELECT max(a.tid) FROM avgorande a
                       WHERE a.angrar = v.omgang AND a.fynd = min(v.fynd)), '')
               FROM avgorande v JOIN fynd y ON y.id = v.fynd
               WHERE v.omgang IN (SELECT DISTINCT omgang FROM avgorande
                   WHERE aktor = ?1 AND angrar IS NULL ORDER BY omgang DESC LIMIT ?2)
               GROUP BY v.omgang ORDER BY v.omgang DESC""",
            (aktor, limit),
        )
    ]


class Handled(NamedTuple):
    """A task handled by someone: ``innehall`` its facts then, ``senast`` when nobody has touched it
    since."""

    nyckel: str
    plikt: str
    utfall: str
    motivering: str
    innehall: dict[str, Any]
    tid: str
    senast: bool


def tasks(connection: sqlite3.Connection, aktor: str, limit: int) -> list[Handled]:
    """Return the tasks that someone has done or set aside."""
    return [
        Handled._make((*row[:4], json.loads(row[4]), row[5], bool(row[6])))
        for row in connection.execute(
            """SELECT u.nyckel, u.plikt, u.utfall, u.motivering, u.innehall, u.tid,
                   NOT EXISTS (SELECT 1 FROM uppgift n WHERE n.nyckel = u.nyckel AND n.id > u.id)
               FROM uppgift u WHERE u.aktor = ? AND u.utfall <> 'angrad'
               ORDER BY u.id DESC LIMIT ?""",
            (aktor, limit),
        )
    ]


class Written(NamedTuple):
    """Something someone did with a claim: the number of the step or of the piece of assessment."""

    id: int
    aterkrav: int


def steps(connection: sqlite3.Connection, aktor: str, limit: int) -> list[Written]:
    """Return the steps that someone has taken with claims."""
    return [
        Written._make(row)
        for row in connection.execute(
            """SELECT id, aterkrav FROM aterkrav_steg WHERE aktor = ? AND handelse <> 'angrad'
               ORDER BY id DESC LIMIT ?""",
            (aktor, limit),
        )
    ]


class Piece(NamedTuple):
    """A piece of a claim's assessment; ``ersatt`` when it has been changed or taken away since."""

    id: int
    aterkrav: int
    slag: str
    text: str
    tid: str
    ersatt: bool


def pieces(connection: sqlite3.Connection, aktor: str, limit: int) -> list[Piece]:
    """Return the pieces of assessments that someone has written."""
    return [
        Piece._make((*row[:5], bool(row[5])))
        for row in connection.execute(
            """SELECT b.id, b.aterkrav, b.slag, b.text, b.tid,
                   EXISTS (SELECT 1 FROM aterkrav_bedomning n WHERE n.ersatter = b.id)
               FROM aterkrav_bedomning b WHERE b.aktor = ? AND b.text <> ''
               ORDER BY b.id DESC LIMIT ?""",
            (aktor, limit),
        )
    ]


class Ruled(NamedTuple):
    """A sjuklön claim as someone decided it."""

    arende: str
    brukare: int
    till_status: str
    motivering: str
    tid: str


def rulings(connection: sqlite3.Connection, aktor: str, limit: int) -> list[Ruled]:
    """Return the sjuklön claims that someone has decided."""
    return [
        Ruled._make(row)
        for row in connection.execute(
            """SELECT f.arende, f.brukare, a.till_status, a.motivering, a.tid
               FROM sjukfall_avgorande a JOIN sjukfall f ON f.id = a.sjukfall
               WHERE a.aktor = ? ORDER BY a.id DESC LIMIT ?""",
            (aktor, limit),
        )
    ]


class Attested(NamedTuple):
    """A run that someone has attested."""

    id: int
    manad: int
    tid: str
    status: str


def attests(connection: sqlite3.Connection, aktor: str, limit: int) -> list[Attested]:
    """Return the runs that someone has attested."""
    return [
        Attested._make(row)
        for row in connection.execute(
            """SELECT id, manad, attesterad, status FROM korning WHERE attestant = ?
               ORDER BY attesterad DESC, id DESC LIMIT ?""",
            (aktor, limit),
        )
    ]

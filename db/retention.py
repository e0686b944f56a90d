"""Whose files are closed since long, which entries of the journal tell only of them, and their
removal (gallring). Days are ISO text; a day before ``limit`` is long enough ago."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from db import chain, changes
from db.journal import Stamp, log

OPEN = "9999-12-31"
"""The last day of what has not ended."""

_NOTES = (
    f"SELECT brukare, coalesce(till, '{OPEN}') FROM beslut",
    "SELECT brukare, beslutsdatum FROM beslut",
    f"""SELECT brukare, CASE utfall WHEN 'beviljat' THEN coalesce(till, '{OPEN}')
        ELSE beslutsdatum END FROM fkbeslut""",
    """SELECT n.brukare, substr(coalesce(k.makulerad, k.attesterad, k.skapad), 1, 10)
        FROM netto n JOIN korning k ON k.id = n.korning""",
    """SELECT brukare, date(max(slut) * 60, 'unixepoch') FROM tidrapport
        INDEXED BY tidrapport_brukare GROUP BY manad, brukare""",
    """SELECT assistent, date(max(slut) * 60, 'unixepoch') FROM tidrapport
        INDEXED BY tidrapport_assistent GROUP BY manad, assistent""",
    "SELECT brukare, substr(coalesce(till, fran), 1, 10) FROM vistelse",
    "SELECT brukare, manad || '-31' FROM redovisning",
    "SELECT brukare, manad || '-31' FROM fkfaktura",
    "SELECT brukare, substr(tid, 1, 10) FROM betalning",
    "SELECT brukare, coalesce(till, fran) FROM betalningsstopp",
    f"""SELECT brukare, CASE status WHEN 'oppen' THEN '{OPEN}' WHEN 'komplettering' THEN '{OPEN}'
        ELSE ansokt END FROM sjukfall""",
    """SELECT f.brukare, substr(a.tid, 1, 10) FROM sjukfall_avgorande a
        JOIN sjukfall f ON f.id = a.sjukfall""",
    """SELECT y.brukare, substr(a.tid, 1, 10) FROM avgorande a JOIN fynd y ON y.id = a.fynd""",
    f"""SELECT brukare, CASE WHEN status IN ('betald', 'nedlagd', 'eftergiven', 'makulerad')
        THEN substr(tid, 1, 10) ELSE '{OPEN}' END FROM aterkrav WHERE samlat_i IS NULL""",
    """SELECT c.brukare, substr(s.tid, 1, 10) FROM aterkrav_steg s
        JOIN aterkrav c ON c.id = s.aterkrav""",
    "SELECT assistent, coalesce(till, fran) FROM uppdrag",
    "SELECT assistent, substr(tid, 1, 10) FROM anteckning",
    "SELECT assistent, ansokt FROM sjukfall",
)
"""(person, day) of everything that is a note in somebody's file, or keeps it open."""

_LINKED = """INSERT INTO temp.notis SELECT assistent, (SELECT max(dag) FROM temp.notis n
    WHERE n.person = brukare) FROM (SELECT assistent, brukare FROM uppdrag
        UNION SELECT assistent, brukare FROM sjukfall)"""
"""An assistant is told of in the files of those worked for."""

KEPT_KEYS = ("fynd", "aterkrav")
"""Objects whose key is only the program's own number of a row that stays."""
MONEY = ("konto väntar", "konto bekräftat", "konto avvisat", "mottagare", "betalningsstopp")
MONEY_OBJECTS = ("mottagare", "fkfaktura", "aterkrav", "redovisning")
"""Entries that belong to the accounts: kept as long as these."""


class Closed(NamedTuple):
    """A person whose file is closed since long, with how many entries are to go and how many rows
    stay."""

    id: int
    nummer: str
    skyddad: int
    sista: str
    poster: int
    rader: int


class Entry(NamedTuple):
    """An entry whose content is to be removed; ``nyckel`` 1: its key as well."""

    id: int
    tid: str
    handelse: str
    objekt: str
    nyckel: int


class Rest(NamedTuple):
    """What else is stored of those whose files are closed."""

    rader: int
    fynd: int
    korningar: int
    krav: int
    filer: int


def find(connection: sqlite3.Connection, limit: str, money_limit: str) -> None:
    """Fill temp.sluten (whose files are closed) and temp.gallras (entries that tell only of them).

    Entries that belong to the accounts wait for ``money_limit`` too. What came after the last
    attest stays: the four eyes look back to it.
    """
    for statement in _TEMPORARY:
        connection.execute(statement)
    for query in _NOTES:
        connection.execute(f"INSERT INTO temp.notis {query}")
    connection.executemany("INSERT INTO temp.berattar VALUES (?, ?)", _told_of(connection))
    connection.execute(
        """INSERT INTO temp.notis SELECT b.person, substr(j.tid, 1, 10)
           FROM temp.berattar b JOIN journal j ON j.id = b.journal"""
    )
    connection.execute(_LINKED)
    connection.execute(
        """INSERT INTO temp.sluten SELECT person, max(dag) FROM temp.notis
           WHERE person IS NOT NULL AND dag IS NOT NULL GROUP BY person HAVING max(dag) < ?""",
        (limit,),
    )
    _choose(connection, limit, money_limit)


def _choose(connection: sqlite3.Connection, limit: str, money_limit: str) -> None:
    marks, others, kept = (", ".join("?" * len(some)) for some in (MONEY, MONEY_OBJECTS, KEPT_KEYS))
    last = changes.last_attested_journal(connection)
    connection.execute(
        f"""INSERT INTO temp.gallras
            SELECT j.id, j.objekt NOT IN ({kept}) FROM journal j
            WHERE j.id IN (SELECT journal FROM temp.berattar) AND j.id < ?
                AND NOT EXISTS (SELECT 1 FROM temp.berattar b WHERE b.journal = j.id
                    AND b.person NOT IN (SELECT person FROM temp.sluten))
                AND (j.tid < ? OR NOT (j.handelse IN ({marks}) OR j.objekt IN ({others})))
            UNION SELECT j.id, 1 FROM journal j WHERE j.objekt = 'visning' AND j.tid < ?""",
        (*KEPT_KEYS, last, money_limit, *MONEY, *MONEY_OBJECTS, limit),
    )
    connection.execute("DELETE FROM temp.gallras WHERE journal IN (SELECT journal FROM gallrad)")


_TEMPORARY = (
    "DROP TABLE IF EXISTS temp.notis",
    "DROP TABLE IF EXISTS temp.berattar",
    "DROP TABLE IF EXISTS temp.sluten",
    "DROP TABLE IF EXISTS temp.gallras",
    "CREATE TEMP TABLE notis (person INTEGER, dag TEXT)",
    "CREATE INDEX temp.notis_person ON notis (person)",
    "CREATE TEMP TABLE berattar (journal INTEGER, person INTEGER, PRIMARY KEY (journal, person))",
    "CREATE INDEX temp.berattar_person ON berattar (person)",
    "CREATE TEMP TABLE sluten (person INTEGER PRIMARY KEY, sista TEXT NOT NULL)",
    "CREATE TEMP TABLE gallras (journal INTEGER PRIMARY KEY, nyckel INTEGER NOT NULL)",
)


def closed(connection: sqlite3.Connection) -> list[Closed]:
    """Return the persons whose files ``find`` found closed, by number."""
    return [
        Closed._make(row)
        for row in connection.execute(
            """SELECT p.id, p.nummer, p.skyddad, s.sista, (SELECT count(*) FROM temp.berattar b
                    JOIN temp.gallras g ON g.journal = b.journal WHERE b.person = p.id) AS poster,
                coalesce(t.antal, 0) + coalesce(a.antal, 0) AS rader
            FROM temp.sluten s JOIN person p ON p.id = s.person
            LEFT JOIN (SELECT brukare, count(*) AS antal FROM tidrapport
                WHERE brukare IN (SELECT person FROM temp.sluten) GROUP BY brukare) t
                ON t.brukare = p.id
            LEFT JOIN (SELECT assistent, count(*) AS antal FROM tidrapport
                WHERE assistent IN (SELECT person FROM temp.sluten) GROUP BY assistent) a
                ON a.assistent = p.id
            WHERE poster OR rader ORDER BY p.nummer"""
        )
    ]


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the entries that ``find`` found, in order."""
    for row in connection.execute(
        """SELECT j.id, j.tid, j.handelse, j.objekt, g.nyckel FROM temp.gallras g
           JOIN journal j ON j.id = g.journal ORDER BY j.id"""
    ):
        yield Entry._make(row)


def rest(connection: sqlite3.Connection) -> Rest:
    """Return how much else is stored of the brukare and assistants whose files are closed."""
    row = connection.execute(
        """SELECT
            (SELECT count(*) FROM tidrapport WHERE brukare IN (SELECT person FROM temp.sluten)),
            (SELECT count(*) FROM fynd WHERE brukare IN (SELECT person FROM temp.sluten)),
            (SELECT count(DISTINCT korning) FROM netto
                WHERE brukare IN (SELECT person FROM temp.sluten)),
            (SELECT count(*) FROM aterkrav WHERE brukare IN (SELECT person FROM temp.sluten)),
            (SELECT count(DISTINCT fil) FROM tidrapport
                WHERE brukare IN (SELECT person FROM temp.sluten))"""
    ).fetchone()
    return Rest._make(row)


def carry_out(connection: sqlite3.Connection, year: int, motivering: str, stamp: Stamp) -> int:
    """Remove content, keys and salts of what ``find`` found; return the gallring's number.

    The chain stays as it was, and gets an entry that tells of the gallring and seals its list.
    """
    connection.execute("PRAGMA secure_delete = ON")
    chosen = connection.execute(
        "SELECT journal, nyckel FROM temp.gallras ORDER BY journal"
    ).fetchall()
    digest = chain.list_digest(chosen)
    number: int = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM gallring").fetchone()[0]
    said = {
        "ar": year,
        "poster": len(chosen),
        "nycklar": sum(key for _, key in chosen),
        "motivering": motivering,
        "avtryck": digest,
    }
    entry = log(connection, stamp, "gallrad", "gallring", str(number), None, said)
    connection.execute(
        "INSERT INTO gallring VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, year, motivering, len(chosen), digest, entry, stamp.tid, stamp.aktor),
    )
    connection.execute("INSERT INTO gallrad SELECT journal, ?, nyckel FROM temp.gallras", (number,))
    of_this = "journal IN (SELECT journal FROM gallrad WHERE gallring = ?"
    connection.execute(f"DELETE FROM journal_innehall WHERE {of_this})", (number,))
    connection.execute(f"DELETE FROM journal_nyckel WHERE {of_this} AND nyckel = 1)", (number,))
    return number


# -- whom an entry tells of ----------------------------------------------------------------------

_FIRST_IS_PERSON = (
    "person",
    "brukare",
    "assistent",
    "bosattning",
    "sjukersattning",
    "vistelse",
    "redovisning",
    "fkbeslut",
    "fkfaktura",
    "mottagare",
)
"""Registers whose entries' keys begin with the person's id."""

_ASKED = {"informerad": "fkbeslut-id", "avskriven": "fkbeslut-id"}
_BY_PAYEE = "SELECT brukare FROM mottagare WHERE nummer = ?"


def _told_of(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Yield (entry, person) for entries that tell of persons; others name nobody and stay."""
    by_number = dict(connection.execute("SELECT nummer, id FROM person").fetchall())
    find = {
        "beslut": "SELECT brukare FROM beslut WHERE nummer = ?",
        "arbetsgivare": "SELECT person FROM arbetsgivare WHERE id = ? AND person IS NOT NULL",
        "fynd": """SELECT brukare FROM fynd WHERE id = substr(?1, 2)
            UNION SELECT assistent FROM fynd WHERE id = substr(?1, 2) AND assistent IS NOT NULL""",
        "aterkrav": "SELECT brukare FROM aterkrav WHERE id = substr(?, 2)",
        "sjukfall": """SELECT brukare FROM sjukfall WHERE arende = ?1
            UNION SELECT assistent FROM sjukfall WHERE arende = ?1""",
        "uppgift": """SELECT e.value FROM uppgift u, json_each(u.innehall) e
            WHERE u.nyckel = ? AND e.key IN ('brukare', 'assistent')""",
        "fkbeslut-id": "SELECT brukare FROM fkbeslut WHERE id = ?",
    }
    for number, event, about, key in connection.execute(
        """SELECT j.id, j.handelse, j.objekt, n.nyckel FROM journal j
           JOIN journal_nyckel n ON n.journal = j.id ORDER BY j.id"""
    ):
        first = key.split("/")[0]
        asked = _ASKED.get(event, "payee" if event in MONEY and "/" not in key else about)
        if asked in find:
            persons = [row[0] for row in connection.execute(find[asked], (key,))]
        elif asked == "payee" and about != "mottagare":
            persons = [by_number[key]] if key in by_number else []
        elif asked == "payee":
            persons = [row[0] for row in connection.execute(_BY_PAYEE, (key,))]
        elif about == "uppdrag":
            persons = [int(part) for part in key.split("/")[:2] if part.isdecimal()]
        elif about in _FIRST_IS_PERSON and first.isdecimal():
            persons = [int(first)]
        else:
            persons = []
        for person in set(persons):
            yield number, person

"""What is on file: people and employers found by words, and the rows of registers about one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from db.audit_changes import EVENTS, Change

PERSON, EMPLOYER = "person", "arbetsgivare"
ROLES: Mapping[str, str] = {
    "brukare": f"""(a.slag = '{PERSON}' AND (EXISTS (SELECT 1 FROM brukare x WHERE x.person = a.id)
        OR EXISTS (SELECT 1 FROM beslut x WHERE x.brukare = a.id)))""",
    "assistent": f"""(a.slag = '{PERSON}' AND
        (EXISTS (SELECT 1 FROM assistent x WHERE x.person = a.id)
        OR EXISTS (SELECT 1 FROM uppdrag x WHERE x.assistent = a.id)))""",
    "anordnare": f"(a.slag = '{EMPLOYER}')",
}
"""What someone is, as SQL over a row of ``_ALL``."""

_ALL = f"""(SELECT '{PERSON}' AS slag, id, nummer, namn, skyddad FROM person
    UNION ALL SELECT '{EMPLOYER}', id, nummer, namn, 0 FROM arbetsgivare WHERE person IS NULL)"""

_ROLES = " || ".join(f"CASE WHEN {test} THEN '{name},' ELSE '' END" for name, test in ROLES.items())
_SELECT = f"SELECT a.slag, a.id, a.nummer, a.namn, a.skyddad, rtrim({_ROLES}, ',')"


class OnFile(NamedTuple):
    """Someone in the registers; ``roller`` are some of ROLES, with commas."""

    slag: str
    id: int
    nummer: str
    namn: str | None
    skyddad: int
    roller: str


def find(
    connection: sqlite3.Connection, words: Sequence[str], sees: bool, limit: int
) -> tuple[list[OnFile], int]:
    """Return those whom every word fits, by name, and how many they are in all.

    A word is a role, the beginning of a number or a part of a name. Who may not see protected
    people (``sees`` False) finds one by the whole number alone, and sees none by name.
    """
    terms = ["1"]
    named: dict[str, Any] = {"sees": int(sees), "limit": limit}
    for place, word in enumerate(words):
        if word in ROLES:
            terms.append(ROLES[word])
            continue
        named[f"w{place}"], named[f"n{place}"] = word, word.replace("-", "")
        terms.append(
            f"""(a.nummer = :n{place} OR ((a.skyddad = 0 OR :sees) AND
                (a.nummer LIKE :n{place} || '%'
                 OR instr(casefold(coalesce(a.namn, '')), :w{place}))))"""
        )
    condition = " AND ".join(terms)
    total: int = connection.execute(
        f"SELECT count(*) FROM {_ALL} a WHERE {condition}", named
    ).fetchone()[0]
    rows = connection.execute(
        f"""{_SELECT} FROM (SELECT * FROM {_ALL} a WHERE {condition}
             ORDER BY CASE WHEN skyddad AND NOT :sees THEN '' ELSE casefold(coalesce(namn, nummer))
                 END, nummer LIMIT :limit) a""",
        named,
    )
    return [OnFile._make(row) for row in rows], total


def by_number(connection: sqlite3.Connection, nummer: str) -> OnFile | None:
    """Return who has an identity number."""
    return _one(connection, "a.nummer = ?", nummer)


def by_key(connection: sqlite3.Connection, slag: str, identity: int) -> OnFile | None:
    """Return a person or an employer by id."""
    return _one(connection, "a.slag = ? AND a.id = ?", slag, identity)


def _one(connection: sqlite3.Connection, condition: str, *values: str | int) -> OnFile | None:
    row = connection.execute(f"{_SELECT} FROM {_ALL} a WHERE {condition}", values).fetchone()
    return OnFile._make(row) if row else None


SECTIONS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    PERSON: (
        ("Person", "person", "id = ?1", "id"),
        ("Brukare", "brukare", "person = ?1", "person"),
        ("Beslut", "beslut", "brukare = ?1", "fran, nummer"),
        ("Tidigare lydelse av beslut", "beslut_tidigare", "brukare = ?1", "beslut, version"),
        ("Mottagare", "mottagare", "brukare = ?1", "fran, id"),
        ("Betalningsstopp", "betalningsstopp", "brukare = ?1", "fran, id"),
        ("Vistelse", "vistelse", "brukare = ?1", "fran"),
        ("Redovisning av kostnader", "redovisning", "brukare = ?1", "manad"),
        ("FK:s beslut", "fkbeslut", "brukare = ?1", "beslutsdatum, id"),
        ("FK:s räkning", "fkfaktura", "brukare = ?1", "manad, id"),
        ("Assistent", "assistent", "person = ?1", "person"),
        ("Bosättning", "bosattning", "assistent = ?1", "fran"),
        ("Sjukersättning", "sjukersattning", "assistent = ?1", "fran"),
        ("Anteckning om förmågan", "anteckning", "assistent = ?1", "fran, id"),
        ("Uppdrag", "uppdrag", "?1 IN (assistent, brukare)", "fran, id"),
        ("Ärende om sjuklön", "sjukfall", "?1 IN (brukare, assistent)", "forsta_sjukdag"),
        ("Egen arbetsgivare", "arbetsgivare", "person = ?1", "id"),
    ),
    EMPLOYER: (
        ("Anordnare", "arbetsgivare", "id = ?1", "id"),
        ("Tillstånd från IVO", "tillstand", "arbetsgivare = ?1", "fran"),
        ("Uppdrag", "uppdrag", "arbetsgivare = ?1", "fran, id"),
    ),
}
"""(what, table, whose rows, in what order) of each kind of OnFile."""

_WITHOUT_FILE = ("betalningsstopp", "anteckning")


class Row(NamedTuple):
    """A row of a register as stored, with where it came from: a file and row, else who and when."""

    varden: dict[str, Any]
    kalla: str
    aktor: str
    tid: str


def rows(
    connection: sqlite3.Connection, slag: str, title: str, identity: int, limit: int
) -> tuple[list[Row], int]:
    """Return the rows of a section about someone, and how many there are in all."""
    _, table, whose, order = next(item for item in SECTIONS[slag] if item[0] == title)
    total: int = connection.execute(
        f"SELECT count(*) FROM {table} WHERE {whose}", (identity,)
    ).fetchone()[0]
    if table in _WITHOUT_FILE:
        query = f"SELECT '', NULL, aktor, tid, t.* FROM {table} t WHERE {whose}"
    else:
        query = f"""SELECT coalesce(f.namn, ''), t.rad, coalesce(f.aktor, ''),
                coalesce(f.importerad, ''), t.* FROM {table} t LEFT JOIN fil f ON f.id = t.fil
            WHERE {whose.replace("id =", "t.id =")}"""
    by = ", ".join(f"t.{column.strip()}" for column in order.split(","))
    cursor = connection.execute(f"{query} ORDER BY {by} LIMIT ?2", (identity, limit))
    names = [column[0] for column in cursor.description][4:]
    found = []
    for name, rad, aktor, tid, *stored in cursor:
        values = {
            column: value
            for column, value in zip(names, stored, strict=True)
            if value is not None and column not in ("fil", "rad", "aktor", "tid")
        }
        place = name if rad is None else f"{name} rad {rad}"
        found.append(Row(values, place, aktor, tid))
    return found, total


class Reported(NamedTuple):
    """What has been reported of someone in a month."""

    manad: int
    rader: int
    minuter: int
    filer: str


def reported(connection: sqlite3.Connection, person: int, column: str) -> list[Reported]:
    """Return a brukare's or an assistant's reported time by month, latest first, with its files.

    ``column`` is ``brukare`` or ``assistent``.
    """
    if column not in ("brukare", "assistent"):
        raise ValueError(column)
    months = [row[0] for row in connection.execute(_MONTHS)]
    found = []
    for month in months:
        row = connection.execute(
            f"""SELECT manad, count(*), sum(slut - start),
                    (SELECT group_concat(namn, ', ') FROM (SELECT DISTINCT f.namn
                     FROM tidrapport y JOIN fil f ON f.id = y.fil
                     WHERE y.manad = ?1 AND y.{column} = ?2 ORDER BY f.id LIMIT 5))
                FROM tidrapport INDEXED BY tidrapport_{column}
                WHERE manad = ?1 AND {column} = ?2 GROUP BY manad""",
            (month, person),
        ).fetchone()
        if row:
            found.append(Reported._make(row))
    return found


_MONTHS = """WITH RECURSIVE m(x) AS (SELECT max(manad) FROM tidrapport UNION ALL
    SELECT (SELECT max(manad) FROM tidrapport WHERE manad < x) FROM m WHERE x IS NOT NULL)
    SELECT x FROM m WHERE x IS NOT NULL"""

_KEYED_BY_PERSON = (
    "person", "brukare", "assistent", "bosattning", "sjukersattning", "uppdrag", "mottagare",
    "redovisning", "vistelse", "fkbeslut", "fkfaktura",
)  # fmt: skip


def history(connection: sqlite3.Connection, item: OnFile, limit: int) -> list[Change]:
    """Return the journal's changes of what is on file about someone, latest first."""
    own = ("arbetsgivare", "tillstand") if item.slag == EMPLOYER else _KEYED_BY_PERSON
    also = "" if item.slag == EMPLOYER else _ALSO_PERSON
    return [
        Change._make((*row, None))
        for row in connection.execute(
            f"""SELECT j.id, j.tid, j.aktor, j.handelse, j.objekt, j.nyckel, j.fore, j.efter
                FROM v_logg j WHERE j.handelse IN {EVENTS!r} AND (
                    (j.objekt IN {own!r} AND (j.nyckel = :id OR j.nyckel LIKE :id || '/%'))
                    OR (j.nyckel = :number AND j.objekt <> 'anvandare') {also})
                ORDER BY j.id DESC LIMIT :limit""",
            {"id": str(item.id), "person": item.id, "number": item.nummer, "limit": limit},
        )
    ]


_ALSO_PERSON = """
    OR (j.objekt = 'uppdrag' AND j.nyckel LIKE '%/' || :id || '/%'
        AND substr(j.nyckel, instr(j.nyckel, '/') + 1) LIKE :id || '/%')
    OR (j.objekt = 'beslut' AND j.nyckel IN (SELECT nummer FROM beslut WHERE brukare = :person))
    OR (j.objekt = 'sjukfall' AND j.nyckel IN
        (SELECT arende FROM sjukfall WHERE :person IN (brukare, assistent)))"""

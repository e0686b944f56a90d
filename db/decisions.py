"""People's decisions on findings: moving, undoing, and the lists they are made from."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain, islice
from typing import Any, NamedTuple

from db.journal import Stamp, advance, log
from db.schema_009 import RANK

MANY = 20_000
"""Findings that are many: fewer are sorted at once."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings to list; None = all. ``text`` matches names and numbers."""

    manad: int | None = None
    status: str | None = None
    kod: str | None = None
    allvar: str | None = None
    brukare: str | None = None
    assistent: str | None = None
    text: str | None = None

    def describe(self) -> str:
        """Return the filter as staff type it: ``allvar=utred status=oppen``."""
        shown = (field.name for field in fields(self) if field.name != "manad")
        return " ".join(f"{name}={getattr(self, name)}" for name in shown if getattr(self, name))

    def without(self, name: str) -> Filter:
        """Return the filter with one condition taken away."""
        return replace(self, **{name: None})


class FindingRow(NamedTuple):
    """A finding for lists; names may be None, protected people are marked."""

    id: int
    manad: int
    kod: str
    allvar: str
    status: str
    orsak: str
    minuter: int
    timmar: int | None
    start: int | None
    slut: int | None
    underlag: str
    nytt_underlag: int
    antal: int
    brukare_id: int
    brukare: str
    brukare_namn: str | None
    brukare_skyddad: int
    assistent_id: int | None
    assistent: str | None
    assistent_namn: str | None
    assistent_skyddad: int | None
    arbetsgivare: str | None
    arbetsgivare_namn: str | None
    beslut: str | None


SELECT = """
    SELECT y.id, y.manad, y.kod, y.allvar, y.status, y.orsak, y.minuter, y.timmar, y.start,
        y.slut, y.underlag, y.nytt_underlag,
        (SELECT count(DISTINCT d.rad) FROM fynd_del d WHERE d.fynd = y.id AND d.aktuell = 1),
        b.id, b.nummer, b.namn, b.skyddad, a.id, a.nummer, a.namn, a.skyddad,
        g.nummer, coalesce(g.namn, gp.namn), s.nummer
    FROM fynd y
    JOIN person b ON b.id = y.brukare
    LEFT JOIN person a ON a.id = y.assistent
    LEFT JOIN arbetsgivare g ON g.id = y.arbetsgivare
    LEFT JOIN person gp ON gp.id = g.person
    LEFT JOIN beslut s ON s.id = y.beslut
"""
_RANK = RANK.replace("allvar", "y.allvar")
_ORDER = f"{_RANK}, y.kod, y.brukare, y.assistent, y.start, y.id"
"""The order of the list, which the index ``fynd_ordning`` has."""
_STATUS_RANK = """CASE y.status WHEN 'oppen' THEN 0 WHEN 'komplettering' THEN 1
    WHEN 'godkand' THEN 2 ELSE 3 END"""
SORTS = {
    "kod": "y.kod",
    "allvar": _RANK,
    "status": _STATUS_RANK,
    "tid": "y.start",
    # Minutes and hundredths of hours, both in twelve seconds.
    "effekt": "coalesce(y.timmar * 3, y.minuter * 5)",
}
"""What the list can be sorted by that stands in the findings themselves."""


class Sort(NamedTuple):
    """In which order to list findings: a key of SORTS; "" = as a list is read from its top."""

    column: str = ""
    reverse: bool = False


UNSORTED = Sort()


_TOLD = """skyddad = 0 AND instr(casefold(coalesce(namn, '')), ?) OR nummer LIKE ? || '%'"""
"""Whom a text means: who is protected is not found by name."""


def where(chosen: Filter, *, few: bool = False) -> tuple[str, list[Any]]:
    """Return the condition and parameters of a filter over y (fynd).

    A text is looked for among all people at once, or, for ``few`` findings, among theirs.
    """
    conditions, parameters = ["y.aktuell = 1"], []
    person = "(SELECT id FROM person WHERE nummer = ?)"
    for condition, value in (
        ("y.manad = ?", chosen.manad),
        ("y.status = ?", chosen.status),
        ("y.kod = ?", chosen.kod),
        ("y.allvar = ?", chosen.allvar),
        (f"y.brukare = {person}", chosen.brukare),
        (f"y.assistent = {person}", chosen.assistent),
    ):
        if value is not None:
            conditions.append(condition)
            parameters.append(value)
    if chosen.text:
        hits = f"(SELECT id FROM person WHERE {_TOLD})"
        own = f"EXISTS (SELECT 1 FROM person WHERE id IN (y.brukare, y.assistent) AND ({_TOLD}))"
        conditions.append(own if few else f"(y.brukare IN {hits} OR y.assistent IN {hits})")
        parameters += [chosen.text.casefold()] * (2 if few else 4)
    return " AND ".join(conditions), parameters


def listing(
    connection: sqlite3.Connection, chosen: Filter, limit: int = -1, offset: int = 0
) -> list[FindingRow]:
    """Return the findings of a filter: neka before utred before info, then kod and person."""
    condition, parameters = where(chosen)
    return [
        FindingRow._make(row)
        for row in connection.execute(
            f"{SELECT} WHERE {condition} ORDER BY {_ORDER} LIMIT ? OFFSET ?",
            (*parameters, limit, offset),
        )
    ]


def ordered_ids(
    connection: sqlite3.Connection, chosen: Filter, sort: Sort = UNSORTED, limit: int = -1
) -> Iterator[int]:
    """Yield the ids of a filter's findings in an order, at most ``limit`` of them (-1 = all)."""
    condition, parameters = where(chosen)
    first = SORTS[sort.column] if sort.column else ""
    order = ", ".join(part for part in (first and first + " DESC" * sort.reverse, _ORDER) if part)
    if sort.reverse and not first:
        order = order.replace(",", " DESC,") + " DESC"
    for row in connection.execute(
        f"SELECT y.id FROM fynd y WHERE {condition} ORDER BY {order} LIMIT ?",
        (*parameters, limit),
    ):
        yield row[0]


class Named(NamedTuple):
    """Someone that findings are about; protected people have no name here."""

    id: int | None
    namn: str | None
    nummer: str | None


def people(connection: sqlite3.Connection, month: int, role: str) -> list[Named]:
    """Return who a month's findings are about: ``role`` is ``brukare`` or ``assistent``.

    From one to the next by index: a million findings are about a few thousand people. Nobody
    (None) is always among them.
    """
    return [
        Named._make(row)
        for row in connection.execute(
            f"""WITH RECURSIVE f(x) AS (
                    SELECT min({role}) FROM fynd WHERE manad = :month AND {role} IS NOT NULL
                    UNION ALL
                    SELECT (SELECT min({role}) FROM fynd WHERE manad = :month AND {role} > x)
                    FROM f WHERE x IS NOT NULL)
                SELECT f.x, CASE WHEN p.skyddad THEN NULL ELSE p.namn END,
                    CASE WHEN p.skyddad THEN NULL ELSE p.nummer END
                FROM f LEFT JOIN person p ON p.id = f.x""",
            {"month": month},
        )
    ]


def ids_by_people(
    connection: sqlite3.Connection,
    chosen: Filter,
    role: str,
    order: Sequence[int | None],
    limit: int = -1,
) -> Iterator[int]:
    """Yield the ids of a month's findings, person by person in the order given, at most ``limit``
    of them (-1 = all).

    All of them are read in the list's order and parted by person. The first of many are looked up
    person by person instead, so that they come at once.
    """
    condition, parameters = where(chosen)
    if limit >= 0 and len(list(ordered_ids(connection, chosen, limit=MANY))) == MANY:
        yield from islice(_of_people(connection, chosen, role, order), limit)
        return
    parted: defaultdict[int | None, array[int]] = defaultdict(lambda: array("q"))
    for identity, person in connection.execute(
        f"SELECT y.id, y.{role} FROM fynd y WHERE {condition} ORDER BY {_ORDER}", parameters
    ):
        parted[person].append(identity)
    every = chain.from_iterable(parted[person] for person in order if person in parted)
    yield from islice(every, None if limit < 0 else limit)


def _of_people(
    connection: sqlite3.Connection, chosen: Filter, role: str, order: Sequence[int | None]
) -> Iterator[int]:
    condition, parameters = where(chosen)
    for person in order:
        for row in connection.execute(
            f"""SELECT y.id FROM fynd y INDEXED BY fynd_{role}
                WHERE y.manad = ? AND y.{role} IS ? AND {condition} ORDER BY {_ORDER}""",
            (chosen.manad, person, *parameters),
        ):
            yield row[0]


def among(connection: sqlite3.Connection, chosen: Filter, ids: Sequence[int]) -> set[int]:
    """Return which of some findings a filter has."""
    condition, parameters = where(chosen, few=True)
    return {
        row[0]
        for row in connection.execute(
            f"""SELECT y.id FROM json_each(?) j CROSS JOIN fynd y ON y.id = j.value
                WHERE {condition}""",
            (json.dumps(ids), *parameters),
        )
    }


def by_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> list[FindingRow]:
    """Return some findings in the order of ``ids``; unknown ids are left out."""
    found = {}
    for start in range(0, len(ids), 500):
        batch = ids[start : start + 500]
        marks = ", ".join("?" * len(batch))
        for row in connection.execute(f"{SELECT} WHERE y.id IN ({marks})", batch):
            found[row[0]] = FindingRow._make(row)
    return [found[identity] for identity in ids if identity in found]


class SummaryRow(NamedTuple):
    """How many findings of a code and state a month has, and their minutes and hours."""

    kod: str
    allvar: str
    status: str
    antal: int
    minuter: int
    timmar: int


def summary(connection: sqlite3.Connection, chosen: Filter) -> list[SummaryRow]:
    """Return counts and sums by code, severity and status."""
    condition, parameters = where(chosen)
    return [
        SummaryRow._make(row)
        for row in connection.execute(
            f"""SELECT y.kod, y.allvar, y.status, count(*), sum(y.minuter),
                    coalesce(sum(y.timmar), 0)
                FROM fynd y INDEXED BY fynd_ordning
                WHERE {condition} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
            parameters,
        )
    ]


def sources(connection: sqlite3.Connection, identity: int) -> list[tuple[str, int]]:
    """Return (file, row number) of every row a finding stands on."""
    return connection.execute(
        """SELECT DISTINCT f.namn, coalesce(t.rad, p.rad) FROM fynd_del d
           LEFT JOIN tidrapport t ON t.id = d.rad LEFT JOIN sjukpass p ON p.id = -d.rad
           JOIN fil f ON f.id = coalesce(t.fil, p.fil)
           WHERE d.fynd = ? AND d.aktuell = 1 ORDER BY 1, 2""",
        (identity,),
    ).fetchall()


def sources_of(
    connection: sqlite3.Connection, ids: Sequence[int]
) -> dict[int, list[tuple[str, int]]]:
    """Return the (file, row number) of every row of some findings."""
    found: dict[int, list[tuple[str, int]]] = {}
    for start in range(0, len(ids), 500):
        batch = ids[start : start + 500]
        marks = ", ".join("?" * len(batch))
        for identity, name, row in connection.execute(
            f"""SELECT DISTINCT d.fynd, f.namn, coalesce(t.rad, p.rad) FROM fynd_del d
                LEFT JOIN tidrapport t ON t.id = d.rad LEFT JOIN sjukpass p ON p.id = -d.rad
                JOIN fil f ON f.id = coalesce(t.fil, p.fil)
                WHERE d.fynd IN ({marks}) AND d.aktuell = 1 ORDER BY 1, 2, 3""",
            batch,
        ):
            found.setdefault(identity, []).append((name, row))
    return found


@dataclass(frozen=True, slots=True)
class Move:
    """A move of findings to a state, with the reason a person gives."""

    status: str
    motivering: str
    orsak: str | None = None
    svar_senast: str | None = None


def move(connection: sqlite3.Connection, ids: Sequence[int], change: Move, stamp: Stamp) -> int:
    """Move findings in one round and return the round's number (what undo takes)."""
    round_number = 1 + (connection.execute("SELECT max(omgang) FROM avgorande").fetchone()[0] or 0)
    touched: dict[int, set[int]] = {}
    for identity in ids:
        status, brukare, month = connection.execute(
            "SELECT status, brukare, manad FROM fynd WHERE id = ?", (identity,)
        ).fetchone()
        connection.execute(
            """INSERT INTO avgorande (fynd, omgang, fran_status, till_status, motivering, orsak,
               svar_senast, aktor, tid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                identity,
                round_number,
                status,
                change.status,
                change.motivering,
                change.orsak,
                change.svar_senast,
                stamp.aktor,
                stamp.tid,
            ),
        )
        _set_status(connection, identity, change.status)
        log(
            connection,
            stamp,
            "avgjort",
            "fynd",
            f"F{identity}",
            {"status": status},
            {"status": change.status, "motivering": change.motivering, "orsak": change.orsak},
        )
        touched.setdefault(month, set()).add(brukare)
    _advance(connection, touched)
    return round_number


def _advance(connection: sqlite3.Connection, touched: dict[int, set[int]]) -> None:
    for month, brukare in touched.items():
        advance(connection, brukare, (month, month))


def _set_status(connection: sqlite3.Connection, identity: int, status: str) -> None:
    connection.execute(
        """UPDATE fynd SET status = ?, avgoranden = avgoranden + 1, nytt_underlag = 0,
               timmar_avgjorda = timmar WHERE id = ?""",
        (status, identity),
    )


class Round(NamedTuple):
    """A round of moves that can be undone."""

    omgang: int
    tid: str
    aktor: str
    till_status: str
    antal: int
    motivering: str


def rounds(connection: sqlite3.Connection, month: int, limit: int = 20) -> list[Round]:
    """Return the latest rounds of a month that have not been undone, newest first."""
    return [
        Round._make(row)
        for row in connection.execute(
            """SELECT v.omgang, max(v.tid), max(v.aktor), max(v.till_status), count(*),
                   max(v.motivering)
               FROM avgorande v JOIN fynd y ON y.id = v.fynd
               WHERE y.manad = ? AND v.angrar IS NULL
                   AND v.omgang NOT IN (SELECT angrar FROM avgorande WHERE angrar IS NOT NULL)
               GROUP BY v.omgang ORDER BY v.omgang DESC LIMIT ?""",
            (month, limit),
        )
    ]


def undo(connection: sqlite3.Connection, round_number: int, stamp: Stamp) -> list[int]:
    """Move the findings of a round back to where they were; return those moved.

    A finding that has been moved again since is left as it is.
    """
    undone: list[int] = []
    touched: dict[int, set[int]] = {}
    new_round = 1 + (connection.execute("SELECT max(omgang) FROM avgorande").fetchone()[0] or 0)
    for identity, before, after, brukare, month in connection.execute(
        """SELECT v.fynd, v.fran_status, v.till_status, y.brukare, y.manad
           FROM avgorande v JOIN fynd y ON y.id = v.fynd
           WHERE v.omgang = ? AND v.id = (SELECT max(w.id) FROM avgorande w WHERE w.fynd = v.fynd)
        """,
        (round_number,),
    ).fetchall():
        connection.execute(
            """INSERT INTO avgorande (fynd, omgang, fran_status, till_status, motivering, angrar,
               aktor, tid) VALUES (?, ?, ?, ?, 'ångrat', ?, ?, ?)""",
            (identity, new_round, after, before, round_number, stamp.aktor, stamp.tid),
        )
        _set_status(connection, identity, before)
        log(
            connection,
            stamp,
            "ångrat",
            "fynd",
            f"F{identity}",
            {"status": after},
            {"status": before},
        )
        undone.append(identity)
        touched.setdefault(month, set()).add(brukare)
    _advance(connection, touched)
    return undone


class Step(NamedTuple):
    """One step in a finding's history."""

    tid: str
    aktor: str
    fran_status: str
    till_status: str
    motivering: str
    orsak: str | None
    svar_senast: str | None


def history(connection: sqlite3.Connection, identity: int) -> list[Step]:
    """Return what people have done with a finding, oldest first."""
    return [
        Step._make(row)
        for row in connection.execute(
            """SELECT tid, aktor, fran_status, till_status, motivering, orsak, svar_senast
               FROM avgorande WHERE fynd = ? ORDER BY id""",
            (identity,),
        )
    ]

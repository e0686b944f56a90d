"""People's decisions on findings: moving, undoing, and the lists they are made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from db.journal import Stamp, advance, log


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
_ORDER = """
    ORDER BY CASE y.allvar WHEN 'neka' THEN 0 WHEN 'utred' THEN 1 ELSE 2 END, y.kod, b.nummer,
        a.nummer, y.start, y.id
"""


def where(chosen: Filter) -> tuple[str, list[Any]]:
    """Return the condition and parameters of a filter over y (fynd), b, a."""
    conditions, parameters = ["y.aktuell = 1"], []
    for column, value in (
        ("y.manad", chosen.manad),
        ("y.status", chosen.status),
        ("y.kod", chosen.kod),
        ("y.allvar", chosen.allvar),
        ("b.nummer", chosen.brukare),
        ("a.nummer", chosen.assistent),
    ):
        if value is not None:
            conditions.append(f"{column} = ?")
            parameters.append(value)
    if chosen.text:
        conditions.append(
            "(instr(casefold(coalesce(b.namn, '')), ?) AND b.skyddad = 0"
            " OR instr(casefold(coalesce(a.namn, '')), ?) AND a.skyddad = 0"
            " OR b.nummer LIKE ? || '%' OR a.nummer LIKE ? || '%')"
        )
        parameters += [chosen.text.casefold()] * 4
    return " AND ".join(conditions), parameters


def listing(
    connection: sqlite3.Connection, chosen: Filter, limit: int = -1, offset: int = 0
) -> list[FindingRow]:
    """Return the findings of a filter: neka before utred before info, then kod and person."""
    condition, parameters = where(chosen)
    return [
        FindingRow._make(row)
        for row in connection.execute(
            f"{SELECT} WHERE {condition} {_ORDER} LIMIT ? OFFSET ?",
            (*parameters, limit, offset),
        )
    ]


def ordered_ids(connection: sqlite3.Connection, chosen: Filter) -> list[int]:
    """Return the ids of a filter's findings in list order."""
    condition, parameters = where(chosen)
    return [
        row[0]
        for row in connection.execute(
            f"""SELECT y.id FROM fynd y JOIN person b ON b.id = y.brukare
                LEFT JOIN person a ON a.id = y.assistent WHERE {condition} {_ORDER}""",
            parameters,
        )
    ]


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
                FROM fynd y JOIN person b ON b.id = y.brukare
                LEFT JOIN person a ON a.id = y.assistent
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

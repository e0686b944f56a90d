"""Findings that raise duties, grouped by what one duty is about. Streamed, by index.

Every query goes through the months that have been checked and ``fynd_lista``, so it looks at the
findings of its codes and at no others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Wanted(NamedTuple):
    """Findings to look for: codes, states, one brukare or everyone (None); ``fk`` only of those
    whom FK has granted something at some time."""

    kod: Sequence[str]
    status: Sequence[str]
    brukare: int | None = None
    fk: bool = False


class Group(NamedTuple):
    """Findings that raise one duty: the lowest id, whom they concern, first and last month.

    ``dag`` is the day on which the first of them was refused, else on which its rows came in;
    ``kod`` their codes with commas; ``extra`` what the kind of group adds.
    """

    fynd: int
    brukare: int | None
    assistent: int | None
    arbetsgivare: int | None
    manad: int
    sista: int
    antal: int
    minuter: int
    brukare_antal: int
    dag: str
    kod: str
    extra: str | None


_RECEIVED = """(SELECT f.mottagen FROM fynd_del d LEFT JOIN tidrapport t ON t.id = d.rad
    LEFT JOIN sjukpass p ON p.id = -d.rad JOIN fil f ON f.id = coalesce(t.fil, p.fil)
    WHERE d.fynd = y.id AND d.aktuell = 1 ORDER BY d.rad LIMIT 1)"""
_REFUSED = """(SELECT substr(max(v.tid), 1, 10) FROM avgorande v
    WHERE v.fynd = y.id AND v.till_status = 'nekad')"""
_LAPSED = """coalesce((SELECT max(s.till) FROM tillstand s WHERE s.arbetsgivare = y.arbetsgivare
    AND s.till < date(y.start * 60, 'unixepoch', '+2 hours')), '')"""
"""The last day of the permit that ended last before the finding; the day begins at local midnight,
one or two hours before it does in UTC."""
_UPPDRAG = """coalesce((SELECT max(u.fran) FROM uppdrag u WHERE u.assistent = y.assistent
    AND u.brukare = y.brukare AND u.arbetsgivare = y.arbetsgivare
    AND u.fran < printf('%04d-%02d-01', (y.manad + 1) / 12, (y.manad + 1) % 12 + 1)), '')"""
_COMPANY = """AND EXISTS (SELECT 1 FROM arbetsgivare g WHERE g.id = y.arbetsgivare
    AND g.person IS NULL AND coalesce(g.kommunal, 0) = 0)"""
_YEAR = "y.manad / 12"


def by_relation(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Group]:
    """Yield groups by assistant, brukare and employer; ``extra`` the latest uppdrag's first day."""
    return _groups(connection, wanted, "y.assistent, y.brukare, y.arbetsgivare", _UPPDRAG)


def by_brukare(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Group]:
    """Yield groups by brukare."""
    return _groups(connection, wanted, "y.brukare")


def by_brukare_month(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Group]:
    """Yield groups by brukare and month."""
    return _groups(connection, wanted, "y.brukare, y.manad")


def by_permit(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Group]:
    """Yield groups by employer and the permit that lapsed; ``extra`` its last day, "" = none."""
    return _groups(connection, wanted, "y.arbetsgivare", _LAPSED)


def by_brukare_permit(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Group]:
    """Yield groups by brukare, employer and the permit that lapsed."""
    return _groups(connection, wanted, "y.brukare, y.arbetsgivare", _LAPSED)


def by_employer_year(connection: sqlite3.Connection, wanted: Wanted, least: int) -> Iterator[Group]:
    """Yield groups by company and year, of at least so many findings; ``extra`` the year."""
    return _groups(connection, wanted, "y.arbetsgivare", _YEAR, _COMPANY, least)


def _groups(
    connection: sqlite3.Connection,
    wanted: Wanted,
    by: str,
    extra: str = "NULL",
    only: str = "",
    least: int = 1,
) -> Iterator[Group]:
    """Yield the groups; a column that the group does not go by is empty."""
    columns = ", ".join(
        column if column in by else "NULL"
        for column in ("y.brukare", "y.assistent", "y.arbetsgivare")
    )
    day = _REFUSED if tuple(wanted.status) == ("nekad",) else _RECEIVED
    condition, values = _condition(wanted)
    for row in connection.execute(
        f"""SELECT min(y.id), {columns}, min(y.manad), max(y.manad), count(*), sum(y.minuter),
               count(DISTINCT y.brukare), min(coalesce({day}, substr(k.tid, 1, 10))),
               group_concat(DISTINCT y.kod), {extra} AS extra
            FROM kontroll k CROSS JOIN fynd y INDEXED BY fynd_lista ON y.manad = k.manad
            WHERE {condition} {only} GROUP BY {by}, extra HAVING count(*) >= ?""",
        (*values, least),
    ):
        yield Group._make(row)


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    kods, states = (", ".join("?" * len(one)) for one in (wanted.kod, wanted.status))
    condition = f"y.aktuell = 1 AND y.kod IN ({kods}) AND y.status IN ({states})"
    values: list[object] = [*wanted.kod, *wanted.status]
    if wanted.brukare is not None:
        condition += " AND y.brukare = ?"
        values.append(wanted.brukare)
    if wanted.fk:
        condition += " AND y.brukare IN (SELECT brukare FROM fkbeslut WHERE utfall = 'beviljat')"
    return condition, values


class Opposite(NamedTuple):
    """A brukare on the other side of a refused overlap: the finding, the day it was refused."""

    fynd: int
    brukare: int
    manad: int
    dag: str


def opposite(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Opposite]:
    """Yield, once per finding, the other brukare whose rows it meets and whom FK has granted."""
    condition, values = _condition(wanted)
    for row in connection.execute(
        f"""SELECT DISTINCT y.id, t.brukare, y.manad, {_REFUSED}
            FROM kontroll k CROSS JOIN fynd y INDEXED BY fynd_lista ON y.manad = k.manad
            CROSS JOIN json_each(y.underlag) j
            CROSS JOIN json_each('[' || json_extract(j.value, '$.mot_rad') || ']') m
            JOIN tidrapport t ON t.id = m.value
            WHERE {condition} AND t.brukare <> y.brukare
                AND t.brukare IN (SELECT brukare FROM fkbeslut WHERE utfall = 'beviljat')""",
        values,
    ):
        yield Opposite._make(row)


class SickGroup(NamedTuple):
    """Findings on the passes of one sick spell; ``sista`` None = still ill."""

    fynd: int
    sjukfall: int
    arende: str
    brukare: int
    assistent: int
    arbetsgivare: int
    forsta: str
    sista: str | None
    status: str
    avgjord: str | None
    manad: int
    antal: int
    dag: str


def by_sick_spell(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[SickGroup]:
    """Yield refused findings by sick spell; ``avgjord`` is the day of the case's decision."""
    condition, values = _condition(wanted)
    for row in connection.execute(
        f"""SELECT min(y.id), s.id, s.arende, s.brukare, s.assistent, s.arbetsgivare,
               s.forsta_sjukdag, s.sista_sjukdag, s.status,
               (SELECT substr(max(a.tid), 1, 10) FROM sjukfall_avgorande a
                   WHERE a.sjukfall = s.id AND a.till_status = s.status),
               min(y.manad), count(*), min({_REFUSED})
            FROM kontroll k CROSS JOIN fynd y INDEXED BY fynd_lista ON y.manad = k.manad
            JOIN sjukfall s ON s.brukare = y.brukare
                AND substr(y.orsak, 1, length(s.arende) + 1) = s.arende || ' '
            WHERE {condition} GROUP BY s.id""",
        values,
    ):
        yield SickGroup._make(row)


def ids(
    connection: sqlite3.Connection,
    wanted: Wanted,
    months: tuple[int, int],
    whom: tuple[int | None, int | None, int | None],
) -> list[int]:
    """Return the findings of some months, first and last, that concern ``whom``: brukare,
    assistant and employer, None = any."""
    condition, values = _condition(wanted)
    brukare, assistent, arbetsgivare = whom
    return [
        row[0]
        for row in connection.execute(
            f"""SELECT y.id FROM kontroll k CROSS JOIN fynd y INDEXED BY fynd_lista
                    ON y.manad = k.manad
                WHERE {condition} AND k.manad BETWEEN ? AND ? AND (? IS NULL OR y.brukare = ?)
                    AND (? IS NULL OR y.assistent = ?) AND (? IS NULL OR y.arbetsgivare = ?)
                ORDER BY y.manad, y.start, y.id""",
            (
                *values,
                *months,
                brukare,
                brukare,
                assistent,
                assistent,
                arbetsgivare,
                arbetsgivare,
            ),
        )
    ]

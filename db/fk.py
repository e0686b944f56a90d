"""What Försäkringskassan has decided and billed, and the days that only FK pays for."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from db.journal import Stamp, log
from workbench.domain.fkbeslut import FkBeslut, granted, only_fk
from workbench.domain.time import midnight, parse_day


def _day(text: str | None) -> int | None:
    return None if text is None else parse_day(text)


BESLUT_COLUMNS = """x.id, x.beslutsdatum, x.utfall, x.fran, x.till, x.timmar_per_vecka,
    x.grundlaggande_per_vecka, x.orsak, x.retroaktivt_fran"""


def beslut_of(row: Sequence[Any]) -> FkBeslut:
    """Return FK's beslut from its BESLUT_COLUMNS."""
    identity, dated, outcome, fran, till, week, basic, reason, back = row
    days = _day(fran), _day(till)
    return FkBeslut(identity, parse_day(dated), outcome, *days, week, basic, reason, _day(back))


class FkPerson(NamedTuple):
    """A brukare that FK has decided on or billed."""

    id: int
    nummer: str
    namn: str | None
    skyddad: int


def persons(connection: sqlite3.Connection) -> dict[int, FkPerson]:
    """Return everyone whom FK has decided on or billed."""
    return {
        row[0]: FkPerson._make(row)
        for row in connection.execute(
            """SELECT id, nummer, namn, skyddad FROM person WHERE id IN
               (SELECT brukare FROM fkbeslut UNION SELECT brukare FROM fkfaktura)"""
        )
    }


def beslut(connection: sqlite3.Connection, brukare: int | None = None) -> dict[int, list[FkBeslut]]:
    """Return {brukare: FK's beslut}, of everyone or of one."""
    found: dict[int, list[FkBeslut]] = defaultdict(list)
    for person, *row in connection.execute(
        f"""SELECT brukare, {BESLUT_COLUMNS} FROM fkbeslut x
            WHERE ?1 IS NULL OR brukare = ?1 ORDER BY beslutsdatum, id""",
        (brukare,),
    ):
        found[person].append(beslut_of(row))
    return dict(found)


def source(connection: sqlite3.Connection, identity: int) -> tuple[FkBeslut, str, int]:
    """Return a beslut of FK with the file and the row it came in."""
    *row, name, rad = connection.execute(
        f"""SELECT {BESLUT_COLUMNS}, f.namn, x.rad FROM fkbeslut x JOIN fil f ON f.id = x.fil
            WHERE x.id = ?""",
        (identity,),
    ).fetchone()
    return beslut_of(row), name, rad


class BillRow(NamedTuple):
    """A row of FK's bill as it stands: hours in hundredths, amounts in öre, the file it came in."""

    id: int
    brukare: int
    manad: str
    timmar: int
    timbelopp: int
    belopp: int
    fil: str
    rad: int


def bills(connection: sqlite3.Connection, first: str, last: str) -> list[BillRow]:
    """Return the rows of FK's bills for months (``YYYY-MM``, both included) as they stand now."""
    return [
        BillRow._make(row)
        for row in connection.execute(
            """SELECT f.id, f.brukare, f.manad, f.timmar, f.timbelopp, f.belopp, x.namn, f.rad
               FROM fkfaktura f JOIN fil x ON x.id = f.fil
               WHERE f.manad BETWEEN ? AND ?
                   AND NOT EXISTS (SELECT 1 FROM fkfaktura n WHERE n.ersatter = f.id)
               ORDER BY f.manad, f.id""",
            (first, last),
        )
    ]


def store_bill(
    connection: sqlite3.Connection,
    brukare: int,
    values: Mapping[str, Any],
    source: tuple[int, int],
    stamp: Stamp,
) -> str:
    """Store a row of the bill; a changed one stands beside the former. ``source`` is file, row.

    Returns ``ny``, ``andrad`` or ``samma``.
    """
    amounts = ("timmar", "timbelopp", "belopp")
    former = connection.execute(
        f"""SELECT id, {", ".join(amounts)} FROM fkfaktura f WHERE brukare = ? AND manad = ?
            AND NOT EXISTS (SELECT 1 FROM fkfaktura n WHERE n.ersatter = f.id)""",
        (brukare, values["manad"]),
    ).fetchone()
    wanted = tuple(values[name] for name in amounts)
    if former and former[1:] == wanted:
        return "samma"
    connection.execute(
        """INSERT INTO fkfaktura (brukare, manad, timmar, timbelopp, belopp, ersatter, fil, rad)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (brukare, values["manad"], *wanted, former[0] if former else None, *source),
    )
    if former is None:
        return "ny"
    before, after = (dict(zip(amounts, one, strict=True)) for one in (former[1:], wanted))
    log(connection, stamp, "andrad", "fkfaktura", f"{brukare}/{values['manad']}", before, after)
    return "andrad"


def refresh_only_fk(connection: sqlite3.Connection, touched: Collection[int]) -> None:
    """Write anew the days that only FK pays for, of those touched."""
    for brukare in touched:
        own = beslut(connection, brukare).get(brukare)
        if own is None:
            continue
        here = connection.execute("SELECT fran, till FROM beslut WHERE brukare = ?", (brukare,))
        days = only_fk(granted(own), [(_day(fran), _day(till)) for fran, till in here])
        connection.execute("DELETE FROM endast_fk WHERE brukare = ?", (brukare,))
        connection.executemany(
            "INSERT INTO endast_fk VALUES (?, ?, ?)",
            [(brukare, midnight(first), midnight(after)) for first, after in days],
        )


def only_fk_between(
    connection: sqlite3.Connection, start: int, slut: int
) -> dict[int, list[tuple[int, int]]]:
    """Return {brukare: instants that only FK pays for} with some part between two instants."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for brukare, first, after in connection.execute(
        "SELECT brukare, start, slut FROM endast_fk WHERE start < ?2 AND slut > ?1", (start, slut)
    ):
        found[brukare].append((first, after))
    return dict(found)


def not_only_fk(connection: sqlite3.Connection) -> str:
    """Return what leaves rows ``t`` out of sums that only FK pays for; "" when there are none."""
    if connection.execute("SELECT 1 FROM endast_fk LIMIT 1").fetchone() is None:
        return ""
    return """AND NOT EXISTS (SELECT 1 FROM endast_fk e
        WHERE e.brukare = t.brukare AND e.start <= t.start AND e.slut >= t.slut)"""

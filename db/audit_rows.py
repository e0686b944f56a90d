"""From a reported row to what came of it, and from an amount or a reference to payments."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Found(NamedTuple):
    """A row (a pass of a sjuklön claim: id below 0) and the month and account it is netted in."""

    rad: int
    manad: int
    brukare: int
    arende: str


_ROW = "SELECT t.id, t.manad, t.brukare, '' FROM tidrapport t"
_PASS = """SELECT -p.id, s.manad, s.brukare, s.arende FROM sjukpass p
    JOIN sjukfall s ON s.id = p.sjukfall"""


def rows_of_file(connection: sqlite3.Connection, name: str, rad: int) -> list[Found]:
    """Return what stands on a row of a file, by the file's name or the start of its SHA-256."""
    files = connection.execute(
        """SELECT id, coalesce(forsta_rad, 1), coalesce(sista_rad, 0) FROM fil
           WHERE namn = ?1 OR (length(?1) >= 8 AND sha256 LIKE ?1 || '%') ORDER BY id""",
        (name,),
    ).fetchall()
    found = []
    for fil, first, last in files:
        # Rows of a file have ids side by side: no index by file is kept for a million rows.
        found += connection.execute(
            f"{_ROW} WHERE t.id BETWEEN ? AND ? AND t.fil = ? AND t.rad = ?",
            (first, last, fil, rad),
        ).fetchall()
        found += connection.execute(f"{_PASS} WHERE p.fil = ? AND p.rad = ?", (fil, rad)).fetchall()
    return [Found._make(row) for row in found]


def rows_of_day(connection: sqlite3.Connection, person: int, month: int, day: int) -> list[Found]:
    """Return a person's rows and passes that begin on a local day, as brukare or assistant."""
    found = []
    for by in ("brukare", "assistent"):
        found += connection.execute(
            f"""{_ROW} INDEXED BY tidrapport_{by}
                WHERE t.manad = ? AND t.{by} = ? AND t.dag = ? ORDER BY t.start""",
            (month, person, day),
        ).fetchall()
        found += connection.execute(
            f"{_PASS} WHERE s.{by} = ? AND p.dag = ? ORDER BY p.start", (person, day)
        ).fetchall()
    return [Found._make(row) for row in dict.fromkeys(found)]


def rows_by_id(connection: sqlite3.Connection, rad: int) -> Found | None:
    """Return one row or pass."""
    query, value = (f"{_ROW} WHERE t.id = ?", rad) if rad > 0 else (f"{_PASS} WHERE p.id = ?", -rad)
    row = connection.execute(query, (value,)).fetchone()
    return Found._make(row) if row else None


def findings_of(connection: sqlite3.Connection, rows: list[int]) -> list[int]:
    """Return the findings that stand or have stood on some rows and that a person can see."""
    marks = ", ".join("?" * len(rows))
    return [
        row[0]
        for row in connection.execute(
            f"""SELECT DISTINCT d.fynd FROM fynd_del d WHERE d.rad IN ({marks}) ORDER BY d.fynd""",
            rows,
        )
    ]


class ClaimPart(NamedTuple):
    """What a claim asks back of a row, öre."""

    aterkrav: int
    korning: int
    orsak: str
    belopp: int


def claims_of(connection: sqlite3.Connection, brukare: int, rad: int) -> list[ClaimPart]:
    """Return what claims on a brukare ask back of a row."""
    return [
        ClaimPart._make(row)
        for row in connection.execute(
            """SELECT r.aterkrav, r.korning, r.orsak, r.belopp FROM aterkrav c
               JOIN aterkrav_rad r ON r.aterkrav = c.id
               WHERE c.brukare = ? AND r.rad = ? ORDER BY r.id""",
            (brukare, rad),
        )
    ]


def claims_on(
    connection: sqlite3.Connection, brukare: int, month: int, arende: str | None
) -> list[int]:
    """Return the claims that have touched a brukare's month or sjuklön claim."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT DISTINCT aterkrav FROM aterkrav_bokning
               WHERE brukare = ? AND manad = ? AND arende IS ? ORDER BY 1""",
            (brukare, month, arende),
        )
    ]


def runs_of(connection: sqlite3.Connection, months: tuple[int, int]) -> list[int]:
    """Return the attested runs of a month and the next, annulled ones too, oldest first."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM korning WHERE manad BETWEEN ? AND ? AND sigill IS NOT NULL ORDER BY id",
            months,
        )
    ]


def payments_of(
    connection: sqlite3.Connection, korning: int, brukare: int, arende: str
) -> list[int]:
    """Return the payments of a brukare's netting in a run, those that replace others too."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT id FROM betalning WHERE korning = ? AND brukare = ?
               AND coalesce(arende, '') = ? ORDER BY id""",
            (korning, brukare, arende),
        )
    ]


def by_amount(connection: sqlite3.Connection, ore: int, day: str | None) -> list[int]:
    """Return the payments of an amount; ``day`` (ISO): to which something happened that day."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT p.id FROM betalning p WHERE p.belopp = ?1 AND (?2 IS NULL OR EXISTS
                   (SELECT 1 FROM betalning_handelse h WHERE h.betalning = p.id
                    AND (h.dag = ?2 OR substr(h.tid, 1, 10) = ?2))) ORDER BY p.id""",
            (ore, day),
        )
    ]


class Sent(NamedTuple):
    """The file a payment left in."""

    meddelande: str
    sha256: str
    tid: str
    aktor: str


def sent(connection: sqlite3.Connection, betalning: int) -> Sent | None:
    """Return the file that a payment left in."""
    row = connection.execute(
        """SELECT u.meddelande, u.sha256, u.tid, u.aktor FROM utfil_betalning b
           JOIN utfil u ON u.id = b.utfil WHERE b.betalning = ?""",
        (betalning,),
    ).fetchone()
    return Sent._make(row) if row else None


def by_message(connection: sqlite3.Connection, meddelande: str) -> list[int]:
    """Return the payments of a file for the bank, by its message id."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT b.betalning FROM utfil u JOIN utfil_betalning b ON b.utfil = u.id
               WHERE u.meddelande = ? ORDER BY 1""",
            (meddelande,),
        )
    ]

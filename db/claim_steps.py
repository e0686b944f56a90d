"""What happens to a claim after it was proposed: steps, debtors, plan, and the assessment."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from db.journal import Stamp
from db.ledger import Booking, booking_rows


class NewStep(NamedTuple):
    """An event of a claim; days are ISO text, ``belopp`` öre, ``uppgifter`` whatever else is to be
    remembered; ``bokningar`` the first and last booking that it made."""

    aterkrav: int
    handelse: str
    fran_status: str
    till_status: str
    dag: str
    frist: str | None = None
    belopp: int | None = None
    referens: str | None = None
    motivering: str = ""
    uppgifter: Mapping[str, Any] | None = None
    bokningar: tuple[int, int] | None = None
    angrar: int | None = None


def add(connection: sqlite3.Connection, step: NewStep, stamp: Stamp) -> int:
    """Store an event and return its number. Raises IntegrityError when it undoes one twice."""
    first, last = step.bokningar or (None, None)
    facts = None if step.uppgifter is None else json.dumps(step.uppgifter, ensure_ascii=False)
    cursor = connection.execute(
        """INSERT INTO aterkrav_steg (aterkrav, handelse, fran_status, till_status, dag, frist,
               belopp, referens, motivering, uppgifter, bokning_fran, bokning_till, angrar, tid,
               aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (*step[:9], facts, first, last, step.angrar, stamp.tid, stamp.aktor),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


class Step(NamedTuple):
    """An event as stored; ``angrad`` 1 when a later one undid it."""

    id: int
    handelse: str
    fran_status: str
    till_status: str
    dag: str
    frist: str | None
    belopp: int | None
    referens: str | None
    motivering: str
    uppgifter: str | None
    bokning_fran: int | None
    bokning_till: int | None
    angrar: int | None
    angrad: int
    tid: str
    aktor: str

    @property
    def facts(self) -> dict[str, Any]:
        """What else is remembered of the event."""
        found: dict[str, Any] = json.loads(self.uppgifter or "{}")
        return found


def steps(connection: sqlite3.Connection, aterkrav: int) -> list[Step]:
    """Return a claim's events, oldest first, undone ones too."""
    return [
        Step._make(row)
        for row in connection.execute(
            """SELECT id, handelse, fran_status, till_status, dag, frist, belopp, referens,
                   motivering, uppgifter, bokning_fran, bokning_till, angrar,
                   EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id), tid, aktor
               FROM aterkrav_steg s WHERE aterkrav = ? ORDER BY id""",
            (aterkrav,),
        )
    ]


def last_booking(connection: sqlite3.Connection) -> int:
    """Return the number of the latest booking of any claim; 0 = there is none."""
    found: int | None = connection.execute("SELECT max(id) FROM aterkrav_bokning").fetchone()[0]
    return found or 0


def last_run_booking(connection: sqlite3.Connection, aterkrav: int) -> int:
    """Return the number of the latest booking that a run made on a claim; 0 = there is none."""
    found: int | None = connection.execute(
        "SELECT max(id) FROM aterkrav_bokning WHERE aterkrav = ? AND korning IS NOT NULL",
        (aterkrav,),
    ).fetchone()[0]
    return found or 0


def bookings_between(connection: sqlite3.Connection, first: int, last: int) -> list[Booking]:
    """Return the bookings that a step made."""
    return booking_rows(connection, "id BETWEEN ? AND ?", (first, last))


# -- who owes -------------------------------------------------------------------------------------


class Debtor(NamedTuple):
    """Someone who owes: number, name, and whether enskild, formyndare, dodsbo or anordnare."""

    nummer: str
    namn: str
    slag: str


def set_debtors(connection: sqlite3.Connection, step: int, debtors: Iterable[Debtor]) -> None:
    """Say who owes, from a step on."""
    connection.executemany(
        "INSERT INTO aterkrav_galdenar (steg, nummer, namn, slag) VALUES (?, ?, ?, ?)",
        [(step, *debtor) for debtor in debtors],
    )


def chosen_debtors(connection: sqlite3.Connection, aterkrav: int) -> list[Debtor]:
    """Return those whom a person has chosen as debtors, or to whom the claim was communicated;
    empty = those that the law gives."""
    return [
        Debtor._make(row)
        for row in connection.execute(
            """SELECT g.nummer, g.namn, g.slag FROM aterkrav_galdenar g
               WHERE g.steg = (SELECT max(s.id) FROM aterkrav_steg s JOIN aterkrav_galdenar x
                       ON x.steg = s.id
                   WHERE s.aterkrav = ?
                       AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id))
               ORDER BY g.nummer""",
            (aterkrav,),
        )
    ]


def step_debtors(connection: sqlite3.Connection, step: int) -> list[Debtor]:
    """Return those whom a step chose as debtors."""
    return [
        Debtor._make(row)
        for row in connection.execute(
            "SELECT nummer, namn, slag FROM aterkrav_galdenar WHERE steg = ? ORDER BY nummer",
            (step,),
        )
    ]


# -- the plan -------------------------------------------------------------------------------------


def set_plan(connection: sqlite3.Connection, step: int, parts: Iterable[tuple[str, int]]) -> None:
    """Store the instalments (ISO day, öre) of a plan."""
    connection.executemany(
        "INSERT INTO aterkrav_delbetalning (steg, dag, belopp) VALUES (?, ?, ?)",
        [(step, *part) for part in parts],
    )


def plan(connection: sqlite3.Connection, aterkrav: int) -> tuple[int, list[tuple[str, int]]]:
    """Return the step and the instalments (ISO day, öre) of the latest plan; (0, []) = none."""
    rows = connection.execute(
        """SELECT d.steg, d.dag, d.belopp FROM aterkrav_delbetalning d
           WHERE d.steg = (SELECT max(s.id) FROM aterkrav_steg s JOIN aterkrav_delbetalning x
                   ON x.steg = s.id
               WHERE s.aterkrav = ?
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id))
           ORDER BY d.dag""",
        (aterkrav,),
    ).fetchall()
    return (rows[0][0], [(day, ore) for _, day, ore in rows]) if rows else (0, [])


# -- the assessment -------------------------------------------------------------------------------


class Assessment(NamedTuple):
    """A piece of the assessment: bevis, for, emot, namnden or svar."""

    id: int
    slag: str
    text: str
    kalla: str
    tid: str
    aktor: str


def assess(
    connection: sqlite3.Connection,
    aterkrav: int,
    slag: str,
    text: str,
    kalla: str,
    stamp: Stamp,
    *,
    ersatter: int | None = None,
) -> int:
    """Write a piece of the assessment, in place of another when ``ersatter`` names one.

    An empty text takes that one away. Raises IntegrityError when it has been replaced already.
    """
    cursor = connection.execute(
        """INSERT INTO aterkrav_bedomning (aterkrav, slag, text, kalla, ersatter, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (aterkrav, slag, text, kalla, ersatter, stamp.tid, stamp.aktor),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def assessment(connection: sqlite3.Connection, aterkrav: int) -> list[Assessment]:
    """Return a claim's assessment as it stands, in the order it was written."""
    return [
        Assessment._make(row)
        for row in connection.execute(
            """SELECT id, slag, text, kalla, tid, aktor FROM aterkrav_bedomning b
               WHERE aterkrav = ? AND text <> ''
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_bedomning n WHERE n.ersatter = b.id)
               ORDER BY id""",
            (aterkrav,),
        )
    ]


# -- the claim itself -----------------------------------------------------------------------------


class Case(NamedTuple):
    """A claim's kind, state, ground, and the claim it has been joined into."""

    id: int
    brukare: int
    arende: str | None
    slag: str
    status: str
    grund: str
    korning: int | None
    samlat_i: int | None


def case(connection: sqlite3.Connection, aterkrav: int) -> Case | None:
    """Return a claim; None when there is none with that number."""
    row = connection.execute(
        """SELECT id, brukare, arende, slag, status, grund, korning, samlat_i FROM aterkrav
           WHERE id = ?""",
        (aterkrav,),
    ).fetchone()
    return Case._make(row) if row else None


def set_case(
    connection: sqlite3.Connection,
    aterkrav: int,
    *,
    grund: str | None = None,
    slag: str | None = None,
) -> None:
    """Give a claim another ground or kind."""
    connection.execute(
        "UPDATE aterkrav SET grund = coalesce(?, grund), slag = coalesce(?, slag) WHERE id = ?",
        (grund, slag, aterkrav),
    )


def join(connection: sqlite3.Connection, aterkrav: int, into: int | None) -> None:
    """Join a claim into another; None takes it out again."""
    connection.execute("UPDATE aterkrav SET samlat_i = ? WHERE id = ?", (into, aterkrav))


class Key(NamedTuple):
    """A claim's amounts on one key, öre."""

    manad: int
    brukare: int
    arende: str | None
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int


def keys(connection: sqlite3.Connection, aterkrav: int, *, empty: bool = False) -> list[Key]:
    """Return a claim's amounts by key, oldest month first; ``empty``: also keys all zero."""
    return [
        Key._make(row)
        for row in connection.execute(
            """SELECT manad, brukare, arende, sum(utestaende), sum(aterbetalt), sum(nedlagt),
                   sum(absorberat)
               FROM aterkrav_bokning WHERE aterkrav = ?1 GROUP BY manad, brukare, arende
               HAVING ?2 OR sum(utestaende) OR sum(aterbetalt) OR sum(nedlagt) OR sum(absorberat)
               ORDER BY manad, arende""",
            (aterkrav, empty),
        )
    ]


def struck(connection: sqlite3.Connection, aterkrav: int) -> list[int]:
    """Return what courts have struck of each of a claim's keys and not given back, in öre.

    What a later rise has absorbed of it is not to be given back by anyone.
    """
    return [
        max(0, min(cut, dropped))
        for cut, dropped in connection.execute(
            """SELECT sum(CASE WHEN handelse IN ('andrad', 'upphavd', 'faststalld', 'aterforvisad')
                   THEN nedlagt ELSE 0 END), sum(nedlagt)
               FROM aterkrav_bokning WHERE aterkrav = ? GROUP BY manad, brukare, arende
               HAVING sum(utestaende) OR sum(aterbetalt) OR sum(nedlagt) OR sum(absorberat)
               ORDER BY manad, arende""",
            (aterkrav,),
        )
    ]


def open_findings(connection: sqlite3.Connection, aterkrav: int) -> int:
    """Return how many findings that hold time behind a claim's rows nobody has closed.

    Time that was refused and not merely held waits for no other finding on the same row.
    """
    count: int = connection.execute(
        """SELECT count(DISTINCT y.id) FROM aterkrav_rad r
           JOIN aterkrav c ON c.id = r.aterkrav AND (c.id = ?1 OR c.samlat_i = ?1)
           JOIN korning k ON k.id = r.korning AND k.status <> 'makulerad'
           JOIN fynd_del d ON d.rad = r.rad AND d.aktuell = 1
           JOIN fynd y ON y.id = d.fynd AND y.aktuell = 1 AND y.manad = r.manad
           WHERE y.allvar = 'utred' AND y.status IN ('oppen', 'komplettering')
               AND (c.grund = 'utredning' OR r.orsak NOT LIKE 'nekad:%')""",
        (aterkrav,),
    ).fetchone()[0]
    return count


def waits_for_run(connection: sqlite3.Connection, brukare: int, month: int) -> bool:
    """Tell whether a brukare's month has changed since its latest run, or has a draft that would
    pay, claim or move something."""
    row = connection.execute(
        """SELECT id, revision, status FROM korning
           WHERE manad = ? AND status IN ('utkast', 'attesterad', 'exporterad')
           ORDER BY id DESC LIMIT 1""",
        (month,),
    ).fetchone()
    if row is None:
        return True
    korning, revision, status = row
    query = """SELECT EXISTS (SELECT 1 FROM berord o WHERE o.revision > ?2
            AND o.fran_manad <= ?3 AND o.till_manad >= ?3
            AND (o.person = ?1 OR o.person IN (SELECT t.assistent FROM tidrapport t
                INDEXED BY tidrapport_brukare WHERE t.manad = ?3 AND t.brukare = ?1)))
        OR (?4 = 'utkast' AND EXISTS (SELECT 1 FROM netto n WHERE n.korning = ?5
            AND n.brukare = ?1 AND (n.att_betala OR n.aterkrav OR n.sankta_krav OR n.absorberat
                OR n.aterstallt)))"""
    found = connection.execute(query, (brukare, revision, month, status, korning)).fetchone()
    return bool(found[0])


def repaid_before(connection: sqlite3.Connection, aterkrav: int, step: int) -> int:
    """Return what had been repaid of a claim when a step was taken, öre."""
    found: int | None = connection.execute(
        """SELECT sum(aterbetalt) FROM aterkrav_bokning
           WHERE aterkrav = ?1 AND id <= (SELECT max(bokning_till) FROM aterkrav_steg
               WHERE aterkrav = ?1 AND id < ?2)""",
        (aterkrav, step),
    ).fetchone()[0]
    return found or 0

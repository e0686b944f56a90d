"""What is stored about why a claim arose: findings on its rows, what payees were told, facts."""

from __future__ import annotations

import json
import sqlite3
import zlib
from typing import NamedTuple

_ROWS = """(SELECT r.manad, r.rad FROM aterkrav_rad r
    JOIN korning k ON k.id = r.korning AND k.status <> 'makulerad'
    WHERE r.aterkrav IN (SELECT c.id FROM aterkrav c WHERE c.id = :krav OR c.samlat_i = :krav)
        AND r.rad IS NOT NULL GROUP BY r.manad, r.rad)"""


class OnRow(NamedTuple):
    """A stretch of a claim's row (below 0: a pass) that a finding withholds, as instants."""

    fynd: int
    rad: int
    start: int
    slut: int
    fil: str
    filrad: int


def withholding(connection: sqlite3.Connection, aterkrav: int) -> list[OnRow]:
    """Return the stretches of a claim's rows that findings refuse or hold now, by finding."""
    return [
        OnRow._make(row)
        for row in connection.execute(
            f"""SELECT y.id, d.rad, d.start, d.slut, f.namn, coalesce(t.rad, p.rad)
                FROM {_ROWS} x JOIN fynd_del d ON d.rad = x.rad AND d.aktuell = 1
                JOIN fynd y ON y.id = d.fynd AND y.manad = x.manad AND y.aktuell = 1
                LEFT JOIN tidrapport t ON t.id = x.rad LEFT JOIN sjukpass p ON p.id = -x.rad
                JOIN fil f ON f.id = coalesce(t.fil, p.fil)
                WHERE y.status <> 'godkand' AND (y.allvar <> 'info' OR y.status = 'nekad')
                ORDER BY y.kod, y.id, d.start, d.rad""",
            {"krav": aterkrav},
        )
    ]


class Told(NamedTuple):
    """A specification of one of a claim's months, as it was first made."""

    korning: int
    manad: int
    dag: str
    belopp: int
    innehall: dict[str, object]


def told(connection: sqlite3.Connection, aterkrav: int) -> list[Told]:
    """Return the specifications of a claim's months made before the claim, oldest first."""
    return [
        Told(run, month, day, ore, json.loads(zlib.decompress(content)))
        for run, month, day, ore, content in connection.execute(
            """SELECT s.korning, k.manad, substr(s.tid, 1, 10), s.belopp, s.innehall
               FROM specifikation s JOIN korning k ON k.id = s.korning AND k.status <> 'makulerad'
               JOIN aterkrav c ON c.id = ?1 AND s.brukare = c.brukare
               WHERE k.manad IN (SELECT b.manad FROM aterkrav_bokning b WHERE b.aterkrav = ?1)
                   AND k.id < (SELECT min(x.korning) FROM aterkrav x
                       WHERE x.id = ?1 OR x.samlat_i = ?1)
               ORDER BY s.korning, s.mottagare""",
            (aterkrav,),
        )
    ]


class Register(NamedTuple):
    """A register whose facts decide what is payable: its key, what is told of a row, and which of
    the claim's ids it is of (brukare, assistent or arbetsgivare)."""

    nyckel: tuple[str, ...]
    berattas: tuple[str, ...]
    om: str


REGISTERS = {
    "vistelse": Register(("brukare", "slag", "fran"), ("slag", "fran", "till"), "brukare"),
    "uppdrag": Register(
        ("assistent", "brukare", "arbetsgivare", "fran"), ("fran", "till", "anmald"), "brukare"
    ),
    "beslut": Register(("nummer",), ("nummer", "fran", "till", "timmar"), "brukare"),
    "redovisning": Register(("brukare", "manad"), ("manad",), "brukare"),
    "tillstand": Register(
        ("arbetsgivare", "fran"), ("fran", "till", "underrattad"), "arbetsgivare"
    ),
    "bosattning": Register(("assistent", "fran"), ("fran", "land"), "assistent"),
    "sjukersattning": Register(("assistent", "fran"), ("fran", "till", "procent"), "assistent"),
}


class Fact(NamedTuple):
    """A register's row that came between the month's first attest and the claim: what it says, what
    it said before ({} = it is new), and the file, row, day and login."""

    register: str
    nu: dict[str, object]
    fore: dict[str, object]
    fil: str
    rad: int
    dag: str
    aktor: str


def facts_since(connection: sqlite3.Connection, aterkrav: int, register: str) -> list[Fact]:
    """Return the rows of a register about the claim's people that were imported after the first of
    its months was first attested, and before the run that raised the claim was."""
    about = REGISTERS[register]
    people = {
        "brukare": "SELECT brukare FROM aterkrav WHERE id = :krav",
        "assistent": f"SELECT t.assistent FROM tidrapport t JOIN {_ROWS} x ON x.rad = t.id",
        "arbetsgivare": f"SELECT t.arbetsgivare FROM tidrapport t JOIN {_ROWS} x ON x.rad = t.id",
    }[about.om]
    only = (
        f"AND g.assistent IN (SELECT t.assistent FROM tidrapport t JOIN {_ROWS} x ON x.rad = t.id)"
        if register == "uppdrag"
        else ""
    )
    names = (*about.nyckel, *(name for name in about.berattas if name not in about.nyckel))
    found = []
    for row in connection.execute(
        f"""WITH tid AS (SELECT
                (SELECT min(k.journal) FROM korning k WHERE k.sigill IS NOT NULL AND k.manad IN
                    (SELECT b.manad FROM aterkrav_bokning b WHERE b.aterkrav = :krav)) AS fran,
                (SELECT max(k.journal) FROM korning k JOIN aterkrav c ON c.korning = k.id
                    WHERE c.id = :krav OR c.samlat_i = :krav) AS till)
            SELECT f.namn, g.rad, substr(j.tid, 1, 10), j.aktor,
                (SELECT v.fore FROM v_logg v WHERE v.objekt = :tabell AND v.handelse = 'andrad'
                    AND v.nyckel = {" || '/' || ".join(_as_key(name) for name in about.nyckel)}
                    AND v.id BETWEEN tid.fran AND j.id ORDER BY v.id DESC LIMIT 1),
                {", ".join(f"g.{name}" for name in names)}
            FROM tid JOIN {register} g JOIN fil f ON f.id = g.fil
            JOIN v_logg j ON j.objekt = 'fil' AND j.nyckel = f.sha256
                AND j.handelse = 'importerad' AND j.id > tid.fran AND j.id < tid.till
            WHERE g.{about.om} IN ({people}) {only} ORDER BY j.id, g.rad""",
        {"krav": aterkrav, "tabell": register},
    ):
        now = dict(zip(names, row[5:], strict=True))
        before = json.loads(row[4]) if row[4] else {}
        found.append(
            Fact(
                register,
                {name: now[name] for name in about.berattas},
                {name: before[name] for name in about.berattas if name in before},
                *row[:4],
            )
        )
    return found


def _as_key(name: str) -> str:
    """Return how the journal's key writes a column: an empty one as Python does."""
    return f"coalesce(g.{name}, 'None')"


def not_named(connection: sqlite3.Connection, aterkrav: int) -> list[str]:
    """Return the names that evidence of a claim must not hold: of other brukare whom the
    assistants on its rows work for, and of whoever is protected."""
    return [
        row[0]
        for row in connection.execute(
            f"""WITH assistent AS (SELECT DISTINCT o.assistent AS id FROM tidrapport o
                    JOIN {_ROWS} x ON x.rad = o.id),
                egen AS (SELECT brukare AS id FROM aterkrav WHERE id = :krav)
                SELECT DISTINCT p.namn FROM tidrapport t INDEXED BY tidrapport_assistent
                JOIN person p ON p.id = t.brukare
                WHERE t.manad IN (SELECT x.manad FROM {_ROWS} x) AND p.namn <> ''
                    AND t.assistent IN (SELECT id FROM assistent)
                    AND p.id NOT IN (SELECT id FROM egen)
                UNION SELECT namn FROM person WHERE skyddad = 1 AND namn <> ''
                    AND id IN (SELECT id FROM assistent UNION SELECT id FROM egen)""",
            {"krav": aterkrav},
        )
    ]

"""Storing sick spells with their passes: a case that comes again is replaced whole.

A pass keeps its id for as long as its case has one that begins then, also when it has been away.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from db.journal import Stamp, log
from db.sjukfall import FACTS, batches, marks
from workbench.domain.time import month_of, parse_day

Values = Mapping[str, Any]


class NewPass(NamedTuple):
    """A pass to store: day number, instants, minutes of the wall clock, ids of vikarier in order,
    and the file and row it stands on."""

    dag: int
    start: int
    slut: int
    vstart: int
    vslut: int
    slag: int
    tillagg: int
    vikarier: tuple[int, ...]
    fil: int
    rad: int

    @property
    def content(self) -> tuple[Any, ...]:
        """All that a pass says, without where it stands."""
        return (*self[:7], list(self.vikarier))


class Outcome(NamedTuple):
    """What storing a case did: ``version`` 0 is a new case, ``changed`` False the same again."""

    id: int
    version: int
    changed: bool


def store(
    connection: sqlite3.Connection,
    stamp: Stamp,
    arende: str,
    facts: Values,
    place: tuple[int, int],
    passes: Sequence[NewPass],
) -> Outcome:
    """Store a case, or replace it whole; ``facts`` has all of FACTS, ``place`` is file and row.

    The former version is kept and the journal has both. A replaced case is open again unless it
    was granted: a granted one goes on being paid and corrected (``sjukfall_avgorande`` says which
    version was granted). Its month stays when something has been attested for it.
    """
    values = tuple(facts[name] for name in FACTS)
    columns = ", ".join(FACTS)
    stored = connection.execute(
        f"SELECT id, version, status, manad, fil, rad, {columns} FROM sjukfall WHERE arende = ?",
        (arende,),
    ).fetchone()
    month = month_of(parse_day(facts["forsta_sjukdag"]))
    if stored is None:
        cursor = connection.execute(
            f"""INSERT INTO sjukfall (arende, {columns}, manad, fil, rad)
                VALUES ({", ".join("?" * (len(FACTS) + 4))})""",
            (arende, *values, month, *place),
        )
        assert cursor.lastrowid is not None
        _store_passes(connection, cursor.lastrowid, passes)
        return Outcome(cursor.lastrowid, 0, True)
    identity, version, status, manad, fil, rad, *former = stored
    former_passes = _contents(connection, identity)
    if tuple(former) == values and former_passes == sorted(one.content for one in passes):
        return Outcome(identity, version, False)
    before = {**dict(zip(FACTS, former, strict=True)), "passen": former_passes}
    connection.execute(
        "INSERT INTO sjukfall_tidigare VALUES (?, ?, ?, ?, ?, ?, ?)",
        (identity, version, json.dumps(before, ensure_ascii=False), status, manad, fil, rad),
    )
    new_month = manad if _attested(connection, arende) else month
    new_status = status if status == "beviljad" else "oppen"
    connection.execute(
        f"""UPDATE sjukfall SET {", ".join(f"{name} = ?" for name in FACTS)}, manad = ?,
            status = ?, version = ?, fil = ?, rad = ? WHERE id = ?""",
        (*values, new_month, new_status, version + 1, *place, identity),
    )
    _store_passes(connection, identity, passes)
    after = {**facts, "passen": sorted(one.content for one in passes)}
    log(
        connection,
        stamp,
        "andrad",
        "sjukfall",
        arende,
        {**before, "status": status, "manad": manad},
        {**after, "status": new_status, "manad": new_month},
    )
    return Outcome(identity, version + 1, True)


def _contents(connection: sqlite3.Connection, identity: int) -> list[tuple[Any, ...]]:
    """Return what the passes of a case say, as ``NewPass.content``, in order."""
    named: dict[int, list[int]] = defaultdict(list)
    for one, person in connection.execute(
        """SELECT v.pass, v.person FROM sjukpass p JOIN sjukpass_vikarie v ON v.pass = p.id
           WHERE p.sjukfall = ? AND p.aktuell = 1 ORDER BY v.pass, v.ordning""",
        (identity,),
    ):
        named[one].append(person)
    return sorted(
        (*row, named[one])
        for one, *row in connection.execute(
            """SELECT id, dag, start, slut, vstart, vslut, slag, tillagg FROM sjukpass
               WHERE sjukfall = ? AND aktuell = 1""",
            (identity,),
        )
    )


def _store_passes(connection: sqlite3.Connection, identity: int, passes: Iterable[NewPass]) -> None:
    """Let a case have these passes and no others."""
    connection.execute("UPDATE sjukpass SET aktuell = 0 WHERE sjukfall = ?", (identity,))
    for one in passes:
        (number,) = connection.execute(
            """INSERT INTO sjukpass (sjukfall, dag, start, slut, vstart, vslut, slag, tillagg, fil,
                   rad)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (sjukfall, dag, vstart) DO UPDATE SET start = excluded.start,
                   slut = excluded.slut, vslut = excluded.vslut, slag = excluded.slag,
                   tillagg = excluded.tillagg, fil = excluded.fil, rad = excluded.rad, aktuell = 1
               RETURNING id""",
            (identity, *one[:7], one.fil, one.rad),
        ).fetchone()
        connection.execute("DELETE FROM sjukpass_vikarie WHERE pass = ?", (number,))
        connection.executemany(
            "INSERT INTO sjukpass_vikarie VALUES (?, ?, ?)",
            ((number, place, person) for place, person in enumerate(one.vikarier)),
        )


_WAS_ATTESTED = """FROM avrakning r JOIN korning k ON k.id = r.korning
    WHERE r.arende = ? AND k.status IN ('attesterad', 'exporterad')"""


def _attested(connection: sqlite3.Connection, arende: str) -> bool:
    return connection.execute(f"SELECT 1 {_WAS_ATTESTED} LIMIT 1", (arende,)).fetchone() is not None


def attested_brukare(connection: sqlite3.Connection, arenden: Iterable[str]) -> dict[str, str]:
    """Return {arende: the brukare's number} of the cases that money has been attested for."""
    found = {}
    for arende in arenden:
        row = connection.execute(
            f"""SELECT (SELECT nummer FROM person WHERE id = r.brukare) {_WAS_ATTESTED}
                ORDER BY k.id LIMIT 1""",
            (arende,),
        ).fetchone()
        if row:
            found[arende] = row[0]
    return found


def passes_of_assistants(
    connection: sqlite3.Connection, numbers: Iterable[str]
) -> list[tuple[str, str, int, int]]:
    """Return (arende, assistant's number, start, slut) of the stored passes of some assistants."""
    return [
        row
        for batch in batches(list(numbers))
        for row in connection.execute(
            f"""SELECT f.arende, a.nummer, p.start, p.slut
                FROM person a CROSS JOIN sjukfall f ON f.assistent = a.id
                CROSS JOIN sjukpass p ON p.sjukfall = f.id AND p.aktuell = 1
                WHERE a.nummer IN ({marks(batch)})""",
            batch,
        )
    ]

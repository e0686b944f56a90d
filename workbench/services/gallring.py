"""The yearly removal of what is personal in the journal; the chain of hashes stays whole.

What falls due: a year's list holds what fell due in the years before it, so that removal is done
at the latest in the calendar year after (docs/decisions/022).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import Database, retention, snapshot
from db.journal import Stamp
from db.retention import Entry, Rest
from workbench.domain.roller import Ratt
from workbench.domain.time import parse_day
from workbench.law.parameters import PolicyValue
from workbench.services import exported, law, roles
from workbench.services.errors import Refused
from workbench.services.files import may_write, write_whole
from workbench.services.viewing import Viewer

SLAG = "gallringslista"
OLD_COPIES = "Säkerhetskopior från före gallringen har innehållet kvar: gallra även dem."
PERIODS = ("gallring_akt_ar", "gallring_rakenskap_ar")


@dataclass(frozen=True, slots=True)
class Akt:
    """Somebody whose file is closed since long, as shown to who looks; ``rader`` are rows that
    stay."""

    person: str
    sista: str
    poster: int
    rader: int


@dataclass(slots=True)
class Removal:
    """A year's list: whose files, which entries, and what else is stored and stays.

    ``nummer`` is the gallring's when it has been carried out.
    """

    ar: int
    tider: list[PolicyValue]
    akter: list[Akt]
    poster: list[Entry]
    kvar: Rest
    nummer: int | None = None

    @property
    def nycklar(self) -> int:
        """How many entries lose their key as well as their content."""
        return sum(entry.nyckel for entry in self.poster)


def listed(database: Database, year: int, stamp: Stamp, viewer: Viewer) -> Removal:
    """Return what may be removed in a year; nothing is. Raises Refused for a year to come."""
    with snapshot(database.read()) as reader:
        return _found(reader, year, stamp, viewer)


def carry_out(
    database: Database, year: int, motivering: str, target: Path, stamp: Stamp, viewer: Viewer
) -> Removal:
    """Remove what a year's list holds, write the list to a file, and journal it.

    The file is there, or nothing is removed. Raises Refused: the role, no motivering, a year to
    come, nothing to remove; and NotWritten.
    """
    if not motivering.strip():
        raise Refused("Skriv en motivering: den står i journalen.")
    may_write(target)
    with roles.writing(database, stamp, Ratt.GALLRING) as connection:
        found = _found(connection, year, stamp, viewer)
        if not found.poster:
            raise Refused(f"Det finns ingenting att gallra {year}.")
        exported.tell(connection, stamp, SLAG, target, len(found.poster), None)
        found.nummer = retention.carry_out(connection, year, motivering.strip(), stamp)
        write_whole(target, _file(found, motivering.strip(), stamp))
    database.fold_log()
    return found


def write_list(database: Database, found: Removal, target: Path, stamp: Stamp) -> None:
    """Write a list of what may be removed. Raises NotWritten."""
    exported.write(database, stamp, SLAG, {target: _file(found, "", stamp)})


def told(found: Removal) -> list[str]:
    """Return, in Swedish, what may be or has been removed, and what stays."""
    done = "har gallrats" if found.nummer else "får gallras"
    kept = found.kvar
    return [
        f"{found.ar}: innehållet i {len(found.poster)} poster i journalen {done}, {found.nycklar} "
        "av dem med nyckel. Kedjan är hel.",
        f"Kvar om samma personer: {kept.rader} tidrapportrader i {kept.filer} filer, {kept.fynd} "
        f"fynd, {kept.korningar} körningar, {kept.krav} krav. De behövs för att räkna om det som "
        "har attesterats.",
    ]


def _found(connection: sqlite3.Connection, year: int, stamp: Stamp, viewer: Viewer) -> Removal:
    if year > int(stamp.tid[:4]):
        raise Refused(f"{year} har inte börjat: en lista görs för ett år som har kommit.")
    day = parse_day(f"{year:04d}-01-01")
    policies = law.load(connection).policies
    akt, accounts = (f"{year - policies.integer(name, day):04d}-01-01" for name in PERIODS)
    retention.find(connection, akt, accounts)
    return Removal(
        year,
        [policies.entry(name, day) for name in PERIODS],
        [Akt(viewer.number(*item[:3]), *item[3:]) for item in retention.closed(connection)],
        list(retention.entries(connection)),
        retention.rest(connection),
    )


def _file(found: Removal, motivering: str, stamp: Stamp) -> bytes:
    return json.dumps(
        document(found) | _made(motivering, stamp), ensure_ascii=False, indent=1
    ).encode()


def _made(motivering: str, stamp: Stamp) -> dict[str, Any]:
    return {"motivering": motivering, "tid": stamp.tid, "aktor": stamp.aktor}


def document(found: Removal) -> dict[str, Any]:
    """Return a list as JSON values."""
    return {
        "ar": found.ar,
        "gallring": found.nummer,
        "installningar": {
            item.name: {"ar": int(item.text), "kalla": item.source} for item in found.tider
        },
        "akter": [
            {
                "person": item.person,
                "sista_anteckning": item.sista,
                "antal_poster": item.poster,
                "rader_kvar": item.rader,
            }
            for item in found.akter
        ],
        "antal_poster": len(found.poster),
        "antal_nycklar": found.nycklar,
        "poster": [
            {
                "post": item.id,
                "tid": item.tid,
                "handelse": item.handelse,
                "objekt": item.objekt,
                "nyckel_gallras": bool(item.nyckel),
            }
            for item in found.poster
        ],
        "kvar": found.kvar._asdict(),
    }

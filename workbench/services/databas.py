"""What the database itself is: where it lies, what it holds, who writes in it, its copies."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from db import chainproof, engine, journal, outfiles, owner
from db.chainproof import Head
from db.connection import SCHEMA_VERSION
from db.holdings import Holds, holds
from workbench.domain.time import iso_month

COPY = "säkerhetskopia"
"""What a copy is called in the journal."""


class Kopia(NamedTuple):
    """A copy that the journal tells of; ``storlek`` None = it lies there no more."""

    tid: str
    aktor: str
    fil: Path
    storlek: int | None


@dataclass(frozen=True, slots=True)
class Databas:
    """A database as it is: ``storlek`` is its bytes with those of its log, ``skriver`` who
    writes in it now ("" = nobody), ``kopior`` the copies that its journal tells of, the latest
    first."""

    fil: Path
    identitet: str
    storlek: int
    schema: int
    krypterad: bool
    kan_kryptera: bool
    huvud: Head
    innehall: Holds
    skriver: str
    kopior: tuple[Kopia, ...]


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count < 1_000_000:
        return f"{(count + 999) // 1000} kB"
    return f"{count // 1_000_000} MB"


def present(connection: sqlite3.Connection, path: Path) -> Databas:
    """Return what a database is, and its copies as far as its journal tells."""
    log = path.with_name(f"{path.name}-wal")
    return Databas(
        path.absolute(),
        outfiles.identity(connection),
        path.stat().st_size + (log.stat().st_size if log.exists() else 0),
        SCHEMA_VERSION,
        engine.key_of(path) is not None,
        engine.can_encrypt(),
        chainproof.head(connection),
        holds(connection),
        owner.writing(path),
        tuple(_copies(connection)),
    )


def _copies(connection: sqlite3.Connection) -> list[Kopia]:
    found = []
    for tid, aktor, _, _, after in reversed(journal.entries(connection, "export", COPY)):
        told = json.loads(after or "{}")
        if "fil" in told and "mapp" in told:
            fil = Path(told["mapp"]) / told["fil"]
            found.append(Kopia(tid, aktor, fil, fil.stat().st_size if fil.is_file() else None))
    return found


def told(found: Databas) -> list[tuple[str, str]]:
    """Return, in Swedish, what a database is: what is told, and the answer."""
    inside, head = found.innehall, found.huvud
    months = "ingen"
    if inside.forsta is not None and inside.sista is not None:
        months = f"{iso_month(inside.forsta)} - {iso_month(inside.sista)}"
    key = "ja" if found.krypterad else "nej"
    if not found.kan_kryptera:
        key += "; tillägget krypterad är inte installerat"
    latest = next((one for one in found.kopior), None)
    copied = "ingen" if latest is None else f"{latest.tid[:16]} {latest.aktor}: {latest.fil}"
    return [
        ("Fil", str(found.fil)),
        ("Storlek", size(found.storlek)),
        ("Schema", str(found.schema)),
        ("Krypterad", key),
        ("Identitet", found.identitet),
        ("Skriver just nu", found.skriver or "ingen"),
        ("Brukare", str(inside.brukare)),
        ("Rader", str(inside.rader)),
        ("Attesterade körningar", str(inside.korningar)),
        ("Räknade månader", months),
        ("Journalens huvud", f"post {head.nummer}, {head.tid[:16]}"),
        ("Huvudets hash", head.hash),
        ("Senaste kopia", copied),
    ]

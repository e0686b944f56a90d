"""Files that leave the program: each export is journaled, before it is written, in one way.

The entry comes first: a program that is killed in between has told of a file that isn't there,
never left one untold.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from db import Database
from db.journal import Stamp, log
from db.outfiles import OutFile
from workbench.domain.roller import Ratt
from workbench.services import files, roles

EVENT, OBJECT = "exporteras", "export"


def tell(
    connection: sqlite3.Connection,
    stamp: Stamp,
    slag: str,
    target: Path,
    antal: int,
    sha256: str | None,
    **more: str | int,
) -> None:
    """Journal that a file (or a folder of them) is about to be written: what, where, how many
    things are in it, and its SHA-256 (None when only what has been written can tell)."""
    after: dict[str, str | int] = {
        "fil": target.name,
        "mapp": str(target.absolute().parent),
        "antal": antal,
        **more,
    }
    if sha256 is not None:
        after["sha256"] = sha256
    log(connection, stamp, EVENT, OBJECT, slag, None, after)


def check(
    connection: sqlite3.Connection, stamp: Stamp, slag: str, target: Path, file: OutFile
) -> None:
    """Look whether a stored file can be written, and journal that it is about to be unless it is
    there already. Raises NotWritten."""
    files.may_write(target, file.innehall)
    if not target.exists():
        tell(connection, stamp, slag, target, file.antal, file.sha256)


def digest(made: Mapping[Path, bytes]) -> str:
    """Return the SHA-256 of one file; of several that of their names and own SHA-256, a line each
    as ``sha256sum`` writes it."""
    if len(made) == 1:
        return hashlib.sha256(*made.values()).hexdigest()
    lines = (
        f"{hashlib.sha256(data).hexdigest()}  {path.name}\n" for path, data in sorted(made.items())
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def write(
    database: Database,
    stamp: Stamp,
    slag: str,
    made: Mapping[Path, bytes],
    antal: int | None = None,
) -> int:
    """Journal an export and write its files, whole; return how many were not there already.

    Files that all are there with the same content are no new export. ``antal`` is what they hold,
    else how many they are. Raises NotWritten.
    """
    for path, data in made.items():
        files.may_write(path, data)
    if all(path.exists() for path in made):
        return 0
    target = next(iter(made)) if len(made) == 1 else next(iter(made)).parent
    with roles.writing(database, stamp, Ratt.LASA) as connection:
        tell(connection, stamp, slag, target, len(made) if antal is None else antal, digest(made))
    return sum(files.write_whole(path, data) for path, data in made.items())

"""One archive for an auditor: all that the answers rest on, to be computed again elsewhere.

It holds a copy of the database of one moment, since recomputing needs every row with its id, and
beside it all of it readable: received files, registers, values, decisions, runs, claims, journal.
The readable files are made from the copy, so that a verifier can hold them to it.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from db import Database, audit_archive
from db.backup import copy_to
from db.journal import Stamp
from db.unfinished import COPY, unfinished
from workbench.domain.roller import Ratt
from workbench.services import exported, files, revision_innehall, roles
from workbench.services.progress import QUIET, Progress
from workbench.services.revision_innehall import BLOCK, DATABASE, MANIFEST, Member
from workbench.services.viewing import viewer

SLAG = "revisionsarkiv"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every member: when an archive was made stands in the journal, not in it."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written: how many members, bytes, and the SHA-256 of the whole file."""

    fil: str
    medlemmar: int
    storlek: int
    sha256: str


def export(
    database: Database, target: Path, stamp: Stamp, *, progress: Progress = QUIET
) -> Archived:
    """Write the archive, whole or not at all, mode 0600.

    It holds real data: when anyone in the database is protected, the right to see protected
    identities is needed. Both the look and the export are journaled, the export before it is
    written and its SHA-256 after. The same database gives the same bytes. Raises NotAllowed,
    NotWritten, Cancelled.
    """
    files.may_write(target)
    if audit_archive.any_protected(database.read()):
        viewer(database, stamp, protected=True, what=f"audit export {target.name}")
    with unfinished(target) as held:
        copy = held.with_name(held.name + COPY)
        progress.step("Kopierar databasen", 0, 1)
        database.close()  # of an encrypted database the copy is made by another SQLite
        copy_to(database.path, copy)
        with roles.writing(database, stamp, Ratt.LASA) as connection:
            exported.tell(connection, stamp, SLAG, target, 1, None)
        with files.whole(target) as stream:
            count = _written(copy, stream, progress)
    done = Archived(str(target), count, target.stat().st_size, _digest(target))
    with roles.writing(database, stamp, Ratt.LASA) as connection:
        exported.tell(connection, stamp, SLAG, target, count, done.sha256)
    return done


def told(done: Archived) -> list[str]:
    """Return, in Swedish, what came of writing an archive."""
    return [
        f"{done.fil} är skriven: {done.medlemmar} filer, {done.storlek} byte.",
        f"SHA-256 {done.sha256}",
        "Kontrollera på en annan dator med: workbench audit verify FIL",
    ]


def _written(copy: Path, stream: BinaryIO, progress: Progress) -> int:
    listed: list[tuple[str, int, str]] = []
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        audit_archive.opened(copy) as connection,
    ):
        for member in _all(copy, revision_innehall.members(connection)):
            progress.step(f"Skriver {member.namn}", len(listed), 0)
            listed.append(_add(archive, member))
        content = revision_innehall.manifest(connection, listed)
        _add(archive, Member(MANIFEST, iter([content])))
    return len(listed) + 1


def _all(copy: Path, made: Iterable[Member]) -> Iterator[Member]:
    yield Member(DATABASE, _blocks(copy))
    yield from revision_innehall.rules()
    yield from made


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _add(archive: zipfile.ZipFile, member: Member) -> tuple[str, int, str]:
    """Write a member and return its name, size and SHA-256."""
    info = zipfile.ZipInfo(member.namn, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as out:
        for block in member.innehall:
            digest.update(block)
            size += len(block)
            out.write(block)
    return member.namn, size, digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

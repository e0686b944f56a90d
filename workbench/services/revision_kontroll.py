"""Verifying an auditor's archive anywhere: without network, database or trust in the archive."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from db import DatabaseProblem, audit_archive, open_database
from db.connection import SCHEMA_VERSION
from db.journal import Stamp
from db.proof import Fault
from workbench.rules.registry import RULE_VERSION
from workbench.services import revision_innehall
from workbench.services.progress import QUIET, Progress
from workbench.services.revision_innehall import BLOCK, DATABASE, FORMAT, MANIFEST, NAME
from workbench.services.verifying import Verified, verify

MOST_MEMBERS = 500_000
MOST_BYTES = 1 << 38
"""All members unpacked together: 256 GiB."""
MOST_RATIO = 1100
"""More than deflate can pack: bytes out for a byte in."""
MANIFEST_BYTES = 1 << 28
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BadArchive(Exception):
    """A file is no archive that can be looked at; the Swedish message says why."""


@dataclass(slots=True)
class Checked:
    """What a verification of an archive looked at, and what was off: the first is the first.

    ``anmarkningar`` are no breaks: other rules than the program's, a month changed since.
    """

    medlemmar: int = 0
    korningar: int = 0
    omraknade: list[str] = field(default_factory=list)
    anmarkningar: list[str] = field(default_factory=list)
    brott: list[Fault] = field(default_factory=list)


def check(
    path: Path,
    stamp: Stamp,
    *,
    head: dict[str, Any] | None = None,
    public: Path | None = None,
    progress: Progress = QUIET,
) -> Checked:
    """Hold an archive to its manifest, its readable files to its copy of the database, and compute
    every attested run in it anew.

    Only the copy is unpacked, to a private folder that is removed. What makes everything after it
    meaningless ends the look. ``head`` and ``public`` are as in ``verifying.verify``. Raises
    BadArchive when the file is no archive at all or is made to do harm, and KeyProblem.
    """
    result = Checked()
    with _opened(path) as archive, tempfile.TemporaryDirectory(prefix="workbench-arkiv-") as folder:
        infos = _safe(archive)
        copy = Path(folder) / "workbench.db"
        told = _manifest(archive, infos, result)
        if told is None:
            return result
        _hashes(archive, infos, told, copy, result, progress)
        if result.brott:
            return result
        try:
            _database(copy, told, result)
            if not result.brott:
                with open_database(copy, create=False) as base:
                    found = verify(base, stamp, head=head, public=public, progress=progress)
                _told(found, result)
        except DatabaseProblem as error:
            result.brott.append(Fault(DATABASE, str(error)))
    return result


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BadArchive(f"{path} går inte att läsa som ett arkiv: {error}.") from error


def _safe(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members by name. Raises BadArchive for what an archive of ours never has."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        _refuse(f"det har {len(infos)} filer, fler än {MOST_MEMBERS}")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename
        if name != MANIFEST and not NAME.fullmatch(name):
            _refuse(f"filnamnet {name!r} är inte tillåtet")
        if name in found:
            _refuse(f"filen {name} finns två gånger")
        if info.flag_bits & 1 or info.compress_type != zipfile.ZIP_DEFLATED:
            _refuse(f"filen {name} är packad på ett annat sätt")
        if info.file_size > MOST_RATIO * max(1, info.compress_size):
            _refuse(f"filen {name} packas upp till orimligt mycket")
        found[name] = info
    if sum(info.file_size for info in infos) > MOST_BYTES:
        _refuse("det packas upp till mer än 256 GiB")
    if archive.fp is not None:
        size = archive.fp.seek(0, 2)
        if sum(info.compress_size for info in infos) > size:
            _refuse("filerna i det ligger över varandra")
    return found


def _refuse(why: str) -> NoReturn:
    raise BadArchive(f"Arkivet läses inte: {why}. Det är inte skrivet av workbench.")


def _manifest(
    archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], result: Checked
) -> dict[str, Any] | None:
    """Return the manifest when it can be read and has the form of one."""
    if MANIFEST not in infos or DATABASE not in infos:
        missing = DATABASE if MANIFEST in infos else MANIFEST
        result.brott.append(Fault(missing, "filen saknas i arkivet"))
        return None
    if infos[MANIFEST].file_size > MANIFEST_BYTES:
        _refuse("manifestet är orimligt stort")
    try:
        content = b"".join(_blocks(archive, infos[MANIFEST]))
        told = json.loads(content)
        whole = (
            revision_innehall.as_json(told) == content
            and told["format"] == FORMAT
            and all(
                isinstance(item["namn"], str)
                and isinstance(item["storlek"], int)
                and _SHA256.fullmatch(item["sha256"])
                for item in told["filer"]
            )
        )
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error, EOFError):
        whole = False
    if not whole:
        result.brott.append(Fault(MANIFEST, "manifestet är ändrat eller skadat"))
        return None
    assert isinstance(told, dict)
    return told


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes, never more than it says it has."""
    left = info.file_size
    with archive.open(info) as stream:
        while block := stream.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise zipfile.BadZipFile(info.filename)
            yield block


def _hashes(
    archive: zipfile.ZipFile,
    infos: dict[str, zipfile.ZipInfo],
    told: dict[str, Any],
    copy: Path,
    result: Checked,
    progress: Progress,
) -> None:
    """Hold every member to the manifest; the copy of the database is unpacked on the way."""
    listed = {item["namn"]: item for item in told["filer"]}
    for name in sorted({*listed, *infos} - {MANIFEST}):
        progress.step(f"Läser {name}", result.medlemmar, len(listed))
        if name not in infos:
            result.brott.append(Fault(name, "filen saknas i arkivet"))
        elif name not in listed:
            result.brott.append(Fault(name, "filen står inte i manifestet"))
        else:
            result.medlemmar += 1
            unpack = copy if name == DATABASE else None
            if _read(archive, infos[name], unpack) != (
                listed[name]["storlek"],
                listed[name]["sha256"],
            ):
                result.brott.append(Fault(name, "filen är ändrad: SHA-256 stämmer inte"))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, unpack: Path | None) -> tuple[int, str]:
    """Return a member's size and SHA-256 (empty when it can't be read through)."""
    digest, size = hashlib.sha256(), 0
    out = unpack.open("xb") if unpack else None
    try:
        for block in _blocks(archive, info):
            digest.update(block)
            size += len(block)
            if out:
                out.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return size, ""
    finally:
        if out:
            out.close()
    return size, digest.hexdigest()


def _database(copy: Path, told: dict[str, Any], result: Checked) -> None:
    """Make all that is readable again from the copy and hold the archive to it."""
    if told["schema"] != SCHEMA_VERSION:
        result.anmarkningar.append(
            f"Arkivet har schema {told['schema']}, programmet {SCHEMA_VERSION}: de läsbara filerna "
            "är inte jämförda med databasen."
        )
        return
    listed = {item["namn"]: (item["storlek"], item["sha256"]) for item in told["filer"]}
    with audit_archive.opened(copy) as connection:
        made = {DATABASE}
        for member in revision_innehall.members(connection):
            made.add(member.namn)
            digest, size = hashlib.sha256(), 0
            for block in member.innehall:
                digest.update(block)
                size += len(block)
            if listed.get(member.namn) != (size, digest.hexdigest()):
                result.brott.append(Fault(member.namn, "filen är inte som databasen i arkivet"))
        facts = audit_archive.facts(connection)
    result.korningar = len(facts["korningar"])
    for name, value in facts.items():
        if told.get(name) != value:
            result.brott.append(Fault(MANIFEST, f"{name} är inte som databasen i arkivet"))
    others = {name for name in listed if not name.startswith("regler/")} - made
    result.brott += [Fault(name, "filen kommer inte ur databasen") for name in sorted(others)]
    _rules(told, listed, result)


def _rules(told: dict[str, Any], listed: dict[str, tuple[int, str]], result: Checked) -> None:
    if told["regelversion"] != RULE_VERSION:
        result.anmarkningar.append(
            f"Arkivet är skrivet med regelversion {told['regelversion']}, programmet har "
            f"{RULE_VERSION}: en omräkning kan skilja av det skälet."
        )
    for member in revision_innehall.rules():
        content = b"".join(member.innehall)
        own = len(content), hashlib.sha256(content).hexdigest()
        if listed.get(member.namn) != own:
            result.anmarkningar.append(f"{member.namn} är inte som i programmet här.")


def _told(found: Verified, result: Checked) -> None:
    result.korningar = found.runs
    result.omraknade = found.recomputed
    result.anmarkningar += [
        f"Underlaget för {month} är ändrat sedan attesten: månaden är inte omräknad."
        for month in found.changed_since
    ]
    result.anmarkningar += [
        f"{item.manad} körning {item.korning} blir en annan nu: {'; '.join(item.vad)}."
        for item in found.nya_regler
    ]
    result.anmarkningar += [f"Läses inte längre: {item.vad}" for item in found.olasta]
    result.brott += found.faults

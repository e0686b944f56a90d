"""Received files read again: what stands in rows and registers must be what they say.

A row's own numbers are sealed only when its month is attested, and a register's never. Both came
out of files whose bytes are kept and hashed, so reading these again gives what must stand there.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO, cast

import importers
from db import reports, shadow
from db.journal import Stamp
from db.proof import Fault
from db.registers import Registers
from db.shadow import Received
from importers import Identified, ImportIssue, Reader, Source
from workbench.services.importing import stored_records
from workbench.services.progress import Progress
from workbench.services.sjukfallsimport import CLAIM_KINDS

MOST = 20
"""Rows of a file that are named one by one."""


@dataclass(slots=True)
class Reread:
    """What reading again gave. ``olasta`` are files that this program no longer takes, with why:
    written by an older one, they say nothing of the registers, which are then not compared."""

    filer: int = 0
    faults: list[Fault] = field(default_factory=list)
    olasta: list[Fault] = field(default_factory=list)


def reread(connection: sqlite3.Connection, progress: Progress) -> Reread:
    """Read every received file again and hold rows and registers to it. Nothing is stored."""
    result = Reread()
    files = shadow.received(connection)
    resolver = _Known(*shadow.numbers(connection))
    with closing(shadow.made(connection)) as registers:
        for number, file in enumerate(files):
            progress.step(f"Läser om {file.namn}", number, len(files))
            result.filer += 1
            found = list(_File(connection, registers, file, resolver).faults(result))
            result.faults += found[:MOST]
            if len(found) > MOST:
                more = f"{len(found) - MOST} skillnader till i filen"
                result.faults.append(Fault(f"fil {file.id}", more))
        if not result.olasta:
            names = {file.id: file.namn for file in files}
            result.faults += shadow.differences(connection, registers, names)
    return result


class _Known:
    """Tells the ids of numbers that the database knows; 0 for others, which no row has."""

    def __init__(self, people: Mapping[str, int], employers: Mapping[str, int]) -> None:
        self._people, self._employers = people, employers

    def known_people(self) -> Mapping[str, int]:
        return self._people

    def person(self, nummer: str) -> int:
        return self._people.get(nummer, 0)

    def arbetsgivare(self, nummer: str) -> int:
        return self._employers.get(nummer, 0)


@dataclass(frozen=True, slots=True)
class _File:
    connection: sqlite3.Connection
    registers: sqlite3.Connection
    file: Received
    resolver: _Known

    def faults(self, result: Reread) -> Iterator[Fault]:
        source = Source(self.file.namn, opener=self._open, size=self.file.storlek)
        found = importers.identify(source)
        if isinstance(found, ImportIssue):
            result.olasta.append(self._refused(found))
            return
        readers = importers.read(source, found)
        rows = chain.from_iterable(self._rows(reader) for reader in readers if _is_rows(reader))
        yield from self._compared(rows, readers)
        self._store(found, readers)
        issues = [issue for reader in readers for issue in reader.issues]
        if issues:
            result.olasta.append(self._refused(issues[0]))
        elif sum(reader.rader for reader in readers) != self.file.rader:
            yield self._at("antalet rader är inte det som lästes in")

    def _at(self, what: str) -> Fault:
        return Fault(f"fil {self.file.id}", f"{self.file.namn}: {what}")

    def _refused(self, issue: ImportIssue) -> Fault:
        """Say where a file is refused now, but not the cell: it may be someone's account."""
        at = "" if issue.rad is None else f"rad {issue.rad} {issue.kolumn or ''}".strip() + ", "
        return self._at(f"{at}{issue.kod}")

    def _open(self) -> BinaryIO:
        # A buffered reader is all of a BinaryIO that is asked for.
        blocks = reports.content(self.connection, self.file.id)
        return cast(BinaryIO, io.BufferedReader(_Blocks(blocks)))

    def _rows(self, reader: Reader) -> Iterator[reports.TupleRow]:
        return reader.tidrapporter(self.file.id, self.resolver)

    def _compared(self, rows: Iterator[reports.TupleRow], readers: list[Reader]) -> Iterator[Fault]:
        stored_rows = shadow.time_rows(self.connection, self.file)
        wanted, stored = next(rows, None), next(stored_rows, None)
        while wanted or stored:
            if wanted != stored:
                if any(reader.issues for reader in readers):
                    return
                if stored is None or (wanted and wanted[1] < stored[1]):
                    assert wanted is not None
                    yield self._at(f"rad {wanted[1]} saknas bland de inlästa raderna")
                    wanted = next(rows, None)
                    continue
                if wanted is None or wanted[1] > stored[1]:
                    yield self._at(f"rad {stored[1]} finns inte i filen")
                    stored = next(stored_rows, None)
                    continue
                yield self._at(f"rad {wanted[1]} är inte som i filen")
            wanted, stored = next(rows, None), next(stored_rows, None)

    def _store(self, found: Identified, readers: list[Reader]) -> None:
        """Fill the second set of registers as the first one was filled."""
        stamp = Stamp(self.file.tid, self.file.aktor)
        into = Registers(self.registers, self.file.id, stamp)
        for reader, table in zip(readers, found.tables, strict=True):
            if reader.kind in CLAIM_KINDS:
                for _ in reader.records():
                    pass
            elif not _is_rows(reader):
                stored_records(reader, table, into)
            for said in reader.deklarationer:
                into.name_if_unknown(said.brukare, said.brukare_namn)
                into.name_if_unknown(said.assistent, said.assistent_namn)


def _is_rows(reader: Reader) -> bool:
    return reader.kind == "tidrapporter"


class _Blocks(io.RawIOBase):
    """Stored bytes as a stream, a block at a time."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any buffer that is asked for is one of these
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._left = memoryview(block)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

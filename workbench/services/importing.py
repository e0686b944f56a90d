"""Takes in files: identified by content, each whole or not at all, with a preview.

A preview is the import itself inside a transaction that is rolled back, so it can't differ.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import importers
from db import Database, Undo, journal, reports, savepoint
from db.journal import Stamp
from db.registers import Registers
from importers import Container, Identified, ImportIssue, Reader, Source
from importers.base import Table
from importers.kinds import KINDS
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_month
from workbench.law.parameters import country_aliases
from workbench.services import roles, sjukloner
from workbench.services.progress import QUIET, Cancelled, Progress
from workbench.services.sjukfallsimport import CLAIM_KINDS, Claims
from workbench.services.viewing import Viewer, shown_numbers

Sources = list[tuple[Source, Identified | ImportIssue]]
"""The files of a unit with what each is."""

ORDER = (
    "brukare",
    "anordnare",
    "assistenter",
    "uppdrag",
    "beslut",
    "mottagare",
    "redovisning",
    "vistelser",
    "fkbeslut",
    "fkfaktura",
    "tidrapporter",
    "sjukfall",
    "sjukpass",
)
"""Registers before rows, so that a preview calls nobody new whom the same import registers."""

BYTES_PER_ROW = 75
BULK_BYTES = 8_000_000
"""From this size a file of rows is taken to concern everyone: some hundred thousand rows."""


@dataclass(slots=True)
class BrukareHours:
    """What a file reports for one brukare: rows and minutes per kind."""

    brukare: str
    rader: int
    minuter: tuple[int, ...]


@dataclass(slots=True)
class FileResult:
    """What became of one file. ``status``: importerad, redan-importerad or fel."""

    fil: str
    sha256: str = ""
    slag: str = ""
    rader: int = 0
    status: str = "importerad"
    fel: list[ImportIssue] = field(default_factory=list)
    manader: dict[str, int] = field(default_factory=dict)
    nya: Counter[str] = field(default_factory=Counter)
    andrade: Counter[str] = field(default_factory=Counter)
    nya_personer: list[str] = field(default_factory=list)
    timmar: list[BrukareHours] = field(default_factory=list)


@dataclass(slots=True)
class ImportResult:
    """What became of an import; ``dry_run`` results have stored nothing."""

    files: list[FileResult]
    dry_run: bool

    @property
    def rader(self) -> int:
        """Rows stored (or that would have been)."""
        return sum(item.rader for item in self.files if item.status == "importerad")

    @property
    def fel(self) -> list[ImportIssue]:
        """Every issue of every file."""
        return [issue for item in self.files for issue in item.fel]

    @property
    def refused_by_rule(self) -> bool:
        """True when all that is wrong is what a rule refuses (a raise above 12 %)."""
        return bool(self.fel) and all(issue.vagrad for issue in self.fel)


class _Failed(Exception):
    """Rolls back a container whose files have issues."""


def import_paths(
    database: Database,
    paths: Sequence[Path],
    stamp: Stamp,
    *,
    viewer: Viewer | None = None,
    received: str | None = None,
    dry_run: bool = False,
    progress: Progress = QUIET,
) -> ImportResult:
    """Import files and folders; each file (a zip as one) is stored whole or not at all.

    What holds sjukfall or sjukpass is one unit, since a case and its passes come together.
    ``received`` is the ISO day the papers came in, else the day of the stamp; ``viewer`` is who
    sees the hours per brukare of a dry run. Raises Cancelled
    when the user stops: the file at hand is not stored, those before it are.
    """
    found = importers.find(paths)
    files: list[FileResult] = []
    units: list[tuple[Container, Sources]] = []
    for item in found:
        if isinstance(item, ImportIssue):
            files.append(FileResult(item.fil, status="fel", fel=[item]))
        else:
            units.append((item, [(src, importers.identify(src)) for src in item.sources]))
    units = sorted(_together(units), key=lambda unit: _rank(unit[1]))
    shown_to = (viewer or Viewer(stamp.aktor)) if dry_run else None
    job = _Import(database, stamp, received or stamp.dag, progress, shown_to)
    if dry_run:
        files += job.preview(units)
    else:
        for container, sources in units:
            files += job.container(container, sources)
    return ImportResult(files, dry_run)


def import_bytes(database: Database, name: str, data: bytes, stamp: Stamp) -> FileResult:
    """Import what was registered by hand as a file of its own, whole or not at all."""
    source = Source.from_bytes(name, data)
    container = Container(name, (source,))
    job = _Import(database, stamp, stamp.dag, QUIET, None)
    (result,) = job.container(container, [(source, importers.identify(source))])
    return result


def import_sources(
    database: Database,
    sources: Sequence[Source],
    stamp: Stamp,
    *,
    received: str | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Import sources in memory as one unit: what has been written by hand has a file too.

    Stored whole or not at all, as ``import_paths`` stores what it finds on disk.
    """
    unit = [(source, importers.identify(source)) for source in sources]
    container = Container(", ".join(source.name for source in sources), tuple(sources))
    job = _Import(database, stamp, received or stamp.dag, QUIET, None)
    files = job.preview([(container, unit)]) if dry_run else job.container(container, unit)
    return ImportResult(files, dry_run)


def _together(units: list[tuple[Container, Sources]]) -> list[tuple[Container, Sources]]:
    """Return the units with those that hold sick spells or their passes made one."""
    claims: list[tuple[Container, Sources]] = []
    others: list[tuple[Container, Sources]] = []
    for unit in units:
        (claims if any(_claims(found) for _, found in unit[1]) else others).append(unit)
    if len(claims) < 2:
        return units
    sources = [source for _, found in claims for source in found]
    name = ", ".join(container.name for container, _ in claims)
    joined = Container(name, tuple(source for source, _ in sources))
    return [*others, (joined, sources)]


def _claims(found: Identified | ImportIssue) -> bool:
    """Tell whether a file holds sick spells or their passes."""
    return isinstance(found, Identified) and any(t.kind in CLAIM_KINDS for t in found.tables)


def _rank(sources: Sequence[tuple[Source, Identified | ImportIssue]]) -> int:
    kinds = [found.kind for _, found in sources if isinstance(found, Identified)]
    return min((ORDER.index(kind) if kind in ORDER else len(ORDER) for kind in kinds), default=0)


class _Preview(Exception):
    """Rolls back a preview."""


class _Known(Exception):
    """The document is stored already, in other bytes."""


@dataclass(slots=True)
class _Import:
    database: Database
    stamp: Stamp
    received: str
    progress: Progress
    viewer: Viewer | None
    claims: Claims = field(init=False)

    def container(self, container: Container, sources: Sources) -> list[FileResult]:
        """Import one unit in one transaction."""
        results: list[FileResult] = []
        try:
            with roles.writing(
                self.database, self.stamp, Ratt.REGISTRERA, durable=False
            ) as connection:
                results = self._unit(connection, sources)
                if any(result.fel for result in results):
                    raise _Failed
        except _Failed:
            _mark_failed(results)
        return results

    def preview(self, units: list[tuple[Container, Sources]]) -> list[FileResult]:
        """Import everything, look, and roll back."""
        results: list[FileResult] = []
        try:
            with roles.writing(self.database, self.stamp, Ratt.LASA, trial=True) as connection:
                for _, sources in units:
                    with savepoint(connection):
                        unit = self._unit(connection, sources)
                        results += unit
                        if any(result.fel for result in unit):
                            _mark_failed(unit)
                            raise Undo
                raise _Preview
        except _Preview:
            pass
        return results

    def _unit(self, connection: sqlite3.Connection, sources: Sources) -> list[FileResult]:
        """Read all files of a unit, then store the cases that they hold together."""
        self.claims = Claims(connection, self.stamp)
        results = list(self._files(connection, sources))
        if not self.claims.files or any(result.fel for result in results):
            return results
        self._known_claims(connection, sources, results)
        if not any(result.fel for result in results):
            for issue in self.claims.finish():
                next(result for result in results if result.fil == issue.fil).fel.append(issue)
        for result in results:
            result.status = "fel" if result.fel else result.status
        return results

    def _known_claims(
        self, connection: sqlite3.Connection, sources: Sources, results: list[FileResult]
    ) -> None:
        """Read files again whose rows belong with those of a new file of the unit.

        A corrected file of passes comes with the same file of cases as before.
        """
        for (source, found), result in zip(sources, results, strict=True):
            if result.status != "redan-importerad" or not _claims(found):
                continue
            assert isinstance(found, Identified)
            fil = reports.file_id(connection, result.sha256)
            if fil in self.claims.files:
                continue
            registers = Registers(connection, fil, self.stamp)
            for reader in importers.read(source, found, cancelled=self.progress.cancelled):
                if reader.kind in CLAIM_KINDS:
                    self.claims.add(reader, registers, fil, source.name)
                    result.fel += reader.issues

    def _files(
        self,
        connection: sqlite3.Connection,
        sources: Sources,
    ) -> Iterator[FileResult]:
        for source, found in sources:
            if isinstance(found, ImportIssue):
                known = self._known(connection, source)
                yield known or FileResult(source.name, status="fel", fel=[found])
            else:
                yield self._known(connection, source) or self._savepoint(connection, source, found)

    def _savepoint(
        self, connection: sqlite3.Connection, source: Source, found: Identified
    ) -> FileResult:
        try:
            with savepoint(connection):
                return self._file(connection, source, found)
        except _Known:
            return FileResult(source.name, _digest(source), found.kind, 0, "redan-importerad")

    def _known(self, connection: sqlite3.Connection, source: Source) -> FileResult | None:
        """Return the no-op result when the same bytes are stored already."""
        try:
            if not reports.known_size(connection, source.size):
                return None
            digest = _digest(source)
        except OSError:
            return None  # the reader will say what is wrong with the file
        known = reports.known_file(connection, digest)
        if known is None:
            return None
        slag, _, rows = known
        return FileResult(source.name, digest, slag, rows, "redan-importerad")

    def _file(
        self, connection: sqlite3.Connection, source: Source, found: Identified
    ) -> FileResult:
        name = source.name
        result = FileResult(name, slag=found.kind)
        fil = reports.begin_file(connection, Path(name).name, self.received, self.stamp)
        first_row = reports.next_row(connection)
        registers = Registers(connection, fil, self.stamp, bulk=source.size > BULK_BYTES)
        kept = _Keeper(connection, fil)
        readers = importers.read(
            source,
            found,
            keep=kept,
            progress=lambda done, total: self.progress.report(f"Läser {name}", done, total),
            cancelled=self.progress.cancelled,
        )
        try:
            for reader, table in zip(readers, found.tables, strict=True):
                self._table(connection, reader, table, registers, fil, name, source.size)
                result.rader += reader.rader
                result.fel += reader.issues
        except importers.Cancelled as stopped:
            raise Cancelled from stopped
        result.sha256 = readers[-1].sha256
        if result.fel:
            return replace(result, status="fel")
        for reader in readers:
            result.fel += _declare(connection, reader, registers, fil, name)
            if result.fel:
                return replace(result, status="fel")
        self._complete(connection, result, found, registers, fil, first_row, kept.size)
        return result

    def _table(
        self,
        connection: sqlite3.Connection,
        reader: Reader,
        table: Table,
        registers: Registers,
        fil: int,
        name: str,
        size: int,
    ) -> None:
        if reader.kind == "tidrapporter":
            rows = reader.tidrapporter(fil, registers)
            reports.insert_rows(connection, rows, size // BYTES_PER_ROW)
            return
        if reader.kind in CLAIM_KINDS:
            self.claims.add(reader, registers, fil, name)
            return
        stored_records(reader, table, registers)

    def _complete(
        self,
        connection: sqlite3.Connection,
        result: FileResult,
        found: Identified,
        registers: Registers,
        fil: int,
        first_row: int,
        size: int,
    ) -> None:
        reports.end_file(
            connection,
            fil,
            reports.FileFacts(
                result.sha256, size, result.slag, found.format, found.encoding, result.rader
            ),
            first_row,
        )
        months = reports.months_of_rows(connection, first_row)
        result.manader = {iso_month(month): count for month, count in months}
        if self.viewer:
            result.timmar = _hours(connection, first_row, self.viewer)
        result.nya, result.andrade = registers.nya, registers.andrade
        result.nya_personer = registers.nya_personer
        facts = any(table.kind not in ("tidrapporter", *CLAIM_KINDS) for table in found.tables)
        if facts or months:
            _mark(connection, registers, [] if facts else [month for month, _ in months])
        journal.log(
            connection,
            self.stamp,
            "importerad",
            "fil",
            result.sha256,
            None,
            {"namn": result.fil, "slag": result.slag, "rader": result.rader},
        )


def _hours(connection: sqlite3.Connection, first_row: int, viewer: Viewer) -> list[BrukareHours]:
    """Return what the rows from ``first_row`` on report per brukare."""
    sums = reports.minutes_by_brukare(connection, first_row)
    numbers = shown_numbers(connection, {row[0] for row in sums}, viewer)
    return sorted(
        (BrukareHours(numbers[who], count, tuple(minutes)) for who, count, *minutes in sums),
        key=lambda item: item.brukare,
    )


def _mark(connection: sqlite3.Connection, registers: Registers, months: list[int]) -> None:
    """Mark whom a file concerns: facts in every month, rows from their first month on."""
    if not months:
        journal.advance(connection, registers.touched, everyone=registers.everyone)
        return
    later = (months[0], journal.ALWAYS)
    sjukloner.remark(connection, {near for month in months for near in (month, month + 1)})
    number = journal.advance(connection, registers.touched, later, everyone=registers.everyone)
    if registers.bulk:
        journal.mark_reported(connection, range(months[0], months[-1] + 1), number)


def _mark_failed(results: list[FileResult]) -> None:
    """Nothing of a unit with issues is stored, whatever its single files looked like."""
    for result in results:
        if result.status == "importerad":
            result.status = "fel"


class _Keeper:
    """Stores the bytes of a file as they are read."""

    def __init__(self, connection: sqlite3.Connection, fil: int) -> None:
        self._connection = connection
        self._fil = fil
        self._number = 0
        self.size = 0

    def __call__(self, block: bytes) -> None:
        reports.keep_block(self._connection, self._fil, self._number, block)
        self._number += 1
        self.size += len(block)


def stored_records(reader: Reader, table: Table, registers: Registers) -> None:
    """Store the rows of a register's table."""
    present = _present(table.kind, table.order)
    for record in reader.records():
        values = {name: value for name, value in record.values.items() if name in present}
        land = values.get("bosatt_land")
        if isinstance(land, str):
            values["bosatt_land"] = country_aliases().get(land, land)
        registers.store(reader.kind, values, record.rad)
    registers.finish()


def _present(kind: str, order: Iterable[int | None]) -> frozenset[str]:
    """Return the columns that the file has: an absent column says nothing of its fact."""
    names = KINDS[kind].names
    return frozenset(
        name for name, position in zip(names, order, strict=True) if position is not None
    )


def _digest(source: Source) -> str:
    digest = hashlib.sha256()
    with source.open() as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _declare(
    connection: sqlite3.Connection, reader: Reader, registers: Registers, fil: int, name: str
) -> list[ImportIssue]:
    """Store what an FK document declares beside its rows; its id may not be used twice.

    Raises _Known when the same document came before in another wrapping.
    """
    issues = []
    for said in reader.deklarationer:
        known = reports.known_document(connection, said.dokument)
        if known == said.innehall:
            raise _Known
        if known is not None:
            issues.append(
                ImportIssue(
                    "IM-101",
                    "Tidredovisningens id finns redan med annat innehåll. Be avsändaren om ett "
                    "nytt id, eller om den rätta filen.",
                    name,
                    kolumn="id",
                    varde=said.dokument,
                )
            )
            continue
        reports.store_declaration(
            connection,
            (
                fil,
                said.dokument,
                said.innehall,
                registers.person(said.brukare),
                registers.person(said.assistent),
                registers.arbetsgivare(said.arbetsgivare),
                iso_month(said.month),
                int(said.kollektivavtal),
                json.dumps(said.perioder),
            ),
        )
        registers.name_if_unknown(said.brukare, said.brukare_namn)
        registers.name_if_unknown(said.assistent, said.assistent_namn)
    return issues

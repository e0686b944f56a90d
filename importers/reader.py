"""Reading a recognised file: one Reader per table, all sharing one reading of the bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from importers.base import (
    Declaration,
    FileProblem,
    Identified,
    ImportIssue,
    Record,
    Resolver,
    Table,
    TimeRow,
)
from importers.catalogue import issue
from importers.checks import FileChecks
from importers.csvfile import Decoder, chunks
from importers.headers import folded
from importers.registers import RegisterRows, is_empty
from importers.source import Intake, Source, Watch
from importers.timerows import TimeRows

Chunks = Iterator[tuple[int, Iterable[Sequence[str]]]]


class TableSource(Protocol):
    """Rows of the tables of one file, whatever its format."""

    may_be_empty: bool

    @property
    def encoding(self) -> str | None:
        """The encoding of a text file."""

    def chunks(self, table: Table) -> Chunks:
        """Yield the rows below the header of ``table``; raises FileProblem and Cancelled."""

    def problems(self, table: Table) -> list[ImportIssue]:
        """Return what else is wrong with the table, once its rows have been read."""

    def declarations(self) -> list[Declaration]:
        """Return what the file declares beside its rows."""


class Reader:
    """Reads one table of a file. Iterate ``records`` or ``tidrapporter`` once, to the end.

    ``kind`` and ``blad`` say which table. When the iteration has ended ``issues`` is complete,
    ``rader`` is the number of rows with content, ``sha256`` the hex digest of the whole file,
    ``encoding`` what the whole of a text file showed (None for other formats) and
    ``deklarationer`` what an FK document declares. With any issue nothing of the file may be
    stored: after the first one, rows are still checked but no longer yielded.
    """

    def __init__(
        self, intake: Intake, tables: TableSource, table: Table, checks: FileChecks
    ) -> None:
        self.kind = table.kind
        self.blad = table.blad
        self.issues: list[ImportIssue] = []
        self.rader = 0
        self.deklarationer: list[Declaration] = []
        self._intake = intake
        self._tables = tables
        self._table = table
        self._checks = checks

    @property
    def encoding(self) -> str | None:
        """``utf-8-sig``, ``utf-8``, ``cp1252`` or ``ascii`` of a text file, else None."""
        return self._tables.encoding

    @property
    def sha256(self) -> str:
        """The hex digest of the file's bytes; empty until they have all been read."""
        return self._intake.sha256

    def records(self) -> Iterator[Record]:
        """Yield the rows of a register. Raises Cancelled; all else is in ``issues``."""
        rows = RegisterRows(self._intake.source.name, self._table, self._checks)
        try:
            for first, chunk in self._tables.chunks(self._table):
                yield from self._records(rows, first, chunk)
        except FileProblem as problem:
            self.issues.append(problem.issue)
        self._finish()

    def tidrapporter(self, fil: int, resolver: Resolver) -> Iterator[TimeRow]:
        """Yield time rows marked with ``fil``. Raises Cancelled and what the resolver raises."""
        rows = TimeRows(fil, self._intake.source.name, self._table, resolver, self.issues)
        try:
            yield from rows.read(self._tables.chunks(self._table))
        except FileProblem as problem:
            self.issues.append(problem.issue)
        self.rader = rows.rader
        self._finish()

    def _records(
        self, rows: RegisterRows, first: int, chunk: Iterable[Sequence[str]]
    ) -> Iterator[Record]:
        for rad, cells in enumerate(chunk, first):
            if is_empty(cells):
                continue
            self.rader += 1
            found = rows.read(rad, cells)
            if isinstance(found, list):
                self.issues += found
            elif not self.issues:
                yield found

    def _finish(self) -> None:
        """Read what is left of the bytes and gather what concerns the file as a whole."""
        try:
            self._intake.drain()
        except FileProblem as problem:
            self.issues.append(problem.issue)
        self._put_first(self._tables.problems(self._table))
        self.issues += self._intake.take_changed()
        self.deklarationer = self._tables.declarations()
        if not (self.rader or self.issues or self._tables.may_be_empty):
            name = self._intake.source.name
            self.issues.append(issue("IM-026", name, blad=self.blad))

    def _put_first(self, causes: list[ImportIssue]) -> None:
        """Add issues of cells and rows, and drop what the rows said of the same places."""
        told = {(cause.rad, cause.kolumn) for cause in causes}
        rest = [
            found
            for found in self.issues
            if (found.rad, found.kolumn) not in told and (found.rad, None) not in told
        ]
        self.issues[:] = causes + rest if causes else rest


class CsvTables:
    """The one table of a CSV file, streamed."""

    may_be_empty = False

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._decoder = Decoder(intake.source.name)

    @property
    def encoding(self) -> str | None:
        """The encoding that the bytes read so far have shown."""
        return self._decoder.encoding

    def chunks(self, table: Table) -> Chunks:
        """Yield the rows below the header, which must be the one that was recognised."""
        name = self._intake.source.name
        header = folded(table.rubrik)
        for row, rows in chunks(self._intake.blocks(), self._decoder):
            rest = iter(rows)
            while row <= table.rubrik_rad and (cells := next(rest, None)) is not None:
                if row == table.rubrik_rad and folded(cells) != header:
                    raise FileProblem(issue("IM-005", name))
                row += 1
            yield row, rest

    def problems(self, table: Table) -> list[ImportIssue]:
        """Nothing more: rows were the whole file."""
        return []

    def declarations(self) -> list[Declaration]:
        """Nothing: CSV has rows only."""
        return []


def read(
    source: Source,
    identified: Identified,
    *,
    keep: Callable[[bytes], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Reader]:
    """Return one Reader for every table of the file, in the file's order.

    The bytes are read once, when the first reader is iterated: each block goes to ``keep``;
    ``progress`` is told (bytes read, bytes in all); ``cancelled`` is asked once per block and
    makes the iteration raise Cancelled.
    """
    intake = Intake(source, Watch(keep, progress, cancelled))
    tables = _tables(intake, identified)
    checks = FileChecks()
    readers = [Reader(intake, tables, table, checks) for table in identified.tables]
    readers[0].issues += identified.problem
    return readers


def _tables(intake: Intake, identified: Identified) -> TableSource:
    if identified.format == "xlsx":
        from importers.workbook import XlsxTables

        return XlsxTables(intake)
    if identified.format == "fk-xml":
        from importers.fkxml import FkTables

        return FkTables(intake)
    return CsvTables(intake)

"""XLSX workbooks: every sheet with rows is a table, its cells text before they get a meaning."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from importers.archive import damage_told, open_archive, sort_of
from importers.base import Declaration, FileProblem, Identified, ImportIssue, Table
from importers.catalogue import issue
from importers.cells import BadCell, Odd
from importers.headers import folded, recognise
from importers.kinds import KINDS
from importers.source import MIB, Intake, Source
from workbench.domain import time

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from importers.sheets import Findings, Package

MAX_SIZE = 200 * MIB
MAX_CELLS = 30_000_000
_EXACT = 10**15
"""Excel keeps fifteen digits; above that a number is no longer what was written."""
_TEXT = {str}

_EXPECTED = {
    "datum": "datum",
    "klocka": "klockslag",
    "tidpunkt": "datum med klockslag",
    "manad": "månad",
}


def identify(source: Source) -> Identified | ImportIssue:
    """Return the tables of a workbook, from its header rows; raises FileProblem."""
    name = source.name
    data = io.BytesIO(source.whole(MAX_SIZE))
    with open_archive(data, name) as archive:
        sort = sort_of(archive)
        if sort == "zip":
            return issue("IM-086", name)
        if sort != "xlsx":
            return issue("IM-004", name, sort=sort)
        from importers.sheets import Package

        with _reading(name):
            sheets = _heads(Package(archive))
    return _identified(name, sheets)


def _heads(package: Package) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    return [(sheet, package.first_rows(part, 2)) for sheet, part in package.sheets()]


def _identified(
    name: str, sheets: list[tuple[str, list[tuple[int, list[str]]]]]
) -> Identified | ImportIssue:
    tables: list[Table] = []
    problems: list[ImportIssue] = []
    for sheet, rows in sheets:
        if len(rows) < 2:
            continue
        row, cells = rows[0]
        found = recognise(cells, name, blad=sheet, rad=row)
        if isinstance(found, Table):
            tables.append(found)
        else:
            problems.append(found)
    if tables:
        return Identified("xlsx", tuple(tables), problem=tuple(problems))
    return problems[0] if problems else issue("IM-077", name)


class _reading:
    """Turns what a damaged workbook raises into a FileProblem."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        from lxml.etree import LxmlError
        from python_calamine import CalamineError

        # A panic in the native reader is a BaseException of its own, without a public name.
        panic = type(error).__name__ == "PanicException"
        broken = (LxmlError, CalamineError, ValueError, KeyError)
        if panic or isinstance(error, broken):
            raise FileProblem(issue("IM-078", self._name)) from error
        with damage_told(self._name):
            raise error


class XlsxTables:
    """The tables of one workbook; it is loaded when the first of them is read."""

    may_be_empty = False
    encoding: str | None = None

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._name = intake.source.name
        self._workbook: CalamineWorkbook | None = None
        self._findings: dict[str, Findings] = {}

    def chunks(self, table: Table) -> Iterator[tuple[int, Iterator[Sequence[str]]]]:
        """Yield the rows below the header of a sheet, each cell as text."""
        data = self._intake.whole(MAX_SIZE)
        with _reading(self._name):
            workbook = self._loaded(data)
        findings = self._findings.get(str(table.blad))
        if findings and findings.rows * findings.columns > MAX_CELLS:
            raise FileProblem(
                issue(
                    "IM-075",
                    self._name,
                    blad=table.blad,
                    rader=findings.rows,
                    kolumner=findings.columns,
                )
            )
        with _reading(self._name):
            sheet = workbook.get_sheet_by_name(str(table.blad))
        yield table.rubrik_rad + 1, self._rows(sheet, table)

    def _loaded(self, data: bytes) -> CalamineWorkbook:
        if self._workbook is None:
            from python_calamine import CalamineWorkbook

            from importers.sheets import Package

            with open_archive(io.BytesIO(data), self._name) as archive:
                package = Package(archive)
                package.verify()
                percents = package.percent_styles()
                for sheet, part in package.sheets():
                    self._findings[sheet] = package.scan(part, percents)
            self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return self._workbook

    def _rows(self, sheet: CalamineSheet, table: Table) -> Iterator[Sequence[str]]:
        # Rows come from row 1, but columns only from the first one with a value.
        left = [""] * (sheet.start[1] if sheet.start else 0)
        makers = _makers(table)
        width = len(makers)
        for number, values in enumerate(sheet.iter_rows(), 1):
            if number < table.rubrik_rad:
                continue
            row = [*left, *values] if left else values
            if number == table.rubrik_rad:
                if folded([str(value) for value in row]) != folded(table.rubrik):
                    raise FileProblem(issue("IM-005", self._name, blad=table.blad))
                continue
            if set(map(type, row)) == _TEXT:
                yield cast("list[str]", row)
                continue
            cells = [make(value) for make, value in zip(makers, row, strict=False)]
            cells += [str(value) for value in row[width:]]
            yield cells

    def problems(self, table: Table) -> list[ImportIssue]:
        """Return the formulas, merged cells, error values and percentages of a sheet."""
        findings = self._findings.get(str(table.blad))
        if findings is None:
            return []
        found = []
        for kod, cells in (
            ("IM-071", findings.formulas),
            ("IM-073", findings.errors),
            ("IM-074", findings.percents),
        ):
            for cell, row, column, text in cells:
                name = _column_name(table, column)
                found.append(
                    issue(
                        kod,
                        self._name,
                        blad=table.blad,
                        rad=row,
                        kolumn=name,
                        varde=text,
                        facts={"cell": cell},
                    )
                )
        for area, row in findings.merged:
            found.append(issue("IM-072", self._name, blad=table.blad, rad=row, omrade=area))
        return sorted(found, key=lambda item: item.rad or 0)

    def declarations(self) -> list[Declaration]:
        """Nothing: a workbook has rows only."""
        return []


def _column_name(table: Table, column: int) -> str | None:
    return table.rubrik[column].strip() or None if column < len(table.rubrik) else None


def _makers(table: Table) -> list[Callable[[object], str]]:
    """Return for each column of the sheet what turns its values into text."""
    makers: list[Callable[[object], str]] = [str] * len(folded(table.rubrik))
    for column, place in zip(KINDS[table.kind].columns, table.order, strict=True):
        if place is not None:
            makers[place] = _maker(column.type)
    return makers


def _maker(kind: str) -> Callable[[object], str]:
    def make(value: object) -> str:
        return value if isinstance(value, str) else cell_text(value, kind)

    return make


def cell_text(value: object, kind: str) -> str:
    """Return a typed cell as the text its column expects, or as Odd text that says why not."""
    if isinstance(value, bool):
        return _truth(value, kind)
    if isinstance(value, (int, float)):
        return _number(value, kind)
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return _calendar(value, kind)
    return "" if value is None else str(value)


def _truth(value: bool, kind: str) -> str:
    if kind == "janej":
        return "ja" if value else "nej"
    return _odd("SANT" if value else "FALSKT", "ett sanningsvärde", kind)


def _number(value: float, kind: str) -> str:
    exact = format(Decimal(repr(value)), "f")
    if kind in _EXPECTED:
        return Odd(exact, BadCell("IM-070", vantat=_EXPECTED[kind]))
    if kind in ("decimal", "procent"):
        return exact
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return exact if kind == "heltal" else _odd(exact, "ett decimaltal eller för stort tal", kind)


def _calendar(value: dt.date | dt.time | dt.timedelta, kind: str) -> str:
    if isinstance(value, dt.datetime):
        text = value.isoformat("T", "minutes" if not value.second else "seconds")
        return text if kind in ("datum", "tidpunkt") else _odd(text, "ett datum", kind)
    if isinstance(value, dt.date):
        if kind == "datum":
            return value.isoformat()
        if kind == "tidpunkt":
            return f"{value.isoformat()}T00:00"
        if kind == "manad" and value.day == 1:
            return value.isoformat()[:7]
        return _odd(value.isoformat(), "ett datum", kind)
    text = _wall(value)
    return text if kind == "klocka" else _odd(text, "ett klockslag", kind)


def _wall(value: dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return time.clock(minutes) + (f":{seconds:02d}" if seconds else "")


def _odd(text: str, sort: str, kind: str) -> Odd:
    return Odd(text, BadCell("IM-076", sort=sort, vantat=_EXPECTED.get(kind, "text eller siffror")))

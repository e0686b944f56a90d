"""What a file is, from its bytes alone: never from its name."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from importers.base import FileProblem, Identified, ImportIssue, Table
from importers.catalogue import issue
from importers.csvfile import BOM, kept_lines, starting_encoding
from importers.headers import folded, known_columns, recognise
from importers.source import Source

START = 1 << 16
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "gammal eller lösenordsskyddad Office-fil"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-zip"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "bild"),
    (b"\xff\xd8\xff", "bild"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "databas"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = {",": "komma", "\t": "tabb"}


def identify(source: Source) -> Identified | ImportIssue:
    """Return what ``source`` holds, or the issue that stops it; never raises.

    Looks at the beginning of a text file, at the header rows of a workbook and at the whole
    of an XML file. Rows are not checked.
    """
    try:
        start = source.start(START)
        return _identified(source, start)
    except FileProblem as problem:
        return problem.issue


def _identified(source: Source, start: bytes) -> Identified | ImportIssue:
    name = source.name
    if not start:
        return issue("IM-003", name)
    if start.startswith(b"PK"):
        from importers import workbook

        return workbook.identify(source)
    for signature, sort in _SIGNATURES:
        if start.startswith(signature):
            return issue("IM-004", name, sort=sort)
    if start.startswith(_UTF16) or b"\0" in start[:4]:
        return issue("IM-010", name)
    if start.removeprefix(BOM).lstrip()[:1] == b"<":
        from importers import fkxml

        return fkxml.identify(source)
    zero = start.find(b"\0")
    if zero >= 0:
        return issue("IM-011", name, rad=start.count(b"\n", 0, zero) + 1)
    return _csv(name, start)


def _csv(name: str, start: bytes) -> Identified | ImportIssue:
    if b"\r" in start and b"\n" not in start:
        return issue("IM-014", name)
    encoding = starting_encoding(start)
    text = start.decode(encoding, errors="replace")
    row, cells = header_record(text, ";")
    if not cells:
        if text.strip(";\r\n\t "):
            return issue("IM-016", name, orsak="rubrikraden kan inte delas upp i celler")
        return issue("IM-003", name)
    found = recognise(cells, name, rad=row)
    if isinstance(found, Table):
        return Identified("csv", (found,), encoding, ";")
    return _other_delimiter(name, text, cells) or found


def header_record(text: str, delimiter: str) -> tuple[int, list[str]]:
    """Return row number and cells of the first record that is not empty; none: (0, []).

    The line ``sep=;`` that Excel may put first is passed.
    """
    rows = _records(text.replace("\r\n", "\n"), delimiter)
    try:
        for row, cells in enumerate(rows, 1):
            is_separator = row == 1 and "".join(cells).lower() in ("sep=", f"sep={delimiter}")
            if any(cell.strip() for cell in cells) and not is_separator:
                return row, cells
    except csv.Error:
        pass
    return 0, []


def _records(text: str, delimiter: str) -> Iterable[list[str]]:
    """Divide text as the reader will: the csv module only when there are quotes."""
    if '"' in text:
        return csv.reader(kept_lines(text), delimiter=delimiter)
    return (line.split(delimiter) for line in text.split("\n"))


def _other_delimiter(name: str, text: str, cells: list[str]) -> ImportIssue | None:
    here = known_columns(folded(cells))
    for delimiter, word in _DELIMITERS.items():
        row, other = header_record(text, delimiter)
        if known_columns(folded(other)) > max(here, 1):
            return issue("IM-020", name, rad=row, tecken=word)
    return None

"""A list as a file or as text for the clipboard: CSV, XLSX, tab separated. Rows are streamed.

What a spreadsheet could take for a formula is made text; numbers are written as numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?\d{1,3}( \d{3})*(,\d{1,4})?|-?\d+(,\d{1,4})?")
_MINUS = str.maketrans({"−": "-", "\u00a0": " "})
_NOTHING = "–"
SHEET = 1_000_000
"""Rows of a sheet beneath its headings; a workbook gets as many sheets as it takes."""


def neutral(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def number(text: str) -> str | None:
    """Return a number as a Swedish spreadsheet reads it, ``-1234,50``; None when it is none."""
    found = text.strip().translate(_MINUS)
    return found.replace(" ", "") if _NUMBER.fullmatch(found) else None


def _flat(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def cell(text: str, right: bool) -> str:
    """Return a cell as text: a number in a column of numbers, nothing for a dash, else neutral."""
    found = _flat(text)
    if right and (found == _NOTHING or (told := number(found)) is not None):
        return "" if found == _NOTHING else told or ""
    return neutral(found)


def tabbed(rows: Iterable[Sequence[str]], right: Sequence[bool]) -> str:
    """Return rows as lines with tabs between their cells."""
    return "\n".join(
        "\t".join(cell(text, is_right) for text, is_right in zip(row, right, strict=True))
        for row in rows
    )


def write_csv(
    stream: BinaryIO,
    headings: Sequence[str],
    right: Sequence[bool],
    rows: Iterable[Sequence[str]],
    told: Callable[[int], None],
) -> int:
    """Write semicolon CSV in UTF-8 with a byte order mark; return how many rows it holds.

    ``told`` hears how many have been written.
    """
    many = 0
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(heading) for heading in headings])
    for row in rows:
        writer.writerow([cell(one, is_right) for one, is_right in zip(row, right, strict=True)])
        many += 1
        told(many)
    text.detach()  # flushes; closing is for whoever opened the stream
    return many


def write_xlsx(
    stream: BinaryIO,
    headings: Sequence[str],
    right: Sequence[bool],
    rows: Iterable[Sequence[str]],
    told: Callable[[int], None],
) -> int:
    """Write a workbook, a sheet for each million rows; return how many rows it holds."""
    from xlsxwriter import Workbook

    many = 0
    with Workbook(stream, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sheet = None
        for row in rows:
            if many % SHEET == 0:
                sheet = book.add_worksheet()
                _headings(sheet, headings, bold)
            _row(sheet, many % SHEET + 1, row, right)
            many += 1
            told(many)
        if sheet is None:
            _headings(book.add_worksheet(), headings, bold)
    return many


def _headings(sheet: Worksheet, headings: Sequence[str], bold: Format) -> None:
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)


def _row(sheet: Worksheet, line: int, row: Sequence[str], right: Sequence[bool]) -> None:
    """Write a row; every text is written as text, so that none of them is a formula or a link."""
    for place, (text, is_right) in enumerate(zip(row, right, strict=True)):
        found = _flat(text)
        told = number(found) if is_right else None
        if told is not None:
            sheet.write_number(line, place, Decimal(told.replace(",", ".")))
        elif found and not (is_right and found == _NOTHING):
            sheet.write_string(line, place, found)

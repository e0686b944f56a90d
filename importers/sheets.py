"""The XML inside a workbook, read for what the cell reader does not tell.

Header rows without loading the workbook, and the cells that must not be there: formulas,
merged cells, error values, percentages.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from importers.archive import open_member
from importers.grammar import has_doctype

_BLOCK = 1 << 20
# What makes a sheet worth a close look: formulas, merged cells, error values, a document type,
# prefixed names, and any cell that does not begin with a reference in columns A-Z. Several
# plain patterns, since one with alternatives in front is five times as slow.
_SUSPECTS = (
    re.compile(rb'<(?:f[\s/>]|!D|mergeCell[\s/>]|c(?:[\n\t\r/>]| (?!r="[A-Z]\d)))'),
    re.compile(rb":(?:c|f|mergeCell)[\s/>]"),
    re.compile(rb't="e"'),
)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PERCENT_FORMATS = {9, 10}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Cell = tuple[int, str]
"""A cell's text by its column, from 0."""


@dataclass
class Findings:
    """What the XML of one sheet holds besides plain values, with cell references."""

    formulas: list[tuple[str, int, int, str]] = field(default_factory=list)
    errors: list[tuple[str, int, int, str]] = field(default_factory=list)
    percents: list[tuple[str, int, int, str]] = field(default_factory=list)
    merged: list[tuple[str, int]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def _parse(stream: BinaryIO, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    found = etree.iterparse(
        stream,
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in found:
        if has_doctype(element):
            raise ValueError("DOCTYPE")
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = _LETTERS[rest] + text
    return text


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference or "")
    if not match:
        return row, column
    number = 0
    for letter in match[1]:
        number = number * 26 + _LETTERS.index(letter) + 1
    return int(match[2]), number - 1


class Package:
    """The parts of a workbook, through the archive it lies in."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._parts = {info.filename.lower(): info for info in archive.infolist()}

    def open(self, part: str) -> BinaryIO | None:
        """Return the bytes of a part, None when there is none."""
        info = self._parts.get(part.lower())
        return None if info is None else open_member(self._archive, info)

    def sheets(self) -> list[tuple[str, str]]:
        """Return (name, part) of the worksheets in the workbook's order."""
        targets = {}
        for element in self._elements("xl/_rels/workbook.xml.rels", "Relationship"):
            if str(element.get("Type")).endswith("/worksheet"):
                target = str(element.get("Target"))
                part = target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
                targets[element.get("Id")] = posixpath.normpath(part)
        found = []
        for element in self._elements("xl/workbook.xml", "sheet"):
            ids = [value for key, value in element.attrib.items() if str(key).endswith("}id")]
            if ids and ids[0] in targets:
                found.append((str(element.get("name")), targets[ids[0]]))
        return found

    def _elements(self, part: str, *tags: str) -> Iterator[etree._Element]:
        stream = self.open(part)
        if stream is not None:
            with stream:
                yield from _parse(stream, tags)

    def first_rows(self, part: str, count: int) -> list[tuple[int, list[str]]]:
        """Return row number and texts of the first rows that have any."""
        rows: list[tuple[int, list[tuple[int, str, bool]]]] = []
        number = 0
        for row in self._elements(part, "row"):
            number = int(row.get("r") or number + 1)
            cells = list(_cells(row, number))
            if any(text.strip() for _, text, _ in cells):
                rows.append((number, cells))
            if len(rows) == count:
                break
        wanted = {int(text) for _, cells in rows for _, text, shared in cells if shared}
        strings = self._strings(wanted)
        result = []
        for number, cells in rows:
            line = [""] * (max(column for column, _, _ in cells) + 1)
            for column, text, shared in cells:
                line[column] = strings.get(int(text), "") if shared else text
            result.append((number, line))
        return result

    def _strings(self, wanted: set[int]) -> dict[int, str]:
        """Return the shared strings asked for, reading no further than the last of them."""
        found: dict[int, str] = {}
        if wanted:
            for number, item in enumerate(self._elements("xl/sharedStrings.xml", "si")):
                if number in wanted:
                    found[number] = _text(item)
                if number >= max(wanted):
                    break
        return found

    def percent_styles(self) -> set[str]:
        """Return the cell styles whose number format shows a percentage."""
        formats = {str(number) for number in _PERCENT_FORMATS}
        styles: list[str] = []
        for element in self._elements("xl/styles.xml", "numFmt", "cellXfs"):
            if element.tag == f"{{{etree.QName(element).namespace}}}numFmt":
                if "%" in str(element.get("formatCode")):
                    formats.add(str(element.get("numFmtId")))
            else:
                styles = [str(xf.get("numFmtId")) for xf in element]
        return {str(number) for number, style in enumerate(styles) if style in formats}

    def scan(self, part: str, percents: set[str]) -> Findings:
        """Return what a sheet holds besides plain values in columns A-Z.

        Ordinary sheets are only searched as bytes; the XML is read when something was seen.
        """
        if not percents and not self._is_suspect(part):
            return Findings()
        findings = Findings()
        number = 0
        for element in self._elements(part, "row", "mergeCell"):
            if etree.QName(element).localname == "mergeCell":
                area = str(element.get("ref"))
                findings.merged.append((area, _position(area.partition(":")[0], 0, 0)[0]))
                continue
            number = int(element.get("r") or number + 1)
            _look_at(element, number, percents, findings)
        return findings

    def _is_suspect(self, part: str) -> bool:
        stream = self.open(part)
        if stream is None:
            return False
        tail = b""
        first = True
        with stream:
            while block := stream.read(_BLOCK):
                if first and (block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block[:4]):
                    return True
                first = False
                # Cut where a tag begins, so that no tag is seen in two halves.
                whole = tail + block
                cut = whole.rfind(b"<")
                if any(suspect.search(whole, 0, max(cut, 0)) for suspect in _SUSPECTS):
                    return True
                tail = whole[max(cut, 0) :]
        return any(suspect.search(tail) for suspect in _SUSPECTS)

    def verify(self) -> None:
        """Read every part once, so that none unpacks to more than it says; BadZipFile."""
        for info in self._archive.infolist():
            with open_member(self._archive, info) as stream:
                while stream.read(_BLOCK):
                    pass


def _text(item: etree._Element) -> str:
    """Return a string item's text without the pronunciation that may stand beside it."""
    parts = []
    for element in item.iter("{*}t"):
        if etree.QName(element.getparent()).localname != "rPh":
            parts.append(element.text or "")
    return "".join(parts)


def _cells(row: etree._Element, number: int) -> Iterator[tuple[int, str, bool]]:
    """Yield (column, text or index of a shared string, whether it is shared)."""
    column = -1
    for cell in row.iterchildren("{*}c"):
        column = _position(cell.get("r"), number, column + 1)[1]
        value = cell.find("{*}v")
        inline = cell.find("{*}is")
        if inline is not None:
            yield column, _text(inline), False
        elif value is not None and value.text:
            yield column, value.text, cell.get("t") == "s"


def _look_at(row: etree._Element, number: int, percents: set[str], findings: Findings) -> None:
    column = -1
    findings.rows = max(findings.rows, number)
    for cell in row.iterchildren("{*}c"):
        column = _position(cell.get("r"), number, column + 1)[1]
        findings.columns = max(findings.columns, column + 1)
        at = f"{letters(column)}{number}"
        formula, value = cell.find("{*}f"), cell.find("{*}v")
        text = (value.text if value is not None else None) or ""
        if formula is not None:
            findings.formulas.append((at, number, column, f"={formula.text or ''}"))
        elif cell.get("t") == "e":
            findings.errors.append((at, number, column, text))
        elif text and cell.get("s") in percents and cell.get("t") in (None, "n"):
            findings.percents.append((at, number, column, text))

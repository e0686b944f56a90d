"""Semicolon text: blocks of bytes to lines and cells, with the encoding decided on the way.

The encoding of a file is known from the first bytes above 127: valid UTF-8 means UTF-8 for
the whole file, anything else Windows-1252. A file that mixes them is refused, since a guess
would change names without a trace.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import methodcaller

from importers.base import FileProblem
from importers.catalogue import issue

MAX_LINE = 1 << 20
BOM = b"\xef\xbb\xbf"

Cells = Sequence[str]
Chunk = tuple[int, Iterable[Cells]]
"""The row number of the first row, and the cells of each row from there on."""

_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
split = methodcaller("split", ";")


def starting_encoding(start: bytes) -> str:
    """Return the encoding that the first block shows; ``ascii`` when nothing has decided."""
    if start.startswith(BOM):
        return "utf-8-sig"
    if start.isascii():
        return "ascii"
    return "cp1252" if _utf8_error(start[: _last_break(start)]) else "utf-8"


def _last_break(block: bytes) -> int:
    return block.rfind(b"\n") + 1 or len(block)


def _utf8_error(data: bytes) -> UnicodeDecodeError | None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error
    return None


class Decoder:
    """Decodes whole lines of bytes; raises FileProblem that names row and position."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.encoding = "ascii"
        self.row = 1
        self._first = True

    def text(self, data: bytes) -> str:
        """Return the text of complete lines, line ends as ``\\n``."""
        if self._first:
            self._first = False
            if data.startswith(BOM):
                data = data[len(BOM) :]
                self.encoding = "utf-8-sig"
        zero = data.find(b"\0")
        if zero >= 0:
            raise FileProblem(issue("IM-011", self.name, rad=self._row_of(data, zero)))
        text = data.decode("ascii") if data.isascii() else self._decoded(data)
        self.row += data.count(b"\n")
        return text.replace("\r\n", "\n") if "\r" in text else text

    def _decoded(self, data: bytes) -> str:
        if self.encoding == "cp1252":
            return self._cp1252(data)
        error = _utf8_error(data)
        if error is None:
            self.encoding = "utf-8" if self.encoding == "ascii" else self.encoding
            return data.decode()
        if self.encoding != "ascii" or _UTF8_LETTER.search(data):
            raise self._problem("IM-012", data, error.start)
        self.encoding = "cp1252"
        return self._cp1252(data)

    def _cp1252(self, data: bytes) -> str:
        """Decode strictly; UTF-8 letters inside mean that the file is UTF-8 gone wrong."""
        letter = _UTF8_LETTER.search(data)
        if letter:
            error = _utf8_error(data)
            raise self._problem("IM-012", data, error.start if error else letter.start())
        bad = _UNDEFINED.search(data)
        if bad:
            raise self._problem("IM-013", data, bad.start())
        return data.decode("cp1252")

    def _row_of(self, data: bytes, at: int) -> int:
        return self.row + data.count(b"\n", 0, at)

    def _problem(self, kod: str, data: bytes, at: int) -> FileProblem:
        position = at - (data.rfind(b"\n", 0, at) + 1) + 1
        byte = f"{data[at]:02X}"
        row = self._row_of(data, at)
        return FileProblem(issue(kod, self.name, rad=row, byte=byte, position=position))


def texts(blocks: Iterable[bytes], decoder: Decoder) -> Iterator[str]:
    """Yield pieces of text that end with a line break (the last one perhaps without)."""
    rest = b""
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest += block
            if len(rest) > MAX_LINE:
                row = decoder.row
                raise FileProblem(issue("IM-015", decoder.name, rad=row, grans=MAX_LINE))
            continue
        yield decoder.text(rest + block[:cut])
        rest = block[cut:]
    if rest:
        yield decoder.text(rest)


def chunks(blocks: Iterable[bytes], decoder: Decoder) -> Iterator[Chunk]:
    """Yield the rows of a file in chunks; the header row is among them.

    Pieces without quotes are split on semicolons. From the first piece with a quote on, the
    ``csv`` module reads the rest, since a quoted cell may reach over several pieces.
    """
    row = 1
    pieces = texts(blocks, decoder)
    for piece in pieces:
        if '"' in piece:
            yield row, _quoted(piece, pieces, decoder.name, row)
            return
        lines = piece.split("\n")
        if not lines[-1]:
            lines.pop()
        yield row, map(split, lines)
        row += len(lines)


def _quoted(piece: str, pieces: Iterator[str], name: str, row: int) -> Iterator[Cells]:
    reader = csv.reader(_lines(piece, pieces), delimiter=";", strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileProblem(issue("IM-016", name, rad=row, orsak=_quote_reason(error))) from error
        yield cells
        row += 1


def _lines(piece: str, pieces: Iterator[str]) -> Iterator[str]:
    yield from kept_lines(piece)
    for text in pieces:
        yield from kept_lines(text)


def kept_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, divided at ``\\n`` only."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _quote_reason(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text:
        return "en cell börjar med citattecken som aldrig avslutas"
    if "field larger" in text:
        return "en cell inom citattecken är längre än 131072 tecken"
    if "expected after" in text:
        return "efter ett avslutande citattecken följer mer text i cellen"
    return "raden kan inte delas upp i celler"

"""A letter or a specification as one neutral document, and as plain text.

A Dokument holds headings, paragraphs, facts and tables; here it becomes text, in ``pdf`` it
becomes PDF. Nothing is lost between the two: the text is what a screen reader should read.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.domain.money import kronor

BREDD = 80
"""Columns of the plain text."""
HARD = "\u00a0"
"""A blank that no line is broken at."""


@dataclass(frozen=True, slots=True)
class Rubrik:
    """A heading; level 1 begins a section, level 2 a part of one."""

    text: str
    niva: int = 1


@dataclass(frozen=True, slots=True)
class Stycke:
    """A paragraph; lines of the text stay lines. ``ruta`` frames it, as how to appeal."""

    text: str
    ruta: bool = False


@dataclass(frozen=True, slots=True)
class Uppgifter:
    """Facts as (name, value), one under another."""

    rader: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kolumn:
    """A column: its heading, its share of the width on paper, and whether it holds numbers."""

    namn: str
    bredd: int = 10
    tal: bool = False


@dataclass(frozen=True, slots=True)
class Tabell:
    """A table; ``summa`` is a last row that stands out. Every row has a cell per column."""

    kolumner: tuple[Kolumn, ...]
    rader: tuple[tuple[str, ...], ...]
    summa: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for rad in (*self.rader, self.summa or self.namn):
            if len(rad) != len(self.kolumner):
                raise ValueError(f"{len(rad)} cells for {len(self.kolumner)} columns: {rad}")

    @property
    def namn(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return tuple(kolumn.namn for kolumn in self.kolumner)


Del = Rubrik | Stycke | Uppgifter | Tabell


@dataclass(frozen=True, slots=True)
class Dokument:
    """A document: title, parts, the sender's and the recipient's lines, and a foot line.

    ``marke`` stands first, and on paper at the head of every page: what the document is not.
    """

    titel: str
    delar: tuple[Del, ...]
    avsandare: tuple[str, ...] = ()
    adress: tuple[str, ...] = ()
    fot: str = ""
    marke: str = ""


def kr(ore: int) -> str:
    """Return öre as ``1 234,56 kr`` with blanks that no line is broken at."""
    return f"{kronor(ore)} kr".replace(" ", HARD)


def rader(text: str) -> list[str]:
    """Return the lines of a text, composed, without control characters and blank ends."""
    return [_synlig(line).strip(" ") for line in text.splitlines()] or [""]


def _synlig(line: str) -> str:
    composed = unicodedata.normalize("NFC", line)
    if composed.replace(HARD, " ").isprintable():
        return composed
    kinds = {character: unicodedata.category(character) for character in composed}
    instead = {"Cc": " ", "Zl": " ", "Zp": " ", "Cs": "?"}
    return "".join(instead.get(kinds[character], character) for character in composed)


def as_text(dokument: Dokument) -> str:
    """Return a document as lines of at most 80 characters, ended by a newline.

    A table that fits stands in columns; another is written row by row, each cell after its
    heading, so that it reads from top to bottom.
    """
    blocks = [_wrapped(dokument.marke), _lines(dokument.avsandare), _lines(dokument.adress)]
    blocks.append(_underlined(dokument.titel, "="))
    blocks += [_del(part) for part in dokument.delar]
    blocks.append(_wrapped(dokument.fot))
    filled = ["\n".join(line.rstrip() for line in block) for block in blocks if any(block)]
    return "\n\n".join(filled).replace(HARD, " ") + "\n"


def _del(part: Del) -> list[str]:
    match part:
        case Rubrik(text, niva):
            return _underlined(text, "-") if niva == 1 else _wrapped(text)
        case Stycke(text, ruta):
            return _boxed(text) if ruta else _wrapped(text)
        case Uppgifter():
            return _facts(part.rader)
        case Tabell():
            return _table(part)


def _lines(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in _wrapped(text)]


def _wrapped(text: str, width: int = BREDD, first: str = "", later: str = "") -> list[str]:
    """Return a text as lines; words longer than a line are cut."""
    lines: list[str] = []
    for line in rader(text):
        start = later if lines else first
        lines += textwrap.wrap(
            line, width, initial_indent=start, subsequent_indent=later, break_on_hyphens=False
        ) or [start]
    return lines


def _underlined(text: str, mark: str) -> list[str]:
    lines = _wrapped(text)
    return [*lines, mark * max(map(len, lines))] if text else []


def _boxed(text: str) -> list[str]:
    rule = "-" * BREDD
    return [rule, *_wrapped(text, BREDD, "  ", "  "), rule]


def _facts(facts: tuple[tuple[str, str], ...]) -> list[str]:
    width = min(max((len(name) for name, _ in facts), default=0) + 2, BREDD // 2)
    lines: list[str] = []
    for name, value in facts:
        label = f"{' '.join(rader(name))}:".ljust(width)
        if len(label) > width:
            lines += [*_wrapped(label), *_wrapped(value, BREDD, " " * width, " " * width)]
        else:
            lines += _wrapped(value, BREDD, label, " " * width)
    return lines


def _table(table: Tabell) -> list[str]:
    flat = [tuple(" ".join(rader(cell)) for cell in row) for row in _all_rows(table)]
    widths = [max(map(len, column)) for column in zip(table.namn, *flat, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > BREDD:
        return _row_by_row(table)
    lines = ["  ".join(_cells(table, row, widths)) for row in (table.namn, *flat)]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return lines


def _all_rows(table: Tabell) -> tuple[tuple[str, ...], ...]:
    return (*table.rader, table.summa) if table.summa else table.rader


def _cells(table: Tabell, row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    for kolumn, cell, width in zip(table.kolumner, row, widths, strict=True):
        yield cell.rjust(width) if kolumn.tal else cell.ljust(width)


def _row_by_row(table: Tabell) -> list[str]:
    lines: list[str] = []
    for row in _all_rows(table):
        facts = [pair for pair in zip(table.namn, row, strict=True) if pair[1]]
        lines += [*([""] if lines else []), *_facts(tuple(facts))]
    return lines

"""The values that cross the border of the package: issues, records and what was recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

TimeRow = tuple[int, int, int, int, int, int, int, int, int, int, int, int]
"""(fil, rad, brukare_id, assistent_id, arbetsgivare_id, slag, month, day, start, slut,
vstart, vslut): month and day numbers of the start day, UTC minutes, wall minutes."""


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """One bad cell, row or file.

    ``fel`` says in Swedish what is wrong, what was expected and what to do. ``rad`` counts from
    1 with the header as 1; in XML it is the line. ``vagrad`` marks a value that was readable
    but that a rule refuses.
    """

    kod: str
    fel: str
    fil: str
    blad: str | None = None
    rad: int | None = None
    kolumn: str | None = None
    varde: str | None = None
    vagrad: bool = False


class Cancelled(Exception):
    """The caller's ``cancelled`` said yes; nothing more is read."""


class FileProblem(Exception):
    """A file that cannot be read further; carries the issue to show."""

    def __init__(self, issue: ImportIssue) -> None:
        super().__init__(issue.fel)
        self.issue = issue


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a register: every column of its kind is a key, an empty cell is None.

    Dates are ``YYYY-MM-DD``, date-times ``YYYY-MM-DDTHH:MM``, decimals integer hundredths
    (kronor: öre), ja/nej bool, numbers of people and organisations plain digits.
    """

    rad: int
    blad: str | None
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one FK tidredovisning declares beside its rows.

    ``month`` is a month number. ``arbetsgivare`` is ten digits, or the brukare's own twelve.
    ``perioder`` are (from, to) ISO days, both included. ``innehall`` is the SHA-256 of the
    document in canonical form, the same whether it came bare or in an envelope.
    """

    dokument: str
    innehall: str
    month: int
    assistent: str
    assistent_namn: str
    brukare: str
    brukare_namn: str
    arbetsgivare: str
    arbetsgivare_namn: str | None
    anordnare: str | None
    anordnare_namn: str | None
    kollektivavtal: bool
    perioder: tuple[tuple[str, str], ...]


class Resolver(Protocol):
    """Supplied by the caller, who owns the database: numbers to ids, new ones are created."""

    def known_people(self) -> Mapping[str, int]:
        """Return ids of numbers that need not be asked for; may be empty."""

    def person(self, nummer: str) -> int:
        """Return the id of a valid twelve-digit number."""

    def arbetsgivare(self, nummer: str) -> int:
        """Return the id of a ten-digit orgnr or of an own employer's twelve digits."""


@dataclass(frozen=True, slots=True)
class Table:
    """One recognised table: its kind and where each column stands.

    ``order[i]`` is the position in the row of the kind's i-th column, None when absent.
    ``rubrik_rad`` is the row of the header, ``rubrik`` its cells as read.
    """

    kind: str
    rubrik: tuple[str, ...]
    order: tuple[int | None, ...]
    rubrik_rad: int = 1
    blad: str | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """What a file is, decided from its content.

    ``format`` is ``csv``, ``xlsx`` or ``fk-xml``. ``encoding`` is what the first block shows
    (``utf-8-sig``, ``utf-8``, ``cp1252``, or ``ascii`` while nothing has decided). ``problem``
    holds issues of single sheets; they are repeated by the first reader.
    """

    format: str
    tables: tuple[Table, ...]
    encoding: str | None = None
    delimiter: str | None = None
    problem: tuple[ImportIssue, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the first table."""
        return self.tables[0].kind

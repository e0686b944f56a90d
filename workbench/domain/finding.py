"""Findings: what a rule has to say about minutes of rows, and their states."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Allvar(StrEnum):
    """Severity (rulebook, introduction)."""

    NEKA = "neka"
    UTRED = "utred"
    INFO = "info"


class Status(StrEnum):
    """State of a finding: open, waiting for papers, released, refused."""

    OPPEN = "oppen"
    KOMPLETTERING = "komplettering"
    GODKAND = "godkand"
    NEKAD = "nekad"


class Effect(StrEnum):
    """What a finding does to its minutes."""

    NEKAD = "nekad"
    HALLEN = "hallen"
    INGEN = "ingen"


def effect(allvar: Allvar, status: Status) -> Effect:
    """Return whether minutes are refused, held or untouched.

    ``godkand`` releases and ``nekad`` refuses whatever the severity; undecided, a ``neka``
    finding refuses, an ``utred`` finding holds and an ``info`` finding does nothing.
    """
    if status is Status.GODKAND:
        return Effect.INGEN
    if status is Status.NEKAD or allvar is Allvar.NEKA:
        return Effect.NEKAD
    return Effect.HALLEN if allvar is Allvar.UTRED else Effect.INGEN


class Part(NamedTuple):
    """A stretch of one row: row id and instants."""

    rad: int
    start: int
    slut: int


@dataclass(frozen=True, slots=True)
class Window:
    """A rule's word on a stretch of days or minutes, before it meets the rows."""

    kod: str
    start: int
    slut: int
    underlag: tuple[tuple[str, str | int], ...] = ()
    orsak: str = ""


@dataclass(frozen=True, slots=True)
class RowHit:
    """A rule's word on a stretch of one row."""

    kod: str
    rad: int
    start: int
    slut: int
    underlag: tuple[tuple[str, str | int], ...] = ()
    orsak: str = ""


@dataclass(slots=True)
class Finding:
    """All that one rule says of one relation in one month, or of one row.

    ``rad`` is set for findings that stand row by row; ``beslut`` and ``timmar`` (hundredths of
    an hour) only for findings in hours or on a whole beslut.
    """

    kod: str
    brukare: int
    assistent: int | None = None
    arbetsgivare: int | None = None
    orsak: str = ""
    rad: int | None = None
    beslut: int | None = None
    timmar: int | None = None
    underlag: list[dict[str, str | int]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, int, int | None, int | None, str, int | None, int | None]:
        """Identity across re-checks."""
        return (
            self.kod,
            self.brukare,
            self.assistent,
            self.arbetsgivare,
            self.orsak,
            self.rad,
            self.beslut,
        )

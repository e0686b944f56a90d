"""What the generator builds before it writes: people, employers, beslut and rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from workbench.domain.time import DAY_MINUTES, clock, month_days

ASSISTANS, VANTETID, BEREDSKAP = "assistans", "vantetid", "beredskap"
UNITS = {ASSISTANS: 28, VANTETID: 7, BEREDSKAP: 4}
"""Converted worth of a minute in 28ths: 1:1, 4:1 and 7:1."""


class Part(NamedTuple):
    """A row's clock times, on the shift's day or the day after; ``end < start`` passes midnight."""

    offset: int
    start: int
    end: int
    slag: str
    tail: str

    @property
    def minutes(self) -> int:
        """Return the wall-clock length."""
        return self.end - self.start + (DAY_MINUTES if self.end < self.start else 0)


def part(offset: int, start: int, end: int, slag: str = ASSISTANS) -> Part:
    """Return a part with the end of its CSV line ready."""
    return Part(offset, start, end, slag, f";{clock(start)};{clock(end)};{slag}\n")


Shift = tuple[Part, ...]


def units(shift: Shift) -> int:
    """Return a shift's converted minutes in 28ths."""
    return sum(piece.minutes * UNITS[piece.slag] for piece in shift)


def cut_at_midnight(shift: Shift) -> Shift:
    """Return what of a shift lies before midnight of its own day."""
    today = [piece for piece in shift if not piece.offset]
    return tuple(
        part(0, piece.start, DAY_MINUTES, piece.slag) if piece.end < piece.start else piece
        for piece in today
    )


@dataclass(frozen=True)
class Calendar:
    """The consecutive months of the demo."""

    months: tuple[int, ...]

    @cached_property
    def first(self) -> int:
        """The first day."""
        return month_days(self.months[0])[0]

    @cached_property
    def last(self) -> int:
        """The last day, included."""
        return month_days(self.months[-1])[1] - 1

    def month(self, index: int) -> int:
        """Return the month with that index, or the last one when there are fewer."""
        return self.months[min(index, len(self.months) - 1)]

    def day(self, index: int, date: int) -> int:
        """Return the day number of a date in the month with that index."""
        return month_days(self.month(index))[0] + date - 1


@dataclass(frozen=True)
class Arrangement:
    """The working-time facts that an employer states for its uppdrag."""

    arbetstid: str = ""
    tillsyn: str = ""
    period_start: int | None = None
    period_langd: str = ""
    timmar_per_vecka: str = ""
    extra_overtid: str = ""


@dataclass
class Employer:
    """An anordnare; ``spells`` are (from, to, day the brukare was told) of its permits."""

    orgnr: str
    name: str
    kommunal: bool
    konto: str
    arrangement: Arrangement
    spells: list[tuple[int, int | None, int | None]] = field(default_factory=list)


@dataclass
class Assistant:
    """An assistant with dated residence (None = since ever) and sjukersättning spells."""

    number: str
    name: str
    land: list[tuple[str, int | None]]
    sick: list[tuple[int, int, int | None]] = field(default_factory=list)
    written: bool = False


@dataclass(eq=False)
class Uppdrag:
    """An assistant's work for one brukare with one employer; its rows' lines begin alike."""

    assistant: Assistant
    brukare: str
    employer: str
    fran: int
    anmald: int | None
    arrangement: Arrangement
    till: int | None = None
    anstalld: int | None = None
    narstaende: bool = False
    hushall: bool = False
    registered: bool = True
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.prefix = f"{self.brukare};{self.assistant.number};{self.employer};"


Row = tuple[Uppdrag, int, Part]
"""One reported row: whose, the day of ``datum`` (offset already added) and the clock times."""


@dataclass
class Slot:
    """A shift of every day that suits its weekdays, shared by a team in turns of ``block`` days."""

    team: list[Uppdrag]
    variants: tuple[Shift, ...]
    weekdays: tuple[bool, ...]
    phase: int
    first: int
    last: int
    stand_in: tuple[Uppdrag, int] | None = None
    """Takes the place of the team's last member in weeks of that parity, never on Sundays."""
    double: bool = False


@dataclass
class Beslut:
    """A beslut; hours and percentages are hundredths."""

    number: str
    fran: int
    till: int | None
    timmar: int
    beslutsdatum: int
    period: int = 1
    hojning: int | None = None
    eget: int | None = None
    dubbel: int | None = None
    utbetalas_till: str = "brukare"
    mottagare: str = ""
    forskott: bool = False
    forbehall: bool = False


@dataclass
class Payee:
    """A line of mottagare.csv, as its columns."""

    slag: str
    nummer: str
    namn: str
    fran: int
    konto: str
    avtal: int | None = None
    guardians: bool = False
    decided: int | None = None


class SickPass(NamedTuple):
    """A line of sjukpass.csv: a pass that a sick assistant was to work."""

    day: int
    start: int
    end: int
    slag: str
    vikarie: str = ""
    """The number of who worked instead."""


@dataclass
class SickCase:
    """A line of sjukfall.csv with its passes; amounts are öre."""

    arende: str
    uppdrag: Uppdrag
    first: int
    last: int | None
    ansokt: int
    timlon: int
    veckolon: int
    betald: int
    begart: int
    passes: list[SickPass]
    handlingar: tuple[str, ...]
    intyg: int | None = None
    sokande: str = ""


@dataclass
class FkGrant:
    """A line of fkbeslut.csv: a grant made afterwards; hours a week are hundredths."""

    beslutsdatum: int
    fran: int
    till: int
    timmar: int


@dataclass
class Household:
    """A brukare and all that is filed about them."""

    number: str
    name: str
    namnd: str
    konto: str
    first: int
    last: int
    protected: bool = False
    child: bool = False
    guardian: str = ""
    ivo: int | None = None
    registered: int | None = None
    own_employer: bool = False
    uppdrag: list[Uppdrag] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    beslut: list[Beslut] = field(default_factory=list)
    payees: list[Payee] = field(default_factory=list)
    stays: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    absent: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    sick: list[SickCase] = field(default_factory=list)
    fk: list[FkGrant] = field(default_factory=list)


@dataclass(frozen=True)
class GuideEntry:
    """Where a newcomer can see one kind of finding."""

    kod: str
    brukare: str
    assistent: str | None
    month: int
    sentence: str

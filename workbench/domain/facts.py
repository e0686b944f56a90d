"""Registered facts about people, employers and uppdrag; days are day numbers (domain.time).

``fran`` is the first day a fact holds (``FIRST_DAY`` = since ever) and ``till`` the last day,
included (``LAST_DAY`` = still open). Named tuples, since a check makes some hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.domain.time import LAST_DAY, Interval


class Bosattning(NamedTuple):
    """Country of residence from a day; ``land`` None = unknown from that day."""

    fran: int
    land: str | None


class Sjukersattning(NamedTuple):
    """A spell of sjukersättning; ``procent`` in hundredths of a per cent (10000 = whole)."""

    fran: int
    till: int
    procent: int


class Anteckning(NamedTuple):
    """A controller's note that an assistant's ability is in doubt between two days."""

    fran: int
    till: int
    text: str


class Assistent(NamedTuple):
    """What is known of one assistant."""

    id: int
    nummer: str
    bosattning: tuple[Bosattning, ...] = ()
    sjukersattning: tuple[Sjukersattning, ...] = ()
    anteckningar: tuple[Anteckning, ...] = ()


class Tillstand(NamedTuple):
    """A permit spell of an anordnare and the day the brukare was told that it had ended."""

    fran: int
    till: int
    underrattad: int | None


class Arbetsgivare(NamedTuple):
    """An employer: an anordnare, or a brukare himself (``brukare`` holds his person id)."""

    id: int
    nummer: str
    brukare: int | None = None
    kommunal: bool = False
    kand: bool = False
    tillstand: tuple[Tillstand, ...] = ()


class Brukare(NamedTuple):
    """What the rules need to know of the enskilde."""

    id: int
    nummer: str
    ivo_anmald: int | None = None


class Uppdrag(NamedTuple):
    """One assistant's uppdrag with one brukare for one employer, as notified (11 a § LSS)."""

    id: int
    fran: int
    till: int
    anmald: int | None = None
    anstalld_fran: int | None = None
    brukare: str = ""
    """The brukare's number, which breaks ties between uppdrag of one employer."""
    arbetstid: str | None = None
    tillsyn: bool = False
    period_start: int | None = None
    period_langd: str | None = None
    timmar_per_vecka: int | None = None
    extra_overtid: bool = False


class Deklaration(NamedTuple):
    """Working-time facts that a report itself declares for its rows (FK's tidredovisning).

    ``perioder`` are half-open days; the report's rows have ids ``forsta_rad``..``sista_rad``.
    """

    arbetsgivare: int
    kollektivavtal: bool
    perioder: tuple[Interval, ...]
    forsta_rad: int
    sista_rad: int


class Forhallande(NamedTuple):
    """An assistant's work for one brukare with one employer, with all its uppdrag."""

    assistent: Assistent
    brukare: Brukare
    arbetsgivare: Arbetsgivare
    uppdrag: Sequence[Uppdrag] = ()
    forsta_dag: int = LAST_DAY
    """Day of the first stored row; LAST_DAY when no notice can be later than it."""
    delat_konto: str = ""
    """With whom the account of the brukare or the employer is shared, in Swedish; "" = nobody."""


class Vistelse(NamedTuple):
    """A stay elsewhere; instants, the end not included."""

    start: int
    slut: int
    slag: str


def within(fran: int, till: int, days: Interval) -> Interval | None:
    """Return the part of the days ``fran``..``till`` (both included) inside ``days``."""
    first, after = max(fran, days[0]), min(till + 1, days[1])
    return (first, after) if first < after else None


def day_gaps(covered: Iterable[Interval], days: Interval) -> list[Interval]:
    """Return the days of ``days`` that no interval (half-open, in days) covers."""
    gaps: list[Interval] = []
    day = days[0]
    for first, after in sorted(covered):
        if first > day:
            gaps.append((day, min(first, days[1])))
        day = max(day, after)
        if day >= days[1]:
            break
    if day < days[1]:
        gaps.append((day, days[1]))
    return gaps

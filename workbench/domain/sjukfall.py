"""A sick spell (arende) with its scheduled passes, as claimed; amounts öre, days day numbers."""

from __future__ import annotations

from typing import NamedTuple

from workbench.domain.report import ASSISTANS
from workbench.domain.time import LAST_DAY


class Pass(NamedTuple):
    """A scheduled pass that the sick assistant did not work.

    It belongs, whole, to ``dag``, the day it begins. ``vikarier`` are persons in the order named;
    ``tillagg`` is öre per hour beside the hourly wage.
    """

    id: int
    dag: int
    start: int
    slut: int
    vikarier: tuple[int, ...] = ()
    slag: int = ASSISTANS
    tillagg: int = 0

    @property
    def minuter(self) -> int:
        """Real minutes of the pass."""
        return self.slut - self.start


class Sjukfall(NamedTuple):
    """One application: a spell of one assistant with one brukare and employer.

    ``sista`` is LAST_DAY for an open spell. Wages are öre per hour and week; per cents are
    hundredths, None = the default.
    """

    id: int
    arende: str
    brukare: int
    assistent: int
    assistent_nummer: str
    arbetsgivare: int
    eget: bool
    """The brukare himself is the employer."""
    forsta: int
    sista: int
    ansokt: int
    timlon: int
    veckolon: int
    betald_sjuklon: int
    begart: int
    passen: tuple[Pass, ...] = ()
    lakarintyg: int | None = None
    hogriskskydd: bool = False
    tidigare_karens: int = 0
    semester_procent: int | None = None
    avgift_procent: int | None = None
    avtal_procent: int | None = None
    sokande: str | None = None
    """Who applies for the brukare; None = the brukare himself."""
    handlingar: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[int, str]:
        """Cases of a chain stand by first sick day, then arende."""
        return self.forsta, self.arende

    @property
    def open(self) -> bool:
        """The spell has no last day yet."""
        return self.sista >= LAST_DAY

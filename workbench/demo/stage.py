"""The tools that the hand-made plots share: a household, its rows and its entry in the guide."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workbench.demo.model import (
    ASSISTANS,
    UNITS,
    Arrangement,
    Assistant,
    Calendar,
    Employer,
    GuideEntry,
    Household,
    Row,
    Uppdrag,
    part,
)
from workbench.demo.population import UNIT_HOUR, Population
from workbench.demo.rosters import Pattern, household_rows, pattern
from workbench.domain.people import age_day
from workbench.domain.time import iso_day, month_of

QUARTER = 30
"""Plots keep these clock times: nights end 07:30 and begin 22:30."""


class Stage:
    """What a plot needs: people to cast, a calendar to place them in and a guide to tell of it."""

    def __init__(self, population: Population) -> None:
        self.pop = population
        self.rng = population.rng
        self.calendar: Calendar = population.calendar
        self.guide: list[GuideEntry] = []
        self.cases = 0
        self.employers: list[Employer] = []
        self.home_employer = self.employer(population.agreement("40,00", "4m"))

    def employer(
        self, arrangement: Arrangement, ended: int | None = None, told: int | None = None
    ) -> Employer:
        """Return a new anordnare of the plots."""
        made = self.pop.employer(arrangement, ended=ended, told=told)
        self.employers.append(made)
        return made

    def household(
        self,
        turns: Pattern | str,
        employer: Employer | None,
        arrangement: Arrangement | None = None,
        extra: Iterable[int] = (),
    ) -> Household:
        """Return a staffed household with its rows; no employer means the brukare himself."""
        home = self.pop.household(self.calendar.first, self.calendar.last, own=employer is None)
        home.protected = False
        number = home.number if employer is None else employer.orgnr
        facts = arrangement or (employer.arrangement if employer else Arrangement())
        if isinstance(turns, str):
            turns = pattern(turns, QUARTER, False, False)
        self.pop.staff(home, number, facts, turns)
        for index in extra:
            slot = home.slots[index]
            slot.team.append(self.pop.hire(home, self.pop.assistant(), number, facts))
        home.rows = household_rows(home, self.calendar)
        return home

    def grant(self, home: Household, employer: Employer | None) -> None:
        """File a beslut that covers the rows as they stand, and let the employer be paid."""
        used: dict[int, int] = {}
        for _, day, piece in home.rows:
            month = month_of(day)
            used[month] = used.get(month, 0) + piece.minutes * UNITS[piece.slag]
        halves = -(-max(used.values()) * 2000 // (UNIT_HOUR * 970))
        self.pop.beslut(home, halves * 50, home.first - self.rng.randrange(60, 600))
        if employer is not None:
            self.pop.pay_employer(home, employer)

    def recast(self, uppdrag: Uppdrag, who: Assistant) -> None:
        """Give an uppdrag to another person."""
        uppdrag.assistant = who
        uppdrag.__post_init__()

    def note(
        self, kod: str, home: Household, uppdrag: Uppdrag | None, month: int, sentence: str
    ) -> None:
        """Write an entry of the guide."""
        who = None if uppdrag is None else uppdrag.assistant.number
        self.guide.append(GuideEntry(kod, home.number, who, month, sentence))


Plot = Callable[[Stage], list[Household]]


def add(
    home: Household, uppdrag: Uppdrag, day: int, start: int, end: int, slag: str = ASSISTANS
) -> None:
    """Add a row by hand."""
    home.rows.append((uppdrag, day, part(0, start, end, slag)))


def rows_of(home: Household, uppdrag: Uppdrag, first: int, last: int) -> list[Row]:
    """Return an uppdrag's rows of those days, in time order."""
    return [row for row in home.rows if row[0] is uppdrag and first <= row[1] <= last]


def hand_over(home: Household, team: list[Uppdrag], days: Iterable[int], to: Uppdrag) -> None:
    """Let one person do the team's rows on those days."""
    chosen = set(days)
    home.rows = [
        (to, day, piece) if day in chosen and who in team else (who, day, piece)
        for who, day, piece in home.rows
    ]


def works(home: Household, uppdrag: Uppdrag, day: int) -> bool:
    """Tell whether the person has a row that day."""
    return any(who is uppdrag and at == day for who, at, _ in home.rows)


def first_day(days: Iterable[int], suits: Callable[[int], bool]) -> int:
    """Return the first day that suits."""
    return next(day for day in days if suits(day))


def hm(hour: int, minute: int = 0) -> int:
    """Return a clock time as minutes."""
    return hour * 60 + minute


def born_to_turn_18(day: int) -> int:
    """Return the birth of someone who comes of age that day."""
    birth = day - 18 * 366
    while age_day(iso_day(birth).replace("-", "") + "0000", 18) < day:
        birth += 1
    return birth

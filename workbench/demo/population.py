"""Builds employers, assistants and households at random, all in order: no findings here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from workbench.demo import names
from workbench.demo.identities import Identities
from workbench.demo.model import (
    Arrangement,
    Assistant,
    Beslut,
    Calendar,
    Employer,
    Household,
    Payee,
    Slot,
    Uppdrag,
)
from workbench.demo.rosters import Pattern, pattern, used_units
from workbench.domain.time import month_first, month_of

YEAR = 365
UNIT_HOUR = 60 * 28
MOST_ASSISTANTS = 9
PROTECTED_EVERY = 97
LANDS = ("DK", "NO", "FI", "PL", "DE", "EE", "LT", "LV", "RO", "IS", "NL", "ES")
AGREEMENTS = (
    ("38,25", "16v"),
    ("40,00", "4m"),
    ("38,25", "4m"),
    ("48,00", "28d"),
    ("40,00", "12m"),
)
HOUSEHOLD_PERIODS = ("28d", "4v", "14d")
STATUTORY = (("atl", "4m"), ("atl", "16v"), ("atl", "28d"))


class Population:
    """Draws people and papers from one random stream."""

    def __init__(self, rng: Random, calendar: Calendar) -> None:
        self.rng = rng
        self.calendar = calendar
        self.ids = Identities(rng)
        self._companies = names.company_names(rng)
        self._beslut = 0
        self._households = 0

    # -- employers

    def employer(
        self,
        arrangement: Arrangement,
        kommunal: bool = False,
        ended: int | None = None,
        told: int | None = None,
    ) -> Employer:
        """Return a new anordnare, with a permit since years unless it is kommunal."""
        rng = self.rng
        if kommunal:
            name = f"{rng.choice(names.DISTRICTS)} kommunala assistans {rng.randrange(10, 100)}"
        else:
            name = self._companies.pop()
        start = self.calendar.first - rng.randrange(2 * YEAR, 9 * YEAR)
        return Employer(
            self.ids.company(kommunal, name.endswith("för.")),
            name,
            kommunal,
            self.ids.bankgiro(),
            arrangement,
            [] if kommunal else [(start, ended, told)],
        )

    def agreement(self, hours: str = "", length: str = "") -> Arrangement:
        """Return a kollektivavtal with stated hours, its periods from a first of a month."""
        if not hours:
            hours, length = self.rng.choice(AGREEMENTS)
        return Arrangement("kollektivavtal", "", self._anchor(), length, hours)

    def statutory(self) -> Arrangement:
        """Return the law's working time for an employer without an agreement."""
        act, length = self.rng.choice(STATUTORY)
        extra = "ja" if self.rng.random() < 0.1 else ""
        return Arrangement(act, "", self._anchor(), length, extra_overtid=extra)

    def household_law(self) -> Arrangement:
        """Return an own employer's working time."""
        tillsyn = "ja" if self.rng.random() < 0.3 else "nej"
        return Arrangement("husligt", tillsyn, self._anchor(), self.rng.choice(HOUSEHOLD_PERIODS))

    def _anchor(self) -> int:
        return month_first(self.calendar.months[0] - self.rng.randrange(12, 30))

    # -- people

    def born(self, youngest: int, oldest: int) -> int:
        """Return a day of birth so that the person has that age throughout."""
        return self.calendar.first - self.rng.randrange(youngest * 366, oldest * YEAR)

    def assistant(self, youngest: int = 19, oldest: int = 66, born: int | None = None) -> Assistant:
        """Return an assistant of age who lives in the EES."""
        rng = self.rng
        woman = rng.random() < 0.7
        day = self.born(youngest, oldest) if born is None else born
        number = self.ids.person(day, woman, born is None and rng.random() < 0.015)
        chance = rng.random()
        land: list[tuple[str, int | None]] = [("SE", None)]
        if chance < 0.02:
            land = [(rng.choice(LANDS), None)]
        elif chance < 0.03:
            land = [(rng.choice(LANDS), None), ("SE", self._earlier(60, 900))]
        person = Assistant(number, names.person_name(rng, woman), land)
        if rng.random() < 0.01:
            person.sick.append((rng.choice((25, 50, 75)), self._earlier(200, 2000), None))
        return person

    def _earlier(self, least: int, most: int) -> int:
        return self.calendar.first - self.rng.randrange(least, most)

    def household(self, first: int, last: int, own: bool = False) -> Household:
        """Return a brukare without assistants; one in six is a child with a förmyndare."""
        rng = self.rng
        self._households += 1
        woman = rng.random() < 0.47
        child = not own and rng.random() < 1 / 6
        born = self.born(3, 17) if child else self.born(19, 66)
        if child:
            born = max(born, day_of_age(self.calendar.last, 17))
        home = Household(
            self.ids.person(born, woman),
            names.person_name(rng, woman),
            f"{rng.choice(names.DISTRICTS)} stadsdelsnämnd",
            self.ids.account(),
            first,
            last,
            protected=self._households % PROTECTED_EVERY == 17,
            child=child,
            own_employer=own,
        )
        if own:
            home.ivo = self._earlier(200, 2500)
            home.registered = home.ivo + rng.randrange(30)
        if child or rng.random() < 0.1:
            self._guardian(home)
        return home

    def _guardian(self, home: Household) -> None:
        woman = self.rng.random() < 0.6
        number = self.ids.person(self.born(35, 64), woman)
        slag = "formyndare" if home.child else self.rng.choice(("god-man", "forvaltare"))
        since = self._earlier(400, 1500)
        name = names.person_name(self.rng, woman)
        home.payees.append(Payee(slag, number, name, since, self.ids.account()))
        if home.child:
            home.guardian = number

    # -- work

    def hire(
        self, home: Household, who: Assistant, employer: str, arrangement: Arrangement
    ) -> Uppdrag:
        """Return an uppdrag, notified within days and before the first row."""
        rng = self.rng
        fran = home.first - rng.randrange(40, 1500)
        related = rng.random() < 0.05
        uppdrag = Uppdrag(
            who,
            home.number,
            employer,
            fran,
            fran + rng.randrange(-7, 15),
            arrangement,
            anstalld=fran - (rng.randrange(0, 400) if rng.random() < 0.2 else 0),
            narstaende=related,
            hushall=related and rng.random() < 0.4,
        )
        home.uppdrag.append(uppdrag)
        return uppdrag

    def staff(
        self,
        home: Household,
        employer: str,
        arrangement: Arrangement,
        turns: Pattern,
        extra: int = 0,
    ) -> None:
        """Fill the slots of a pattern with new assistants, ``extra`` more than the least crew."""
        crews = [turn.crew for turn in turns]
        for _ in range(min(extra, MOST_ASSISTANTS - sum(crews))):
            crews[self.rng.randrange(len(crews))] += 1
        for turn, crew in zip(turns, crews, strict=True):
            team = [self.hire(home, self.assistant(), employer, arrangement) for _ in range(crew)]
            phase = self.rng.randrange(2 * crew)
            home.slots.append(
                Slot(
                    team,
                    turn.variants,
                    turn.weekdays,
                    phase,
                    home.first,
                    home.last,
                    double=turn.double,
                )
            )

    def pattern(self, name: str, arrangement: Arrangement) -> Pattern:
        """Return a day pattern with clock times of its own and a night its employer may use."""
        waking = arrangement.arbetstid != "kollektivavtal"
        return pattern(name, self.rng.choice((15, 30, 45)), self.rng.random() < 0.5, waking)

    # -- beslut and payment

    def monthly_hours(self, home: Household, slots: Sequence[Slot] | None = None) -> int:
        """Return hundredths of an hour to grant a full month so that 2-4 % is left over."""
        slots = home.slots if slots is None else slots
        whole = [replace_span(slot, self.calendar) for slot in slots]
        most = max(used_units(whole, self.calendar, month) for month in self.calendar.months)
        share = self.rng.randrange(960, 980)
        halves = -(-most * 2000 // (UNIT_HOUR * share))
        return halves * 50

    def beslut(self, home: Household, timmar: int, fran: int, till: int | None = None) -> Beslut:
        """Return the next beslut, decided before its first day, and file it."""
        self._beslut += 1
        decided = fran - self.rng.randrange(3, 40)
        year = month_of(decided) // 12
        number = f"LSS-{year}-{self._beslut:06d}"
        beslut = Beslut(number, fran, till, timmar, decided)
        home.beslut.append(beslut)
        return beslut

    def pay_employer(self, home: Household, employer: Employer) -> None:
        """Let the anordnare be paid on a written request, with an agreement."""
        since = home.first - self.rng.randrange(30, 900)
        home.payees.append(
            Payee(
                "anordnare",
                employer.orgnr,
                employer.name,
                since,
                employer.konto,
                avtal=since - self.rng.randrange(1, 30),
                guardians=home.child,
            )
        )
        for beslut in home.beslut:
            beslut.utbetalas_till, beslut.mottagare = "anordnare", employer.orgnr


def replace_span(slot: Slot, calendar: Calendar) -> Slot:
    """Return the slot as if it ran through the whole demo."""
    return replace(slot, first=calendar.first, last=calendar.last)


def day_of_age(last: int, years: int) -> int:
    """Return the earliest birth that is under 18 on the last day (about ``years`` old)."""
    return last - years * YEAR

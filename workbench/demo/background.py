"""The households that are in order, in streamed batches of one employer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from workbench.demo.model import Assistant, Beslut, Employer, Household, Payee, Slot, part
from workbench.demo.names import person_name
from workbench.demo.population import Population
from workbench.demo.rosters import EVERY_DAY, used_units
from workbench.domain.time import month_days, month_first

FEATURES = ("dubbel", "egen", "utokning", "borjar", "slutar")
"""What a small demo must have one of each of, besides ordinary households."""
LENDING = 0.3
EXTENSION_DAYS = 14
EXTENSION_SHIFT = (part(0, 20 * 60 + 5, 22 * 60 + 35),)
NO_STANDING_GAP = ("dag-kvall", "kvall-natt", "daglig")


@dataclass(frozen=True)
class Scale:
    """How large a demo is and what its households look like."""

    brukare: int
    employers: int
    batch: int
    plots: int
    patterns: dict[str, int]
    extra_crew: tuple[int, int]


@dataclass
class Loan:
    """An assistant who may stand in with another brukare in weeks of the other parity."""

    who: Assistant
    employer: str
    away: bool
    """Only for a household of another employer; otherwise only for the same one's."""

    def suits(self, employer: str) -> bool:
        """Tell whether a household of that employer may take the assistant."""
        return self.away != (self.employer == employer)


class Background:
    """Builds the clean households of a scale."""

    def __init__(self, population: Population, scale: Scale) -> None:
        self.pop = population
        self.rng = population.rng
        self.scale = scale
        self.employers = self._employers()
        self._weights = list(
            accumulate(40 / (1 + index) + 2 for index in range(len(self.employers)))
        )
        self._loans: list[Loan] = []
        self._forced = list(FEATURES)

    def _employers(self) -> list[Employer]:
        made = []
        for index in range(self.scale.employers):
            if index % 12 == 1:
                made.append(self.pop.employer(self.pop.agreement("40,00", "16v"), kommunal=True))
            elif index % 5 == 4:
                made.append(self.pop.employer(self.pop.statutory()))
            else:
                made.append(self.pop.employer(self.pop.agreement()))
        return made

    def batches(self, count: int) -> Iterator[list[Household]]:
        """Yield households in batches, as an employer sends them; own employers are mixed."""
        left = count
        while left > 0:
            size = min(left, self.rng.randrange(self.scale.batch // 2, self.scale.batch + 1))
            left -= size
            (employer,) = self.rng.choices(self.employers, cum_weights=self._weights)
            yield [self._next(employer) for _ in range(size)]

    def _next(self, employer: Employer) -> Household:
        feature = self._forced.pop() if self._forced else self._feature()
        if feature == "egen":
            return self._own()
        return self._with(employer, feature)

    def _feature(self) -> str:
        chance = self.rng.random()
        limits = (("egen", 0.08), ("utokning", 0.11), ("borjar", 0.14), ("slutar", 0.17))
        return next((name for name, limit in limits if chance < limit), "")

    def _pattern_name(self, allowed: Sequence[str] = ()) -> str:
        table = self.scale.patterns
        known = [name for name in allowed or table if name in table]
        return self.rng.choices(known, [table[name] for name in known])[0]

    def _span(self, feature: str) -> tuple[int, int]:
        calendar = self.pop.calendar
        first, last = calendar.first, calendar.last
        if feature == "borjar":
            first = calendar.day(self.rng.randrange(2), self.rng.randrange(4, 16))
        elif feature == "slutar":
            last = calendar.day(self.rng.randrange(1, 3), self.rng.randrange(14, 26))
        return first, last

    def _with(self, employer: Employer, feature: str) -> Household:
        """Return a household that an anordnare assists."""
        home = self.pop.household(*self._span(feature))
        name = self._pattern_name()
        if feature in ("borjar", "slutar"):
            name = self._pattern_name(NO_STANDING_GAP)
        elif feature == "utokning":
            name = "delad"
        elif feature == "dubbel":
            name = "dubbel"
        turns = self.pop.pattern(name, employer.arrangement)
        extra = self.rng.randint(*self.scale.extra_crew)
        self.pop.staff(home, employer.orgnr, employer.arrangement, turns, extra)
        if not feature:
            self._share(home, employer)
            self._absences(home)
        self._grant(home, feature)
        if feature == "utokning":
            self._extend(home, employer)
        self._payment(home, employer)
        return home

    def _own(self) -> Household:
        """Return a brukare who employs all assistants himself."""
        home = self.pop.household(self.pop.calendar.first, self.pop.calendar.last, own=True)
        law = self.pop.household_law() if self.rng.random() < 0.8 else self.pop.agreement()
        turns = self.pop.pattern(self._pattern_name(), law)
        self.pop.staff(home, home.number, law, turns, self.rng.randint(*self.scale.extra_crew))
        beslut = self._grant(home, "")
        beslut.forskott = self.rng.random() < 0.4 or self.scale.batch < 10
        return home

    def _absences(self, home: Household) -> None:
        if self.rng.random() < 0.3:
            month = self.rng.choice(self.pop.calendar.months)
            first, after = month_days(month)
            home.absent.add(self.rng.randrange(first + 1, after - 1))

    def _share(self, home: Household, employer: Employer) -> None:
        """Take over an assistant on loan, or lend one of one's own to a later household."""
        slot = self.rng.choice(home.slots)
        loan = next((one for one in self._loans if one.suits(employer.orgnr)), None)
        if loan is not None:
            self._loans.remove(loan)
            uppdrag = self.pop.hire(home, loan.who, employer.orgnr, employer.arrangement)
            slot.stand_in = (uppdrag, 1)
        elif self.rng.random() < LENDING:
            who = self.pop.assistant()
            uppdrag = self.pop.hire(home, who, employer.orgnr, employer.arrangement)
            slot.stand_in = (uppdrag, 0)
            self._loans.append(Loan(who, employer.orgnr, self.rng.random() < LENDING))

    def _grant(self, home: Household, feature: str) -> Beslut:
        """File the ordinary beslut, in force from long before or from inside the months."""
        rng, calendar = self.rng, self.pop.calendar
        hours = self.pop.monthly_hours(home)
        period = 1 if feature or rng.random() < 0.7 else rng.choice((2, 3, 3, 4, 6))
        fran = home.first if feature == "borjar" else home.first - rng.randrange(60, 900)
        till = home.last if feature == "slutar" else None
        if till is None and rng.random() < 0.5:
            till = month_first(calendar.months[-1] + rng.randrange(3, 24)) - 1
        beslut = self.pop.beslut(home, hours * period, fran, till)
        beslut.period = period
        beslut.forbehall = rng.random() < 0.2
        if rng.random() < 0.08:
            beslut.hojning = rng.choice((300, 400, 500, 600, 750, 800, 1000, 1200))
        if rng.random() < 0.03:
            beslut.eget = rng.randrange(300, 331) * 100
        extras = [slot for slot in home.slots if slot.double]
        if extras:
            beslut.dubbel = self.pop.monthly_hours(home, extras) * period
        return beslut

    def _extend(self, home: Household, employer: Employer) -> None:
        """Add a temporary beslut for evenings, beside the ordinary one."""
        pop = self.pop
        fran = pop.calendar.day(1, self.rng.randrange(3, 12))
        till = fran + EXTENSION_DAYS - 1
        crew = [
            pop.hire(home, pop.assistant(), employer.orgnr, employer.arrangement) for _ in range(2)
        ]
        extra = Slot(crew, (EXTENSION_SHIFT,), EVERY_DAY, 0, fran, till)
        home.slots.append(extra)
        pop.beslut(home, pop.monthly_hours(home, [extra]), fran, till)

    def _payment(self, home: Household, employer: Employer) -> None:
        if self.rng.random() < 0.85:
            self.pop.pay_employer(home, employer)
        elif self.rng.random() < 0.06:
            self._other_payee(home)

    def _other_payee(self, home: Household) -> None:
        rng = self.rng
        woman = rng.random() < 0.5
        number = self.pop.ids.person(self.pop.born(25, 70), woman)
        since = home.first - rng.randrange(60, 700)
        name = person_name(rng, woman)
        account = self.pop.ids.account()
        home.payees.append(Payee("annan", number, name, since, account, decided=since))
        for beslut in home.beslut:
            beslut.utbetalas_till, beslut.mottagare = "annan", number


def accounts(population: Population, home: Household) -> list[tuple[int, list[int]]]:
    """Return an own employer's accounted costs per month, in whole kronor, six columns."""
    rows = []
    for month in population.calendar.months:
        hours = used_units(home.slots, population.calendar, month) // (60 * 28)
        total = hours * population.rng.randrange(335, 352)
        training, environment, staff, office = (total * share // 100 for share in (1, 1, 2, 5))
        costs = total * 4 // 100
        wages = total - training - environment - staff - office - costs
        rows.append((month, [wages, costs, training, environment, staff, office]))
    return rows

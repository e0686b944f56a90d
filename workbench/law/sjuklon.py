"""The municipality's extra cost for sjuklön: chains, sick days, coverage and amounts (9.2.28).

The cost is the sick ordinary assistant's, real and proven (RÅ 2005 ref. 86, RÅ 2009 ref. 104), and
only while a vikarie worked instead (HFD 2015 ref. 72). Pure; öre, minutes, day numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from workbench.domain.report import ASSISTANS, VANTETID
from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import (
    Interval,
    add_months,
    intersect,
    total,
    union,
    year_of,
)
from workbench.law.avgift import avgift
from workbench.law.rounding import half_up

GAP_DAYS = 5
"""A spell that begins so many calendar days after the chain's last day belongs to it."""
LAST_PAID_DAY = 14
FIRST_INTYG_DAY = 8
KARENS_A_YEAR = 10
SJUKLON = Fraction(80, 100)
KARENS = Fraction(20, 100)
SEMESTER = 1200
YEARS = {True: 10, False: 3}
"""Preskription in years: an own employer's claim, and an anordnare's (2 § preskriptionslagen)."""

Kod = str
Found = tuple[Kod, int, Interval]
"""A finding on a pass: kod, pass id, the minutes concerned."""


def chains(cases: Iterable[Sjukfall]) -> list[list[Sjukfall]]:
    """Return the cases of one assistant and employer as chains, in order of first sick day.

    Spells that overlap, or begin at most five calendar days after the latest last day so far.
    """
    result: list[list[Sjukfall]] = []
    latest = 0
    for case in sorted(cases, key=lambda one: one.order):
        if result and case.forsta - latest <= GAP_DAYS:
            result[-1].append(case)
            latest = max(latest, case.sista)
        else:
            result.append([case])
            latest = case.sista
    return result


def sick_day(chain: Sequence[Sjukfall], day: int) -> int:
    """Return how many distinct sick days a chain has up to and including a day."""
    spells = [(case.forsta, min(case.sista, day) + 1) for case in chain if case.forsta <= day]
    return total(union(spells))


def years_later(day: int, years: int) -> int:
    """Return the same date so many years later; 29 February becomes 28 February."""
    return add_months(day, 12 * years)


def preskriberad(case: Sjukfall, one: Pass) -> bool:
    """Tell whether the claim for a pass was made too late (KamR Göteborg 5884-18, 728-19)."""
    return case.ansokt > years_later(one.dag, YEARS[case.eget])


def outside(case: Sjukfall, dagar: Mapping[int, int]) -> list[Found]:
    """Return the findings that stop a pass whole: after the fourteenth day, or too late.

    ``dagar`` gives the sick day of each pass (``sick_day``).
    """
    found: list[Found] = []
    for one in case.passen:
        if dagar[one.id] > LAST_PAID_DAY:
            found.append(("efter-sjukloneperiod", one.id, (one.start, one.slut)))
        if preskriberad(case, one):
            found.append(("preskriberad", one.id, (one.start, one.slut)))
    return found


def intyg(case: Sjukfall, chain: Sequence[Sjukfall], dagar: Mapping[int, int]) -> list[Found]:
    """Return the passes of day 8-14 that no läkarintyg of the chain covers on their day."""
    first = min((one.lakarintyg for one in chain if one.lakarintyg is not None), default=None)
    return [
        ("intyg-saknas", one.id, (one.start, one.slut))
        for one in case.passen
        if FIRST_INTYG_DAY <= dagar[one.id] <= LAST_PAID_DAY and (first is None or first > one.dag)
    ]


# -- coverage -----------------------------------------------------------------------------------

Wanted = tuple[str, Pass, int]
"""A pass to be covered: arende, pass, brukare."""
Free = Mapping[tuple[int, int], Mapping[int, Sequence[Interval]]]
"""(vikarie, brukare) -> kind of time -> minutes of rows that stand, not refused."""
Taken = tuple[int, int, int]
"""start, slut, and the vikarie whose minutes cover them."""


def coverage(
    cases: Iterable[tuple[Sjukfall, Sequence[Pass]]], free: Free
) -> dict[int, list[Taken]]:
    """Return {pass: minutes covered and by whom}, in order of time.

    ``cases`` come with the passes that take part. Minute by minute, lower arende first, each pass
    takes the first free vikarie in the order named (a vantetid pass first any free vantetid); one
    minute of a person covers one sick minute, whatever the rows.
    """
    wanted = [
        (case.arende, one, case.brukare) for case, passes in cases for one in passes if one.vikarier
    ]
    covered: dict[int, list[Taken]] = defaultdict(list)
    for together in _clusters(wanted):
        for start, slut in _stretches(together, free):
            taken: set[int] = set()
            for _, one, brukare in sorted(together, key=lambda item: item[0]):
                if one.start <= start and slut <= one.slut:
                    person = _vikarie(one, brukare, (start, slut), free, taken)
                    if person is not None:
                        taken.add(person)
                        _extend(covered[one.id], (start, slut, person))
    return dict(covered)


def _extend(parts: list[Taken], taken: Taken) -> None:
    """Add minutes, joined with those just before when the same person covers them."""
    start, slut, person = taken
    if parts and parts[-1][1:] == (start, person):
        parts[-1] = parts[-1][0], slut, person
    else:
        parts.append(taken)


def _clusters(wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Yield the passes that meet in time, directly or through others, in time order."""
    together: list[Wanted] = []
    latest = 0
    for item in sorted(wanted, key=lambda item: (item[1].start, item[1].id)):
        if together and item[1].start >= latest:
            yield together
            together = []
        together.append(item)
        latest = max(latest, item[1].slut)
    if together:
        yield together


def _stretches(wanted: Sequence[Wanted], free: Free) -> list[Interval]:
    """Return the stretches in which the same passes run and the same vikarier are free."""
    edges: set[int] = set()
    for _, one, brukare in wanted:
        edges.update((one.start, one.slut))
        for person in one.vikarier:
            for parts in free.get((person, brukare), {}).values():
                for start, slut in intersect(parts, [(one.start, one.slut)]):
                    edges.update((start, slut))
    return list(pairwise(sorted(edges)))


def _vikarie(one: Pass, brukare: int, stretch: Interval, free: Free, taken: set[int]) -> int | None:
    kinds = (VANTETID, ASSISTANS) if one.slag == VANTETID else (ASSISTANS,)
    for kind in kinds:
        for person in one.vikarier:
            if person not in taken and any(
                start <= stretch[0] and stretch[1] <= slut
                for start, slut in free.get((person, brukare), {}).get(kind, ())
            ):
                return person
    return None


# -- amounts ------------------------------------------------------------------------------------


class Amounts(NamedTuple):
    """The steps of a case, öre (rulebook section 11, 1-10)."""

    underlag: int
    """Step 1: lost pay of all passes of day 1-14, and of later ones released."""
    forlorad_lon: int
    sjuklon: int
    karensavdrag_hela: int
    """Step 4: what the case takes of the chain's karensavdrag."""
    karensavdrag: int
    netto: int
    semester: int
    avgifter: int
    avtal: int
    ersattning: int

    @property
    def beraknat(self) -> int:
        """What the steps come to before the claim's ceiling."""
        return self.netto + self.semester + self.avgifter + self.avtal


def rounded(amount: Fraction) -> int:
    """Return öre rounded half up; amounts are not negative."""
    return half_up(amount.numerator, amount.denominator)


def lost_pay(case: Sjukfall, minutes: Iterable[tuple[Pass, int]]) -> int:
    """Return lost pay of minutes of passes: minutes x (hourly wage + supplement) / 60, rounded
    once."""
    return rounded(Fraction(sum(count * (case.timlon + one.tillagg) for one, count in minutes), 60))


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with the lost pay (step 1) of each of its cases, by case id."""

    cases: Sequence[Sjukfall]
    underlag: Mapping[int, int]

    @property
    def first(self) -> int:
        """The chain's first sick day."""
        return self.cases[0].forsta


def karens(chains_in_order: Sequence[Chain]) -> dict[int, int]:
    """Return {case id: karensavdrag it takes} (step 4) for all chains of an assistant and
    employer, in order of first sick day.

    A fifth of 80 % of the first spell's weekly pay per chain; none under högriskskydd, and none
    when the assistant has had ten in the twelve months before.
    """
    taken: dict[int, int] = {}
    earlier: list[int] = []
    for chain in chains_in_order:
        since = years_later(chain.first, -1)
        had = sum(since <= day < chain.first for day in earlier)
        had = max(had, max((case.tidigare_karens for case in chain.cases), default=0))
        left = KARENS * SJUKLON * chain.cases[0].veckolon
        whole = 0
        for case in chain.cases:
            own = 0
            if not case.hogriskskydd and had < KARENS_A_YEAR:
                own = rounded(min(left, SJUKLON * chain.underlag[case.id]))
            left = max(Fraction(0), left - own)
            taken[case.id] = own
            whole += own
        if whole:
            earlier.append(chain.first)
    return taken


def amounts(case: Sjukfall, underlag: int, forlorad_lon: int, karensavdrag: int) -> Amounts:
    """Return the steps of a case; each is rounded half up to whole öre and nothing else is."""
    share = Fraction(forlorad_lon, underlag) if underlag else Fraction(0)
    sjuklon = rounded(SJUKLON * forlorad_lon)
    own_karens = rounded(karensavdrag * share)
    netto = rounded(
        max(Fraction(0), min(Fraction(sjuklon - own_karens), case.betald_sjuklon * share))
    )
    semester = _percent(netto, SEMESTER if case.semester_procent is None else case.semester_procent)
    rate = avgift_procent(case) if case.avgift_procent is None else case.avgift_procent
    avgifter = _percent(netto + semester, rate)
    avtal = _percent(netto, case.avtal_procent or 0)
    whole = netto + semester + avgifter + avtal
    return Amounts(
        underlag,
        forlorad_lon,
        sjuklon,
        karensavdrag,
        own_karens,
        netto,
        semester,
        avgifter,
        avtal,
        min(whole, case.begart),
    )


def _percent(amount: int, hundredths: int) -> int:
    return rounded(Fraction(amount * hundredths, 10000))


def avgift_procent(case: Sjukfall) -> int:
    """Return the arbetsgivaravgift (hundredths of a per cent) of the year of the last sick day.

    By the assistant's age when that year began. An open spell ends with its last pass.
    """
    last = case.sista
    if case.open:
        last = max((one.dag for one in case.passen), default=case.forsta)
    return avgift(year_of(last), int(case.assistent_nummer[:4])).value


def missing_documents(case: Sjukfall, dagar: Mapping[int, int]) -> list[str]:
    """Return the documents that a case lacks (9.2.28; HFD 2016 ref. 87)."""
    needed = ["schema", "vikarierapport", "forsakran", "lonespec", "berakning"]
    if any(dagar[one.id] >= FIRST_INTYG_DAY for one in case.passen):
        needed.append("lakarintyg")
    if case.avtal_procent:
        needed.append("avtal")
    if case.sokande:
        needed.append("fullmakt")
    return [name for name in needed if name not in case.handlingar]

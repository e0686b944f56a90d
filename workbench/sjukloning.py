"""What the municipality pays for sick spells, and what stands against the rest (9.2.28). Pure.

Composes the rules of ``law/sjuklon.py`` for many cases at once: cases of one chain share sick days
and karensavdrag, cases with vikarier in common share their minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import Interval, intersect, subtract, total, union
from workbench.law.sjuklon import (
    LAST_PAID_DAY,
    Amounts,
    Chain,
    Found,
    Free,
    Kod,
    Taken,
    amounts,
    chains,
    coverage,
    intyg,
    karens,
    lost_pay,
    missing_documents,
    outside,
    sick_day,
)

STOPPING = frozenset({"efter-sjukloneperiod", "preskriberad"})
"""Codes that stop a pass whole, and are lifted whole."""

Released = Mapping[tuple[Kod, int], Sequence[Interval]]
"""(kod, pass) -> the minutes a person has released (status godkand)."""


class CaseFinding(NamedTuple):
    """What a rule says of a pass and its minutes, or of the case itself (``passet`` None)."""

    kod: Kod
    passet: int | None = None
    minuter: tuple[Interval, ...] = ()
    ore: int = 0
    """`over-berakning`: how much is claimed above what the steps come to."""
    handling: str = ""
    """`handling-saknas`: the document."""


class Judged(NamedTuple):
    """One case as the decisions stand now. Findings are listed also when they are released."""

    case: Sjukfall
    dagar: Mapping[int, int]
    """Pass -> which of the chain's sick days it belongs to."""
    findings: tuple[CaseFinding, ...]
    tackta: Mapping[int, list[Interval]]
    """Pass -> minutes that a vikarie worked (HFD 2015 ref. 72)."""
    betalbara: Mapping[int, list[Interval]]
    """Pass -> minutes that no finding withholds."""
    belopp: Amounts
    vikarier: Mapping[int, list[Taken]]
    """Pass -> the covered minutes with the vikarie of each stretch, in order of time."""

    @property
    def saknade_handlingar(self) -> list[str]:
        """The documents to ask for."""
        return [one.handling for one in self.findings if one.handling]

    @property
    def over_berakning(self) -> int:
        """How many öre the claim is above what the steps come to (RÅ 2005 ref. 86)."""
        return max(0, self.case.begart - self.belopp.beraknat)

    def koder(self, passet: int) -> list[Kod]:
        """Return the codes found on a pass, sorted, each once."""
        return sorted({one.kod for one in self.findings if one.passet == passet})


def judge(
    cases: Iterable[Sjukfall],
    free: Free,
    own_work: Mapping[int, Sequence[Interval]],
    released: Released,
) -> dict[int, Judged]:
    """Return {case id: how it stands}.

    ``cases`` must hold every case that hangs together with those asked about: of the same
    assistant and employer, or with passes at the same time that name the same vikarie, and so on
    from these. ``free`` holds, by vikarie and brukare and kind, the minutes of stored rows not
    under a `neka` finding (overridden ones stand); ``own_work`` the minutes that an assistant has
    reported as assistans or vantetid, whoever the brukare or employer.
    """
    cases = sorted(cases, key=lambda case: case.order)
    employments = _employments(cases)
    chain_of = {case.id: chain for line in employments for chain in line for case in chain}
    dagar = {one.id: sick_day(chain_of[case.id], one.dag) for case in cases for one in case.passen}
    stops = {case.id: outside(case, dagar) for case in cases}
    stopped = _stopped(stops.values(), released)
    taken_by = coverage(
        ((case, [one for one in case.passen if one.id not in stopped]) for case in cases), free
    )
    covered = {one: _minutes(parts) for one, parts in taken_by.items()}
    found = {
        case.id: [
            *stops[case.id],
            *intyg(case, chain_of[case.id], dagar),
            *_uncovered(case, stopped, covered),
            *_working(case, own_work),
        ]
        for case in cases
    }
    payable = {
        one: minutes for case in cases for one, minutes in _payable(case, found[case.id], released)
    }
    underlag = {case.id: lost_pay(case, _basis(case, dagar, released)) for case in cases}
    taken = _karens(employments, underlag)
    return {
        case.id: _judged(
            case, dagar, found[case.id], taken_by, payable, (underlag[case.id], taken[case.id])
        )
        for case in cases
    }


def difference_step(one: Judged) -> str | None:
    """Return the step (a field of Amounts) that a claim above the computed sum parts at.

    Each step is lifted in turn, with those before it: minutes withheld, passes after day 14,
    karensavdrag, the sjuklön that was paid. The first that makes room for the claim is the answer;
    "ersattning" when none does, None when the claim isn't above.
    """
    case, belopp = one.case, one.belopp
    if not one.over_berakning:
        return None
    hela = lost_pay(case, ((passet, passet.minuter) for passet in case.passen))
    unlimited = case._replace(betald_sjuklon=hela)
    lifted = (
        ("forlorad_lon", case, belopp.underlag, belopp.karensavdrag_hela),
        ("underlag", case, hela, belopp.karensavdrag_hela),
        ("karensavdrag", case, hela, 0),
        ("netto", unlimited, hela, 0),
    )
    return next(
        (
            step
            for step, tried, lost, karensavdrag in lifted
            if amounts(tried, lost, lost, karensavdrag).beraknat >= case.begart
        ),
        "ersattning",
    )


def _karens(
    employments: Sequence[Sequence[Sequence[Sjukfall]]], underlag: Mapping[int, int]
) -> dict[int, int]:
    """Return {case id: karensavdrag it takes of its chain's} (step 4) for several employments."""
    taken: dict[int, int] = {}
    for line in employments:
        taken |= karens([Chain(chain, underlag) for chain in line])
    return taken


def _employments(cases: Iterable[Sjukfall]) -> list[list[list[Sjukfall]]]:
    """Return the chains of each assistant and employer, in order of first sick day."""
    together: dict[tuple[int, int], list[Sjukfall]] = defaultdict(list)
    for case in cases:
        together[case.assistent, case.arbetsgivare].append(case)
    return [chains(line) for line in together.values()]


def _whole(released: Released, kod: Kod, passet: int, minutes: Interval) -> bool:
    """Tell whether every minute of a finding has been released.

    What stops a pass whole is lifted whole: a pass made longer after the decision is stopped
    again (a decision covers the minutes it was made on).
    """
    return not subtract([minutes], released.get((kod, passet), ()))


def _minutes(parts: Iterable[Taken]) -> list[Interval]:
    """Return covered minutes, whoever covers them."""
    return union((start, slut) for start, slut, _ in parts)


def _stopped(stops: Iterable[Sequence[Found]], released: Released) -> set[int]:
    """Return the passes that are stopped whole and not released."""
    return {
        one
        for found in stops
        for kod, one, minutes in found
        if not _whole(released, kod, one, minutes)
    }


def _uncovered(
    case: Sjukfall, stopped: Collection[int], covered: Mapping[int, Sequence[Interval]]
) -> list[Found]:
    """Return the minutes that no vikarie worked, of passes not stopped whole (HFD 2015 ref. 72)."""
    return [
        ("vikarie-saknas", one.id, part)
        for one in case.passen
        if one.id not in stopped
        for part in subtract([(one.start, one.slut)], covered.get(one.id, ()))
    ]


def _working(case: Sjukfall, own_work: Mapping[int, Sequence[Interval]]) -> list[Found]:
    """Return the minutes in which the sick assistant has reported work himself."""
    work = own_work.get(case.assistent, ())
    return [
        ("sjuk-arbetar", one.id, part)
        for one in case.passen
        for part in intersect(work, [(one.start, one.slut)])
    ]


def _payable(
    case: Sjukfall, found: Sequence[Found], released: Released
) -> Iterator[tuple[int, list[Interval]]]:
    """Yield each pass with the minutes that no finding withholds."""
    withheld: dict[int, list[Interval]] = defaultdict(list)
    for kod, one, minutes in found:
        if kod not in STOPPING:
            withheld[one] += subtract([minutes], released.get((kod, one), ()))
        elif not _whole(released, kod, one, minutes):
            withheld[one].append(minutes)
    for passet in case.passen:
        yield passet.id, subtract([(passet.start, passet.slut)], withheld[passet.id])


def _basis(case: Sjukfall, dagar: Mapping[int, int], released: Released) -> list[tuple[Pass, int]]:
    """Return the passes of step 1, all their minutes: day 1-14, and later ones released."""
    return [
        (one, one.minuter)
        for one in case.passen
        if dagar[one.id] <= LAST_PAID_DAY
        or _whole(released, "efter-sjukloneperiod", one.id, (one.start, one.slut))
    ]


def _judged(
    case: Sjukfall,
    dagar: Mapping[int, int],
    found: Sequence[Found],
    taken_by: Mapping[int, list[Taken]],
    payable: Mapping[int, list[Interval]],
    steps: tuple[int, int],
) -> Judged:
    """Return a case with its amounts and the findings on the case itself."""
    underlag, taken = steps
    lost = lost_pay(case, ((one, total(payable[one.id])) for one in case.passen))
    belopp = amounts(case, underlag, lost, taken)
    return Judged(
        case,
        {one.id: dagar[one.id] for one in case.passen},
        (*_on_passes(found), *_on_case(case, dagar, belopp)),
        {one.id: _minutes(taken_by.get(one.id, ())) for one in case.passen},
        {one.id: payable[one.id] for one in case.passen},
        belopp,
        {one.id: taken_by.get(one.id, []) for one in case.passen},
    )


def _on_passes(found: Sequence[Found]) -> Iterator[CaseFinding]:
    """Yield one finding per code and pass."""
    together: dict[tuple[Kod, int], list[Interval]] = defaultdict(list)
    for kod, one, minutes in found:
        together[kod, one].append(minutes)
    for (kod, one), parts in together.items():
        yield CaseFinding(kod, one, tuple(union(parts)))


def _on_case(case: Sjukfall, dagar: Mapping[int, int], belopp: Amounts) -> Iterator[CaseFinding]:
    """Yield the findings on the case itself: papers to ask for, a claim above the sum."""
    for name in missing_documents(case, dagar):
        yield CaseFinding("handling-saknas", handling=name)
    if case.begart > belopp.beraknat:
        yield CaseFinding("over-berakning", ore=case.begart - belopp.beraknat)

"""Which working-time act applies, over which periods, and with which limits (section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from workbench.domain.facts import Uppdrag
from workbench.domain.time import FIRST_DAY, Interval
from workbench.domain.worktime import FOUR_WEEKS, Act, Arrangement, Given, Length
from workbench.law.parameters import Policies

FOUR_MONTHS = Length(True, 4)
TWELVE_MONTHS = Length(True, 12)
AGREEMENT_HOURS = 4800
"""Hours a week (hundredths) that no agreement may pass, and the default of one that says none."""

ATL_WEEK = 4800
HUSLIGT_ORDINARY, HUSLIGT_WITH_OVERTIME = 4000, 5200
"""Hours a week (hundredths) on average: 10 b § ATL; 2-3 §§ lag 1970:943."""

ATL_ORDINARY_HOURS, ATL_WITH_OVERTIME_HOURS, ATL_JOUR_HOURS = 160, 208, 48
"""Hours in four weeks: 5, 8 and 6 §§ ATL."""

ATL_ANNUAL_HOURS = 200
ATL_ANNUAL_HOURS_EXTRA = 350
HUSLIGT_ANNUAL_HOURS = 300
"""Overtime per calendar year: 8 and 8 a §§ ATL; 3 § lag 1970:943."""


def lawful_act(declared: Act, own_employer: bool) -> Act:
    """Return the act that applies: an agreement, else by who employs."""
    if declared is Act.AVTAL:
        return declared
    return Act.HUSLIGT if own_employer else Act.ATL


def arrangement(uppdrag: Uppdrag, own_employer: bool) -> Arrangement:
    """Return an uppdrag's arrangement with defaults filled in (act by employer, 28d, 4m, 48 h)."""
    by_employer = Act.HUSLIGT if own_employer else Act.ATL
    declared = Act(uppdrag.arbetstid) if uppdrag.arbetstid else by_employer
    lawful = lawful_act(declared, own_employer)
    if uppdrag.period_langd:
        length = Length.parse(uppdrag.period_langd)
    else:
        length = FOUR_WEEKS if lawful is Act.HUSLIGT else FOUR_MONTHS
    return Arrangement(
        declared,
        lawful,
        uppdrag.period_start,
        length,
        uppdrag.tillsyn if lawful is Act.HUSLIGT else False,
        (uppdrag.timmar_per_vecka or AGREEMENT_HOURS) if lawful is Act.AVTAL else None,
    )


def lawful_length(item: Arrangement) -> Length:
    """Return the period's length, cut to what the law allows."""
    length = item.length
    if item.lawful is Act.HUSLIGT:
        return FOUR_WEEKS if length.months or length.number > 28 else length
    if item.lawful is Act.ATL:
        too_long = length.number > (4 if length.months else 123)
        return FOUR_MONTHS if too_long else length
    too_long = length.number > (12 if length.months else 366)
    return TWELVE_MONTHS if too_long else length


def unclear(uppdrag: Uppdrag, item: Arrangement) -> str | None:
    """Return, in Swedish, why an uppdrag's own working-time facts are unclear; None = clear."""
    if item.declared is not item.lawful:
        return f"uppdraget anger {item.declared} men arbetsgivaren hör under {item.lawful}"
    if item.lawful is Act.AVTAL:
        if uppdrag.timmar_per_vecka is None or not uppdrag.period_langd:
            return "kollektivavtalets timmar eller period saknas"
        if uppdrag.timmar_per_vecka > AGREEMENT_HOURS:
            return "kollektivavtalet anger mer än 48 timmar i veckan"
    if lawful_length(item) != item.length:
        return f"perioden {uppdrag.period_langd} är längre än lagen tillåter"
    return None


DIFFER = "uppdrag som gäller samtidigt har olika arbetstid"
"""Why a day is unclear on which uppdrag in force have different arrangements."""


def given(uppdrag: Sequence[Uppdrag], own_employer: bool, days: Interval) -> list[Given]:
    """Return who gives the assistant's arrangement with an employer on each of the days.

    The uppdrag in force with the lowest first day, brukare number and id; else the latest that
    began before; else the first to begin. Without any uppdrag there is no arrangement.
    """
    if not uppdrag:
        return []
    if len(uppdrag) == 1:
        only = uppdrag[0]
        return [Given(*days, arrangement(only, own_employer), only.id, False)]
    edges = sorted(
        {days[0], days[1]}
        | {
            day
            for item in uppdrag
            for day in (item.fran, item.fran + 1, item.till + 1)
            if days[0] < day < days[1]
        }
    )
    result: list[Given] = []
    arrangements = {item.id: arrangement(item, own_employer) for item in uppdrag}
    for first, after in pairwise(edges):
        chosen, differ = _giver(uppdrag, arrangements, first)
        run = Given(first, after, arrangements[chosen.id], chosen.id, differ)
        last = result[-1] if result else None
        if last and (last.uppdrag, last.differ) == (run.uppdrag, run.differ):
            result[-1] = last._replace(after=after)
        else:
            result.append(run)
    return result


def _giver(
    uppdrag: Sequence[Uppdrag], arrangements: dict[int, Arrangement], day: int
) -> tuple[Uppdrag, bool]:
    in_force = [item for item in uppdrag if item.fran <= day <= item.till]
    if in_force:
        chosen = min(in_force, key=lambda item: (item.fran, item.brukare, item.id))
        return chosen, len({arrangements[item.id] for item in in_force}) > 1
    begun = [item for item in uppdrag if item.fran < day]
    if begun:
        return min(begun, key=lambda item: (-item.fran, item.brukare, item.id)), False
    return min(uppdrag, key=lambda item: (item.fran, item.brukare, item.id)), False


def anchor_of(item: Arrangement, uppdrag: Sequence[Uppdrag], own_employer: bool) -> int:
    """Return the anchor day of a chain: as declared, else the arrangement's first uppdrag's."""
    if item.anchor is not None:
        return item.anchor
    if len(uppdrag) == 1:
        return uppdrag[0].fran
    return min(
        (one.fran for one in uppdrag if arrangement(one, own_employer) == item),
        default=FIRST_DAY,
    )


@lru_cache(maxsize=256)
def limit_minutes(hours_per_week: int, days: int, policies: Policies, day: int) -> int:
    """Return a limit in minutes: hours a week (hundredths) x days / 7.

    Rounded up to a whole hour (KamR Jönköping 1467-15), or cut to whole minutes when the policy
    ``arbetstid_avrundning`` says ``minut``.
    """
    if policies.at("arbetstid_avrundning", day) == "minut":
        return hours_per_week * days * 60 // 700
    return -(-hours_per_week * days // 700) * 60

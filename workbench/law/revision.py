"""When a new version of a beslut lowers time that has been (37 § FL; rulebook section 6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.domain.decision import Beslut
from workbench.domain.time import month_days
from workbench.law.parameters import Policies, RateMissing, Rates
from workbench.law.rate import timbelopp


def lowered(
    former: Beslut, new: Beslut, month: int, rates: Rates, policies: Policies
) -> tuple[str, ...]:
    """Return what a new version lowers for days of a month before its own beslutsdatum.

    Any of ``tid`` (a day no longer covered), ``timmar`` (fewer hours a month) and ``belopp``
    (a lower timbelopp); empty when nothing is lowered or no beslutsdatum is known.
    """
    if new.beslutsdatum is None:
        return ()
    first, after = month_days(month)
    days = former.days_in((first, min(after, new.beslutsdatum)))
    if days is None:
        return ()
    reasons = []
    shared = new.days_in(days)
    if shared != days:
        reasons.append("tid")
    if shared:
        if new.timmar * former.period_manader < former.timmar * new.period_manader:
            reasons.append("timmar")
        was = _rate(former, shared[0], rates, policies)
        becomes = _rate(new, shared[0], rates, policies)
        if was is not None and becomes is not None and becomes < was:
            reasons.append("belopp")
    return tuple(reasons)


def _rate(beslut: Beslut, day: int, rates: Rates, policies: Policies) -> int | None:
    """Return the timbelopp, None when its year has none: then nothing is paid to compare."""
    try:
        return timbelopp(beslut, day, rates, policies)
    except RateMissing:
        return None


def effective(
    versions: Sequence[Beslut],
    month: int,
    rates: Rates,
    policies: Policies,
    approved: Callable[[int], bool],
) -> tuple[Beslut, list[tuple[int, tuple[str, ...]]]]:
    """Return the version a month is computed with, and what awaits or had a ground named.

    ``versions`` are in order of registration; ``approved(n)`` tells whether a person has named
    the ground for the n-th version (from 0) in this month. The list holds (n, reasons) for
    every version that lowers something.
    """
    current, findings = versions[0], []
    for number, version in enumerate(versions[1:], start=1):
        reasons = lowered(current, version, month, rates, policies)
        if reasons:
            findings.append((number, reasons))
        if not reasons or approved(number):
            current = version
    return current, findings

"""Residence by day, and the days a state lies outside the EEA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.facts import Bosattning, within
from workbench.domain.time import Interval
from workbench.law.parameters import country_aliases, ees_members


def residence_spells(
    facts: Sequence[Bosattning], days: Interval
) -> Iterator[tuple[int, int, str | None]]:
    """Yield (first, after, country) over the days; None where no country is known.

    A fact holds from its day until the next one; before the first, nothing is known.
    """
    day, after = days
    ordered = sorted(facts, key=lambda fact: fact.fran)
    land: str | None = None
    for fact in ordered:
        if fact.fran >= after:
            break
        if fact.fran > day:
            yield day, fact.fran, land
            day = fact.fran
        land = fact.land
    yield day, after, land


def outside_ees(land: str, days: Interval) -> list[Interval]:
    """Return the days of ``days`` on which a country is outside the EEA."""
    member = ees_members().get(country_aliases().get(land, land))
    inside = within(member.fran, member.till, days) if member else None
    if inside is None:
        return [days]
    pieces = [(days[0], inside[0]), (inside[1], days[1])]
    return [(first, after) for first, after in pieces if first < after]

"""Where each timbelopp of a claim comes from, as far as registered values and beslut say it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from db import reports
from db.facts import BrukareFacts
from workbench.domain.decision import Beslut
from workbench.domain.money import hours, kronor
from workbench.domain.time import iso_day, month_days, parse_month
from workbench.exports.kravinnehall import Avsnitt, Taxa
from workbench.law.parameters import RateMissing
from workbench.law.rate import POLICIES, timbelopp
from workbench.services import law as law_service
from workbench.services.kravord import month_stretches
from workbench.settling import Law

ANNARS = "Värden som gällde när körningen räknades och som sedan har ersatts; de står i journalen."


def taxor(
    connection: sqlite3.Connection, brukare: int, sections: Iterable[Avsnitt]
) -> tuple[Taxa, ...]:
    """Return the timbelopp that stand in a claim's months, each with its source.

    A value that has been replaced since is not explained.
    """
    law = law_service.load(connection)
    reports.choose(connection, "SELECT ?", (brukare,))
    versions: dict[str, list[Beslut]] = defaultdict(list)
    for beslut in BrukareFacts(connection).beslut(brukare):
        versions[beslut[-1].nummer] += reversed(beslut)
    months: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in sections:
        month = parse_month(one.manad)
        for post in one.poster:
            if post.timbelopp is not None:
                source = _source(law, versions[post.beslut], month, post.timbelopp)
                months[post.timbelopp, source].add(month)
    return tuple(
        Taxa(ore, month_stretches(own), source)
        for (ore, source), own in sorted(months.items(), key=lambda item: (min(item[1]), item[0]))
    )


def _source(law: Law, versions: Iterable[Beslut], month: int, ore: int) -> str:
    """Return how an amount comes about on the month's first or last day, by some version."""
    first, after = month_days(month)
    for beslut in versions:
        for day in (first, after - 1):
            try:
                if timbelopp(beslut, day, law.rates, law.policies) == ore:
                    return "; ".join(_words(law, beslut, day))
            except RateMissing:
                continue
    return ANNARS


def _words(law: Law, beslut: Beslut, day: int) -> Iterator[str]:
    state = law.rates.at(day)
    own = beslut.eget_timbelopp
    policy = next(
        (law.policies.entry(name, day) for name in POLICIES if law.policies.entry(name, day).text),
        None,
    )
    yield f"Statens timbelopp {kronor(state.value)} kr från {iso_day(state.fran)}: {state.source}"
    if own is not None:
        yield f"beslut {beslut.nummer} anger eget timbelopp {kronor(own)} kr, det lägre gäller"
    elif policy is not None:
        yield f"kommunens eget timbelopp, det lägre gäller: {policy.source}"
    if beslut.hojning:
        yield f"höjt med {hours(beslut.hojning)} % enligt beslut {beslut.nummer} (9.2.18)"

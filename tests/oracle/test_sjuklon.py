"""The program's sjuklön against the oracle's, on made-up claims: every pass, finding and öre."""

from __future__ import annotations

import pytest

from workbench.domain.sjukfall import Sjukfall

from . import generate_sjuklon, sjuklon
from .adapt_sjuklon import Adapter

SEEDS = range(60)


def differences(seed: int) -> list[tuple[str, str, object, object]]:
    """Return (arende, key, the oracle's answer, the program's) where they differ."""
    claims = generate_sjuklon.claims(seed)
    adapter = Adapter(claims)
    judged = adapter.judged()
    told = sjuklon.Oracle(claims.sjukfall, claims.sjukpass, claims.tidrapporter, claims.decisions)
    found: list[tuple[str, str, object, object]] = []
    for arende in told.cases:
        expected, got = told.show(arende), adapter.show(judged[arende])
        expected["vikarier"] = told.vikarier(arende)
        got["vikarier"] = adapter.vikarier(judged[arende])
        found += [
            (arende, key, expected[key], got[key]) for key in expected if expected[key] != got[key]
        ]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_agrees_with_the_oracle(seed: int) -> None:
    assert differences(seed) == []


def concerned(cases: list[Sjukfall], wanted: Sjukfall) -> list[Sjukfall]:
    """The cases that one hangs together with: by employment, or by a vikarie at the same time."""
    met = [wanted]
    for case in met:
        met += [other for other in cases if other not in met and _together(case, other)]
    return met


def _together(one: Sjukfall, two: Sjukfall) -> bool:
    return (one.assistent, one.arbetsgivare) == (two.assistent, two.arbetsgivare) or any(
        p.start < q.slut and q.start < p.slut and set(p.vikarier) & set(q.vikarier)
        for p in one.passen
        for q in two.passen
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_those_concerned_suffice(seed: int) -> None:
    """A case's answer needs the cases it hangs together with and no others."""
    adapter = Adapter(generate_sjuklon.claims(seed))
    everything = adapter.judged()
    for case in adapter.cases:
        few = concerned(adapter.cases, case)
        assert adapter.judged(few)[case.arende] == everything[case.arende]


def test_the_generator_meets_the_edges() -> None:
    """Every code, day 14 and 15, a karensavdrag shared, spent and dropped, both rates."""
    codes: set[str] = set()
    days: set[int] = set()
    karens: set[str] = set()
    for seed in range(200):
        adapter = Adapter(generate_sjuklon.claims(seed))
        for one in adapter.judged().values():
            codes |= {found.kod for found in one.findings}
            days |= set(one.dagar.values())
            hela = one.belopp.karensavdrag_hela
            karens.add("hel" if hela else "ingen")
            if 0 < one.belopp.karensavdrag < hela:
                karens.add("del")
    assert codes == {*generate_sjuklon.CODES, "over-berakning", "handling-saknas"}
    assert {1, 7, 8, 14, 15} <= days
    assert karens == {"hel", "ingen", "del"}

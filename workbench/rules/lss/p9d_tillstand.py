"""Assistans i en yrkesmässig verksamhet utan tillstånd är inte en kostnad, efter en frist.

9 d § andra och tredje styckena LSS. Reading: S is the permit spell that ended last before the
day. When an uppdrag of the relation began on or before S's last day, the time stays payable
through the fourteenth day after the brukare was told; was he never told, the time is held and he
must be told. A municipal anordnare needs no permit; an employer known only from rows is another
matter (``anordnare-okand``).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Arbetsgivare, Forhallande, Tillstand, day_gaps
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import FIRST_DAY, Interval, iso_day, midnight
from workbench.law.citation import Citation
from workbench.rules.base import Context, Kod, Rule, Scope

_LAGRUM = Citation("9 d § 2-3 st LSS", "1993:387")

RULE = Rule(
    "tillstand",
    Scope.FORHALLANDE,
    (
        Kod("tillstand", _LAGRUM, Allvar.NEKA, "Anordnaren saknar tillstånd"),
        Kod("tillstand-frist", _LAGRUM, Allvar.INFO, "Tillståndet har upphört, fristen löper"),
        Kod(
            "tillstand-underrattelse",
            _LAGRUM,
            Allvar.UTRED,
            "Tillståndet har upphört, brukaren inte underrättad",
        ),
    ),
)

_GRACE_DAYS = 14


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days on which a private anordnare has no permit, by what follows from it."""
    employer = case.arbetsgivare
    if employer.brukare is not None or employer.kommunal or not employer.kand:
        return
    spells = [(spell.fran, spell.till + 1) for spell in employer.tillstand]
    for gap in day_gaps(spells, context.days):
        yield from _without_permit(case, employer, gap)


_Evidence = tuple[tuple[str, str], ...]


def _without_permit(case: Forhallande, employer: Arbetsgivare, gap: Interval) -> Iterator[Window]:
    first, after = gap
    ended = [spell for spell in employer.tillstand if spell.till < first]
    evidence: _Evidence
    last = max(ended, key=lambda spell: (spell.till, spell.underrattad or FIRST_DAY), default=None)
    if last is None:
        yield _window("tillstand", first, after, (("skal", "inget tillstånd är registrerat"),))
    elif not _contracted_during(case, last):
        evidence = (("skal", f"tillståndet upphörde {iso_day(last.till)}, före uppdragets början"),)
        yield _window("tillstand", first, after, evidence)
    elif last.underrattad is None:
        evidence = (("upphorde", iso_day(last.till)),)
        yield _window("tillstand-underrattelse", first, after, evidence)
    else:
        limit = min(max(last.underrattad + _GRACE_DAYS + 1, first), after)
        told = iso_day(last.underrattad)
        if first < limit:
            evidence = (("upphorde", iso_day(last.till)), ("underrattad", told))
            yield _window("tillstand-frist", first, limit, evidence)
        if limit < after:
            evidence = (
                (
                    "skal",
                    f"tillståndet upphörde {iso_day(last.till)}, brukaren underrättades {told} "
                    f"och fristen på {_GRACE_DAYS} dagar är ute",
                ),
            )
            yield _window("tillstand", limit, after, evidence)


def _contracted_during(case: Forhallande, spell: Tillstand) -> bool:
    return any(item.fran <= spell.till for item in case.uppdrag)


def _window(kod: str, first: int, after: int, evidence: _Evidence) -> Window:
    return Window(kod, midnight(first), midnight(after), evidence)

"""Assistans av någon som saknar förmåga att arbeta som assistent är inte en kostnad.

9 d § första stycket 3 LSS. Reading (9.2.19; prop. 2012/13:1): one spell of whole sjukersättning,
or a controller's note, is a reason to look, so the time is held and never refused by the
program. Part benefits say nothing, and two parts are not a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande, within
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import midnight
from workbench.law.citation import Citation
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "formaga",
    Scope.FORHALLANDE,
    (
        Kod(
            "formaga",
            Citation("9 d § 1 st 3 LSS", "1993:387"),
            Allvar.UTRED,
            "Förmågan att arbeta som assistent ifrågasatt",
        ),
    ),
)

_WHOLE = 10000


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days of whole sjukersättning and of controllers' notes."""
    for spell in case.assistent.sjukersattning:
        days = within(spell.fran, spell.till, context.days)
        if spell.procent == _WHOLE and days:
            evidence = (("skal", "hel sjukersättning"),)
            yield Window("formaga", midnight(days[0]), midnight(days[1]), evidence)
    for note in case.assistent.anteckningar:
        days = within(note.fran, note.till, context.days)
        if days:
            evidence = (("skal", f"anteckning: {note.text}"),)
            yield Window("formaga", midnight(days[0]), midnight(days[1]), evidence)

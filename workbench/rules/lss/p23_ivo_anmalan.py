"""Den som själv anställer sina assistenter ska anmäla det till IVO innan arbetet börjar.

23 § femte stycket LSS; 9.2.16. Reading: days before the day of notice are held.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Allvar, Window
from workbench.domain.time import iso_day, midnight
from workbench.law.citation import Citation
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "ivo-anmalan",
    Scope.FORHALLANDE,
    (
        Kod(
            "ivo-anmalan",
            Citation("23 § 5 st LSS", "1993:387"),
            Allvar.UTRED,
            "Egen arbetsgivare utan anmälan till IVO",
        ),
    ),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the days before an own employer's notice to IVO."""
    if case.arbetsgivare.brukare is None:
        return
    first, after = context.days
    notice = case.brukare.ivo_anmald
    if notice is None:
        yield Window("ivo-anmalan", *context.instants, (("skal", "ingen anmälan är registrerad"),))
    elif notice > first:
        evidence = (("skal", f"anmäld {iso_day(notice)}"),)
        yield Window("ivo-anmalan", midnight(first), midnight(min(notice, after)), evidence)

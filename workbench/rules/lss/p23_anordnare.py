"""Den som yrkesmässigt bedriver assistans ska ha tillstånd; en okänd arbetsgivare kan inte prövas.

23 § LSS. Reading: an employer that no anordnare file has named is held until registered;
``tillstand`` is then not raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Allvar, Window
from workbench.law.citation import Citation
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "anordnare-okand",
    Scope.FORHALLANDE,
    (
        Kod(
            "anordnare-okand",
            Citation("23 § LSS", "1993:387"),
            Allvar.UTRED,
            "Anordnaren är inte registrerad",
        ),
    ),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the whole month when the employer is an orgnr that no anordnare file has named."""
    employer = case.arbetsgivare
    if employer.brukare is None and not employer.kand:
        yield Window("anordnare-okand", *context.instants, (("orgnr", employer.nummer),))

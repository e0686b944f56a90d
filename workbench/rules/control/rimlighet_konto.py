"""Ett konto som flera tar emot pengar på bör någon titta på.

A control pattern (POLICY, can be switched off): the account of the brukare, of one of his payees
or of the employer also stands on another brukare, an assistant or another anordnare. A
ställföreträdare who receives for several is no such case. Information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.facts import Forhallande
from workbench.domain.finding import Window
from workbench.rules.base import RIMLIGHET, Context, Rule, Scope

RULE = Rule(
    "rimlighet-delat-konto",
    Scope.FORHALLANDE,
    (RIMLIGHET,),
    policies=("rimlighet_delat_konto",),
)


def check(case: Forhallande, context: Context) -> Iterator[Window]:
    """Yield the month of a relation whose payee's account is shared."""
    if case.delat_konto and context.says_yes("rimlighet_delat_konto"):
        yield Window("rimlighet", *context.instants, (("skal", case.delat_konto),), "delat-konto")

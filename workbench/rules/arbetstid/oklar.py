"""Arbetstiden kan inte prövas säkert när uppgifterna om den är oklara.

9 d § första stycket 4 LSS. Reading: held are all counted minutes with the employer on days when
uppdrag in force have different arrangements, or when the day's arrangement (also a borrowed one)
contradicts the employer, lacks an agreement's facts or passes what the law allows. The lawful
limits are tried meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.finding import Allvar, RowHit
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.rules.base import Context, Kod, Rule, Scope

RULE = Rule(
    "arbetstid-oklar",
    Scope.ANSTALLNING,
    (
        Kod(
            "arbetstid-oklar",
            Citation("9 d § 1 st 4 LSS", "1993:387"),
            Allvar.UTRED,
            "Oklara uppgifter om arbetstid",
        ),
    ),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the counted minutes of the days whose arrangement is unclear."""
    for run in case.runs(case.days[0]):
        reason = case.doubt(run)
        if reason is None:
            continue
        for piece in case.pieces(run.arrangement, (run.first, run.after)):
            evidence = (("skal", reason),)
            yield RowHit("arbetstid-oklar", piece.row.id, piece.start, piece.slut, evidence)

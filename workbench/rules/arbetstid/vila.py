"""Den som är bunden av kollektivavtal ska få dygnsvila och veckovila.

13 and 14 §§ ATL through an agreement. Reading: only on days whose arrangement is an agreement,
over the assistant's counted time with that employer. Every start of unbroken work begins 24 hours
and seven days (real time) in which the longest rest is measured; time after the month's end counts
as rest. Shown is the work in stretches with too short a rest. POLICY may raise it to utred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import clock_hours
from workbench.domain.time import DAY_MINUTES, Interval, iso_instant, midnight, union
from workbench.domain.worktime import Act, Piece, clip
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.rules.base import Context, Kod, Rule, Scope

_DYGN = ("dygnsvila", "vila_dygn_timmar", 1)
_VECKA = ("veckovila", "vila_vecka_timmar", 7)
"""Own orsak, POLICY for the hours of rest, and in how many days."""

RULE = Rule(
    "vila",
    Scope.ANSTALLNING,
    (
        Kod(
            "vila",
            Citation("13-14 §§ ATL", "1982:673"),
            Allvar.INFO,
            "För kort vila",
            allvar_policy="vila_allvar",
        ),
    ),
    policies=("vila_allvar", "vila_dygn_timmar", "vila_vecka_timmar"),
)


def check(case: Anstallning, context: Context) -> Iterator[RowHit]:
    """Yield the month's minutes of work in 24 hours or seven days with too short a rest."""
    bound = [run for run in case.runs(case.days[0]) if run.arrangement.lawful is Act.AVTAL]
    if not bound:
        return
    pieces = case.worked(case.days[0] - _VECKA[2])
    work = union((piece.start, piece.slut) for piece in pieces)
    for orsak, policy, days in (_DYGN, _VECKA):
        needed = context.whole_number(policy) * 60
        short, worst, at = _too_short(work, days * DAY_MINUTES, needed, context.instants[0])
        if not short:
            continue
        evidence = (
            ("vila", clock_hours(worst)),
            ("minst", f"{needed // 60} h"),
            ("tid", "24 timmar" if days == 1 else f"{days} dagar"),
            ("fran", iso_instant(at)),
        )
        for piece in _within(case.month(pieces), short):
            for run in bound:
                for part in clip([piece], midnight(run.first), midnight(run.after)):
                    yield RowHit("vila", part.row.id, part.start, part.slut, evidence, orsak)


def _too_short(
    work: Sequence[Interval], length: int, needed: int, start: int
) -> tuple[list[Interval], int, int]:
    """Return the stretches with too short a rest, the shortest rest, and where that begins."""
    short: list[Interval] = []
    worst, at = needed, 0
    for index, (first, _) in enumerate(work):
        after = first + length
        if after <= start:
            continue
        rest = _longest_rest(work, index, after)
        if rest < needed:
            short.append((first, after))
            if rest < worst:
                worst, at = rest, first
    return union(short), worst, at


def _longest_rest(work: Sequence[Interval], index: int, after: int) -> int:
    """Return the longest unbroken rest from the start of a stretch of work to an instant."""
    longest = 0
    free = work[index][1]
    for first, slut in work[index + 1 :]:
        if first >= after:
            break
        longest = max(longest, first - free)
        free = slut
    return max(longest, after - free)


def _within(pieces: Sequence[Piece], stretches: Sequence[Interval]) -> Iterator[Piece]:
    for start, slut in stretches:
        yield from clip(pieces, start, slut)

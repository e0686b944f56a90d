"""Den som är bunden av kollektivavtal ska få dygnsvila och veckovila.

13 and 14 §§ ATL through an agreement. Reading: only on days whose arrangement is an agreement,
over the assistant's counted time with that employer. Every start of unbroken work begins 24 hours
and seven days (real time) in which the longest rest is measured; what begins after the month counts
as rest. Shown is the work in stretches with too short a rest. POLICY may raise it to utred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.domain.finding import Allvar, RowHit
from workbench.domain.money import clock_hours
from workbench.domain.report import BEREDSKAP
from workbench.domain.time import DAY_MINUTES, Interval, iso_instant, midnight, union
from workbench.domain.worktime import Act, Piece, clip
from workbench.law.citation import Citation
from workbench.law.employment import Anstallning
from workbench.rules.base import Context, Kod, Rule, Scope

_DYGN = ("dygnsvila", "vila_dygn_timmar", 1)
_VECKA = ("veckovila", "vila_vecka_timmar", 7)
"""Own orsak, POLICY for the hours of rest, and in how many days."""
_LOOK_BACK_DAYS = 8
"""Seven days in real time begin on the eighth local day before when the clock went forward."""

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
    before = case.days[0] - _LOOK_BACK_DAYS
    work = [
        (row.start, row.slut)
        for row in case.rows(before)
        if row.arbetsgivare == case.arbetsgivare.id and row.slag != BEREDSKAP
    ]
    for orsak, policy, days in (_DYGN, _VECKA):
        needed = context.whole_number(policy) * 60
        if not _long_block(work, needed, days * DAY_MINUTES - needed):
            continue
        short = _too_short(work, days * DAY_MINUTES, needed, context.instants[0])
        if not short:
            continue
        rest, first = min((one[2], one[0]) for one in short)
        evidence = (
            ("vila", clock_hours(rest)),
            ("minst", f"{needed // 60} h"),
            ("tid", "24 timmar" if days == 1 else f"{days} dagar"),
            ("fran", iso_instant(first)),
        )
        stretches = union((start, slut) for start, slut, _ in short)
        for piece in _within(case.month(case.worked(before)), stretches):
            for run in bound:
                for part in clip([piece], midnight(run.first), midnight(run.after)):
                    yield RowHit("vila", part.row.id, part.start, part.slut, evidence, orsak)


def _long_block(work: Sequence[Interval], needed: int, allowed: int) -> bool:
    """Tell whether any work between rests of ``needed`` minutes goes on longer than allowed: most
    assistants are spared the exact look."""
    first = after = -1
    for start, slut in work:
        if after < 0 or start - after >= needed:
            first, after = start, slut
        elif slut > after:
            after = slut
        if after - first > allowed:
            return True
    return False


def _too_short(
    work: Sequence[Interval], length: int, needed: int, start: int
) -> list[tuple[int, int, int]]:
    """Return the stretches (from, to, longest rest) after an instant with too short a rest.

    Between two rests that are long enough, only the last can be too far off: a start of work is
    followed in time by a long rest unless the work goes on for more than ``length - needed``.
    """
    short: list[tuple[int, int, int]] = []
    for block in _blocks(work, needed):
        after = max(slut for _, slut in block)
        if after - block[0][0] <= length - needed:
            continue
        block = union(block)
        for index, (first, _) in enumerate(block):
            if after - first > length - needed and first + length > start:
                short.append((first, first + length, _longest_rest(block[index:], first + length)))
    return short


def _blocks(work: Sequence[Interval], needed: int) -> Iterator[list[Interval]]:
    """Yield the work between rests of at least so many minutes."""
    block: list[Interval] = []
    after = 0
    for start, slut in work:
        if block and start - after >= needed:
            yield block
            block = []
        block.append((start, slut))
        if slut > after:
            after = slut
    if block:
        yield block


def _longest_rest(work: Sequence[Interval], after: int) -> int:
    """Return the longest unbroken rest from the start of work to an instant."""
    longest, free = 0, work[0][1]
    for first, slut in work[1:]:
        if first >= after:
            break
        longest = max(longest, first - free)
        free = slut
    return max(longest, after - free)


def _within(pieces: Sequence[Piece], stretches: Sequence[Interval]) -> Iterator[Piece]:
    for start, slut in stretches:
        yield from clip(pieces, start, slut)

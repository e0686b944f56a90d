"""States of a finding: what survives a re-check and who may move it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbench.domain.finding import Part, Status
from workbench.domain.time import Interval, intersect, subtract, union

MOVES: dict[Status, frozenset[Status]] = {
    Status.OPPEN: frozenset({Status.KOMPLETTERING, Status.GODKAND, Status.NEKAD}),
    Status.KOMPLETTERING: frozenset({Status.KOMPLETTERING, Status.GODKAND, Status.NEKAD}),
    Status.GODKAND: frozenset({Status.KOMPLETTERING, Status.NEKAD}),
    Status.NEKAD: frozenset({Status.KOMPLETTERING, Status.GODKAND}),
}
"""From which state a person may move a finding to which; undo alone goes back to open."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A finding as stored: every part it was ever decided on, current or not.

    ``decided`` is True once a person has moved it, also if the move was undone.
    """

    id: int
    decided: bool
    parts: tuple[Part, ...]
    timmar: int | None = None


@dataclass(slots=True)
class Outcome:
    """What a re-check makes of one finding's key.

    ``kept``: stored id -> the parts that still count; ``fresh``: parts (or hours) that no
    decision covers; ``renewed`` is True when they stand beside a decision (nytt underlag).
    """

    kept: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    kept_hours: dict[int, int] = field(default_factory=dict)
    fresh: tuple[Part, ...] = ()
    fresh_hours: int = 0
    renewed: bool = False


def normal(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts merged per row and in order, so that each minute stands once."""
    return tuple(
        Part(rad, start, slut)
        for rad, intervals in sorted(_by_row(parts).items())
        for start, slut in union(intervals)
    )


def _by_row(parts: Iterable[Part]) -> dict[int, list[Interval]]:
    rows: dict[int, list[Interval]] = defaultdict(list)
    for part in parts:
        rows[part.rad].append((part.start, part.slut))
    return rows


def reconcile(stored: Sequence[Stored], parts: Sequence[Part]) -> Outcome:
    """Lay new parts against what has been decided.

    A decision covers the minutes it was made on, and goes on covering them; minutes it did not
    cover are a new open finding. A finding nobody has moved covers nothing.
    """
    outcome = Outcome()
    left = _by_row(parts)
    for finding in stored:
        if not finding.decided:
            continue
        outcome.renewed = True
        covered = _by_row(finding.parts)
        kept = []
        for rad, intervals in covered.items():
            if rad in left:
                kept += [Part(rad, *piece) for piece in intersect(left[rad], intervals)]
                left[rad] = subtract(left[rad], intervals)
        outcome.kept[finding.id] = tuple(sorted(kept))
    outcome.fresh = tuple(
        Part(rad, *piece) for rad, intervals in sorted(left.items()) for piece in union(intervals)
    )
    return outcome


def reconcile_hours(stored: Sequence[Stored], hours: int) -> Outcome:
    """The same for findings in hours (hundredths): a decision covers the hours it was made on."""
    outcome = Outcome()
    for finding in stored:
        if not finding.decided:
            continue
        outcome.renewed = True
        kept = min(hours, finding.timmar or 0)
        outcome.kept_hours[finding.id] = kept
        hours -= kept
    outcome.fresh_hours = hours
    return outcome

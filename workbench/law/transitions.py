"""Transition rules that several provisions share."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.domain.facts import Uppdrag
from workbench.domain.time import parse_day

IN_FORCE = parse_day("2013-07-01")
"""First day of 9 d § first paragraph points 1 and 2 LSS (2012:935)."""


def employed_before_2013_07(uppdrag: Iterable[Uppdrag]) -> bool:
    """Tell whether any uppdrag of the relation says employed before 2013-07-01.

    Such an assistant is outside 9 d § points 1 and 2 LSS; the uppdrag need not be in force.
    """
    return any(item.anstalld_fran is not None and item.anstalld_fran < IN_FORCE for item in uppdrag)

"""A reported row (tidrapport) as the rules read it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple


class Slag(IntEnum):
    """Kind of reported time, in the order the database stores it."""

    ASSISTANS = 0
    VANTETID = 1
    BEREDSKAP = 2


ASSISTANS, VANTETID, BEREDSKAP = map(int, Slag)
"""The kinds as plain numbers, for loops over rows: an enum's member is slow to look up."""

SLAG_NAMES = ("assistans", "vantetid", "beredskap")
"""The contract's names, indexed by Slag."""


class Row(NamedTuple):
    """One stored tidrapport: surrogate ids, instants in minutes (domain.time), kind.

    Rows compare by start, then id: the order in which rules read them.
    """

    start: int
    id: int
    slut: int
    brukare: int
    assistent: int
    arbetsgivare: int
    slag: int


def duplicates(rows: Sequence[Row]) -> dict[int, int]:
    """Return {id of a later copy: id of the first} among rows.

    A copy has the same assistant, brukare, employer, kind and instants of start and end.
    """
    first: dict[tuple[int, ...], int] = {}
    copies: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: row.id):
        mark = (row.start, row.slut, row.assistent, row.brukare, row.arbetsgivare, row.slag)
        earlier = first.setdefault(mark, row.id)
        if earlier != row.id:
            copies[row.id] = earlier
    return copies

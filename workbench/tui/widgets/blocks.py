"""A window over a very long list: ids known, rows fetched in blocks and kept while near. Pure."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

BLOCK = 64
KEPT = 24
"""Blocks in memory: what is seen, its neighbours and where one was just now."""


class Blocks(Generic[T]):
    """Ids in list order and the rows of some of them."""

    def __init__(self, ids: array[int] | None = None) -> None:
        self.ids: array[int] = array("q") if ids is None else ids
        self._rows: OrderedDict[int, Sequence[T]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, index: int) -> T | None:
        """Return a row, or None while it has not been fetched."""
        number, place = divmod(index, BLOCK)
        rows = self._rows.get(number)
        if rows is None or place >= len(rows):
            return None
        return rows[place]

    def store(self, number: int, rows: Sequence[T]) -> None:
        """Keep a fetched block; the one longest unused goes."""
        self._rows[number] = rows
        self._rows.move_to_end(number)
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)

    def wanted(self, first: int, after: int) -> list[int]:
        """Return the blocks to fetch for a window: those seen first, then the neighbours."""
        if not len(self.ids):
            return []
        last = (len(self.ids) - 1) // BLOCK
        low, high = first // BLOCK, max(first, after - 1) // BLOCK
        for number in range(low, high + 1):
            if number in self._rows:
                self._rows.move_to_end(number)
        order = [*range(low, high + 1), high + 1, low - 1]
        return [n for n in order if 0 <= n <= last and n not in self._rows]

    def ids_of(self, number: int) -> list[int]:
        """Return the ids of a block."""
        return list(self.ids[number * BLOCK : (number + 1) * BLOCK])

    def touches(self, number: int, first: int, after: int) -> bool:
        """Tell whether a block has rows in a window."""
        return number * BLOCK < after and first < (number + 1) * BLOCK

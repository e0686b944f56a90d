"""Columns and rows of a list, and how columns share a width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``width`` is what it needs, ``grow`` its share of what is left over.

    Where room lacks, columns go in the order of the highest ``drop``; 0 never goes.
    """

    title: str
    width: int
    right: bool = False
    grow: int = 0
    drop: int = 0
    most: int = 999
    hidden: bool = False
    least: int = 0
    """What it may be narrowed to where nothing more can go; 0 = not below ``width``."""
    spoken: str = ""
    """The title as linear text gives it, where the one on the screen is short or none."""
    drawn: bool = False
    """A picture of other columns: linear text leaves it out."""


class Line(NamedTuple):
    """A row as drawn: a text per column, and a role per column ("" = plain)."""

    cells: tuple[str, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by: a column's title."""

    title: str
    reverse: bool = False

    @property
    def sign(self) -> str:
        """An arrow: the least first, or the greatest."""
        return "▼" if self.reverse else "▲"


def shares(columns: Sequence[Column], width: int) -> list[tuple[int, int]]:
    """Return (index, width) of the columns that fit, one cell between them."""
    kept = [i for i, column in enumerate(columns) if not column.hidden]
    while sum(columns[i].width + 1 for i in kept) - 1 > width:
        droppable = [i for i in kept if columns[i].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda i: columns[i].drop))
    widths = {i: columns[i].width for i in kept}
    spare = width - sum(widths.values()) - len(kept) + 1
    while spare > 0:
        growing = [i for i in kept if columns[i].grow and widths[i] < columns[i].most]
        if not growing:
            break
        total = sum(columns[i].grow for i in growing)
        given = 0
        for i in growing:
            part = min(columns[i].most - widths[i], max(1, spare * columns[i].grow // total))
            part = min(part, spare - given)
            widths[i] += part
            given += part
        if not given:
            break
        spare -= given
    for i in sorted(kept, key=lambda i: columns[i].least - columns[i].width):
        if spare < 0 and columns[i].least:
            given = min(-spare, widths[i] - columns[i].least)
            widths[i] -= given
            spare += given
    if spare < 0 and kept:
        shrinking = max(kept, key=lambda i: widths[i])
        widths[shrinking] = max(1, widths[shrinking] + spare)
    return [(i, widths[i]) for i in kept]


def widened(column: Column, texts: Iterable[str]) -> Column:
    """Return a column wide enough for its title and texts."""
    return replace(column, width=max(len(column.title), *(len(text) for text in texts), 1))

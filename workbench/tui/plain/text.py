"""Linear text: one fact a line, no columns, no drawing; the count comes first. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import NOTHING, plain, thousands

Facts = list[tuple[str, str]]
"""An item: what each fact is called, and the fact."""

_DRAWN = re.compile("[\u2500-\u259f]+|·{2,}")
"""Frames, bars, shades, and dots in a row: pictures of what the words beside them say."""
_GAP = re.compile(r"\s{2,}|\t")


@dataclass(frozen=True, slots=True)
class Part:
    """A list: its title, how many items match, those from a place to another, what is said of all.

    ``every`` is how many there are when nothing is filtered away; None = not known or the same.
    """

    title: str
    many: int
    items: Callable[[int, int], Iterable[Facts]]
    said: Sequence[str] = ()
    every: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A screen: what it is of, what is chosen on it, its lists, and its running text."""

    title: str
    chosen: str = ""
    parts: tuple[Part, ...] = ()
    text: str = ""


def facts(columns: Sequence[Column], line: Line, more: Iterable[tuple[str, str]] = ()) -> Facts:
    """Return a row by its columns' titles: also the columns that a narrow screen leaves out.

    What is empty or only drawn is left out. ``more`` has what the row has no room for, and whole
    words under the same title as a short one.
    """
    found = {
        column.spoken or column.title: cell.strip()
        for column, cell in zip(columns, line.cells, strict=True)
        if not column.drawn
    }
    found.update(more)
    return [(plain(name), spoken(value)) for name, value in found.items() if value]


def spoken(value: str) -> str:
    """Return a value without what only the eye reads: a dash for nothing, a minus, gaps."""
    if value == NOTHING:
        return "inget"
    value = plain(value).replace("−", "-").replace(" → ", " till ").strip()
    return _GAP.sub(", ", value)


def unframed(text: str) -> Iterator[str]:
    """Yield a text's lines without pictures; what stood in columns is parted by commas."""
    empty = True
    for raw in text.splitlines():
        parts = [part for part in _GAP.split(_DRAWN.sub("  ", plain(raw)).strip()) if part.strip()]
        if not parts:
            if not empty:
                yield ""
            empty = True
            continue
        if len(parts) == 1 and set(parts[0]) <= {"-", "="}:
            continue
        empty = False
        yield spoken(": ".join(parts) if len(parts) == 2 else ", ".join(parts))


def write(page: Page, first: int = 0, limit: int | None = None, more: str = "") -> Iterator[str]:
    """Yield a page line by line; of each list ``limit`` items from a place (0 = the first).

    ``more`` is the option that gives the next ones.
    """
    alone = len(page.parts) == 1
    if not alone:
        yield page.title
    elif page.parts:
        yield f"{page.title}: {_counted(page.parts[0], first, limit, more)}"
    if page.chosen:
        yield spoken(page.chosen)
    if page.text:
        yield ""
        yield from unframed(page.text)
    for part in page.parts:
        if not alone:
            yield ""
            yield f"{part.title}: {_counted(part, first, limit, more)}"
        for said in part.said:
            yield from unframed(said)
        yield from _items(part, first, _after(part, first, limit))


def _after(part: Part, first: int, limit: int | None) -> int:
    return part.many if limit is None else min(part.many, first + limit)


def _counted(part: Part, first: int, limit: int | None, more: str) -> str:
    after = _after(part, first, limit)
    text = f"{thousands(part.many)} st"
    if part.every is not None and part.every != part.many:
        text += f" av {thousands(part.every)}"
    if part.many == 0:
        return text
    if first >= part.many:
        return f"{text}, inga från nummer {thousands(first + 1)}"
    if first == 0 and after == part.many:
        return f"{text}, alla visas"
    text += f", visar {thousands(first + 1)} till {thousands(after)}"
    return f"{text}, nästa med {more} {after}" if more and after < part.many else text


def _items(part: Part, first: int, after: int) -> Iterator[str]:
    if first >= after:
        return
    for number, item in enumerate(part.items(first, after), first + 1):
        yield ""
        yield f"{thousands(number)} av {thousands(part.many)}"
        for name, value in item:
            yield f"{name}: {value}" if name else value

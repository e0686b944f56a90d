"""A page of a case: its rows as drawn, and all about the one under the cursor. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.text import Text

from workbench.tui.widgets.columns import Column, Line


class Page(NamedTuple):
    """A page of rows: how many, each as drawn, and all about the one under the cursor."""

    title: str
    many: int
    line: Callable[[int], Line | None]
    columns: Sequence[Column]
    one: Callable[[int], Text]
    empty: str = ""

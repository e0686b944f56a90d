"""The one writer of stdout: JSON documents and plain tables, byte-stable."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import click

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def document(value: Any) -> None:
    """Write one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], right: str = "") -> None:
    """Write a table with columns aligned; ``right`` names the columns to align right."""
    cells = [[_safe(str("" if cell is None else cell)) for cell in row] for row in rows]
    widths = [
        max(len(header), *(len(row[index]) for row in cells)) if cells else len(header)
        for index, header in enumerate(headers)
    ]
    aligned = right.split()
    for row in [list(headers), *cells]:
        line = "  ".join(
            cell.rjust(width) if header in aligned else cell.ljust(width)
            for cell, width, header in zip(row, widths, headers, strict=True)
        )
        click.echo(line.rstrip())


def line(text: str = "") -> None:
    """Write a line of data."""
    click.echo(_safe(text))


def _safe(text: str) -> str:
    """Take away control characters, which a terminal would obey."""
    return _CONTROL.sub("?", text)

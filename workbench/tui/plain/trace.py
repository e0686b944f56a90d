"""A trace down to file and row, as linear text."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.services.tracing import Node


def trace_lines(node: Node, place: str = "") -> Iterator[str]:
    """Yield a trace in reading order; each line begins with where in the tree it stands."""
    for number, part in enumerate(node.delar, 1):
        here = f"{place}.{number}" if place else str(number)
        said = f"{part.vad}: {part.varde}" if part.varde else part.vad
        notes = "; ".join(note for note in (part.lagrum, part.kalla) if note not in ("", "-"))
        yield f"{here} {said}" + (f" ({notes})" if notes else "")
        yield from trace_lines(part, here)

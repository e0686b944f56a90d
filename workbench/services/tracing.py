"""The tree in which the program explains itself: as the contract's JSON, and as indented text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Node:
    """A node of the trace: what, its value, the provision, the source, and its parts."""

    vad: str
    varde: str = ""
    lagrum: str = ""
    kalla: str = ""
    delar: list[Node] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return the contract's JSON tree."""
        return {
            "vad": self.vad,
            "varde": self.varde,
            "lagrum": self.lagrum or None,
            "kalla": self.kalla or None,
            "delar": [part.document() for part in self.delar],
        }


def lines(node: Node, depth: int = 0) -> Iterable[str]:
    """Yield the trace as indented text."""
    value = f": {node.varde}" if node.varde else ""
    notes = [note for note in (node.lagrum, node.kalla) if note]
    yield f"{'  ' * depth}{node.vad}{value}" + (f"  [{'; '.join(notes)}]" if notes else "")
    for part in node.delar:
        yield from lines(part, depth + 1)

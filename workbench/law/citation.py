"""Where in the law a rule stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision, ruling or instruction, as staff and courts name it."""

    text: str
    sfs: str = ""

    def __str__(self) -> str:
        return self.text

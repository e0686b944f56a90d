"""Where the user is: database, name, month. One object that app, screens and workers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from db.journal import Stamp
from workbench.services.viewing import Viewer


@dataclass(slots=True)
class Session:
    """Changed on the app's own thread only; ``version`` counts up at every stored change.

    ``drafts`` holds what has been written in forms and not stored, by form: a form that is closed
    or refused is as it was when it opens again.
    """

    path: Path
    aktor: str
    clock: Callable[[], str]
    month: int | None = None
    version: int = 0
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)

    def stamp(self) -> Stamp:
        """Return who and when, for what is stored now."""
        return Stamp(self.clock(), self.aktor)

    @property
    def viewer(self) -> Viewer:
        """How people are shown: protected identities masked."""
        return Viewer(self.aktor)

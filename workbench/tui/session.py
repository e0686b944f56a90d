"""Where the user is: database, name, month. One object that app, screens and workers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from db.journal import Stamp
from workbench.services.viewing import Viewer


@dataclass(slots=True)
class Showing:
    """Protected people are shown: why, and what has been journaled, by screen and month."""

    skal: str
    told: dict[tuple[str, int | None], set[int]] = field(default_factory=dict)


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
    showing: Showing | None = None
    """Protected people are shown, for a reason; None = masked."""
    genom: str = ""
    """The login that acts under the actor's name; "" = the actor's own."""
    _handed: list[Viewer] = field(default_factory=list)

    def stamp(self) -> Stamp:
        """Return who and when, for what is stored now."""
        return Stamp(self.clock(), self.aktor, self.genom)

    @property
    def viewer(self) -> Viewer:
        """How people are shown: protected identities masked, unless ``showing``."""
        if self.showing is None:
            return Viewer(self.aktor)
        self._handed.append(Viewer(self.aktor, protected=True))
        return self._handed[-1]

    def handed(self) -> list[Viewer]:
        """Return the viewers who see protected people and whose question has not been asked."""
        found, self._handed = self._handed, []
        return found

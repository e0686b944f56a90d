"""How long work tells what it is doing and hears that it should stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):
    """The user cancelled; nothing has been stored."""


def _silent(_what: str, _done: int, _total: int) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Progress:
    """Hears (what, done, total) and is asked whether to stop."""

    report: Callable[[str, int, int], None] = _silent
    cancelled: Callable[[], bool] = _never

    def step(self, what: str, done: int, total: int) -> None:
        """Tell where the work is. Raises Cancelled when the user has said stop."""
        self.report(what, done, total)
        if self.cancelled():
            raise Cancelled


QUIET = Progress()
"""Work nobody watches."""

EVERY = 2048
"""Persons between two reports."""

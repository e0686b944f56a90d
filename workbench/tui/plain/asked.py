"""What a screen is asked for as linear text: month, filters, order, who looks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from db.journal import Stamp
from workbench.services.viewing import Viewer
from workbench.tui.words import month_name


class WrongWord(Exception):
    """A screen, a filter or an item that there is not; the Swedish message says which there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked. Empty and None: as the screen is when it opens."""

    viewer: Viewer
    stamp: Stamp
    path: Path
    """The database."""
    which: str = ""
    """The case, run or list that the screen is of."""
    month: int | None = None
    named: bool = False
    """The month was asked for; else it is the latest."""
    everything: bool = False
    """True: all months."""
    find: str = ""
    status: str = ""
    order: str = ""

    @property
    def today(self) -> str:
        """The day, ISO."""
        return self.stamp.dag

    @property
    def wanted_month(self) -> int | None:
        """The month to filter by; None = all."""
        return None if self.everything else self.month

    def needs(self, what: str, example: str) -> str:
        """Return which one is asked for. Raises WrongWord when none is."""
        if not self.which:
            raise WrongWord(f"Skriv {what} efter skärmens namn, till exempel: {example}")
        return self.which

    def choice(self, name: str, words: Mapping[str, str], default: str) -> str:
        """Return the key of ``status`` or ``order`` as written: a key, its word or its beginning.

        Raises WrongWord.
        """
        said = getattr(self, name)
        return pick(said, words, f"--{name}") if said else default

    def told(self, **words: str) -> str:
        """Return what is chosen in a line, with the screen's own words."""
        month = self.wanted_month
        said = {"månad": "alla" if month is None else month_name(month), **words}
        if self.find:
            said["filter"] = self.find
        return ", ".join(f"{name}: {value}" for name, value in said.items() if value)


def pick(said: str, words: Mapping[str, str], what: str) -> str:
    """Return the key that a word means: itself, its word, or the beginning of only one.

    Raises WrongWord.
    """
    wanted = said.strip().lower()
    named = {name.lower(): key for key, word in words.items() for name in (key, word) if name}
    if wanted in named:
        return named[wanted]
    found = {key for name, key in named.items() if name.startswith(wanted)}
    if len(found) == 1 and wanted:
        return found.pop()
    raise WrongWord(f"{what} {said} finns inte. Välj bland: {listed(words.values())}")


def listed(words: Iterable[str]) -> str:
    """Return words in a row."""
    return ", ".join(word for word in words if word)

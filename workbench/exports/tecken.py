"""Characters that a format or a font lacks: what is written instead, and a warning about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ERSATT: Mapping[str, str] = {
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‘": "'",
    "’": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "…": "...",
    "•": "-",
    "×": "x",
    "§": "par.",
    "€": "EUR",
    "\\": "/",
    "\u00a0": " ",
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
    "ø": "ö",
    "Ø": "Ö",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ı": "i",
    "œ": "oe",
    "Œ": "OE",
}
"""What stands in for a character; letters with marks lose the mark, all else becomes ``?``."""


@dataclass(slots=True)
class Tecken:
    """Fits texts to the characters that something can show, and remembers what it replaced.

    ``finns`` tells whether a character can be shown; ``var`` is Swedish for where, and ends the
    warnings: "finns inte i ``var``". ``ersatta`` and ``kanda`` are what it has met.
    """

    finns: Callable[[str], bool]
    var: str
    ersatta: dict[str, str] = field(default_factory=dict)
    kanda: set[str] = field(default_factory=set)

    def passa(self, text: str) -> str:
        """Return the text in characters that can be shown; control characters become blanks.

        Composed first (NFC), which changes no meaning and is no replacement.
        """
        composed = unicodedata.normalize("NFC", text)
        for tecken in composed:
            if tecken in self.kanda or tecken in self.ersatta:
                continue
            if unicodedata.category(tecken) != "Cc" and self.finns(tecken):
                self.kanda.add(tecken)
            else:
                self.ersatta[tecken] = self._i_stallet(tecken)
        if not self.ersatta:
            return composed
        return "".join(self.ersatta.get(tecken, tecken) for tecken in composed)

    def _i_stallet(self, tecken: str) -> str:
        if unicodedata.category(tecken) in ("Cc", "Zs", "Zl", "Zp"):
            return " "
        delar = unicodedata.normalize("NFKD", tecken)
        utan = "".join(c for c in delar if not unicodedata.combining(c))
        for forslag in (ERSATT.get(tecken), utan or None):
            if forslag is not None and all(map(self.finns, forslag)):
                return forslag
        return "?"

    @property
    def varningar(self) -> tuple[str, ...]:
        """One Swedish sentence per replaced character, in the order they were met."""
        return tuple(
            f"{_namn(tecken)} finns inte i {self.var} och skrevs som {_citat(skrivet)}."
            for tecken, skrivet in self.ersatta.items()
        )


def _namn(tecken: str) -> str:
    if unicodedata.category(tecken)[0] in "CZ":
        return f"Tecknet U+{ord(tecken):04X}"
    return f'Tecknet "{tecken}" (U+{ord(tecken):04X})'


def _citat(text: str) -> str:
    return {"": "ingenting", " ": "blanksteg"}.get(text, f'"{text}"')

"""What people write in a claim's letters: the sections, and how they stand in a file to edit.

A file has a heading line (``# Det här har hänt``) per section; all that the program owns is
elsewhere. What is written beforehand comes from the assessment (32 § FL; 9.2.25).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.exports.brev import HARD, kr
from workbench.exports.kravbrevinnehall import Fritext

MOST = 40_000
"""Characters of a letter's free text."""


class Avsnitt(NamedTuple):
    """A section: its name, its heading, and whether a letter can't be fixed without it."""

    namn: str
    rubrik: str
    kravs: bool = False


AVSNITT: dict[str, tuple[Avsnitt, ...]] = {
    "kommunikation": (
        Avsnitt("varfor", "Varför vi tror att det blev fel", kravs=True),
        Avsnitt("bevis", "Det vi bygger på", kravs=True),
        Avsnitt("namnden", "Det vi har berättat tidigare"),
    ),
    "beslut": (
        Avsnitt("hant", "Det här har hänt", kravs=True),
        Avsnitt("bevis", "Det vi bygger på", kravs=True),
        Avsnitt("svar", "Svaret på vårt brev", kravs=True),
        Avsnitt("namnden", "Det vi har berättat tidigare"),
        Avsnitt("for", "Det som talar för att pengarna ska betalas tillbaka", kravs=True),
        Avsnitt("emot", "Det som talar emot", kravs=True),
        Avsnitt("bedomning", "Skälen för beslutet"),
    ),
    "andringsbeslut": (Avsnitt("varfor", "Varför beslutet ändras", kravs=True),),
    "paminnelse": (Avsnitt("kontakt", "Prata med oss"),),
    "kronofogden": (Avsnitt("kontakter", "Kontakter om frivillig betalning", kravs=True),),
    "kravbrev": (Avsnitt("bakgrund", "Bakgrund", kravs=True),),
}
"""The sections of each letter, in order."""


class Textfel(ValueError):
    """A text does not have the sections of its letter; the Swedish message says which."""


def as_file(slag: str, text: Fritext) -> str:
    """Return a letter's free text as a file to edit."""
    parts = [f"# {part.rubrik}\n\n{text.get(part.namn, '')}".rstrip() for part in AVSNITT[slag]]
    return "\n\n\n".join(parts) + "\n"


def read_file(slag: str, text: str) -> dict[str, str]:
    """Return the sections of an edited file; raises Textfel when the headings are not the letter's.

    The order of the sections is free; blank lines around them don't count.
    """
    if len(text) > MOST:
        raise Textfel(f"Texten är längre än {MOST} tecken.")
    names = {part.rubrik: part.namn for part in AVSNITT[slag]}
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.removeprefix("\ufeff").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
            if heading not in names or names[heading] in found:
                wrong = "står två gånger" if heading in names else "hör inte till texten"
                raise Textfel(f"Rubriken ”{heading}” {wrong}. Rubrikerna är: {', '.join(names)}.")
            lines = found.setdefault(names[heading], [])
        elif lines is not None:
            lines.append(line.rstrip())
        elif line.strip():
            raise Textfel(f"Texten börjar före den första rubriken: {line.strip()[:60]}")
    missing = [heading for heading, name in names.items() if name not in found]
    if missing:
        raise Textfel(
            f"Rubriker saknas i texten: {', '.join(missing)}. Ta med varje rubrik som den står "
            "(# först på raden), också om avsnittet är tomt."
        )
    return {name: "\n".join(body).strip() for name, body in found.items()}


def missing(slag: str, text: Fritext) -> list[str]:
    """Return the headings of sections that must be written and are empty."""
    return [
        part.rubrik
        for part in AVSNITT.get(slag, ())
        if part.kravs and not text.get(part.namn, "").strip()
    ]


# -- written beforehand ---------------------------------------------------------------------------


class Orsakad(NamedTuple):
    """Rows of one cause in a claim: why, in which months, what they lost in minutes and öre."""

    varfor: str
    manader: str
    minuter: int
    belopp: int


class Bedomt(NamedTuple):
    """A piece of the assessment: what was written, and where it is seen."""

    slag: str
    text: str
    kalla: str


def orsaker(causes: Iterable[Orsakad]) -> str:
    """Return why a sum differs, a paragraph per cause."""
    return "\n\n".join(f"{part.manader}: {_sum(part)}. {part.varfor}" for part in causes)


def _sum(part: Orsakad) -> str:
    what = "för mycket" if part.belopp > 0 else "mindre att betala tillbaka"
    time = f" ({_time(abs(part.minuter))})" if part.minuter else ""
    return f"{kr(abs(part.belopp)).replace(HARD, ' ')} {what}{time}"


def _time(minutes: int) -> str:
    """Return minutes as people say them: ``2 timmar 30 minuter``."""
    whole, rest = divmod(minutes, 60)
    hours = f"{whole} {'timme' if whole == 1 else 'timmar'}" if whole else ""
    return " ".join(filter(None, (hours, f"{rest} minuter" if rest else "")))


def bedomda(items: Sequence[Bedomt], slag: str) -> str:
    """Return the pieces of the assessment of one kind, a paragraph each, with their source."""
    return "\n\n".join(
        f"{item.text} (Källa: {item.kalla})" if item.kalla else item.text
        for item in items
        if item.slag == slag
    )

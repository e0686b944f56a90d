"""Pictures of sums: bars with their figures, as text for a terminal and as SVG. Pure.

What a picture says is said in words and figures; bars only repeat it. Kinds of time differ by sign
and by pattern, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape

SIGNS = {"tid": "█", "kvar": "·", "hallen": "▒", "nekad": "╳", "over": "▓"}
"""Kinds of parts of a bar: time (or whatever is counted), left of a limit, held, refused, above."""
LIMIT = "│"
LONGEST = 60
"""Cells of a bar on a wide screen: longer ones are harder to compare."""
SHORTEST = 8
NARROWEST = 9
"""Cells of a label that is cut off to leave room for figures."""


class Del(NamedTuple):
    """A part of a bar: how much (in the picture's own unit), and of what kind in SIGNS."""

    varde: int
    slag: str = "tid"


@dataclass(frozen=True, slots=True)
class Stapel:
    """A bar with what stands before it; ``grans`` is drawn as a line across it."""

    etikett: str
    siffror: tuple[str, ...]
    delar: tuple[Del, ...]
    grans: int | None = None

    @property
    def langd(self) -> int:
        """All that the bar has to have room for."""
        return max(sum(part.varde for part in self.delar), self.grans or 0)


@dataclass(frozen=True, slots=True)
class Grupp:
    """Bars on one scale, under a heading; ``kolumner`` says what their figures are."""

    rubrik: str
    kolumner: tuple[str, ...]
    staplar: tuple[Stapel, ...]
    tomt: str = "Inget att visa."


@dataclass(frozen=True, slots=True)
class Bild:
    """A picture: title, what it shows in words, its bars, what signs mean, and notes.

    ``delat``: the groups are on one scale, so that they can be compared.
    """

    titel: str
    beskrivning: str
    grupper: tuple[Grupp, ...]
    tecken: tuple[tuple[str, str], ...] = ()
    noter: tuple[str, ...] = ()
    delat: bool = False

    def jamforda(self, grupp: Grupp) -> list[Stapel]:
        """Return the bars that a group's are measured with."""
        chosen = self.grupper if self.delat else (grupp,)
        return [stapel for one in chosen for stapel in one.staplar]

    def skala(self, grupp: Grupp) -> int:
        """Return what the longest bar of a group stands for, at least 1."""
        return max((bar.langd for bar in self.jamforda(grupp)), default=0) or 1


def printable(text: str) -> str:
    """Return a text whose control characters are spaces: XML has no room for them."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


# -- as text ------------------------------------------------------------------------------------


def bar(stapel: Stapel, skala: int, width: int) -> str:
    """Return a bar in at most ``width`` cells; whatever is not nothing is seen as a cell."""
    text, before = "", 0
    for part in stapel.delar:
        before += part.varde
        cells = before * width // skala - len(text)
        if part.varde and cells < 1:
            cells = 1
        text += SIGNS[part.slag] * max(0, min(cells, width - len(text)))
    if stapel.grans is None:
        return text
    place = min(width - 1, stapel.grans * width // skala)
    filled = text.ljust(place, SIGNS["kvar"] if text else " ")
    return filled[:place] + LIMIT + filled[place + 1 :]


def lines(bild: Bild, width: int) -> list[str]:
    """Return a picture as text of some width: title, then each group, signs and notes."""
    result = [*_wrapped(bild.titel, width), "=" * min(width, len(bild.titel))]
    result += _wrapped(bild.beskrivning, width)
    for grupp in bild.grupper:
        result += ["", *_wrapped(grupp.rubrik, width), "-" * min(width, len(grupp.rubrik))]
        result += _bars(bild, grupp, width) or _wrapped(grupp.tomt, width)
    if bild.tecken:
        signs = [f"{SIGNS.get(kind, LIMIT)} {word}" for kind, word in bild.tecken]
        result += ["", *_wrapped("Tecken: " + ", ".join(signs), width)]
    for note in bild.noter:
        result += ["", *_wrapped(note, width)]
    return [printable(line).rstrip() for line in result]


def _bars(bild: Bild, grupp: Grupp, width: int) -> list[str]:
    if not grupp.staplar:
        return []
    every = bild.jamforda(grupp)
    table = [grupp.kolumner, *(stapel.siffror for stapel in every)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    figures = sum(wide + 2 for wide in widths)
    label = max(len(stapel.etikett) for stapel in every)
    label = max(min(label, width - figures - SHORTEST - 2), min(label, NARROWEST))
    room = min(LONGEST, width - figures - label - 2)
    under = room < SHORTEST
    result = []
    heads = (f"{text:>{wide}}" for text, wide in zip(grupp.kolumner, widths, strict=True))
    result.append(f"{'':{label}}  " + "  ".join(heads))
    for stapel in grupp.staplar:
        name = _cut(stapel.etikett, label)
        cells = (f"{text:>{wide}}" for text, wide in zip(stapel.siffror, widths, strict=True))
        line = f"{name:{label}}  " + "  ".join(cells)
        drawn = bar(stapel, bild.skala(grupp), min(LONGEST, width - 2) if under else room)
        result += [line, f"  {drawn}"] if under else [f"{line}  {drawn}"]
    return result


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines; a word that is longer than a line is broken."""
    from textwrap import wrap

    return wrap(printable(text), width) or [""]


# -- as SVG -------------------------------------------------------------------------------------

WIDTH, MARGIN, ROW, SIZE = 960, 24, 22, 13
"""Pixels: the picture, its margin, a line, letters."""
LABEL = 36
"""Letters of a label; the whole one is in its line's title."""
FILLS = {"tid": "#1f5a99", "kvar": "#ffffff", "hallen": "url(#hallen)", "nekad": "url(#nekad)",
         "over": "url(#over)"}  # fmt: skip
_PATTERNS = """<defs>
<pattern id="hallen" width="6" height="6" patternUnits="userSpaceOnUse">\
<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.6" fill="#8a5a00"/></pattern>
<pattern id="nekad" width="7" height="7" patternUnits="userSpaceOnUse">\
<rect width="7" height="7" fill="#fff"/>\
<path d="M0 0L7 7M7 0L0 7" stroke="#b3261e" stroke-width="1.4"/></pattern>
<pattern id="over" width="6" height="6" patternUnits="userSpaceOnUse">\
<rect width="6" height="6" fill="#f3d9a6"/>\
<path d="M0 6L6 0" stroke="#16191d" stroke-width="1.6"/></pattern>
</defs>"""


def svg(bild: Bild) -> bytes:
    """Return a picture as an SVG file: no scripts, nothing fetched, all text escaped.

    Title and description are the picture's own, and each line tells its figures to whoever hears
    it read.
    """
    drawn, height = _drawn(bild)
    told = "\n".join(lines(bild, 100))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="sv" role="img" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" aria-labelledby="titel" '
        f'aria-describedby="beskrivning" font-family="sans-serif" font-size="{SIZE}" '
        'fill="#16191d">'
    )
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        head,
        f'<title id="titel">{_text(bild.titel)}</title>',
        f'<desc id="beskrivning">{escape(told)}</desc>',
        _PATTERNS,
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *drawn,
        "</svg>",
        "",
    ]
    return "\n".join(parts).encode()


def _drawn(bild: Bild) -> tuple[list[str], int]:
    """Return the picture's elements from above, and its height."""
    y = MARGIN + ROW
    result = [_at(MARGIN, y, bild.titel, 'font-size="19" font-weight="bold"')]
    for line in _wrapped(bild.beskrivning, 130):
        y += ROW
        result.append(_at(MARGIN, y, line))
    for grupp in bild.grupper:
        y += ROW * 2
        result.append(_at(MARGIN, y, grupp.rubrik, 'font-size="15" font-weight="bold"'))
        made, y = _group(bild, grupp, y)
        result += made
    x, y = MARGIN, y + ROW * 2
    for kind, word in bild.tecken:
        result += _sign(kind, x, y)
        result.append(_at(x + 30, y, word))
        x += 44 + _wide(word)
    for note in bild.noter:
        y += ROW // 3
        for line in _wrapped(note, 130):
            y += ROW
            result.append(_at(MARGIN, y, line))
    return result, y + MARGIN


def _group(bild: Bild, grupp: Grupp, y: int) -> tuple[list[str], int]:
    if not grupp.staplar:
        return [_at(MARGIN, y + ROW, grupp.tomt)], y + ROW
    every = bild.jamforda(grupp)
    table = [grupp.kolumner, *(stapel.siffror for stapel in every)]
    widths = [max(map(_wide, column)) + 18 for column in zip(*table, strict=True)]
    label = _wide(" " * min(LABEL, max(len(stapel.etikett) for stapel in every)))
    left = MARGIN + label + sum(widths) + 14
    result = list(_figures(grupp.kolumner, widths, MARGIN + label, y := y + ROW, 'fill="#4a5866"'))
    for stapel in grupp.staplar:
        y += ROW
        told = ", ".join(
            f"{name} {text}"
            for name, text in zip(grupp.kolumner, stapel.siffror, strict=True)
            if text
        )
        result.append(f"<g><title>{_text(f'{stapel.etikett}: {told}')}</title>")
        result.append(_at(MARGIN, y, _cut(stapel.etikett, LABEL)))
        result += _figures(stapel.siffror, widths, MARGIN + label, y)
        result += _bar(stapel, bild.skala(grupp), left, y)
        result.append("</g>")
    return result, y


def _figures(
    texts: tuple[str, ...], widths: list[int], x: int, y: int, look: str = ""
) -> Iterator[str]:
    for text, wide in zip(texts, widths, strict=True):
        x += wide
        yield _at(x, y, text, f'text-anchor="end" {look}'.strip())


def _bar(stapel: Stapel, skala: int, left: int, y: int) -> Iterator[str]:
    room = WIDTH - MARGIN - left
    before = 0
    for part in stapel.delar:
        start = before * room // skala
        before += part.varde
        wide = max(before * room // skala - start, 1 if part.varde else 0)
        if wide:
            yield _rect(part.slag, left + start, y - 13, wide, 16)
    if stapel.grans is not None:
        x = left + stapel.grans * room // skala
        yield f'<path d="M{x} {y - 16}V{y + 5}" stroke="#16191d" stroke-width="2"/>'


def _sign(kind: str, x: int, y: int) -> Iterator[str]:
    if kind in FILLS:
        yield _rect(kind, x, y - 13, 22, 16)
    else:
        yield f'<path d="M{x + 11} {y - 16}V{y + 5}" stroke="#16191d" stroke-width="2"/>'


def _rect(kind: str, x: int, y: int, wide: int, high: int) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{FILLS[kind]}" '
        'stroke="#16191d" stroke-width="0.5"/>'
    )


def _at(x: int, y: int, text: str, look: str = "") -> str:
    return f'<text x="{x}" y="{y}"{look and f" {look}"}>{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(printable(text))


def _wide(text: str) -> int:
    """Return about how many pixels a text takes: letters are rarely wider than 0.6 of their
    height."""
    return len(text) * SIZE * 6 // 10


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

"""A Dokument as PDF: A4, embedded font, page numbers, tables that go on over pages.

reportlab is loaded only when something is drawn. Lengths are whole points (1/72 inch).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from workbench.exports.brev import (
    Del,
    Dokument,
    Rubrik,
    Stycke,
    Tabell,
    Uppgifter,
    rader,
)
from workbench.exports.tecken import Tecken

SIDA = (595, 842)
MARGINAL = 57
BOTTEN = 48
RAM = 6
"""What reportlab keeps free inside its own margins."""
BREDD = SIDA[0] - 2 * MARGINAL
ADRESS_VID = 252
"""Where the recipient's lines begin, measured from the margin: right half, for a window."""
FONT, FET = "Vera", "VeraBd"
LUFT = 3
"""What is kept free on either side of a cell."""
GRA = "#E6E6E6"
LINJE = "#595959"


def as_pdf(dokument: Dokument) -> bytes:
    """Return a document as PDF; the same document always gives the same bytes.

    Text is drawn as it stands: marks like ``<b>`` are letters. What the font lacks is replaced
    (see ``varningar``), never drawn as an empty box.
    """
    from reportlab.platypus import SimpleDocTemplate

    tecken = _tecken()
    foot = _foot_lines(tecken.passa(" ".join(rader(dokument.fot))))
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=SIDA,
        leftMargin=MARGINAL - RAM,
        rightMargin=MARGINAL - RAM,
        topMargin=MARGINAL,
        bottomMargin=BOTTEN + 9 * len(foot),
        title=tecken.passa(" ".join(rader(dokument.titel))),
        author=tecken.passa(" ".join(dokument.avsandare[:1])),
        invariant=1,
        lang="sv-SE",
        initialFontName=FONT,
    )
    mark = tecken.passa(" ".join(rader(dokument.marke)))
    template.build(list(_flow(dokument, tecken)), canvasmaker=_numbered(foot, mark))
    return out.getvalue()


def varningar(dokument: Dokument) -> tuple[str, ...]:
    """Return a Swedish warning per character of a document that its PDF has to replace."""
    tecken = _tecken()
    for text in _texts(dokument):
        for line in rader(text):
            tecken.passa(line)
    return tecken.varningar


def _texts(dokument: Dokument) -> Iterator[str]:
    yield from (dokument.marke, *dokument.avsandare, *dokument.adress, dokument.titel)
    for part in dokument.delar:
        match part:
            case Rubrik(text) | Stycke(text):
                yield text
            case Uppgifter(facts):
                yield from (text for pair in facts for text in pair)
            case Tabell():
                rows = (part.namn, *part.rader, part.summa or ())
                yield from (cell for row in rows for cell in row)
    yield dokument.fot


# -- font and styles ---------------------------------------------------------------------------


@cache
def _glyphs() -> frozenset[str]:
    """Register the font that reportlab brings along; return the characters both weights have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known = []
    for name in (FONT, FET):
        font = TTFont(name, f"{name}.ttf")
        pdfmetrics.registerFont(font)
        known.append({chr(code) for code, glyph in font.face.charToGlyph.items() if glyph})
    return frozenset(known[0] & known[1])


def _tecken() -> Tecken:
    return Tecken(_glyphs().__contains__, "brevets typsnitt")


@cache
def _styles() -> dict[str, Any]:
    """Return the paragraph styles by name."""
    from reportlab.lib.styles import ParagraphStyle

    def style(name: str, size: int, **more: Any) -> Any:
        more = {"fontName": FONT, "leading": size + 4, "splitLongWords": 1, **more}
        return ParagraphStyle(name, fontSize=size, **more)

    box = {"borderWidth": 1, "borderColor": LINJE, "borderPadding": 8}
    return {
        "titel": style("titel", 14, fontName=FET, spaceBefore=14, spaceAfter=8),
        "rubrik1": style("rubrik1", 11, fontName=FET, spaceBefore=12, spaceAfter=4),
        "rubrik2": style("rubrik2", 9, fontName=FET, spaceBefore=8, spaceAfter=2),
        "stycke": style("stycke", 9, spaceAfter=6),
        "ruta": style("ruta", 9, spaceBefore=14, spaceAfter=16, leftIndent=9, rightIndent=9, **box),
        "adress": style("adress", 9, leftIndent=ADRESS_VID),
        "cell": style("cell", 8, leading=10),
        "tal": style("tal", 8, leading=10, alignment=2),
        "fet": style("fet", 8, leading=10, fontName=FET),
        "fettal": style("fettal", 8, leading=10, fontName=FET, alignment=2),
    }


# -- parts -------------------------------------------------------------------------------------


def _flow(dokument: Dokument, tecken: Tecken) -> Iterator[Any]:
    """Yield what reportlab lays out, in order."""
    from reportlab.platypus import Spacer

    if dokument.avsandare:
        yield _paragraph("\n".join(dokument.avsandare), "stycke", tecken)
    if dokument.adress:
        yield Spacer(1, 12)
        yield _paragraph("\n".join(dokument.adress), "adress", tecken)
        yield Spacer(1, 18)
    yield _paragraph(dokument.titel, "titel", tecken)
    for part in dokument.delar:
        yield from _part(part, tecken)


def _part(part: Del, tecken: Tecken) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak, Spacer

    match part:
        case Rubrik(text, niva):
            yield CondPageBreak(72)
            yield _paragraph(text, f"rubrik{1 if niva == 1 else 2}", tecken)
        case Stycke(text, ruta):
            yield _paragraph(text, "ruta" if ruta else "stycke", tecken)
        case Uppgifter(facts) if facts:
            yield _facts(facts, tecken)
            yield Spacer(1, 6)
        case Tabell():
            yield _table(part, tecken)
            yield Spacer(1, 8)


def _paragraph(text: str, style: str, tecken: Tecken) -> Any:
    from reportlab.platypus import Paragraph

    lines = (escape(tecken.passa(line)) for line in rader(text))
    return Paragraph("<br/>".join(lines), _styles()[style])


def _cell(text: str, style: str, width: int, tecken: Tecken) -> Any:
    """Return a cell: the text itself where it fits on a line, which is drawn much faster."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = rader(text)
    if len(lines) == 1:
        line = tecken.passa(lines[0])
        if stringWidth(line, _styles()[style].fontName, 8) <= width - 2 * LUFT:
            return line
    return _paragraph(text, style, tecken)


def _facts(facts: tuple[tuple[str, str], ...], tecken: Tecken) -> Any:
    widths = [BREDD // 3, BREDD - BREDD // 3]
    rows = [
        [_cell(name, "fet", widths[0], tecken), _cell(value, "cell", widths[1], tecken)]
        for name, value in facts
    ]
    commands = [
        ("FONT", (0, 0), (0, -1), FET, 8, 10),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
    ]
    return _grid(rows, widths, commands, heading=0)


def _table(table: Tabell, tecken: Tecken) -> Any:
    widths = _widths(table)

    def row(cells: tuple[str, ...], strong: bool) -> list[Any]:
        styles = ("fet", "fettal") if strong else ("cell", "tal")
        return [
            _cell(cell, styles[kolumn.tal], width, tecken)
            for cell, kolumn, width in zip(cells, table.kolumner, widths, strict=True)
        ]

    rows = [row(table.namn, True), *(row(cells, False) for cells in table.rader)]
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, 0), FET, 8, 10),
        ("BACKGROUND", (0, 0), (-1, 0), GRA),
        ("LINEBELOW", (0, 0), (-1, -1), 1, GRA),
        ("LINEBELOW", (0, 0), (-1, 0), 1, LINJE),
        *(("ALIGN", (n, 0), (n, -1), "RIGHT") for n, k in enumerate(table.kolumner) if k.tal),
    ]
    if table.summa:
        rows.append(row(table.summa, True))
        commands.append(("FONT", (0, -1), (-1, -1), FET, 8, 10))
        commands.append(("LINEABOVE", (0, -1), (-1, -1), 1, LINJE))
    return _grid(rows, widths, commands, heading=1)


def _widths(table: Tabell) -> list[int]:
    """Return the columns' widths by their shares; the last one takes what is left."""
    shares = [kolumn.bredd for kolumn in table.kolumner]
    widths = [BREDD * share // sum(shares) for share in shares]
    widths[-1] += BREDD - sum(widths)
    return widths


def _grid(
    rows: list[list[Any]], widths: list[int], commands: list[tuple[Any, ...]], heading: int
) -> Any:
    """Return a table; a row that is taller than a page goes on over the next."""
    from reportlab.platypus import Table, TableStyle

    base = [
        ("FONT", (0, 0), (-1, -1), FONT, 8, 10),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), LUFT),
        ("RIGHTPADDING", (0, 0), (-1, -1), LUFT),
    ]
    style = TableStyle([*base, *commands])
    return Table(rows, widths, style=style, repeatRows=heading, splitByRow=1, splitInRow=1)


# -- page head and foot ------------------------------------------------------------------------


def _foot_lines(text: str) -> list[str]:
    from reportlab.lib.utils import simpleSplit

    lines: list[str] = simpleSplit(text, FONT, 7, BREDD - 80) if text else []
    return lines


def _numbered(foot: list[str], mark: str) -> Callable[..., Any]:
    """Return a maker of canvases that hold their pages back until their number is known."""
    from reportlab.pdfgen.canvas import Canvas

    def make(*args: Any, **more: Any) -> Any:
        canvas = Canvas(*args, **more)
        pages: list[dict[str, Any]] = []
        show, save = canvas.showPage, canvas.save

        def hold() -> None:
            pages.append(dict(canvas.__dict__))
            canvas._startPage()

        def finish() -> None:
            for number, page in enumerate(pages, 1):
                canvas.__dict__.update(page)
                _draw_foot(canvas, foot, f"Sida {number} ({len(pages)})")
                _draw_mark(canvas, mark)
                show()
            save()

        canvas.showPage, canvas.save = hold, finish
        return canvas

    return make


def _draw_foot(canvas: Any, foot: list[str], page: str) -> None:
    canvas.setFont(FONT, 7)
    for place, line in enumerate(reversed(foot)):
        canvas.drawString(MARGINAL, BOTTEN - 18 + 9 * place, line)
    canvas.drawRightString(MARGINAL + BREDD, BOTTEN - 18, page)


def _draw_mark(canvas: Any, mark: str) -> None:
    if mark:
        canvas.setFont(FET, 14)
        canvas.drawRightString(MARGINAL + BREDD, SIDA[1] - MARGINAL + 14, mark)

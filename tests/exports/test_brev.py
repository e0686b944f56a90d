"""Letters: one document, two renderings; nothing lost, nothing off the page, no empty boxes."""

from __future__ import annotations

import io
import subprocess
import sys

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house.source import ROOT
from workbench.exports import pdf
from workbench.exports.brev import (
    Dokument,
    Kolumn,
    Rubrik,
    Stycke,
    Tabell,
    Uppgifter,
    as_text,
    kr,
)

BREV = Dokument(
    titel="Begäran om komplettering",
    avsandare=("Storby kommun", "Socialnämnden"),
    adress=("Åsa Öberg", "Ängsvägen 1", "123 45 Storby"),
    delar=(
        Rubrik("Vad som saknas"),
        Stycke("Uppgift om assistentens bosättning saknas.\nSkicka in den."),
        Uppgifter((("Svara senast", "2026-11-30"), ("Handläggare", "Anna"))),
        Rubrik("Berörd tid", 2),
        Tabell(
            (Kolumn("Dag"), Kolumn("Tid", tal=True), Kolumn("Belopp", tal=True)),
            (("2026-09-01", "6:30", kr(223600)), ("2026-09-12", "10:00", kr(34770000))),
            ("Summa", "16:30", kr(34993600)),
        ),
        Stycke("Beslutet kan överklagas inom tre veckor.", ruta=True),
    ),
    fot="Storby kommun, 212000-0142",
)


def pages(data: bytes) -> list[str]:
    """Return the text of each page, with plain blanks."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [page.extract_text().replace("\u00a0", " ").strip() for page in reader.pages]


def words(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split()


def test_a_whole_letter_as_text() -> None:
    assert (
        as_text(BREV)
        == """\
Storby kommun
Socialnämnden

Åsa Öberg
Ängsvägen 1
123 45 Storby

Begäran om komplettering
========================

Vad som saknas
--------------

Uppgift om assistentens bosättning saknas.
Skicka in den.

Svara senast: 2026-11-30
Handläggare:  Anna

Berörd tid

Dag           Tid         Belopp
----------  -----  -------------
2026-09-01   6:30    2 236,00 kr
2026-09-12  10:00  347 700,00 kr
Summa       16:30  349 936,00 kr

--------------------------------------------------------------------------------
  Beslutet kan överklagas inom tre veckor.
--------------------------------------------------------------------------------

Storby kommun, 212000-0142
"""
    )


def test_a_whole_letter_as_pdf() -> None:
    (page,) = pages(pdf.as_pdf(BREV))
    said = {word.rstrip(":") for word in words(as_text(BREV)) if set(word) - set("-=")}
    assert set(words(page)) - {"Sida", "(1)"} == said
    assert "Sida 1 (1)" in page


def test_a_wide_table_is_read_from_top_to_bottom() -> None:
    """What does not fit in 80 columns stands row by row, each cell after its heading."""
    table = Tabell((Kolumn("Regel"), Kolumn("Varför")), (("9 d § LSS", "ord " * 30), ("x", "")))
    assert as_text(Dokument("T", (table,))).split("\n\n", 1)[1] == (
        "Regel:  9 d § LSS\n"
        "Varför: ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord\n"
        "        ord ord ord ord ord ord ord ord ord ord ord ord\n"
        "\n"
        "Regel: x\n"
    )


def test_amounts_are_never_broken() -> None:
    text = as_text(Dokument("T", (Stycke(("x" * 75) + " " + kr(123456789)),)))
    assert text.splitlines()[-1] == "1 234 567,89 kr"
    (page,) = pages(pdf.as_pdf(Dokument("T", (Stycke(" ".join([kr(123456789)] * 60)),))))
    lines = page.splitlines()[1:-1]
    assert len(lines) > 5
    assert all(line.startswith("1 234") and line.endswith("kr") for line in lines)


def test_a_row_has_a_cell_per_column() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Tabell((Kolumn("A"), Kolumn("B")), (("x",),))
    with pytest.raises(ValueError, match="3 cells for 2 columns"):
        Tabell((Kolumn("A"), Kolumn("B")), (), ("x", "y", "z"))


def test_marks_in_the_data_are_letters() -> None:
    text = "<b>f</b> & <br/> &amp; ]]>\"'"
    brev = Dokument(
        text, (Rubrik(text), Stycke(text), Uppgifter(((text, text),))), (text,), (text,), text
    )
    (page,) = pages(pdf.as_pdf(brev))
    assert page.count(text) == 8
    assert as_text(brev).count(text) == 8


def test_letters_of_names() -> None:
    """Letters of Europe that the font has are drawn, those it lacks lose their mark: no boxes."""
    brev = Dokument("Namn", (Stycke("Åsa Čapek Łukasz Șahin Ægir Núñez ŐŻ 漢\u202f€ – § ½"),))
    (page,) = pages(pdf.as_pdf(brev))
    assert "Åsa Čapek Łukasz Sahin Ægir Núñez OZ ? € – § ½" in page
    assert pdf.varningar(brev) == (
        'Tecknet "Ș" (U+0218) finns inte i brevets typsnitt och skrevs som "S".',
        'Tecknet "Ő" (U+0150) finns inte i brevets typsnitt och skrevs som "O".',
        'Tecknet "Ż" (U+017B) finns inte i brevets typsnitt och skrevs som "Z".',
        'Tecknet "漢" (U+6F22) finns inte i brevets typsnitt och skrevs som "?".',
        "Tecknet U+202F finns inte i brevets typsnitt och skrevs som blanksteg.",
    )
    assert pdf.varningar(BREV) == ()


def test_letters_that_the_font_only_pretends_to_have() -> None:
    """Capital Đ and Ď are its empty box; they are replaced like the letters it lacks."""
    brev = Dokument("Namn", (Stycke("Đoković Ďuriš đ ď \uffff"),))
    (page,) = pages(pdf.as_pdf(brev))
    assert "Doković Duriš đ d ?" in page
    assert len(pdf.varningar(brev)) == 4


def test_only_embedded_fonts() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.as_pdf(BREV)))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    names = {str(font["/BaseFont"]).split("+")[-1] for font in fonts}
    assert names == {"BitstreamVeraSans-Roman", "BitstreamVeraSans-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_a_long_table_goes_on_over_pages_with_its_heading() -> None:
    """Four hundred rows: all there, in order, the heading on every page, pages numbered."""
    rows = tuple((f"rad{place}", kr(place * 100 + 1)) for place in range(400))
    table = Tabell((Kolumn("Beteckning"), Kolumn("Belopp", tal=True)), rows, ("Summa", kr(7)))
    found = pages(pdf.as_pdf(Dokument("Lång", (table, Stycke("Slut")), fot="Foten")))
    text = " ".join(words(" ".join(found)))
    assert len(found) > 8
    for place, page in enumerate(found, 1):
        assert f"Sida {place} ({len(found)})" in page
        assert "Foten" in page
        assert "Beteckning" in page
    places = [text.index(f"rad{place} {place},01 kr") for place in range(400)]
    assert places == sorted(places)
    assert text.index("Summa 0,07 kr") > places[-1]


def test_nothing_is_too_long() -> None:
    """A cell, a fact, a frame, a word and a foot that are longer than a page or a line."""
    long, word = "lång " * 4000, "ord" * 400
    brev = Dokument(
        word,
        (
            Tabell((Kolumn("A"), Kolumn("B", 40)), (("x", long), (word, "y"))),
            Uppgifter((("Namn", long), (word, word))),
            Stycke(long, ruta=True),
            Rubrik(word),
        ),
        avsandare=(word,),
        fot="fot " * 100,
    )
    text = "".join(pages(pdf.as_pdf(brev))).replace("\n", "")
    assert text.count("lång") == 12000
    assert text.count("ord") == 400 * 6
    lines = as_text(brev).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.count("lång") for line in lines) == 12000


def test_empty_parts() -> None:
    empty = Dokument("", (Uppgifter(()), Stycke(""), Tabell((Kolumn("A"),), ()), Rubrik("")))
    assert as_text(empty) == "A\n-\n"
    assert pages(pdf.as_pdf(empty)) == ["A\nSida 1 (1)"]


def test_about_the_file() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.as_pdf(BREV)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Begäran om komplettering"
    assert reader.metadata.author == "Storby kommun"
    assert reader.trailer["/Root"]["/Lang"] == "sv-SE"
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


SAME = """
import hashlib
from tests.exports.test_brev import BREV
from workbench.exports import pdf
if {before}:
    pdf.as_pdf(BREV.__class__("Ett annat", BREV.delar))
print(hashlib.sha256(pdf.as_pdf(BREV)).hexdigest())
"""


def test_the_same_letter_is_the_same_bytes() -> None:
    """In this process, in another with another hash seed, and after other letters."""
    import hashlib

    digests = {hashlib.sha256(pdf.as_pdf(BREV)).hexdigest() for _ in range(2)}
    for seed, before in (("1", False), ("2", True)):
        done = subprocess.run(
            [sys.executable, "-c", SAME.format(before=before)],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_drawing_is_loaded_when_something_is_drawn() -> None:
    code = (
        "import sys, workbench.exports.specification as s\n"
        "from workbench.exports.brev import Dokument, as_text\n"
        "as_text(Dokument('x', ()))\n"
        "assert not any(name.startswith('reportlab') for name in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


TEXTS = st.text(max_size=60)
DELAR = st.lists(
    st.builds(Rubrik, TEXTS, st.integers(1, 2))
    | st.builds(Stycke, TEXTS, st.booleans())
    | st.builds(Uppgifter, st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple))
    | st.builds(
        Tabell,
        st.just((Kolumn("A"), Kolumn("B", tal=True))),
        st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple),
        st.none() | st.tuples(TEXTS, TEXTS),
    ),
    max_size=4,
).map(tuple)
DOKUMENT = st.builds(
    Dokument, TEXTS, DELAR, st.lists(TEXTS, max_size=2).map(tuple), st.just(()), TEXTS
)


@given(DOKUMENT)
def test_any_document_as_text(brev: Dokument) -> None:
    text = as_text(brev)
    assert all(len(line) <= 80 for line in text.split("\n"))
    assert text.endswith("\n")
    assert not any(ord(character) < 32 and character != "\n" for character in text)


@settings(max_examples=40, deadline=None)
@given(DOKUMENT)
def test_any_document_as_pdf(brev: Dokument) -> None:
    """Drawn, read, and the same again; whatever the font lacks is in the warnings."""
    data = pdf.as_pdf(brev)
    found = pages(data)
    assert found[-1].endswith(f"Sida {len(found)} ({len(found)})")
    assert pdf.as_pdf(brev) == data
    if "?" in "".join(found) and "?" not in as_text(brev):
        assert pdf.varningar(brev)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=40))
def test_every_amount_is_on_paper(amounts: list[int]) -> None:
    table = Tabell((Kolumn("Belopp", tal=True),), tuple((kr(ore),) for ore in amounts))
    text = "\n".join(pages(pdf.as_pdf(Dokument("Belopp", (table,)))))
    lines = [line.strip() for line in text.splitlines()]
    assert [line for line in lines if line.endswith("kr")] == [
        kr(ore).replace("\u00a0", " ") for ore in amounts
    ]

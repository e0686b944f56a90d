"""Letters of a claim: what each must hold by law, in words that whoever gets it can follow."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.services import town
from workbench.domain.time import parse_day, parse_month
from workbench.exports import brev, pdf
from workbench.exports.kravbrev import dokument
from workbench.exports.kravbrevinnehall import (
    Andrad,
    Andring,
    Beslut,
    Betalning,
    Brev,
    Delbetalning,
    Dom,
    Huvud,
    Kommunikation,
    Kravbrev,
    Kronofogden,
    Manad,
    Paminnelse,
    Part,
    Titel,
)
from workbench.exports.kravfritext import AVSNITT, Textfel, as_file, missing, read_file
from workbench.law.parameters import policy_definitions

GOLDEN = Path(__file__).parent / "golden_kravbrev"
MARS, APRIL = parse_month("2024-03"), parse_month("2024-04")
ANNA = (Part("Anna Ek", "enskild", "", ("Storgatan 1", "123 45 Provby")),)
PARENTS = (Part("Eva Ek", "formyndare"), Part("Per Ek", "formyndare"))
FIRM = (Part("Firman AB", "anordnare"),)
MONTHS = (Manad(MARS, 99_780, 0), Manad(APRIL, 33_260, 0))
PAY = Betalning("BG 123-4566", "Återkrav K1", 30)
APPEAL = policy_definitions()["overklagande_krav"].default
TEXT = {
    "varfor": "Mars 2024: 3:00 timmar, 997,80 kr. Under vistelsen gjorde sjukhuset det.",
    "hant": "Mars 2024: 3:00 timmar, 997,80 kr. Under vistelsen gjorde sjukhuset det.",
    "bevis": "Sjukhusets intyg om inskrivning den 5 mars 2024. (Källa: akten, blad 4)",
    "namnden": "Beslutet 2023 säger att sjukhusvistelser ska anmälas.",
    "svar": "Du svarade att anordnaren fyllde i redovisningen.",
    "for": "Vistelsen var känd när redovisningen lämnades.",
    "emot": "Redovisningen gjordes av anordnaren.\nBeloppet är litet.",
    "bedomning": "Det som talar för väger tyngre.",
    "kontakt": "Hör gärna av dig.",
    "kontakter": "Påminnelse 1: 1 december 2026.\nSamtal 2026-12-20: kan inte betala nu.",
    "bakgrund": "Försäkringskassan beviljade assistansersättning den 1 maj 2026.",
}


def day(iso: str) -> int:
    return parse_day(iso)


def head(handling: str, dag: str, parter: tuple[Part, ...] = ANNA, **more: Any) -> Huvud:
    made = Huvud(
        "Provby kommun",
        "Socialnämnden",
        "K1",
        None,
        "Anna Ek",
        parter,
        handling,
        day(dag),
        "Ring 0123-45 67 89.",
        "Socialnämnden, Box 1, 123 45 Provby",
        False,
    )
    return replace(made, **more)


TITLE = Titel(day("2026-10-01"), day("2026-10-27"), False)
LETTERS: dict[str, Brev] = {
    "kommunikation": Kommunikation(
        head("kommunikation 1", "2026-09-02"),
        "a",
        "",
        MONTHS,
        0,
        day("2026-09-20"),
        "K1, bilaga 1",
        TEXT,
    ),
    "beslut": Beslut(
        head("beslut 1", "2026-10-01"),
        "b",
        "",
        MONTHS,
        10_000,
        day("2026-10-01"),
        "bo",
        "karin",
        "Redovisningen stämde inte med vistelsen.",
        "K1, bilaga 1",
        PAY,
        APPEAL,
        TEXT,
    ),
    "andringsbeslut": Andring(
        head("ändringsbeslut 1", "2026-11-01"),
        day("2026-10-01"),
        133_040,
        (Andrad(MARS, 99_780, 66_520), Andrad(APRIL, 33_260, 33_260)),
        10_000,
        False,
        False,
        "bo",
        "K1, bilaga 2",
        PAY,
        APPEAL,
        TEXT,
    ),
    "paminnelse": Paminnelse(
        head("påminnelse 1", "2026-12-01"),
        TITLE,
        133_040,
        10_000,
        day("2026-12-31"),
        (),
        PAY,
        TEXT,
    ),
    "kronofogden": Kronofogden(
        head(
            "ansökan om verkställighet 1",
            "2027-02-01",
            (replace(ANNA[0], nummer=f"{town.ANNA[:8]}-{town.ANNA[8:]}"),),
        ),
        "2120000142",
        TITLE,
        day("2026-10-05"),
        (Dom(day("2026-12-01"), "Domstolen ändrade beslutet", "FR Provby 1-26"),),
        133_040,
        10_000,
        90_000,
        ((day("2026-11-11"), 10_000),),
        ("K1, beslut 1, 1 oktober 2026",),
        PAY,
        TEXT,
    ),
    "kravbrev": Kravbrev(
        head("kravbrev 1", "2026-09-02", FIRM),
        day("2025-01-10"),
        "åtagande dnr 7",
        MONTHS,
        0,
        day("2026-10-02"),
        "K1, bilaga 1",
        PAY,
        TEXT,
    ),
}


def text(content: Brev) -> str:
    return brev.as_text(dokument(content))


def flat(content: Brev) -> str:
    return " ".join(text(content).split())


@pytest.mark.parametrize("slag", LETTERS)
def test_a_whole_letter(slag: str) -> None:
    """The letter as it is read; WORKBENCH_UPDATE_GOLDEN=1 writes it anew."""
    path = GOLDEN / f"{slag}.txt"
    if os.environ.get("WORKBENCH_UPDATE_GOLDEN"):
        path.write_text(text(LETTERS[slag]), encoding="utf-8")
    assert text(LETTERS[slag]) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("slag", LETTERS)
def test_the_same_words_on_paper(slag: str) -> None:
    """Every word of the text stands in the PDF, whatever its lines and pages."""
    data = pdf.as_pdf(dokument(LETTERS[slag]))
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    there = set(paper.replace("\u00a0", " ").split())
    words = {word for word in text(LETTERS[slag]).split() if word.strip("-=")}
    # A fact's name has a colon in the text only.
    assert {word for word in words if word not in there and word.rstrip(":") not in there} == set()
    assert data == pdf.as_pdf(dokument(LETTERS[slag]))
    assert pdf.varningar(dokument(LETTERS[slag])) == ()


MUST = [
    ("kommunikation", "Inget är beslutat än", "25 § FL: nothing is decided yet"),
    ("kommunikation", "Svara senast den 20 september 2026", "the day to answer by"),
    ("kommunikation", "1 330,40 kr", "what is claimed"),
    ("kommunikation", "Sjukhusets intyg", "the evidence"),
    ("beslut", "Anna Ek ska betala tillbaka 1 330,40 kr", "32 § FL: what is decided"),
    ("beslut", "Av beloppet har 100,00 kr redan betalats", "what has come in"),
    ("beslut", "Kvar att betala är 1 230,40 kr", "what is left"),
    ("beslut", "skäligen borde ha insett", "the rule of ground b"),
    ("beslut", "Redovisningen gjordes av anordnaren.", "the reasons against"),
    ("beslut", "sjukhusvistelser ska anmälas", "what the nämnd had told"),
    ("beslut", "Redovisningen stämde inte med vistelsen.", "the reason given at the decision"),
    ("beslut", "Beslutat av: bo", "31 § FL: who decided"),
    ("beslut", "Skriv till förvaltningsrätten", "43 § FL: addressed to the court"),
    ("beslut", "skicka eller lämna brevet till nämnden", "43 § FL: sent to the nämnd"),
    ("beslut", "inom tre veckor från den dag då du fick del av beslutet", "44 § FL"),
    ("beslut", "BG 123-4566", "how to pay"),
    ("andringsbeslut", "mars 2024 997,80 kr 665,20 kr -332,60 kr", "37 § FL: before and after"),
    ("andringsbeslut", "ska betala tillbaka 997,80 kr i stället för 1 330,40 kr", "both sums"),
    ("andringsbeslut", "inom tre veckor", "it can be appealed too"),
    ("paminnelse", "Kvar att betala: 1 230,40 kr", "what is left"),
    ("paminnelse", "Hör gärna av dig", "contact first (9.2.25)"),
    ("kronofogden", "19800505-2389", "the debtor's number"),
    ("kronofogden", "3 kap. 1 § första stycket 6 utsökningsbalken", "the title"),
    ("kronofogden", "Laga kraft: 27 oktober 2026", "the day of laga kraft"),
    ("kronofogden", "Nedsatt efter beslutet -330,40 kr", "what the court took away"),
    ("kronofogden", "Kapital som återstår att betala 900,00 kr", "what is left"),
    ("kronofogden", "Samtal 2026-12-20", "contacts taken"),
    ("kravbrev", "åtagande dnr 7, undertecknat 10 januari 2025", "the undertaking"),
    ("kravbrev", "allmän domstol", "a court of law, not an authority, tries it"),
]


@pytest.mark.parametrize(("slag", "said", "why"), MUST)
def test_what_each_letter_must_say(slag: str, said: str, why: str) -> None:
    assert said in flat(LETTERS[slag]), why


@pytest.mark.parametrize("word", ["överklag", "12 §", "Kronofogden", "laga kraft", "FL)"])
def test_a_civil_claim_sounds_like_no_authority(word: str) -> None:
    assert word not in flat(LETTERS["kravbrev"])


def test_parents_owe_jointly_and_learn_no_address_of_each_other() -> None:
    decision = LETTERS["beslut"]
    assert isinstance(decision, Beslut)
    apart = tuple(replace(part, adress=("Gömda gatan 2",)) for part in PARENTS)
    said = flat(replace(decision, huvud=head("beslut 1", "2026-10-01", apart, brukare="Maja Ek")))
    assert "att Eva Ek och Per Ek solidariskt ska betala tillbaka 1 330,40 kr" in said
    assert "var och en av er kan få betala hela beloppet" in said
    assert "Maja Ek var under 18 år" in said
    assert "stöd för personlig assistans till Maja Ek" in said
    assert "Så betalar ni" in said
    assert "Gömda gatan" not in said
    assert " du " not in said.replace(APPEAL, "")


def test_one_parent_gets_the_letter_at_home() -> None:
    alone = (replace(PARENTS[0], adress=("Gatan 2",)),)
    reminder = replace(LETTERS["paminnelse"], huvud=head("x", "2026-12-01", alone))
    assert "Eva Ek Gatan 2" in flat(reminder)


def test_a_dodsbo_owes_and_not_its_heirs() -> None:
    dead = (Part("Anna Ek", "dodsbo", "", ("Storgatan 1",)),)
    said = flat(replace(LETTERS["beslut"], huvud=head("beslut 1", "2026-10-01", dead)))
    assert "Dödsboet efter Anna Ek Storgatan 1" in said
    assert "att dödsboet efter Anna Ek ska betala tillbaka" in said
    assert "inte dödsbodelägarna själva" in said
    named = (Part("Anna Eks dödsbo", "dodsbo"),)
    assert "att Anna Eks dödsbo ska" in flat(
        replace(LETTERS["beslut"], huvud=head("beslut 1", "2026-10-01", named))
    )


def test_a_claim_of_sjuklon_says_which() -> None:
    sick = head("kommunikation 1", "2026-09-02", arende="S-17")
    assert "ersättning för sjuklön (ärende S-17)" in flat(
        replace(LETTERS["kommunikation"], huvud=sick)
    )


def test_what_is_not_claimed_any_more_stands_apart() -> None:
    less = replace(LETTERS["beslut"], manader=(Manad(MARS, 99_780, 30_000),), aterbetalt=0)
    said = flat(less)
    assert "mars 2024 997,80 kr 300,00 kr 697,80 kr" in said
    assert "ska betala tillbaka 697,80 kr" in said


def test_a_late_instalment_is_what_is_asked_for() -> None:
    plan = (
        Delbetalning(day("2026-11-01"), 40_000, 10_000),
        Delbetalning(day("2026-12-01"), 40_000, 0),
    )
    said = flat(replace(LETTERS["paminnelse"], plan=plan))
    assert "Försenat: 300,00 kr" in said
    assert "1 november 2026 400,00 kr 100,00 kr 300,00 kr" in said
    assert "Att betala: 300,00 kr" in said
    assert "1 december 2026 400,00" not in said, "due today is not late"


def test_a_claim_changed_to_nothing_asks_for_nothing() -> None:
    gone = replace(
        LETTERS["andringsbeslut"], manader=(Andrad(MARS, 99_780, 0),), aterbetalt=0, beslutat=99_780
    )
    said = flat(gone)
    assert "Inget ska längre betalas tillbaka." in said
    assert "BG 123-4566" not in said


def test_what_happened_between_decision_and_change_is_told() -> None:
    forgiven = replace(LETTERS["andringsbeslut"], beslutat=150_000)
    said = flat(forgiven)
    assert "Beslutet var på 1 500,00 kr" in said
    assert "var 1 330,40 kr kvar av kravet" in said
    assert "Domstolen får veta" in flat(replace(LETTERS["andringsbeslut"], overklagat=True))


def test_an_undecided_decision_says_what_is_still_to_come() -> None:
    draft = replace(
        LETTERS["beslut"],
        beslutad=None,
        av="",
        motivering="",
        huvud=head("beslut 1", "2026-09-10", utkast=True),
    )
    said = flat(draft)
    assert said.startswith("UTKAST")
    assert "Beslutsdag: fylls i när kravet är beslutat" in said
    assert "Motiveringen fylls i när kravet är beslutat." in said


def test_a_draft_says_so_on_every_page() -> None:
    long = {"varfor": "\n\n".join(f"Stycke {number}. " + "Ord " * 60 for number in range(40))}
    draft = replace(
        LETTERS["kommunikation"], text=long, huvud=head("k 1", "2026-09-02", utkast=True)
    )
    pages = pypdf.PdfReader(io.BytesIO(pdf.as_pdf(dokument(draft)))).pages
    assert len(pages) > 3
    assert all("UTKAST" in page.extract_text() for page in pages)
    fixed = replace(draft, huvud=head("k 1", "2026-09-02"))
    assert "UTKAST" not in text(fixed)


def test_23_months_are_told_by_first_and_last() -> None:
    many = tuple(Manad(MARS + place, 100, 0) for place in range(23))
    said = flat(replace(LETTERS["kommunikation"], manader=many))
    assert "23 månader mellan mars 2024 och januari 2026" in said
    assert "Summa 23,00 kr" in said


# -- the free text --------------------------------------------------------------------------------


@pytest.mark.parametrize("slag", AVSNITT)
def test_a_text_comes_back_as_it_was_written(slag: str) -> None:
    written = {part.namn: TEXT[part.namn] for part in AVSNITT[slag]}
    as_edited = "\ufeff" + as_file(slag, written).replace("\n", "\r\n")
    assert read_file(slag, as_edited) == written
    assert missing(slag, written) == []


def test_an_empty_section_is_left_out_of_the_letter_and_missed_where_it_must_be() -> None:
    empty = read_file("beslut", as_file("beslut", {}))
    assert missing("beslut", empty) == [
        "Det här har hänt",
        "Det vi bygger på",
        "Svaret på vårt brev",
        "Det som talar för att pengarna ska betalas tillbaka",
        "Det som talar emot",
    ]
    assert "Det som talar emot" not in text(replace(LETTERS["beslut"], text=empty))


WRONG = [
    ("# Varför beslutet ändras\n\nText\n\n# Belopp\n\n0 kr\n", "Belopp.*hör inte till"),
    ("# Varför beslutet ändras\n\na\n\n# Varför beslutet ändras\n\nb\n", "två gånger"),
    ("Text utan rubrik\n", "före den första rubriken"),
    ("\n", "Rubriker saknas"),
    ("# Varför beslutet ändras\n" + "x" * 40_000, "längre än 40000"),
]


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_a_text_without_the_letters_headings_is_refused(written: str, said: str) -> None:
    with pytest.raises(Textfel, match=said):
        read_file("andringsbeslut", written)

"""Specifications: all that was decided is said, in text and on paper, and the sums agree."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.money import clock_hours, hours
from workbench.domain.time import parse_day, parse_month
from workbench.exports.brev import kr
from workbench.exports.specification import (
    Betalning,
    Ejbetalt,
    Lage,
    Mottagare,
    Netto,
    Rad,
    Specification,
    Specifikationsfel,
    as_pdf,
    as_text,
    dokument,
    manad,
)
from workbench.wording import LAGRUM_TEXT

SPEC = Specification(
    kommun="Storby kommun",
    namnd="Socialnämnden",
    mottagare=Mottagare("Omsorg i Öst AB", "556000-1111", ("Box 1", "123 45 Storby")),
    brukare="[skyddad] 7",
    manad=parse_month("2026-09"),
    korning=12,
    dag=parse_day("2026-10-20"),
    rapporterat=(12000, 600, 0),
    rader=(
        Rad("2026-17", 34770, (11610, 600, 0), 19600, 6814920),
        Rad("Sjuklön, ärende S-4", None, (0, 0, 0), None, 150050),
    ),
    netto=(
        Netto("Personlig assistans", 6814920, 0, 6814920, 6814920, 0),
        Netto("Sjuklön, ärende S-4", 150050, 200050, -50000, 0, 50000),
    ),
    ej_betalt=(
        Ejbetalt(
            "anmalan-11a",
            "Uppgifter om närstående, ålder och bosättning har inte kommit in.",
            "11 a § LSS",
            390,
            "12 september",
            Lage.UTREDS,
            gor="Be arbetsgivaren att skicka in uppgifterna.",
            svara_senast=parse_day("2026-11-30"),
        ),
        Ejbetalt(
            "over-beslut",
            "Timmarna går över beslutet.",
            "9.2.22",
            0,
            "september",
            Lage.NEKAT,
            timmar=425,
        ),
    ),
    betalning=Betalning(6814920, "Bankgiro 123-4567", "PA-12-0001", parse_day("2026-10-27")),
    fragor="Ring Socialnämnden på 010-123 45 67.",
    overklagande="Beslutet att neka kan du be oss att pröva på nytt.",
    taxa_kalla="5 § förordning (1993:1091)",
    ej_redovisat=1000,
    varningar=("Timbeloppet för 2026 är inte kontrollerat mot författningen.",),
)


def on_paper(data: bytes) -> str:
    """Return the text of a PDF as one line of words."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_a_whole_specification_as_text() -> None:
    assert (
        as_text(SPEC)
        == """\
Storby kommun
Socialnämnden

Omsorg i Öst AB
Box 1
123 45 Storby

Specifikation av ersättning för personlig assistans, september 2026
===================================================================

Mottagare: Omsorg i Öst AB, 556000-1111
Brukare:   [skyddad] 7
Månad:     september 2026
Körning:   12
Datum:     2026-10-20

Utbetalning
-----------

Belopp:          68 149,20 kr
Konto:           Bankgiro 123-4567
Betalningens id: PA-12-0001
Betalas:         2026-10-27

Rapporterad tid
---------------

Assistans: 200:00 (timmar:minuter)
Väntetid:  10:00 (timmar:minuter)
Beredskap: 0:00 (timmar:minuter)

Det här ersätts
---------------

Beslut:    2026-17
Timbelopp: 347,70 kr
Assistans: 193:30
Väntetid:  10:00
Beredskap: 0:00
Timmar:    196,00
Belopp:    68 149,20 kr

Beslut:    Sjuklön, ärende S-4
Assistans: 0:00
Väntetid:  0:00
Beredskap: 0:00
Belopp:    1 500,50 kr

Beslut:    Summa
Assistans: 193:30
Väntetid:  10:00
Beredskap: 0:00
Timmar:    196,00
Belopp:    69 649,70 kr

Väntetid räknas om till en fjärdedel och beredskap till en sjundedel.
Timbeloppet kommer från: 5 § förordning (1993:1091).

Det här betalas inte ut
-----------------------

Tid som är under utredning är inte nekad. Den betalas i en senare körning om det
visar sig att den ska ersättas.

Regel:                    11 a § LSS (anmalan-11a)
Varför:                   Uppgifter om närstående, ålder och bosättning har inte
                          kommit in.
Tid:                      6:30
Dagar:                    12 september
Läge och vad du kan göra: Ej utbetalt, under utredning. Be arbetsgivaren att
                          skicka in uppgifterna. Svara senast 2026-11-30.

Regel:                    9.2.22 (over-beslut)
Varför:                   Timmarna går över beslutet.
Tid:                      4,25 h
Dagar:                    september
Läge och vad du kan göra: Nekat.

Vad reglerna säger

11 a § LSS: Arbetsgivaren ska lämna uppgifter om varje assistent innan
            assistansen börjar. Utan dem kan kommunen vänta med att betala, men
            inte neka bara för att de är sena.
9.2.22:     Stöd betalas inte för tid utöver den som beslutet anger. Mer
            assistans än så ger rätt till stöd först när en ansökan om det har
            prövats och bifallits.

Så har beloppet räknats
-----------------------

Avser:           Personlig assistans
Rätt belopp:     68 149,20 kr
Betalt tidigare: 0,00 kr
Skillnad:        68 149,20 kr
Att betala:      68 149,20 kr

Avser:             Sjuklön, ärende S-4
Rätt belopp:       1 500,50 kr
Betalt tidigare:   2 000,50 kr
Skillnad:          -500,00 kr
Att betala:        0,00 kr
Föreslås återkrav: 500,00 kr. Det är ett förslag som ska utredas. Du får ett
                   eget brev och kan svara innan något beslutas.

Förskott
--------

Av tidigare förskott är 10,00 kr ännu inte redovisat. Redovisa månadens
kostnader så att det kan räknas av.

Att tänka på
------------

Timbeloppet för 2026 är inte kontrollerat mot författningen.

Frågor
------

Ring Socialnämnden på 010-123 45 67.

Om du inte är nöjd
------------------

--------------------------------------------------------------------------------
  Beslutet att neka kan du be oss att pröva på nytt.
--------------------------------------------------------------------------------

Storby kommun, Socialnämnden. Körning 12, 2026-10-20.
"""
    )


def test_all_of_it_is_on_paper() -> None:
    """The PDF holds the same words as the text."""
    paper = set(on_paper(as_pdf(SPEC)).split())
    said = {word.rstrip(":") for word in as_text(SPEC).split() if set(word) - set("-=")}
    assert said <= {word.rstrip(":") for word in paper}


def test_no_refusal_before_it_is_communicated() -> None:
    """25 § FL: what is under utredning is never called nekat, and says what to do by when."""
    utreds = replace(SPEC, ej_betalt=SPEC.ej_betalt[:1], overklagande="")
    text = as_text(utreds)
    assert "Ej utbetalt, under utredning." in text
    assert "Svara senast 2026-11-30." in text
    assert "Nekat" not in text
    nekat = as_text(replace(SPEC, ej_betalt=SPEC.ej_betalt[1:]))
    assert "Nekat." in nekat
    assert "under utredning" not in nekat


def test_what_there_is_nothing_of_is_not_said() -> None:
    text = as_text(
        replace(
            SPEC,
            rader=(),
            netto=(),
            ej_betalt=(),
            betalning=None,
            fragor="",
            overklagande="",
            ej_redovisat=0,
            varningar=(),
        )
    )
    assert "Ingenting betalas ut i den här körningen." in text
    headings = [
        above
        for above, line in zip(text.splitlines(), text.splitlines()[1:], strict=False)
        if line and set(line) == {"-"}
    ]
    assert headings == ["Utbetalning", "Rapporterad tid"]


def test_an_advance_is_named() -> None:
    forskott = replace(SPEC, forskott=500000)
    assert "Varav förskott:  5 000,00 kr" in as_text(forskott)


def test_a_code_that_has_no_words_yet_is_still_listed() -> None:
    okand = replace(SPEC.ej_betalt[0], kod="ny-kod")
    text = as_text(replace(SPEC, ej_betalt=(okand,)))
    assert "11 a § LSS (ny-kod)" in text
    assert "Vad reglerna säger" not in text


def test_a_control_without_a_provision_goes_by_its_kod() -> None:
    dubblett = replace(SPEC.ej_betalt[0], kod="dubblett", lagrum="-")
    text = as_text(replace(SPEC, ej_betalt=(dubblett,)))
    assert "Regel:                    dubblett\n" in text
    assert "dubblett: Kommunen ersätter verkliga kostnader en gång." in text


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (replace(SPEC, rader=SPEC.rader[:1]), "Raderna är 68\u00a0149,20\u00a0kr men rätten"),
        (
            replace(SPEC, netto=(replace(SPEC.netto[0], skillnad=1), SPEC.netto[1])),
            "Personlig assistans: skillnaden är inte rätten minus det betalda",
        ),
        (
            replace(SPEC, netto=(replace(SPEC.netto[0], aterkrav=1), SPEC.netto[1])),
            "både att betala och att återkräva",
        ),
        (
            replace(SPEC, netto=(SPEC.netto[0], replace(SPEC.netto[1], aterkrav=-1))),
            "både att betala och att återkräva",
        ),
    ],
)
def test_sums_that_do_not_agree_are_refused(spec: Specification, message: str) -> None:
    with pytest.raises(Specifikationsfel, match=message):
        dokument(spec)


@pytest.mark.parametrize(
    ("month", "text"), [("2026-01", "januari 2026"), ("2025-12", "december 2025")]
)
def test_months(month: str, text: str) -> None:
    assert manad(parse_month(month)) == text


def many(count: int) -> Specification:
    """Return a specification of so many lines and as many withheld items."""
    kods = sorted(LAGRUM_TEXT)
    lines = tuple(
        Rad(f"B-{n}", 34770 + n, (60 * n, n, 0), 100 * n, n * 34770) for n in range(count)
    )
    right = sum(line.belopp for line in lines)
    held = tuple(
        Ejbetalt(
            kods[n % len(kods)],
            f"Tid {n} hålls <b>&</b> utreds.",
            f"{n} § LSS",
            n,
            f"dag {n}",
            Lage.UTREDS,
        )
        for n in range(count)
    )
    net = Netto("Personlig assistans", right, 0, right, right, 0)
    return replace(SPEC, rader=lines, netto=(net,), ej_betalt=held)


def test_hundreds_of_rows_go_on_over_pages() -> None:
    """Two hundred lines and two hundred items: every amount, time and provision is there."""
    spec = many(200)
    data = as_pdf(spec)
    paper = on_paper(data)
    pages = len(pypdf.PdfReader(io.BytesIO(data)).pages)
    assert pages > 10
    assert f"Sida {pages} ({pages})" in paper
    for line in spec.rader:
        assert f"{line.beslut} {kr(line.timbelopp or 0)} ".replace("\u00a0", " ") in paper
        assert f"{hours(line.timmar or 0)} {kr(line.belopp)}".replace("\u00a0", " ") in paper
    for item in spec.ej_betalt:
        assert f"{item.lagrum} ({item.kod})" in paper
        assert item.vad in paper
        assert f"{clock_hours(item.minuter)} {item.dagar}" in paper
    assert max(map(len, as_text(spec).splitlines())) <= 80


def test_the_same_specification_is_the_same_bytes() -> None:
    assert as_pdf(SPEC) == as_pdf(replace(SPEC))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 50000), st.integers(0, 10**5)),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 10**9),
)
def test_every_amount_and_sum_is_there(lines: list[tuple[int, int, int]], paid: int) -> None:
    rader = tuple(
        Rad(f"B{n}", rate, (minutes, 0, 0), minutes, ore)
        for n, (ore, rate, minutes) in enumerate(lines)
    )
    right = sum(line.belopp for line in rader)
    pay, claim = max(right - paid, 0), max(paid - right, 0)
    spec = replace(
        SPEC, rader=rader, netto=(Netto("Assistans", right, paid, right - paid, pay, claim),)
    )
    paper = on_paper(as_pdf(spec))
    for ore in (*(line.belopp for line in rader), right, paid, right - paid, pay):
        assert kr(ore).replace("\u00a0", " ") in paper
        assert kr(ore).replace("\u00a0", " ") in as_text(spec)

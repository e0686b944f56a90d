"""The computation of a claim as an annex, so that anyone can follow it with a pocket calculator.

Per month every row before and after, with how each öre fell on it; the sums agree to the öre or
nothing is made. How it looks is in ``brev`` (text) and ``pdf`` (12 § LSS, 9.2.25).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from workbench.domain.money import clock_hours
from workbench.exports import brev, pdf
from workbench.exports.brev import (
    Del,
    Dokument,
    Kolumn,
    Rubrik,
    Stycke,
    Tabell,
    Uppgifter,
    kr,
)
from workbench.exports.kravinnehall import Annanstans, Avsnitt, Bilaga, Fynd, Orsak
from workbench.exports.kravsummor import kontrollera
from workbench.exports.kravtabeller import avsnitt, belopp, rader
from workbench.exports.kravtexter import KRAVBILAGA

SEKRETESS = "Sekretess, 26 kap. 1 § OSL"


def as_text(bilaga: Bilaga) -> str:
    """Return an annex as text of at most 80 columns. Raises Bilagefel."""
    return brev.as_text(dokument(bilaga))


def as_pdf(bilaga: Bilaga) -> bytes:
    """Return an annex as PDF, the same bytes each time. Raises Bilagefel."""
    return pdf.as_pdf(dokument(bilaga))


def dokument(bilaga: Bilaga) -> Dokument:
    """Return an annex as a document; raises Bilagefel when its amounts do not add up."""
    kontrollera(bilaga)
    titel = f"Så har återkravet {bilaga.krav} räknats"
    fot = f"Bilaga till {bilaga.krav}."
    if bilaga.full:
        titel, fot = f"{SEKRETESS}. {titel}", f"{SEKRETESS}. {fot}"
    return Dokument(titel, tuple(_delar(bilaga)), bilaga.avsandare, fot=fot)


def _delar(bilaga: Bilaga) -> Iterator[Del]:
    facts = (
        ("Återkrav", bilaga.krav),
        ("Stöd till", bilaga.brukare),
        ("Arbetsgivare", ", ".join(bilaga.arbetsgivare)),
        ("Grund", bilaga.grund),
        ("Kravets summa", kr(bilaga.summa)),
        ("varav utestående", kr(bilaga.utestaende)),
        ("varav återbetalt", kr(bilaga.aterbetalt)),
        ("varav nedlagt", kr(bilaga.nedlagt)),
    )
    yield Uppgifter(tuple((name, value) for name, value in facts if value))
    yield Stycke(KRAVBILAGA["full" if bilaga.full else "inledning"], ruta=bilaga.full)
    yield from _sammanstallning(bilaga)
    yield from _orsaker(bilaga.orsaker)
    yield Rubrik("Så kan du räkna själv")
    yield Stycke(KRAVBILAGA["rakna"])
    if any(one.arende for one in bilaga.avsnitt):
        yield Stycke(KRAVBILAGA["rakna_sjuklon"])
    yield from _manader(bilaga)
    for place, one in enumerate(bilaga.annanstans):
        if not place:
            yield Rubrik("Assistentens arbete på annat håll")
            yield Stycke(KRAVBILAGA["annat_full" if bilaga.full else "annat"])
        yield from _annat(one)
    yield from _bokningar(bilaga)
    yield Rubrik("Filerna")
    yield Stycke(KRAVBILAGA["filer"])
    yield Tabell(
        (Kolumn("Fil", 6), Kolumn("Namn", 40), Kolumn("Kontrollsumma (SHA-256)", 54)),
        tuple((fil.bokstav, fil.namn, fil.sha256) for fil in bilaga.filer),
    )


def _sammanstallning(bilaga: Bilaga) -> Iterator[Del]:
    yield Rubrik("Sammanställning")
    yield Tabell(
        (
            Kolumn("Månad", 14),
            Kolumn("Före", 8, tal=True),
            Kolumn("Efter", 8, tal=True),
            Kolumn("Rätt före", 17, tal=True),
            Kolumn("Rätt efter", 17, tal=True),
            Kolumn("Skillnad", 17, tal=True),
            Kolumn("I kravet", 17, tal=True),
        ),
        tuple(
            (
                namn(one),
                str(one.fore.id),
                str(one.efter.id),
                belopp(one.netto.ratt_fore),
                belopp(one.netto.ratt_efter),
                belopp(one.netto.ratt_efter - one.netto.ratt_fore),
                belopp(one.belopp),
            )
            for one in bilaga.avsnitt
        ),
        ("Summa", "", "", "", "", "", belopp(bilaga.summa)),
    )
    yield Stycke(KRAVBILAGA["sammanstallning"])
    yield Rubrik("Timbelopp och regler", 2)
    yield Tabell(
        (
            Kolumn("Månader", 26),
            Kolumn("Timbelopp före", 20),
            Kolumn("Timbelopp efter", 20),
            Kolumn("Regler", 14),
            Kolumn("Orsaker", 20),
        ),
        tuple(_varden(bilaga.avsnitt)),
    )
    if bilaga.taxor:
        yield Tabell(
            (Kolumn("Timbelopp", 14, tal=True), Kolumn("Månader", 26), Kolumn("Källa", 60)),
            tuple((belopp(one.timbelopp), one.manader, one.kalla) for one in bilaga.taxor),
        )


def namn(one: Avsnitt) -> str:
    """Return a section's month, with the arende of a sjuklön claim."""
    return f"{one.manad} {one.arende}" if one.arende else one.manad


def _varden(sections: Iterable[Avsnitt]) -> Iterator[tuple[str, ...]]:
    """Yield a row per stretch of months in which rates, rules and causes are the same."""

    def values(one: Avsnitt) -> tuple[str, ...]:
        return (
            _rates(one, "F"),
            _rates(one, "E"),
            f"{one.fore.regelversion} / {one.efter.regelversion}",
            ", ".join(str(nr) for nr in sorted({rad.orsak for rad in one.kravrader})),
        )

    for same, group in groupby(sections, values):
        months = [namn(one) for one in group]
        yield (months[0] if len(months) == 1 else f"{months[0]} - {months[-1]}", *same)


def _rates(one: Avsnitt, side: str) -> str:
    found = {post.timbelopp for post in one.sida(side) if post.timbelopp is not None}
    return " / ".join(belopp(rate) for rate in sorted(found)) or "-"


# -- why ------------------------------------------------------------------------------------------


def _orsaker(causes: Iterable[Orsak]) -> Iterator[Del]:
    yield Rubrik("Varför beloppet är ett annat")
    for one in causes:
        yield Rubrik(f"Orsak {one.nr}: {one.text}", 2)
        alone = one.rader and not one.fynd
        yield Stycke(f"{one.vad}\nRader: {one.rader}." if alone else one.vad)
        for found in one.fynd:
            yield _fynd(found)


def _fynd(found: Fynd) -> Uppgifter:
    facts = [
        ("Regel", f"{found.titel}. {found.lagrum}" if found.lagrum != "-" else found.titel),
        ("Regeln i korthet", found.regel),
        ("Regelversion", found.regelversion),
        ("Månad", found.manader),
        ("Rader", found.rader),
        ("Vad som har kommit fram", found.forklaring),
    ]
    facts += [("Avgörande", text) for text in found.avgoranden]
    return Uppgifter(tuple(facts))


# -- months, other work, bookings -----------------------------------------------------------------


def _manader(bilaga: Bilaga) -> Iterator[Del]:
    """Yield each month: its rows once, then what each run did."""
    by_month = dict(bilaga.rader)
    for month, sections in groupby(bilaga.avsnitt, lambda one: one.manad):
        yield Rubrik(f"Månaden {month}")
        if month in by_month:
            yield rader(by_month[month])
        for one in sections:
            yield from avsnitt(one)


def _annat(one: Annanstans) -> Iterator[Del]:
    yield Rubrik(f"{one.assistent}: {one.varfor}", 2)
    yield Stycke(one.rakning)
    here, elsewhere = sum(day.har for day in one.dagar), sum(day.annat for day in one.dagar)
    yield Tabell(
        (
            Kolumn("Datum", 25),
            Kolumn("Minuter här", 25, tal=True),
            Kolumn("Minuter på annat håll", 25, tal=True),
            Kolumn("Tillsammans", 25, tal=True),
        ),
        tuple(
            (day.dag, str(day.har), str(day.annat), str(day.har + day.annat)) for day in one.dagar
        ),
        ("Summa", str(here), str(elsewhere), str(here + elsewhere)),
    )
    yield Stycke(f"Tillsammans {clock_hours(here + elsewhere)} timmar.")
    if one.passen:
        yield Tabell(
            (
                Kolumn("Datum", 12),
                Kolumn("Tid", 13),
                Kolumn("Slag", 11),
                Kolumn("Minuter", 9, tal=True),
                Kolumn("Arbetsgivare", 22),
                Kolumn("Brukare", 23),
                Kolumn("Källa", 10),
            ),
            tuple((*pas[:3], str(pas.minuter), *pas[4:]) for pas in one.passen),
        )


def _bokningar(bilaga: Bilaga) -> Iterator[Del]:
    yield Rubrik("Vad som har hänt med kravet")
    yield Stycke(KRAVBILAGA["bokningar"])
    yield Tabell(
        (
            Kolumn("Dag", 13),
            Kolumn("Månad", 10),
            Kolumn("Händelse", 32),
            Kolumn("Utestående", 15, tal=True),
            Kolumn("Återbetalt", 15, tal=True),
            Kolumn("Nedlagt", 15, tal=True),
        ),
        tuple(
            (
                one.dag,
                one.manad,
                one.vad,
                belopp(one.utestaende),
                belopp(one.aterbetalt),
                belopp(one.nedlagt),
            )
            for one in bilaga.bokningar
        ),
        (
            "Summa",
            "",
            "",
            belopp(bilaga.utestaende),
            belopp(bilaga.aterbetalt),
            belopp(bilaga.nedlagt),
        ),
    )
    reasons = [(f"{one.dag} {one.vad}", one.skal) for one in bilaga.bokningar if one.skal]
    if reasons:
        yield Uppgifter(tuple(reasons))

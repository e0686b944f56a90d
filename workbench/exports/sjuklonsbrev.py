"""Letters of a claim for sjuklön: what has to be completed, and the decision with every step.

Content only; how it looks is in ``brev`` (text) and ``pdf``. Amounts are integer öre, minutes
integers, days day numbers. Names are masked by the caller where needed (9.2.28; 25 and 32 §§ FL).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.domain.money import clock_hours
from workbench.domain.time import iso_day
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


@dataclass(frozen=True, slots=True)
class Huvud:
    """What every letter of a claim begins with; ``dag`` is its day, ``sista`` None = still ill."""

    kommun: str
    namnd: str
    mottagare: tuple[str, ...]
    arende: str
    brukare: str
    assistent: str
    arbetsgivare: str
    forsta: int
    sista: int | None
    ansokt: int
    begart: int
    dag: int
    fragor: str


@dataclass(frozen=True, slots=True)
class Saknas:
    """Something to complete: the document or the pass, why it matters, and what to do."""

    vad: str
    varfor: str
    gor: str
    lagrum: str


@dataclass(frozen=True, slots=True)
class Komplettering:
    """A request for more. ``papper`` are documents, ``passen`` passes that are not proven."""

    huvud: Huvud
    motivering: str
    papper: tuple[Saknas, ...]
    passen: tuple[Saknas, ...]
    svara_senast: int


@dataclass(frozen=True, slots=True)
class Passrad:
    """A pass as it is decided: when, which day of illness, minutes, and minutes paid."""

    nar: str
    sjukdag: int
    minuter: int
    betalas: int


@dataclass(frozen=True, slots=True)
class Steg:
    """A step of the computation: its number, what, how, and öre."""

    nummer: str
    vad: str
    hur: str
    belopp: int


@dataclass(frozen=True, slots=True)
class Avslag:
    """Something that is not paid: the pass or the claim, how much, why, by what provision.

    ``vantar``: held, not refused; it is paid when it has been shown right.
    """

    vad: str
    tid: str
    varfor: str
    lagrum: str
    vantar: bool = False


@dataclass(frozen=True, slots=True)
class Beslut:
    """A decision. ``beviljad`` False = nothing is paid."""

    huvud: Huvud
    beviljad: bool
    motivering: str
    ersattning: int
    passen: tuple[Passrad, ...]
    steg: tuple[Steg, ...]
    avslag: tuple[Avslag, ...]
    overklagande: str


def as_text(content: Komplettering | Beslut) -> str:
    """Return a letter as text of at most 80 columns."""
    return brev.as_text(dokument(content))


def as_pdf(content: Komplettering | Beslut) -> bytes:
    """Return a letter as PDF, the same bytes each time."""
    return pdf.as_pdf(dokument(content))


def dokument(content: Komplettering | Beslut) -> Dokument:
    """Return a letter as a document of headings, facts and tables."""
    head = content.huvud
    if isinstance(content, Komplettering):
        titel = f"Vi behöver mer underlag: sjuklön, ärende {head.arende}"
        delar = tuple(_komplettering(content))
    else:
        titel = f"Beslut om ersättning för sjuklön, ärende {head.arende}"
        delar = tuple(_beslut(content))
    return Dokument(
        titel=titel,
        delar=delar,
        avsandare=(head.kommun, head.namnd),
        adress=head.mottagare,
        fot=f"{head.kommun}, {head.namnd}. Ärende {head.arende}, {iso_day(head.dag)}.",
    )


def _huvud(head: Huvud) -> Uppgifter:
    last = "pågår" if head.sista is None else iso_day(head.sista)
    return Uppgifter(
        (
            ("Ärende", head.arende),
            ("Brukare", head.brukare),
            ("Sjuk assistent", head.assistent),
            ("Arbetsgivare", head.arbetsgivare),
            ("Sjukperiod", f"{iso_day(head.forsta)} till {last}"),
            ("Ansökan kom", iso_day(head.ansokt)),
            ("Begärt belopp", kr(head.begart)),
            ("Datum", iso_day(head.dag)),
        )
    )


def _komplettering(content: Komplettering) -> Iterator[Del]:
    yield _huvud(content.huvud)
    yield Stycke(
        "Du har sökt ersättning för extra kostnader när en ordinarie assistent var sjuk. Vi kan "
        f"inte avgöra ansökan än. Skicka in det som står här senast {iso_day(content.svara_senast)}"
        f" och ange ärende {content.huvud.arende}."
    )
    if content.motivering:
        yield Stycke(content.motivering)
    for title, first, items in (
        ("Handlingar som saknas", "Handling", content.papper),
        ("Pass som vi behöver veta mer om", "Pass", content.passen),
    ):
        if items:
            yield Rubrik(title)
            yield Tabell(
                (
                    Kolumn(first, 24),
                    Kolumn("Varför", 36),
                    Kolumn("Vad du kan göra", 26),
                    Kolumn("Regel", 14),
                ),
                tuple((item.vad, item.varfor, item.gor, item.lagrum) for item in items),
            )
    yield Rubrik("Om du inte svarar")
    yield Stycke(
        f"Har vi inte fått svar senast {iso_day(content.svara_senast)} avgör vi ansökan med det "
        "underlag som finns. Pass som inte är visade ersätts då inte, och saknas en handling kan "
        "ansökan avslås. Behöver du längre tid: hör av dig före den dagen."
    )
    yield from _fragor(content.huvud)


def _beslut(content: Beslut) -> Iterator[Del]:
    head = content.huvud
    yield _huvud(head)
    yield Rubrik("Beslut")
    yield Stycke(_utfall(content))
    yield Rubrik("Skälen för beslutet")
    yield Stycke(content.motivering)
    if content.avslag:
        yield from _avslag(content.avslag)
    if content.passen:
        yield Rubrik("Passen")
        yield _passen(content.passen)
    if content.beviljad:
        yield Rubrik("Så har beloppet räknats")
        yield _steg(content.steg)
    yield from _fragor(head)
    if content.overklagande:
        yield Rubrik("Om du inte är nöjd")
        yield Stycke(content.overklagande, ruta=True)


def _utfall(content: Beslut) -> str:
    asked, paid = content.huvud.begart, content.ersattning
    if not content.beviljad:
        return f"Ansökan avslås. Det begärda beloppet, {kr(asked)}, betalas inte."
    if paid >= asked:
        return f"Ansökan beviljas. Du får {kr(paid)}."
    return (
        f"Ansökan beviljas delvis. Du får {kr(paid)} av de {kr(asked)} som du har begärt. "
        f"Resten, {kr(asked - paid)}, avslås eller väntar; se nedan."
    )


def _avslag(items: tuple[Avslag, ...]) -> Iterator[Del]:
    yield Rubrik("Det här betalas inte")
    if any(item.vantar for item in items):
        yield Stycke("Det som väntar är inte avslaget. Det betalas om det visar sig vara rätt.")
    yield Tabell(
        (
            Kolumn("Vad", 24),
            Kolumn("Tid", 9, tal=True),
            Kolumn("Varför", 41),
            Kolumn("Regel", 16),
            Kolumn("Läge", 10),
        ),
        tuple(
            (item.vad, item.tid, item.varfor, item.lagrum, "väntar" if item.vantar else "avslås")
            for item in items
        ),
    )


def _passen(items: tuple[Passrad, ...]) -> Tabell:
    return Tabell(
        (
            Kolumn("Pass", 40),
            Kolumn("Sjukdag", 15, tal=True),
            Kolumn("Längd", 15, tal=True),
            Kolumn("Ersätts", 15, tal=True),
        ),
        tuple(
            (item.nar, str(item.sjukdag), clock_hours(item.minuter), clock_hours(item.betalas))
            for item in items
        ),
        (
            "Summa",
            "",
            clock_hours(sum(item.minuter for item in items)),
            clock_hours(sum(item.betalas for item in items)),
        ),
    )


def _steg(items: tuple[Steg, ...]) -> Tabell:
    return Tabell(
        (
            Kolumn("Steg", 8),
            Kolumn("Vad", 30),
            Kolumn("Så har vi räknat", 42),
            Kolumn("Belopp", 20, tal=True),
        ),
        tuple((item.nummer, item.vad, item.hur, kr(item.belopp)) for item in items),
    )


def _fragor(head: Huvud) -> Iterator[Del]:
    if head.fragor:
        yield Rubrik("Frågor")
        yield Stycke(head.fragor)

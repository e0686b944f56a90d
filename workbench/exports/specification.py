"""What a payee is paid for a brukare and month, and why not more: the specification.

Content only; how it looks is in ``brev`` (text) and ``pdf``. Amounts are integer öre, minutes
integers, hours hundredths. A refusal that has not been communicated is "under utredning"
(25 § FL; 9.2.20-9.2.22).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from workbench.domain.money import clock_hours, hours
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
from workbench.wording import LAGRUM_TEXT, LAGRUM_TEXT_SHARED, SLAG, provision

MANADER = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


class Specifikationsfel(ValueError):
    """The amounts do not add up, so nothing may be sent; the Swedish message says which."""


class Lage(Enum):
    """What has become of time that is not paid."""

    UTREDS = "ej utbetalt, under utredning"
    NEKAT = "nekat"


@dataclass(frozen=True, slots=True)
class Mottagare:
    """Who is paid, masked by the caller where needed: name, number and address lines."""

    namn: str
    nummer: str
    adress: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rad:
    """A line of the month: öre per hour and hours (hundredths), None where it has none.

    ``minuter`` are payable minutes of assistans, väntetid and beredskap. ``beslut`` is the
    number of the beslut, or what the line is called (a sjuklön's arende).
    """

    beslut: str
    timbelopp: int | None
    minuter: tuple[int, int, int]
    timmar: int | None
    belopp: int


@dataclass(frozen=True, slots=True)
class Ejbetalt:
    """Time that is withheld or refused, all of one kod.

    ``vad`` is the explanation in Swedish; ``tid`` minutes, or hundredths of hours in ``timmar``
    where the kod counts hours; ``dagar`` the days as text; ``gor`` what the reader can do, and
    ``svara_senast`` the day number to have done it by.
    """

    kod: str
    vad: str
    lagrum: str
    minuter: int
    dagar: str
    lage: Lage
    timmar: int | None = None
    gor: str = ""
    svara_senast: int | None = None


@dataclass(frozen=True, slots=True)
class Netto:
    """The netting of the month's assistans, or of one arende, in öre.

    ``betalt`` is what was paid before less the claims for it (rulebook section 8).
    """

    avser: str
    ratt: int
    betalt: int
    skillnad: int
    att_betala: int
    aterkrav: int


@dataclass(frozen=True, slots=True)
class Betalning:
    """The payment: öre, the account as text, its id, and its day number (None = not sent yet)."""

    belopp: int
    konto: str
    id: str
    dag: int | None


@dataclass(frozen=True, slots=True)
class Specification:
    """All that a specification says about a payee, a brukare and a month of one run.

    ``brukare`` is a label, masked by the caller where needed; ``manad`` a month number, ``dag``
    the day number of attest. ``rapporterat`` are reported minutes per kind. ``forskott`` is öre
    paid in advance in this run, ``ej_redovisat`` öre of earlier förskott not yet accounted.
    ``fragor`` and ``overklagande`` are the municipality's own texts (POLICY).
    """

    kommun: str
    namnd: str
    mottagare: Mottagare
    brukare: str
    manad: int
    korning: int
    dag: int
    rapporterat: tuple[int, int, int]
    rader: tuple[Rad, ...]
    netto: tuple[Netto, ...]
    fragor: str
    overklagande: str
    taxa_kalla: str
    ej_betalt: tuple[Ejbetalt, ...] = ()
    betalning: Betalning | None = None
    forskott: int = 0
    ej_redovisat: int = 0
    varningar: tuple[str, ...] = ()


def as_text(spec: Specification) -> str:
    """Return a specification as text of at most 80 columns; raises Specifikationsfel."""
    return brev.as_text(dokument(spec))


def as_pdf(spec: Specification) -> bytes:
    """Return a specification as PDF, the same bytes each time; raises Specifikationsfel."""
    return pdf.as_pdf(dokument(spec))


def dokument(spec: Specification) -> Dokument:
    """Return a specification as a document of headings, facts and tables.

    Raises Specifikationsfel when the lines are not the right amount, when a difference is not
    right less paid, or when something is both to pay and to claim.
    """
    _check(spec)
    payee = spec.mottagare
    return Dokument(
        titel=f"Specifikation av ersättning för personlig assistans, {manad(spec.manad)}",
        delar=tuple(_delar(spec)),
        avsandare=(spec.kommun, spec.namnd),
        adress=(payee.namn, *payee.adress),
        fot=f"{spec.kommun}, {spec.namnd}. Körning {spec.korning}, {iso_day(spec.dag)}.",
    )


def manad(month: int) -> str:
    """Return a month number for a letter: ``september 2026``."""
    return f"{MANADER[month % 12]} {month // 12}"


def _delar(spec: Specification) -> Iterator[Del]:
    yield _huvud(spec)
    yield Rubrik("Utbetalning")
    yield _utbetalning(spec)
    yield Rubrik("Rapporterad tid")
    yield Uppgifter(
        tuple(
            (slag.capitalize(), _tid(minuter))
            for slag, minuter in zip(SLAG, spec.rapporterat, strict=True)
        )
    )
    if spec.rader:
        yield Rubrik("Det här ersätts")
        yield _rader(spec.rader)
        yield Stycke(
            "Väntetid räknas om till en fjärdedel och beredskap till en sjundedel. "
            f"Timbeloppet kommer från: {spec.taxa_kalla}."
        )
    yield from _ej_betalt(spec.ej_betalt)
    if spec.netto:
        yield Rubrik("Så har beloppet räknats")
        yield from map(_netto, spec.netto)
    yield from _slut(spec)


def _huvud(spec: Specification) -> Uppgifter:
    return Uppgifter(
        (
            ("Mottagare", f"{spec.mottagare.namn}, {spec.mottagare.nummer}".rstrip(", ")),
            ("Brukare", spec.brukare),
            ("Månad", manad(spec.manad)),
            ("Körning", str(spec.korning)),
            ("Datum", iso_day(spec.dag)),
        )
    )


def _utbetalning(spec: Specification) -> Del:
    payment = spec.betalning
    if payment is None:
        return Stycke("Ingenting betalas ut i den här körningen.")
    facts = [
        ("Belopp", kr(payment.belopp)),
        ("Konto", payment.konto),
        ("Betalningens id", payment.id),
        ("Betalas", "när betalningen har lämnats" if payment.dag is None else iso_day(payment.dag)),
    ]
    if spec.forskott:
        facts.append(("Varav förskott", kr(spec.forskott)))
    return Uppgifter(tuple(facts))


def _rader(lines: tuple[Rad, ...]) -> Tabell:
    columns = (
        Kolumn("Beslut", 15),
        Kolumn("Timbelopp", 13, tal=True),
        *(Kolumn(slag.capitalize(), 12, tal=True) for slag in SLAG),
        Kolumn("Timmar", 11, tal=True),
        Kolumn("Belopp", 17, tal=True),
    )
    rows = tuple(
        (
            line.beslut,
            "" if line.timbelopp is None else kr(line.timbelopp),
            *(clock_hours(minutes) for minutes in line.minuter),
            "" if line.timmar is None else hours(line.timmar),
            kr(line.belopp),
        )
        for line in lines
    )
    total = (
        "Summa",
        "",
        *(clock_hours(sum(line.minuter[kind] for line in lines)) for kind in range(len(SLAG))),
        hours(sum(line.timmar or 0 for line in lines)),
        kr(sum(line.belopp for line in lines)),
    )
    return Tabell(columns, rows, total)


def _ej_betalt(items: tuple[Ejbetalt, ...]) -> Iterator[Del]:
    if not items:
        return
    yield Rubrik("Det här betalas inte ut")
    if any(item.lage is Lage.UTREDS for item in items):
        yield Stycke(
            "Tid som är under utredning är inte nekad. Den betalas i en senare körning om det "
            "visar sig att den ska ersättas."
        )
    columns = (
        Kolumn("Regel", 22),
        Kolumn("Varför", 29),
        Kolumn("Tid", 11, tal=True),
        Kolumn("Dagar", 14),
        Kolumn("Läge och vad du kan göra", 24),
    )
    yield Tabell(columns, tuple(map(_ej_betald_rad, items)))
    texts = {provision(item.kod): _lagrum(item) for item in items if _har_text(item.kod)}
    if texts:
        yield Rubrik("Vad reglerna säger", 2)
        yield Uppgifter(tuple((lagrum, text) for text, lagrum in texts.items()))


def _lagrum(item: Ejbetalt) -> str:
    """Return the provision, or the kod where a control has none."""
    return item.lagrum if item.lagrum.strip(" -") else item.kod


def _har_text(kod: str) -> bool:
    return kod in LAGRUM_TEXT or kod in LAGRUM_TEXT_SHARED


def _ej_betald_rad(item: Ejbetalt) -> tuple[str, ...]:
    lage = [f"{item.lage.value.capitalize()}."]
    if item.gor:
        lage.append(item.gor)
    if item.svara_senast is not None:
        lage.append(f"Svara senast {iso_day(item.svara_senast)}.")
    time = clock_hours(item.minuter) if item.timmar is None else f"{hours(item.timmar)} h"
    regel = item.kod if _lagrum(item) == item.kod else f"{item.lagrum} ({item.kod})"
    return (regel, item.vad, time, item.dagar, " ".join(lage))


def _netto(net: Netto) -> Uppgifter:
    facts = [
        ("Avser", net.avser),
        ("Rätt belopp", kr(net.ratt)),
        ("Betalt tidigare", kr(net.betalt)),
        ("Skillnad", kr(net.skillnad)),
        ("Att betala", kr(net.att_betala)),
    ]
    if net.aterkrav:
        facts.append(
            (
                "Föreslås återkrav",
                f"{kr(net.aterkrav)}. Det är ett förslag som ska utredas. Du får ett eget brev "
                "och kan svara innan något beslutas.",
            )
        )
    return Uppgifter(tuple(facts))


def _slut(spec: Specification) -> Iterator[Del]:
    if spec.ej_redovisat:
        yield Rubrik("Förskott")
        yield Stycke(
            f"Av tidigare förskott är {kr(spec.ej_redovisat)} ännu inte redovisat. Redovisa "
            "månadens kostnader så att det kan räknas av."
        )
    if spec.varningar:
        yield Rubrik("Att tänka på")
        yield Stycke("\n".join(spec.varningar))
    if spec.fragor:
        yield Rubrik("Frågor")
        yield Stycke(spec.fragor)
    if spec.overklagande:
        yield Rubrik("Om du inte är nöjd")
        yield Stycke(spec.overklagande, ruta=True)


def _tid(minutes: int) -> str:
    return f"{clock_hours(minutes)} (timmar:minuter)"


def _check(spec: Specification) -> None:
    lines, right = sum(line.belopp for line in spec.rader), sum(net.ratt for net in spec.netto)
    if lines != right:
        raise Specifikationsfel(f"Raderna är {kr(lines)} men rätten {kr(right)}.")
    for net in spec.netto:
        if net.skillnad != net.ratt - net.betalt:
            raise Specifikationsfel(f"{net.avser}: skillnaden är inte rätten minus det betalda.")
        if min(net.att_betala, net.aterkrav) < 0 or (net.att_betala and net.aterkrav):
            raise Specifikationsfel(f"{net.avser}: något är både att betala och att återkräva.")

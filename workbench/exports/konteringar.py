"""From settled money to vouchers: which account is debited and credited for each kind of event.

Objects are pseudonyms and texts hold month, kind and run only, so that no person is known from
the ledger. What the accounts are called and numbered is the municipality's own (POLICY).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from typing import NamedTuple

from workbench.domain.time import iso_day, iso_month
from workbench.exports.sie import Book, Entry, Voucher

PSEUDONYM = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
"""An object that stands for a person: too few digits to be an identity number."""
ENHET = re.compile(r"[0-9A-Za-zÅÄÖåäö-]{1,10}")


class Konteringsfel(ValueError):
    """An event or the chart of accounts can not be booked; the Swedish message says why."""


@dataclass(frozen=True, slots=True)
class Konto:
    """An account: number and name as in the municipality's chart."""

    nummer: str
    namn: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of the ledger: its SIE number (20 and up are free) and name."""

    nummer: int
    namn: str


@dataclass(frozen=True, slots=True)
class Kontoplan:
    """The accounts and dimensions that the municipality has chosen for each purpose.

    ``namnder`` names the objects of the dimension ``kostnadsstalle``.
    """

    kostnad_assistans: Konto
    kostnad_sjuklon: Konto
    kostnad_fk: Konto
    """Försäkringskassan's bill for the first 20 hours a week (9.2.27)."""
    forskott: Konto
    """Claim: paid in advance, not yet accounted."""
    utbetalning: Konto
    """Clearing: what the payment file sends, until the bank account shows it."""
    avvisade: Konto
    """Clearing: payments that the bank has rejected, until they are paid again."""
    inbetalning: Konto
    """Clearing: repayments received."""
    skuld_fk: Konto
    fordran_aterkrav: Konto
    nedskrivning: Konto
    """Cost of claims written off or forgiven."""
    kostnadsstalle: Dimension
    brukare: Dimension
    beslutsslag: Dimension
    namnder: Mapping[str, str]
    serie: str = "PA"

    def konto(self, namn: str) -> Konto:
        """Return the account of a purpose, by field name."""
        konto: Konto = getattr(self, namn)
        return konto


class Beslutsslag(NamedTuple):
    """A kind of beslut as an object of the ledger, and the cost account that it is booked on."""

    objekt: str
    namn: str
    konto: str


ASSISTANS = Beslutsslag("ASS", "Personlig assistans 9 § 2 LSS", "kostnad_assistans")
SJUKLON = Beslutsslag("SJL", "Sjuklön", "kostnad_sjuklon")
FORSKOTT = Beslutsslag("FSK", "Förskott", "forskott")
FK20 = Beslutsslag("FK20", "De första 20 timmarna", "kostnad_fk")
BESLUTSSLAG = (ASSISTANS, SJUKLON, FORSKOTT, FK20)
EGET_SLAG = {slag.konto: slag for slag in BESLUTSSLAG}
"""Accounts that always hold one kind of beslut."""


class Regel(NamedTuple):
    """How a kind of event is booked: what it is called, debit, credit and why.

    An account is a field of Kontoplan; ``*`` is the account of the event's ``avser``.
    """

    namn: str
    debet: str
    kredit: str
    varfor: str


REGLER: Mapping[str, Regel] = {
    "utbetalning-assistans": Regel(
        "Assistans",
        "kostnad_assistans",
        "utbetalning",
        "Månadens rätt är en kostnad när den attesteras; utbetalningskontot töms när banken "
        "har betalat.",
    ),
    "utbetalning-sjuklon": Regel(
        "Sjuklön",
        "kostnad_sjuklon",
        "utbetalning",
        "Merkostnaden för den ordinarie assistentens sjuklön är en egen kostnad vid sidan av "
        "timbeloppet.",
    ),
    "forskott": Regel(
        "Förskott",
        "forskott",
        "utbetalning",
        "Ett förskott är en betalning men ingen rätt: det är en fordran tills månaden har "
        "redovisats.",
    ),
    "forskott-avraknat": Regel(
        "Avräknat förskott",
        "kostnad_assistans",
        "forskott",
        "När månaden är redovisad blir den del av förskottet som det finns rätt till en kostnad.",
    ),
    "fk-faktura": Regel(
        "Försäkringskassan, de första 20 timmarna",
        "kostnad_fk",
        "skuld_fk",
        "Kommunen svarar för de första 20 timmarna i veckan; skulden regleras när fakturan "
        "betalas i leverantörsreskontran.",
    ),
    "fk-slutavrakning": Regel(
        "Försäkringskassan, slutavräkning",
        "skuld_fk",
        "kostnad_fk",
        "Det som har betalats för mycket enligt slutavräkningen lämnas tillbaka och sänker "
        "kostnaden.",
    ),
    "aterkrav-beslutat": Regel(
        "Beslutat återkrav",
        "fordran_aterkrav",
        "*",
        "Först nämndens beslut ger en fordran; den sänker den kostnad eller det förskott som "
        "beloppet en gång bokfördes på. Ett förslag bokförs inte.",
    ),
    "aterkrav-sankt": Regel(
        "Sänkt återkrav",
        "*",
        "fordran_aterkrav",
        "Ett beslutat återkrav som sänks, upphävs eller läggs ned minskar fordran och blir "
        "åter den kostnad som det var.",
    ),
    "aterkrav-inbetalning": Regel(
        "Inbetalning av återkrav",
        "inbetalning",
        "fordran_aterkrav",
        "Det som har betalats tillbaka minskar fordran.",
    ),
    "aterkrav-avskrivning": Regel(
        "Avskrivet återkrav",
        "nedskrivning",
        "fordran_aterkrav",
        "Eftergift och avskrivning är en egen kostnad, så att det syns vad som aldrig kom "
        "tillbaka.",
    ),
    "aterkrav-overskott": Regel(
        "Återbetalt överskott",
        "fordran_aterkrav",
        "utbetalning",
        "Den som har betalat tillbaka mer än återkravet får tillbaka det som är för mycket.",
    ),
    "bank-avvisad": Regel(
        "Avvisad betalning",
        "utbetalning",
        "avvisade",
        "En betalning som banken avvisar lämnar inte kommunen; den står kvar som skuld på ett "
        "eget konto tills den har betalats igen.",
    ),
    "ny-utbetalning": Regel(
        "Ny utbetalning av avvisad betalning",
        "avvisade",
        "utbetalning",
        "Den avvisade betalningen går ut igen under ett nytt id; kostnaden är redan bokförd.",
    ),
}
"""Kind of event to debit, credit and the sentence of why."""

CLEARING = frozenset({"utbetalning", "avvisade", "inbetalning", "skuld_fk"})
"""Accounts without brukare and kind of beslut: they are matched in total, not per person."""


@dataclass(frozen=True, slots=True)
class Handelse:
    """Money that has happened: kind (a key of REGLER), day number, and öre above zero.

    ``objekt`` is the pseudonym of the brukare, ``namnd`` the object of the kostnadsställe,
    ``manad`` the month number that the money is for, ``korning`` the run (None outside a run),
    ``avser`` what an återkrav is about; it decides the account where a rule says ``*``.
    """

    slag: str
    dag: int
    belopp_ore: int
    objekt: str
    namnd: str
    manad: int
    korning: int | None = None
    avser: Beslutsslag = ASSISTANS


@dataclass(frozen=True, slots=True)
class Avsandare:
    """Who makes the file and when (``YYYY-MM-DD``), for which company and räkenskapsår."""

    program: str
    version: str
    dag: str
    signatur: str
    orgnr: str
    namn: str
    ar: tuple[str, str]


def verifikationer(plan: Kontoplan, handelser: Iterable[Handelse]) -> tuple[Voucher, ...]:
    """Return balanced vouchers: one per day, kind, month and run, in that order.

    Within one, rows of the same account and objects are summed; debit stands before credit.
    Raises Konteringsfel for an event that can not be booked.
    """
    checked = []
    for handelse in handelser:
        _check(plan, handelse)
        checked.append(handelse)
    return tuple(
        _verifikation(plan, list(together))
        for _, together in groupby(sorted(checked, key=_together), _together)
    )


def bok(plan: Kontoplan, handelser: Iterable[Handelse], avsandare: Avsandare) -> Book:
    """Return the book that ``sie.write`` makes a file of.

    Raises Konteringsfel for an event that can not be booked, or a chart where one number or one
    object has two names.
    """
    happened = list(handelser)
    return Book(
        program=avsandare.program,
        version=avsandare.version,
        generated=avsandare.dag,
        signature=avsandare.signatur,
        orgnr=avsandare.orgnr,
        company=avsandare.namn,
        year=avsandare.ar,
        accounts=_konton(plan),
        dimensions=_dimensioner(plan),
        objects=_objekt(plan, happened),
        vouchers=verifikationer(plan, happened),
    )


def _together(handelse: Handelse) -> tuple[int, int, int, int]:
    order = list(REGLER).index(handelse.slag)
    return handelse.dag, order, handelse.manad, handelse.korning or 0


def _verifikation(plan: Kontoplan, handelser: list[Handelse]) -> Voucher:
    debet: Counter[tuple[str, tuple[tuple[int, str], ...]]] = Counter()
    kredit: Counter[tuple[str, tuple[tuple[int, str], ...]]] = Counter()
    for handelse in handelser:
        for side, falt in zip((debet, kredit), _falt(handelse), strict=True):
            key = plan.konto(falt).nummer, _mal(plan, handelse, falt)
            side[key] += handelse.belopp_ore
    first = handelser[0]
    return Voucher(
        series=plan.serie,
        number="",
        day=iso_day(first.dag),
        text=_text(first),
        entries=(
            *(Entry(konto, ore, mal) for (konto, mal), ore in sorted(debet.items())),
            *(Entry(konto, -ore, mal) for (konto, mal), ore in sorted(kredit.items())),
        ),
    )


def _falt(handelse: Handelse) -> tuple[str, str]:
    """Return the fields of Kontoplan that an event debits and credits."""
    regel = REGLER[handelse.slag]
    debet, kredit = (handelse.avser.konto if f == "*" else f for f in (regel.debet, regel.kredit))
    return debet, kredit


def _mal(plan: Kontoplan, handelse: Handelse, falt: str) -> tuple[tuple[int, str], ...]:
    """Return the objects of one side of an event."""
    namnd = (plan.kostnadsstalle.nummer, handelse.namnd)
    if falt in CLEARING:
        return (namnd,)
    return (
        namnd,
        (plan.brukare.nummer, handelse.objekt),
        (plan.beslutsslag.nummer, EGET_SLAG.get(falt, handelse.avser).objekt),
    )


def _text(handelse: Handelse) -> str:
    text = f"{REGLER[handelse.slag].namn} {iso_month(handelse.manad)}"
    return text if handelse.korning is None else f"{text}, körning {handelse.korning}"


def _check(plan: Kontoplan, handelse: Handelse) -> None:
    if handelse.slag not in REGLER:
        raise Konteringsfel(f"Händelsen {handelse.slag!r} har ingen kontering.")
    name = f"{handelse.slag} {iso_day(handelse.dag)}"
    if handelse.belopp_ore <= 0:
        raise Konteringsfel(f"{name}: beloppet ska vara större än 0.")
    if not PSEUDONYM.fullmatch(handelse.objekt):
        raise Konteringsfel(
            f"{name}: objektet ska vara en pseudonym som B000123, aldrig ett namn eller nummer."
        )
    if handelse.namnd not in plan.namnder or not ENHET.fullmatch(handelse.namnd):
        raise Konteringsfel(f"{name}: kostnadsstället {handelse.namnd!r} är okänt.")
    if handelse.avser not in BESLUTSSLAG:
        raise Konteringsfel(f"{name}: slaget av beslut är okänt.")
    debet, kredit = (plan.konto(falt) for falt in _falt(handelse))
    if debet.nummer == kredit.nummer:
        raise Konteringsfel(f"{name}: debet och kredit är samma konto, {debet.nummer}.")


def _konton(plan: Kontoplan) -> dict[str, str]:
    konton: dict[str, str] = {}
    for field in fields(plan):
        konto = getattr(plan, field.name)
        if not isinstance(konto, Konto):
            continue
        if konton.setdefault(konto.nummer, konto.namn) != konto.namn:
            raise Konteringsfel(f"Konto {konto.nummer} har två namn i kontoplanen.")
    return konton


def _dimensioner(plan: Kontoplan) -> dict[int, str]:
    dimensioner = (plan.kostnadsstalle, plan.brukare, plan.beslutsslag)
    numbers = {dimension.nummer: dimension.namn for dimension in dimensioner}
    if len(numbers) < len(dimensioner):
        raise Konteringsfel("Två dimensioner har samma nummer i kontoplanen.")
    return numbers


def _objekt(plan: Kontoplan, handelser: list[Handelse]) -> list[tuple[int, str, str]]:
    """Return all objects; a brukare's name in the ledger is the pseudonym again."""
    return [
        *((plan.kostnadsstalle.nummer, nummer, namn) for nummer, namn in plan.namnder.items()),
        *((plan.brukare.nummer, kod, kod) for kod in sorted({h.objekt for h in handelser})),
        *((plan.beslutsslag.nummer, slag.objekt, slag.namn) for slag in BESLUTSSLAG),
    ]

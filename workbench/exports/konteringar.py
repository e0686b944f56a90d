"""From settled money to vouchers, by the table of ``kontoplan``.

Objects are pseudonyms and texts hold month, kind and run only, so that no person is known from
the ledger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import groupby

from workbench.domain.time import iso_day, iso_month
from workbench.exports.kontoplan import (
    ASSISTANS,
    BESLUTSSLAG,
    CLEARING,
    EGET_SLAG,
    REGLER,
    Beslutsslag,
    Bokforingskonto,
    Kontoplan,
)
from workbench.exports.sie import Book, Entry, Voucher

PSEUDONYM = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
"""An object that stands for a person: too few digits to be an identity number."""
ENHET = re.compile(r"[0-9A-Za-zÅÄÖåäö-]{1,10}")


class Konteringsfel(ValueError):
    """An event or the chart of accounts can not be booked; the Swedish message says why."""


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
    return handelse.dag, order, handelse.manad, handelse.korning or -1


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
        if not isinstance(konto, Bokforingskonto):
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

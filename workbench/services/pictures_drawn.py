"""Values as pictures: which bars, which figures beside them, and what is said in words."""

from __future__ import annotations

from pathlib import Path

from db import Database
from db.journal import Stamp
from workbench.domain.money import clock_hours, hours, kronor, share
from workbench.domain.time import month_days, parse_month
from workbench.exports import bild
from workbench.exports.bild import Bild, Del, Grupp, Stapel
from workbench.exports.specification import manad
from workbench.services import exported
from workbench.services.arbetstid import Period
from workbench.services.arbetstid_parts import Grans
from workbench.services.arbetstid_staplar import days_text, spans
from workbench.services.pictures import (
    BANDS,
    BrukareMonths,
    FindingsPicture,
    MonthPicture,
    Withheld,
)
from workbench.services.pictures_employers import Employer, EmployersPicture

TIME_SIGNS = (("tid", "redovisat eller betalas"), ("kvar", "beviljat"), ("nekad", "nekat"),
              ("hallen", "hållet"))  # fmt: skip
NOT_SETTLED = "inte räknad"
ORGNR = 10
"""Digits of an organisationsnummer; a person who employs is drawn without number."""


def write(database: Database, picture: Bild, name: str, target: Path, stamp: Stamp) -> int:
    """Write a picture as SVG, whole and journaled; return how many files were not there already.

    ``name`` is the kind that the journal tells. Raises NotWritten.
    """
    return exported.write(database, stamp, f"bild {name}", {target: bild.svg(picture)})


def _of_hours(hundredths: int) -> int:
    """Return hundredths of an hour in the unit that they share with minutes (1/6000 h)."""
    return hundredths * 60


def _of_minutes(minutes: int) -> int:
    return minutes * 100


# -- the whole month ----------------------------------------------------------------------------


def draw_month(item: MonthPicture) -> Bild:
    """Return the picture of a month."""
    month = parse_month(item.month)
    first, after = month_days(month)
    weeks = tuple(
        Stapel(
            f"{7 * number + 1}-{min(7 * number + 7, after - first)}",
            (clock_hours(minutes),),
            (Del(minutes),),
        )
        for number, minutes in enumerate(item.veckor)
    )
    bands = tuple(
        Stapel(word, (_count(many), share(many, item.brukare)), (Del(many),))
        for name, word in BANDS
        if (many := item.anvant[name])
    )
    return Bild(
        f"Timmar mot beslut, {manad(month)}",
        _month_told(item, manad(month)),
        (
            Grupp("Månadens timmar", ("Timmar", "Av beviljat"), _month_sums(item)),
            Grupp("Redovisade timmar per sju dagar i månaden", ("Timmar",), weeks),
            Grupp("Brukare efter hur mycket av beslutet som betalas", ("Brukare", "Andel"), bands),
        ),
        TIME_SIGNS,
        (
            "Beviljat och Betalas är omräknade timmar. Redovisat, Nekat och Hållet är verklig tid, "
            "där väntetid och beredskap räknas minut för minut.",
        ),
    )


def _month_told(item: MonthPicture, named: str) -> str:
    granted = f"I {named} är {hours(item.beviljat)} timmar beviljade"
    if item.timmar is None:
        return (
            f"{granted} och {clock_hours(item.redovisade_minuter)} redovisade. Månaden är inte "
            "räknad ännu."
        )
    used = share(item.timmar, item.beviljat)
    return (
        f"{granted} och {hours(item.timmar)} betalas{used and f', {used} av dem'}. Nekat är "
        f"{clock_hours(item.nekade_minuter)} timmar och hållet {clock_hours(item.hallna_minuter)}."
    )


def _month_sums(item: MonthPicture) -> tuple[Stapel, ...]:
    granted = _of_hours(item.beviljat)

    def line(name: str, figure: str, size: int, kind: str) -> Stapel:
        return Stapel(name, (figure, share(size, granted)), (Del(size, kind),))

    def real(name: str, minutes: int, kind: str) -> Stapel:
        return line(name, clock_hours(minutes), _of_minutes(minutes), kind)

    sums = [
        line("Beviljat", hours(item.beviljat), granted, "kvar"),
        real("Redovisat", item.redovisade_minuter, "tid"),
    ]
    if item.timmar is not None:
        sums += [
            line("Betalas", hours(item.timmar), _of_hours(item.timmar), "tid"),
            real("Nekat", item.nekade_minuter, "nekad"),
            real("Hållet", item.hallna_minuter, "hallen"),
        ]
    return tuple(sums)


# -- one brukare --------------------------------------------------------------------------------


def draw_brukare(item: BrukareMonths) -> Bild:
    """Return the picture of one brukare."""
    bars = []
    for one in item.manader:
        if not (one.beviljat or one.redovisade_minuter or one.timmar):
            continue
        reported = _of_minutes(one.redovisade_minuter)
        figures = (
            hours(one.beviljat),
            NOT_SETTLED if one.timmar is None else hours(one.timmar),
            clock_hours(one.nekade_minuter),
            clock_hours(one.hallna_minuter),
        )
        parts = (
            Del(reported if one.timmar is None else _of_hours(one.timmar)),
            Del(_of_minutes(one.nekade_minuter), "nekad"),
            Del(_of_minutes(one.hallna_minuter), "hallen"),
        )
        bars.append(Stapel(one.month, figures, parts, _of_hours(one.beviljat)))
    told = "Det finns inga månader."
    if item.manader:
        last = item.manader[-1]
        told = f"{item.namn} har {hours(last.beviljat)} timmar beviljade i {last.month}; " + (
            "månaden är inte räknad ännu."
            if last.timmar is None
            else f"{hours(last.timmar)} betalas."
        )
    return Bild(
        f"Timmar mot beslut: {item.namn}",
        told,
        (Grupp("Månad för månad", ("Beviljat", "Betalas", "Nekat", "Hållet"), tuple(bars)),),
        (
            ("tid", "betalas"),
            ("nekad", "nekat"),
            ("hallen", "hållet"),
            ("kvar", "kvar"),
            ("grans", "beviljat"),
        ),
    )


# -- what is withheld ---------------------------------------------------------------------------


def draw_findings(item: FindingsPicture) -> Bild:
    """Return the picture of what a month's findings withhold."""
    refused = [one for one in item.koder if one.effekt == "nekad"]
    held = [one for one in item.koder if one.effekt == "hallen"]
    told = (
        f"{_sum(refused)} är nekade och {_sum(held)} hålls. Räknas varje minut en gång är "
        f"{clock_hours(item.nekade_minuter)} timmar nekade och {clock_hours(item.hallna_minuter)} "
        "hållna."
    )
    notes = [
        "Samma minut kan stå under flera koder; staplarna kan därför tillsammans vara mer än "
        "summan. Kronor är vad tiden är värd med brukarens timbelopp. Pass i sjuklöneärenden är "
        "med under sina koder men inte i summan."
    ]
    now = item.nekade_minuter, item.hallna_minuter
    if item.korningens_nekade is None:
        notes.append("Månaden är inte räknad ännu.")
    elif now != (item.korningens_nekade, item.korningens_hallna):
        notes.append(
            f"Senaste körningen säger {clock_hours(item.korningens_nekade)} nekat och "
            f"{clock_hours(item.korningens_hallna or 0)} hållet: fynd har avgjorts sedan dess. "
            "Räkna månaden igen."
        )
    columns = ("Fynd", "Timmar", "Kronor")
    return Bild(
        f"Nekat och hållet per kod, {manad(parse_month(item.month))}",
        told,
        (
            Grupp("Nekat", columns, _kod_bars(refused, "nekad"), "Ingenting är nekat."),
            Grupp("Hållet", columns, _kod_bars(held, "hallen"), "Ingenting hålls."),
        ),
        (("nekad", "nekade kronor"), ("hallen", "hållna kronor")),
        tuple(notes),
        delat=True,
    )


def _sum(items: list[Withheld]) -> str:
    many = sum(one.antal for one in items)
    return f"{_count(many)} fynd värda {kronor(sum(one.belopp_ore for one in items))} kr"


def _kod_bars(items: list[Withheld], kind: str) -> tuple[Stapel, ...]:
    return tuple(
        Stapel(
            one.kod,
            (_count(one.antal), _time(one), kronor(one.belopp_ore)),
            (Del(one.belopp_ore, kind),),
        )
        for one in items
    )


def _time(one: Withheld) -> str:
    if not one.timmar:
        return clock_hours(one.minuter)
    return hours(one.timmar) + (f" + {clock_hours(one.minuter)}" if one.minuter else "")


# -- anordnare ----------------------------------------------------------------------------------


def draw_employers(item: EmployersPicture) -> Bild:
    """Return the picture of employers over time."""
    one = item.anordnare[0].namn if len(item.anordnare) == 1 == item.antal else None
    named = manad(parse_month(item.month))
    shown = f"visar {len(item.anordnare)} av {_count(item.antal)}, de med flest timmar"
    return Bild(
        f"Anordnare till och med {named}" if one is None else f"{one} till och med {named}",
        f"Redovisade timmar, kronor och hur stor del av tiden som nekas, månad för månad; {shown}."
        if one is None
        else "Redovisade timmar, kronor och hur stor del av tiden som nekas, månad för månad.",
        tuple(_employer(one) for one in item.anordnare),
        (("tid", "redovisat"), ("nekad", "därav nekat")),
        (
            "Kronor är månadens rätt enligt den senaste körningen. Har en brukare flera anordnare "
            "samma månad fördelas de efter betald tid.",
        ),
        delat=True,
    )


def _employer(item: Employer) -> Grupp:
    number = f" ({item.nummer})" if len(item.nummer) == ORGNR else ""
    bars = tuple(
        Stapel(
            month.month,
            (
                clock_hours(month.minuter),
                NOT_SETTLED if month.belopp_ore is None else kronor(month.belopp_ore),
                share(month.nekade_minuter, month.minuter),
            ),
            (
                Del(max(0, month.minuter - month.nekade_minuter)),
                Del(min(month.minuter, month.nekade_minuter), "nekad"),
            ),
        )
        for month in item.manader
        if month.minuter or month.nekade_minuter or month.belopp_ore
    )
    return Grupp(f"{item.namn}{number}", ("Timmar", "Kronor", "Nekat"), bars)


# -- working time -------------------------------------------------------------------------------


def draw_period(item: Period) -> Bild:
    """Return the picture of an assistant's period: a group of bars per limit."""
    told = "Inga gränser att räkna mot: assistenten har inget uppdrag som gäller."
    if item.svar:
        least = item.svar[0]
        told = (
            f"Kan arbeta ytterligare {clock_hours(least.minuter)} timmar; det är gränsen "
            f"{item.granser[least.grans].namn} som avgör. {item.ordning}"
        )
    return Bild(
        f"Assistentens period: {item.namn}, {manad(item.manad)}",
        told,
        tuple(_limit(one) for one in item.granser),
        (("tid", "arbetat"), ("over", "över gränsen"), ("kvar", "kvar"), ("grans", "gränsen")),
    )


def _limit(item: Grans) -> Grupp:
    bars, before = [], 0
    for span in spans(item, daily=False):
        before += span.minutes
        bars.append(
            Stapel(
                days_text(span.days),
                (clock_hours(span.minutes), clock_hours(before), _above(span.over)),
                (Del(span.minutes - span.over), Del(span.over, "over")),
            )
        )
    whole = Stapel(
        "hela perioden",
        (clock_hours(item.arbetat), clock_hours(item.arbetat), _above(item.minuter_over)),
        (Del(item.arbetat - item.minuter_over), Del(item.minuter_over, "over")),
        item.tillatet,
    )
    who = f", {item.arbetsgivare}" if item.arbetsgivare else ""
    heading = (
        f"{item.namn}{who}, {days_text(item.dagar)}: {clock_hours(item.tillatet)} timmar tillåtna"
    )
    return Grupp(heading, ("Arbetat", "Hittills", "Över"), (*bars, whole))


def _above(minutes: int) -> str:
    return clock_hours(minutes) if minutes else "-"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")

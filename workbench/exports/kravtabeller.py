"""One month of a claim's annex as tables: lines, every row's share before and after, the netting.

Columns are narrow enough for 80 characters: f stands for before (före), e for after (efter).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from workbench.domain.money import hours, kronor
from workbench.exports.brev import (
    HARD,
    Del,
    Kolumn,
    Rubrik,
    Stycke,
    Tabell,
    Uppgifter,
    kr,
)
from workbench.exports.kravinnehall import Andel, Avsnitt, Korning, Kravrad, Netto, Par, Post, Rad

INGEN = "-"


def belopp(ore: int | None) -> str:
    """Return öre as kronor for a cell, ``1 234,56``; None is empty."""
    return "" if ore is None else kronor(ore).replace(" ", HARD)


def rader(rows: Iterable[Rad]) -> Tabell:
    """Return a month's rows: what was reported, and where it stands."""
    return Tabell(
        (
            Kolumn("Nr", 7, tal=True),
            Kolumn("Källa", 11),
            Kolumn("Datum", 14),
            Kolumn("Tid", 15),
            Kolumn("Min", 8, tal=True),
            Kolumn("Slag", 13),
            Kolumn("Assistent", 32),
        ),
        tuple((str(row.nr), *row[1:4], str(row.minuter), *row[5:]) for row in rows),
    )


def avsnitt(one: Avsnitt) -> Iterator[Del]:
    """Yield what one run did: lines, shares, the rows of the claim, and the netting."""
    about = f", sjuklön, ärende {one.arende}" if one.arende else ""
    yield Rubrik(f"{one.manad}: körning {one.fore.id} före, körning {one.efter.id} efter{about}", 2)
    yield Stycke(f"Före: {_korning(one.fore)}\nEfter: {_korning(one.efter)}")
    if one.poster:
        yield _poster(one)
        if not one.arende:
            yield _timmar(one.poster)
    if one.steg:
        yield _steg(one)
    for (fore, efter), group in groupby(sorted(one.par, key=_post_names), key=_post_names):
        yield Rubrik(_fordelning(fore, efter), 2)
        yield _par(list(group))
    yield Rubrik("Raderna i kravet", 2)
    yield _kravrader(one)
    yield Rubrik("Från skillnad till krav", 2)
    yield Uppgifter(tuple(_netto(one)))


def _korning(run: Korning) -> str:
    who = f" av {run.av}" if run.av else ""
    return f"körning {run.id}, attesterad {run.dag}{who}, regelversion {run.regelversion}."


def _poster(one: Avsnitt) -> Tabell:
    return Tabell(
        (
            Kolumn("Post", 7),
            Kolumn("Ärende" if one.arende else "Beslut", 21),
            Kolumn("Timbelopp", 13, tal=True),
            Kolumn("Timmar", 11, tal=True),
            Kolumn("Enheter", 13, tal=True),
            Kolumn("Belopp", 15, tal=True),
            Kolumn("Över", 7, tal=True),
            Kolumn("Gräns", 13, tal=True),
        ),
        tuple(
            (
                post.namn,
                post.beslut,
                belopp(post.timbelopp),
                "" if post.timmar is None else hours(post.timmar),
                str(post.enheter),
                belopp(post.belopp),
                str(post.over),
                INGEN if post.grans is None else str(post.grans),
            )
            for post in one.poster
        ),
    )


def _timmar(posts: Iterable[Post]) -> Tabell:
    columns = ("Assistans", "Väntetid", "Beredskap", "Egna", "Betalda", "Mottagna", "Släppta")
    return Tabell(
        (Kolumn("Post", 9), *(Kolumn(name, 13, tal=True) for name in columns)),
        tuple(
            (
                post.namn,
                *map(str, post.minuter),
                *map(hours, (post.egna, post.betalda, post.mottagna, post.slappta)),
            )
            for post in posts
        ),
    )


def _steg(one: Avsnitt) -> Tabell:
    return Tabell(
        (
            Kolumn("Steg", 50),
            Kolumn("Före", 25, tal=True),
            Kolumn("Efter", 25, tal=True),
        ),
        tuple((step.vad, belopp(step.fore), belopp(step.efter)) for step in one.steg),
    )


# -- every row ------------------------------------------------------------------------------------


def _post_names(par: Par) -> tuple[str, str]:
    return (par.fore.post if par.fore else "", par.efter.post if par.efter else "")


def _fordelning(fore: str, efter: str) -> str:
    if not fore:
        return f"Rader i {efter} som inte betalades före"
    return f"Rader i {fore} och {efter}" if efter else f"Rader i {fore} som inte betalas efter"


def _par(pairs: list[Par]) -> Tabell:
    return Tabell(
        (
            Kolumn("Nr", 9, tal=True),
            Kolumn("Enh f", 10, tal=True),
            Kolumn("Rest f", 12, tal=True),
            Kolumn("Före", 14, tal=True),
            Kolumn("Enh e", 10, tal=True),
            Kolumn("Rest e", 12, tal=True),
            Kolumn("Efter", 14, tal=True),
            Kolumn("Skillnad", 14, tal=True),
        ),
        tuple(
            (par.vem, *_andel(par.fore), *_andel(par.efter), belopp(par.skillnad)) for par in pairs
        ),
        (
            "Summa",
            *_andelar([par.fore for par in pairs]),
            *_andelar([par.efter for par in pairs]),
            belopp(sum(par.skillnad for par in pairs)),
        ),
    )


def _andel(share: Andel | None) -> tuple[str, str, str]:
    if share is None:
        return "", "", ""
    rest = "" if share.rest is None else str(share.rest)
    return str(share.enheter), rest, belopp(share.ore)


def _andelar(shares: list[Andel | None]) -> tuple[str, str, str]:
    there = [share for share in shares if share]
    if not there:
        return "", "", ""
    return str(sum(one.enheter for one in there)), "", belopp(sum(one.ore for one in there))


def _kravrader(one: Avsnitt) -> Tabell:
    return Tabell(
        (
            Kolumn("Nr", 9, tal=True),
            Kolumn("Orsak", 9, tal=True),
            Kolumn("Min f", 10, tal=True),
            Kolumn("Min e", 10, tal=True),
            Kolumn("Timb f", 13, tal=True),
            Kolumn("Timb e", 13, tal=True),
            Kolumn("Skillnad", 17, tal=True),
            Kolumn("I kravet", 17, tal=True),
        ),
        tuple(_kravrad(row) for row in one.kravrader),
        ("Summa", "", "", "", "", "", "", belopp(one.belopp)),
    )


def _kravrad(row: Kravrad) -> tuple[str, ...]:
    return (
        row.vem,
        str(row.orsak),
        str(row.minuter_fore),
        str(row.minuter_efter),
        belopp(row.timbelopp_fore),
        belopp(row.timbelopp_efter),
        belopp(row.skillnad),
        belopp(row.belopp),
    )


# -- from difference to claim ---------------------------------------------------------------------


def _netto(one: Avsnitt) -> Iterator[tuple[str, str]]:
    net = one.netto
    yield f"Rätt före (körning {one.fore.id})", kr(net.ratt_fore)
    yield f"Rätt efter (körning {one.efter.id})", kr(net.ratt_efter)
    yield "Efter minus före", kr(net.ratt_efter - net.ratt_fore)
    if net.oredovisat_fore:
        yield "Förskott ej redovisat före", kr(net.oredovisat_fore)
    yield "Attesterat att betala", kr(net.betalt)
    yield "Tidigare krav för månaden", kr(net.krav)
    yield "Rätt - (attesterat - krav)", kr(net.skillnad)
    yield from _vart(net)
    for part in net.krav_delar:
        yield f"{part.krav} ({part.grund})", kr(part.belopp)
    yield "I detta krav", kr(one.belopp)


def _vart(net: Netto) -> Iterator[tuple[str, str]]:
    """Yield where a fall or a rise went."""
    for what, ore in (
        ("Täcks av förskott, ej redovisat", net.oredovisat),
        ("Återställer vad som tagits upp", net.aterstallt),
        ("Återkrävs", net.aterkrav),
        ("Sänker det som är utestående", net.sankta_krav),
        ("Tas upp av det som lagts ned", net.absorberat),
        ("Betalas ut", net.att_betala),
        ("varav nytt förskott", net.forskott),
    ):
        if ore:
            yield what, kr(ore)

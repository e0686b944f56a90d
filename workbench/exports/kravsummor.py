"""Whether a claim's annex adds up, from the shares of each line to the claim's sum."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.exports.kravinnehall import Andel, Avsnitt, Bilaga, Bilagefel, Par, Post

AVDRAG = "avdrag"
"""Stands in place of a row: what a line was cut by, since the accounted costs are lower."""


def kontrollera(bilaga: Bilaga) -> None:
    """Raise Bilagefel unless all sums agree to the öre."""
    for one in bilaga.avsnitt:
        for problem in _avsnitt(one):
            raise Bilagefel(bilaga.krav, f"{one.manad}, körning {one.efter.id}: {problem}")
    if sum(one.belopp for one in bilaga.avsnitt) != bilaga.summa:
        raise Bilagefel(bilaga.krav, "månaderna ger inte kravets summa")
    if bilaga.utestaende + bilaga.aterbetalt + bilaga.nedlagt != bilaga.summa:
        raise Bilagefel(bilaga.krav, "utestående, återbetalt och nedlagt ger inte kravets summa")
    booked = [
        sum(one.utestaende for one in bilaga.bokningar),
        sum(one.aterbetalt for one in bilaga.bokningar),
        sum(one.nedlagt for one in bilaga.bokningar),
    ]
    if booked != [bilaga.utestaende, bilaga.aterbetalt, bilaga.nedlagt]:
        raise Bilagefel(bilaga.krav, "bokningarna ger inte det som är utestående")


def _avsnitt(one: Avsnitt) -> Iterator[str]:
    """Yield what does not add up in a section, in Swedish."""
    yield from (f"radernas andelar ger inte post {post.namn}" for post in _odelade(one))
    net = one.netto
    for side, right in (("F", net.ratt_fore), ("E", net.ratt_efter)):
        if sum(post.belopp - post.avdrag for post in one.sida(side)) != right:
            yield "posterna ger inte månadens rätt"
    if sum(par.skillnad for par in one.par) != net.ratt_efter - net.ratt_fore:
        yield "radernas skillnader ger inte månadens skillnad"
    if net.skillnad != net.ratt_efter - (net.betalt - net.krav):
        yield "skillnaden är inte rätt minus det som är betalt"
    fell = net.oredovisat + net.aterstallt + net.aterkrav
    rose = net.sankta_krav + net.absorberat + net.att_betala - net.forskott
    if net.skillnad != rose - fell:
        yield "nettot fördelar inte hela skillnaden"
    if sum(part.belopp for part in net.krav_delar if part.krav in one.krav) != one.belopp:
        yield "kravets rader ger inte det som är bokfört på kravet"


def _odelade(one: Avsnitt) -> Iterator[Post]:
    """Yield the lines that the shares do not make up."""
    for post in one.poster:
        shared = [(par, share) for par in one.par if (share := _sida(par, post)) is not None]
        cut = sum(share.ore for par, share in shared if par.vem == AVDRAG)
        rest = sum(share.ore for par, share in shared if par.vem != AVDRAG)
        units = sum(share.enheter for _, share in shared)
        if (rest, -cut, units) != (post.belopp, post.avdrag, post.enheter):
            yield post


def _sida(par: Par, post: Post) -> Andel | None:
    share = par.fore if post.namn[0] == "F" else par.efter
    return share if share is not None and share.post == post.namn else None

"""Parts that the letters of a claim share: how people are spoken to, who owes, months, paying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.domain.time import date_of
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
from workbench.exports.kravbrevinnehall import Betalning, Fritext, Huvud, Manad, Part
from workbench.exports.kravfritext import AVSNITT
from workbench.exports.specification import MANADER

SAKNAS = "fylls i när kravet är beslutat"


class Tilltal(NamedTuple):
    """How a letter speaks to who owes: du when it is one person, else ni."""

    du: str
    Du: str
    dig: str
    din: str


def tilltal(parter: Sequence[Part]) -> Tilltal:
    """Return how to speak to those who owe."""
    alone = len(parter) == 1 and parter[0].slag in ("enskild", "formyndare")
    return Tilltal("du", "Du", "dig", "din") if alone else Tilltal("ni", "Ni", "er", "er")


def datum(day: int) -> str:
    """Return a day as ``2 september 2026``, on one line."""
    date = date_of(day)
    return f"{date.day} {MANADER[date.month - 1]} {date.year}".replace(" ", HARD)


def manad(month: int) -> str:
    """Return a month as ``mars 2026``, on one line."""
    return f"{MANADER[month % 12]}{HARD}{month // 12}"


def manaderna(months: Sequence[int]) -> str:
    """Return months for a sentence: up to three by name, more by how many, first and last."""
    named = [manad(month) for month in months]
    if len(named) > 3:
        return f"{len(named)} månader mellan {named[0]} och {named[-1]}"
    return och(named)


def och(words: Sequence[str]) -> str:
    """Return words with commas and a last ``och``."""
    return " och ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def namn(part: Part) -> str:
    """Return who owes as written in a sentence."""
    if part.slag == "dodsbo" and "dödsbo" not in part.namn.casefold():
        return f"dödsboet efter {part.namn}"
    return part.namn


def stod(head: Huvud) -> str:
    """Return what the support was, and for whom when that is another than who owes."""
    what = "stöd för personlig assistans"
    if head.arende:
        what = f"ersättning för sjuklön (ärende {head.arende})"
    own = [part.namn for part in head.parter if part.slag in ("enskild", "dodsbo")]
    return what if own == [head.brukare] else f"{what} till {head.brukare}"


def fakta(head: Huvud, *facts: tuple[str, str]) -> Uppgifter:
    """Return the facts that a letter begins with."""
    civil = head.parter[0].slag == "anordnare"
    first = [("Krav" if civil else "Återkrav", head.krav), ("Gäller stöd till", head.brukare)]
    if head.arende:
        first.append(("Ärende", head.arende))
    return Uppgifter((*first, *(fact for fact in facts if fact[1])))


def avsnitt(slag: str, text: Fritext, only: Sequence[str]) -> Iterator[Del]:
    """Yield sections of free text that have been written, each with its heading."""
    for part in AVSNITT[slag]:
        written = text.get(part.namn, "").strip()
        if part.namn in only and written:
            yield Rubrik(part.rubrik)
            yield from stycken(written)


def stycken(text: str) -> Iterator[Stycke]:
    """Yield the paragraphs of a text: what stands between blank lines."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield Stycke("\n".join(lines))
            lines = []


REGEL = {
    "a": "Den som har fått stödet kan få betala tillbaka det som har betalats för mycket, om det "
    "beror på att den personen eller en ställföreträdare har lämnat oriktiga uppgifter eller har "
    "orsakat felet på annat sätt.",
    "b": "Den som har fått stödet kan få betala tillbaka det som har betalats fel eller för "
    "mycket, om den personen eller en ställföreträdare skäligen borde ha insett felet. Det räcker "
    "inte att känna till att något hade ändrats. Både det som har berättats för nämnden och det "
    "som nämnden har berättat ska vägas in.",
    "fk": "Försäkringskassan har i efterhand beviljat assistansersättning för tid som kommunen "
    "redan har betalat. För den tiden har stöd lämnats två gånger, och nämnden får besluta att "
    "kommunens del ska betalas tillbaka.",
}
"""What 12 § LSS says of each ground, in plain words."""
GRUND = {
    "a": "12 § LSS: mottagaren eller ställföreträdaren har orsakat felet",
    "b": "12 § LSS: mottagaren eller ställföreträdaren borde ha insett felet",
    "fk": "12 § LSS: Försäkringskassan har betalat för samma tid",
}
BEVIS = (
    "Det är nämnden som ska visa att det har blivit fel och att villkoren är uppfyllda "
    "(12 § lagen om stöd och service till vissa funktionshindrade, LSS)."
)


def regel(grund: str) -> Stycke:
    """Return the rule behind a ground of 12 § LSS."""
    return Stycke(f"{REGEL[grund]} {BEVIS}")


def vem(head: Huvud, darfor: str) -> Iterator[Del]:
    """Yield why the claim is directed at those who owe."""
    yield Rubrik("Vem det gäller")
    slag = head.parter[0].slag
    if slag == "formyndare":
        said = (
            f"{head.brukare} var under 18 år när pengarna betalades. Då är det förmyndaren som ska "
            "betala tillbaka, om det inte finns särskilda skäl."
        )
    elif slag == "dodsbo":
        said = f"{head.brukare} har dött. Kravet gäller dödsboet, inte dödsbodelägarna själva."
    else:
        said = (
            "Kravet gäller den som har rätt till stödet, också när pengarna har betalats direkt "
            "till en anordnare (Kammarrätten i Göteborg, mål 1798-24)."
        )
    yield Stycke(" ".join(filter(None, (said, _solidariskt(head), darfor))))


def _solidariskt(head: Huvud) -> str:
    if len(head.parter) == 1:
        return ""
    return (
        f"{och([namn(part) for part in head.parter])} svarar solidariskt: var och en av er kan få "
        "betala hela beloppet, men det ska bara betalas en gång."
    )


def berakning(manader: Sequence[Manad], bilaga: str) -> Iterator[Del]:
    """Yield the sums by month, which are the annex's to the öre."""
    yield Rubrik("Så har beloppet räknats")
    dropped = any(part.nedlagt for part in manader)
    columns = [Kolumn("Månad", 30), Kolumn("För mycket betalt", 24, tal=True)]
    if dropped:
        columns += [Kolumn("Krävs inte", 22, tal=True), Kolumn("Krävs", 24, tal=True)]

    def cells(name: str, part: Manad) -> tuple[str, ...]:
        more = (kr(part.nedlagt), kr(part.kravs)) if dropped else ()
        return (name, kr(part.summa), *more)

    whole = Manad(0, sum(part.summa for part in manader), sum(part.nedlagt for part in manader))
    yield Tabell(
        tuple(columns),
        tuple(cells(manad(part.manad), part) for part in manader),
        cells("Summa", whole),
    )
    yield Stycke(
        f"Bilagan ({bilaga}) visar varje rad som ingår, vad som betalades och vad som är rätt, så "
        "att det går att räkna efter. Beloppen där är desamma som här."
    )


def betala(
    head: Huvud, betalning: Betalning, belopp: int, senast: str, *more: str
) -> Iterator[Del]:
    """Yield how to pay an amount, and by when."""
    t = tilltal(head.parter)
    yield Rubrik(f"Så betalar {t.du}")
    yield Uppgifter(
        (
            ("Att betala", kr(belopp)),
            ("Bankgiro", betalning.bankgiro),
            ("Mottagare", head.kommun),
            ("Referens", betalning.referens),
            ("Betala senast", senast),
        )
    )
    for text in more:
        yield Stycke(text)


def avbetalning(t: Tilltal) -> str:
    """Return what someone who can't pay can ask for."""
    return (
        f"Kan {t.du} inte betala allt på en gång? Hör av {t.dig}, så försöker vi komma överens om "
        f"en avbetalning som fungerar. {t.Du} kan också be oss att avstå från hela eller en del av "
        "kravet. Berätta i så fall varför."
    )


def fragor(head: Huvud) -> Iterator[Del]:
    """Yield where questions are answered, when that is set."""
    if head.fragor:
        yield Rubrik("Frågor")
        yield Stycke(head.fragor)

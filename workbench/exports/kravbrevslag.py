"""What each letter before and with a decision says: communication, decision, amended decision.

Plain Swedish to whoever owes; ``kravbrev`` chooses the letter (25, 31-33, 37, 43-47 §§ FL).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.exports.brev import Del, Kolumn, Rubrik, Stycke, Tabell, kr
from workbench.exports.kravbrevinnehall import Andring, Beslut, Betalning, Huvud, Kommunikation
from workbench.exports.kravbrevstycken import (
    GRUND,
    SAKNAS,
    avbetalning,
    avsnitt,
    berakning,
    betala,
    datum,
    fakta,
    fragor,
    manad,
    manaderna,
    namn,
    och,
    regel,
    stod,
    stycken,
    tilltal,
    vem,
)

# -- before anything is decided (25 § FL) ---------------------------------------------------------


def kommunikation(content: Kommunikation) -> Iterator[Del]:
    """Yield what is claimed, why, on what evidence, and what the person may do by which day."""
    head = content.huvud
    t = tilltal(head.parter)
    belopp = sum(part.kravs for part in content.manader)
    months = [part.manad for part in content.manader]
    yield fakta(
        head,
        ("Månader", manaderna(months)),
        ("Belopp som utreds", kr(belopp)),
        ("Svara senast", datum(content.svara_senast)),
        ("Datum", datum(head.dag)),
    )
    yield Stycke(f"Inget är beslutat än, och {t.du} behöver inte betala något nu.", ruta=True)
    yield Stycke(
        f"Kommunen har betalat {stod(head)}. När vi har räknat om {manaderna(months)} ser det ut "
        f"som om {kr(belopp)} för mycket har betalats. Därför utreder vi om {t.du} ska betala "
        f"tillbaka pengarna. Innan vi beslutar vill vi att {t.du} får se vad vi har kommit fram "
        "till och säga vad som stämmer och inte stämmer (25 § förvaltningslagen)."
    )
    if content.aterbetalt:
        yield Stycke(f"Av beloppet har vi redan fått {kr(content.aterbetalt)}.")
    yield from avsnitt("kommunikation", content.text, ("varfor", "bevis"))
    yield Rubrik("Vilken regel det gäller")
    yield regel(content.grund)
    yield from avsnitt("kommunikation", content.text, ("namnden",))
    yield from berakning(content.manader, content.bilaga)
    yield from vem(head, content.darfor)
    yield from _svara(content)
    yield from fragor(head)


def _svara(content: Kommunikation) -> Iterator[Del]:
    head = content.huvud
    t = tilltal(head.parter)
    day = datum(content.svara_senast)
    yield Rubrik(f"Vad {t.du} kan göra nu")
    yield Stycke(
        f"{t.Du} får svara på allt i brevet. Det kan till exempel vara att något är fel, vad som "
        f"hände, vad {t.du} kände till då, att ett belopp är fel räknat, eller skäl till att "
        "pengarna inte ska betalas tillbaka. Skicka gärna med det som visar det."
    )
    yield Stycke(
        f"Svara senast den {day} till:\n{head.svar_till}\nSkriv {head.krav} i svaret. {t.Du} kan "
        f"också berätta muntligt. {t.Du} får ta hjälp av någon och har rätt att se allt som finns "
        f"i ärendet. Behöver {t.du} mer tid: säg till före den dagen."
    )
    yield Stycke(
        f"Svarar {t.du} inte kan vi besluta med det underlag vi har. Kommer vi fram till att "
        f"pengarna inte ska betalas tillbaka får {t.du} veta det också."
    )


# -- the decision ---------------------------------------------------------------------------------


def beslut(content: Beslut) -> Iterator[Del]:
    """Yield what is decided, why, how it was computed, how to pay, and how to appeal."""
    head = content.huvud
    belopp = sum(part.kravs for part in content.manader)
    decided = SAKNAS if content.beslutad is None else datum(content.beslutad)
    months = manaderna([part.manad for part in content.manader])
    yield fakta(
        head,
        ("Månader", months),
        ("Beslutsdag", decided),
        ("Beslutat av", content.av or SAKNAS),
        ("Handlagt av", content.handlagt),
        ("Belopp", kr(belopp)),
        ("Grund", GRUND[content.grund]),
        ("Bestämmelser", "12 och 27 §§ LSS; 25, 31-33 och 40-47 §§ förvaltningslagen (FL)"),
    )
    yield Rubrik("Beslut")
    yield Stycke(
        f"{head.namnd} beslutar med stöd av 12 § LSS att {_skyldiga(head)} ska betala tillbaka "
        f"{kr(belopp)} till {head.kommun}. Beloppet har betalats för mycket i {stod(head)} för "
        f"{months}."
    )
    if content.aterbetalt:
        yield Stycke(
            f"Av beloppet har {kr(content.aterbetalt)} redan betalats. Kvar att betala är "
            f"{kr(belopp - content.aterbetalt)}."
        )
    yield from avsnitt("beslut", content.text, ("hant", "bevis", "svar"))
    yield Rubrik("Vilken regel det gäller")
    yield regel(content.grund)
    yield from avsnitt("beslut", content.text, ("namnden", "for", "emot"))
    yield Rubrik("Skälen för beslutet")
    yield from stycken(content.motivering or f"Motiveringen {SAKNAS}.")
    yield from stycken(content.text.get("bedomning", ""))
    yield from vem(head, content.darfor)
    yield from berakning(content.manader, content.bilaga)
    yield from _betala(head, content.betalning, belopp - content.aterbetalt)
    yield from fragor(head)
    yield from _overklaga(head, content.overklagande)


def _skyldiga(head: Huvud) -> str:
    """Return who is to pay, as a decision says it."""
    names = och([namn(part) for part in head.parter])
    return f"{names} solidariskt" if len(head.parter) > 1 else names


def _betala(head: Huvud, betalning: Betalning, belopp: int) -> Iterator[Del]:
    """Yield how to pay what can still be appealed."""
    t = tilltal(head.parter)
    if belopp:
        yield from betala(
            head,
            betalning,
            belopp,
            f"{betalning.dagar} dagar efter att beslutet har fått laga kraft",
            "Laga kraft betyder att beslutet gäller och inte längre kan överklagas. Överklagar "
            f"ingen får beslutet det tre veckor efter att {t.du} har fått del av det. {t.Du} "
            "behöver inte betala före dess.",
            avbetalning(t),
        )


def _overklaga(head: Huvud, text: str) -> Iterator[Del]:
    yield Rubrik(f"Så överklagar {tilltal(head.parter).du}")
    yield Stycke(f"{text}\n\nNämndens adress: {head.svar_till}", ruta=True)


# -- the decision, amended ------------------------------------------------------------------------


def andring(content: Andring) -> Iterator[Del]:
    """Yield what a re-settlement changed of a decided claim: before and after (37 § FL)."""
    head = content.huvud
    fore = sum(part.fore for part in content.manader)
    efter = sum(part.efter for part in content.manader)
    yield fakta(
        head,
        ("Beslut som ändras", datum(content.beslutad)),
        ("Beslutsdag", datum(head.dag)),
        ("Beslutat av", content.av),
        ("Belopp före", kr(fore)),
        ("Belopp efter", kr(efter)),
        ("Bestämmelser", "12 och 27 §§ LSS; 32, 37 och 40-47 §§ förvaltningslagen (FL)"),
    )
    yield Rubrik("Beslut")
    yield Stycke(" ".join(_andrat(content, fore, efter)))
    if content.overklagat:
        yield Stycke("Beslutet är överklagat. Domstolen får veta att det är ändrat.")
    yield from avsnitt("andringsbeslut", content.text, ("varfor",))
    yield from _fore_efter(content, fore, efter)
    left = efter - content.aterbetalt
    if content.aterbetalt:
        yield Stycke(f"Betalt är {kr(content.aterbetalt)}. Kvar att betala är {kr(left)}.")
    if content.laga_kraft and left:
        yield from betala(head, content.betalning, left, "samma dag som tidigare")
    else:
        yield from _betala(head, content.betalning, left)
    yield from fragor(head)
    yield from _overklaga(head, content.overklagande)


def _andrat(content: Andring, fore: int, efter: int) -> Iterator[str]:
    head = content.huvud
    yield (
        f"{head.namnd} ändrar sitt beslut den {datum(content.beslutad)} om återbetalning av "
        f"{stod(head)} (37 § FL)."
    )
    if content.beslutat != fore:
        yield (
            f"Beslutet var på {kr(content.beslutat)}. Efter det som har hänt sedan dess var "
            f"{kr(fore)} kvar av kravet."
        )
    if efter:
        yield (
            f"{_skyldiga(head)} ska betala tillbaka {kr(efter)} i stället för {kr(fore)}. I övrigt "
            "gäller beslutet som förut."
        )
    else:
        yield "Inget ska längre betalas tillbaka."


def _fore_efter(content: Andring, fore: int, efter: int) -> Iterator[Del]:
    yield Rubrik("Så har beloppet räknats")
    yield Tabell(
        (
            Kolumn("Månad", 25),
            Kolumn("Före", 25, tal=True),
            Kolumn("Efter", 25, tal=True),
            Kolumn("Ändring", 25, tal=True),
        ),
        tuple(
            (manad(part.manad), kr(part.fore), kr(part.efter), kr(part.efter - part.fore))
            for part in content.manader
        ),
        ("Summa", kr(fore), kr(efter), kr(efter - fore)),
    )
    yield Stycke(
        f"Bilagan ({content.bilaga}) visar varje rad, också de som har ändrats, så att det går att "
        "räkna efter."
    )

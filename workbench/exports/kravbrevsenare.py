"""What each letter after a decision says, and the civil claim that has none.

Reminder, hand-over to Kronofogden (3 kap. 1 § utsökningsbalken) and the claim on an anordnare under
its undertaking (9.2.27), which is no decision of an authority.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.exports.brev import Del, Kolumn, Rubrik, Stycke, Tabell, Uppgifter, kr
from workbench.exports.kravbrevinnehall import (
    Delbetalning,
    Kravbrev,
    Kronofogden,
    Paminnelse,
    Part,
)
from workbench.exports.kravbrevstycken import (
    avbetalning,
    avsnitt,
    berakning,
    betala,
    datum,
    fakta,
    fragor,
    manaderna,
    namn,
    stod,
    tilltal,
)

# -- the reminder ---------------------------------------------------------------------------------


def paminnelse(content: Paminnelse) -> Iterator[Del]:
    """Yield what is not paid, and how to pay or get in touch, before anything else."""
    head = content.huvud
    t = tilltal(head.parter)
    left = content.belopp - content.aterbetalt
    late = [part for part in content.plan if part.dag < head.dag and part.betalt < part.belopp]
    now = sum(part.belopp - part.betalt for part in late) or left
    yield fakta(
        head,
        ("Att betala tillbaka", kr(content.belopp)),
        ("Betalt", kr(content.aterbetalt)),
        ("Kvar att betala", kr(left)),
        ("Försenat", kr(now) if late else ""),
        ("Betala senast", datum(content.senast)),
        ("Datum", datum(head.dag)),
    )
    yield Stycke(
        f"{_grund(content)} Vi har inte fått hela betalningen. Har {t.du} betalat de senaste "
        f"dagarna kan {t.du} bortse från brevet."
    )
    if late:
        yield from _forsenat(late)
    yield from avsnitt("paminnelse", content.text, ("kontakt",))
    yield from betala(head, content.betalning, now, datum(content.senast), avbetalning(t))
    yield Rubrik(f"Om {t.du} inte betalar eller hör av {t.dig}")
    yield Stycke(f"Vi vill helst komma överens med {t.dig}. {_annars(content)}")
    yield from fragor(head)


def _grund(content: Paminnelse) -> str:
    """Return on what the claim rests, as whoever owes knows it."""
    head, titel = content.huvud, content.titel
    t = tilltal(head.parter)
    if titel.beslutad is None:
        what = titel.dom or f"ert åtagande den {titel.atagande}"
        return f"Enligt {what} ska {t.du} betala tillbaka pengar till {head.kommun}."
    said = (
        f"Den {datum(titel.beslutad)} beslutade {head.namnd} att {t.du} ska betala tillbaka pengar "
        f"som betalades för mycket i {stod(head)}."
    )
    if titel.laga_kraft is not None:
        said += f" Beslutet fick laga kraft den {datum(titel.laga_kraft)}."
    return said + (" Beloppet har ändrats sedan dess." if titel.andrat else "")


def _annars(content: Paminnelse) -> str:
    if content.titel.beslutad is None and not content.titel.dom:
        return "Händer inget kan kommunen till sist begära att domstol prövar kravet."
    return (
        "Händer inget kan vi till sist begära att Kronofogden driver in pengarna. Då tillkommer "
        "Kronofogdens avgift."
    )


def _forsenat(late: Sequence[Delbetalning]) -> Iterator[Del]:
    yield Rubrik("Avbetalningar som inte har kommit")
    yield Tabell(
        (
            Kolumn("Dag", 34),
            Kolumn("Avbetalning", 22, tal=True),
            Kolumn("Betalt", 22, tal=True),
            Kolumn("Saknas", 22, tal=True),
        ),
        tuple(
            (datum(part.dag), kr(part.belopp), kr(part.betalt), kr(part.belopp - part.betalt))
            for part in late
        ),
    )


# -- the hand-over to Kronofogden -----------------------------------------------------------------


def kronofogden(content: Kronofogden) -> Iterator[Del]:
    """Yield debtor, title, day of laga kraft, principal, what is paid and left, and contacts."""
    head = content.huvud
    yield Uppgifter(
        (
            ("Sökande", f"{head.kommun}, {head.namnd}"),
            ("Organisationsnummer", f"{content.orgnr[:6]}-{content.orgnr[6:]}"),
            ("Sökandens adress", head.svar_till),
            ("Sökandens referens", head.krav),
            ("Datum", datum(head.dag)),
        )
    )
    yield Stycke(
        f"{head.kommun} ansöker om verkställighet av den fordran som står här. Den har inte "
        "betalats frivilligt."
    )
    yield from _galdenarer(head.parter)
    yield from _titel(content)
    yield from _fordran(content)
    yield from avsnitt("kronofogden", content.text, ("kontakter",))
    yield Rubrik("Betalning till sökanden")
    yield Uppgifter(
        (("Bankgiro", content.betalning.bankgiro), ("Referens", content.betalning.referens))
    )
    if content.bifogas:
        yield Rubrik("Bifogas")
        yield Stycke("\n".join(content.bifogas))
    yield from fragor(head)


def _galdenarer(parter: Sequence[Part]) -> Iterator[Del]:
    yield Rubrik("Gäldenär" if len(parter) == 1 else "Gäldenärer")
    yield Tabell(
        (Kolumn("Namn", 34), Kolumn("Person- eller organisationsnummer", 26), Kolumn("Adress", 40)),
        tuple(
            (namn(part), part.nummer, ", ".join(part.adress) or "uppgift saknas") for part in parter
        ),
    )
    if len(parter) > 1:
        yield Stycke("Gäldenärerna svarar solidariskt för hela beloppet.")


def _titel(content: Kronofogden) -> Iterator[Del]:
    head, titel = content.huvud, content.titel
    yield Rubrik("Exekutionstitel")
    if titel.beslutad is None:
        yield Stycke(f"{titel.dom} (3 kap. 1 § utsökningsbalken).")
    else:
        yield Stycke(
            f"Beslut av {head.namnd} i {head.kommun} den {datum(titel.beslutad)} om återbetalning "
            "enligt 12 § LSS. Beslutet innefattar betalningsskyldighet (3 kap. 1 § första stycket "
            "6 utsökningsbalken)."
        )
    days = [("Beslutet delgavs", content.delgivet), ("Laga kraft", titel.laga_kraft)]
    facts = [(name, datum(day)) for name, day in days if day is not None]
    facts += [(datum(dom.dag), f"{dom.vad}: {dom.referens}") for dom in content.domar]
    yield Uppgifter(tuple(facts))


def _fordran(content: Kronofogden) -> Iterator[Del]:
    lowered = content.grundbelopp - content.aterbetalt - content.utestaende
    civil = content.titel.beslutad is None
    rows = [("Krav" if civil else "Belopp enligt beslutet", content.grundbelopp)]
    if lowered:
        rows.append(("Nedsatt efter beslutet", -lowered))
    rows += [(f"Betalt {datum(day)}", -ore) for day, ore in content.inbetalt]
    other = content.aterbetalt - sum(ore for _, ore in content.inbetalt)
    if other:
        rows.append(("Återbetalt till gäldenären" if other < 0 else "Betalt", -other))
    yield Rubrik("Fordran")
    yield Tabell(
        (Kolumn("Post", 60), Kolumn("Belopp", 40, tal=True)),
        tuple((name, kr(ore)) for name, ore in rows),
        ("Kapital som återstår att betala", kr(content.utestaende)),
    )
    yield Stycke("Ränta krävs inte.")


# -- a civil claim --------------------------------------------------------------------------------


def kravbrev(content: Kravbrev) -> Iterator[Del]:
    """Yield what is claimed of an anordnare under its undertaking, and what happens then."""
    head = content.huvud
    belopp = sum(part.kravs for part in content.manader)
    yield fakta(
        head,
        ("Åtagande", f"{content.atagande}, undertecknat {datum(content.atagande_dag)}"),
        ("Månader", manaderna([part.manad for part in content.manader])),
        ("Belopp", kr(belopp)),
        ("Betala senast", datum(content.senast)),
        ("Datum", datum(head.dag)),
    )
    yield Stycke(
        f"Den {datum(content.atagande_dag)} åtog ni er att betala tillbaka det som kommunen "
        "har betalat för tid som Försäkringskassan i efterhand beviljar assistansersättning för. "
        f"Försäkringskassan har nu gjort det, och {head.kommun} kräver därför att ni betalar "
        f"tillbaka {kr(belopp)}."
    )
    if content.aterbetalt:
        yield Stycke(
            f"Av beloppet har {kr(content.aterbetalt)} redan betalats. Kvar att betala är "
            f"{kr(belopp - content.aterbetalt)}."
        )
    yield from avsnitt("kravbrev", content.text, ("bakgrund",))
    yield from berakning(content.manader, content.bilaga)
    yield from betala(head, content.betalning, belopp - content.aterbetalt, datum(content.senast))
    yield Rubrik("Om ni inte håller med")
    yield Stycke(
        f"Skriv till oss senast {datum(content.senast)} och berätta vad som är fel, eller om ni "
        f"behöver dela upp betalningen:\n{head.svar_till}\nSkriv {head.krav} i brevet."
    )
    yield Stycke(
        "Kravet är civilrättsligt och bygger på ert åtagande. Kommer vi inte överens kan "
        "kommunen begära att en allmän domstol prövar det."
    )
    yield from fragor(head)

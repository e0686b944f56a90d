"""Which document a claim may get, and when. Pure.

25, 32, 37 §§ FL; 3 kap. 1 § utsökningsbalken; 9.2.25; rulebook section 8. A civil claim has neither
communication, decision nor appeal, but a letter of its own (9.2.27).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from workbench.domain.kravlage import word
from workbench.domain.money import kronor
from workbench.domain.time import iso_day
from workbench.law.aterkrav import (
    CIVIL,
    CLAIMABLE,
    FINAL,
    LSS,
    PREPARES,
    PROPOSED,
    Arende,
)

ANNEXES = ("bilaga", "bilaga-sekretess")
OF: Mapping[str, tuple[str, ...]] = {
    LSS: ("kommunikation", "beslut", "andringsbeslut", "paminnelse", "kronofogden", *ANNEXES),
    CIVIL: ("kravbrev", "paminnelse", "kronofogden", *ANNEXES),
}
"""The documents of each kind of claim."""
KINDS = tuple(dict.fromkeys(slag for kinds in OF.values() for slag in kinds))
WITH_ANNEX = ("kommunikation", "beslut", "andringsbeslut", "kravbrev")
"""Letters that tell how the sum was computed."""
REMINDED = ("laga-kraft", "avbetalning")


@dataclass(frozen=True, slots=True)
class Lage:
    """What decides which document a claim may get; amounts öre, days day numbers.

    ``beslutad``: a decision stands; ``beslut_klart``: its document is fixed. ``andrat`` is what
    runs have changed what is to be repaid by since it was last told. ``forsenat``: what an
    avbetalningsplan has not got in time.
    """

    case: Arende
    idag: int
    beslutad: bool
    beslut_klart: bool = False
    andrat: int = 0
    forsenat: int = 0


def hinders(slag: str, now: Lage, *, utkast: bool) -> list[str]:
    """Return, in Swedish, all that is in the way of a document; empty = it can be made.

    ``utkast``: of a draft, which a decision can have before it is made.
    """
    case = now.case
    if slag not in OF[case.slag]:
        kinds = ", ".join(OF[case.slag])
        civil = "civilrättsligt" if case.slag == CIVIL else "ett krav enligt 12 § LSS"
        return [f"K{case.id} är {civil} och har inte handlingen {slag}. Det kan ha: {kinds}."]
    if case.status in PROPOSED:
        return [f"K{case.id} är ett förslag. Flytta det till utredning först."]
    if slag in ANNEXES:
        return []
    if slag in WITH_ANNEX and case.grund not in CLAIMABLE:
        return [f"Kravets grund är {case.grund}. Välj grund a eller b först (12 § LSS)."]
    if slag == "beslut" and utkast and case.status in PREPARES:
        return []
    return list(_NEEDS[slag](now))


def _kommunikation(now: Lage) -> Iterator[str]:
    case = now.case
    if case.status not in PREPARES:
        yield (
            f"K{case.id} är {word(case.status)}: kommunikation skrivs under utredningen, eller när "
            "kravet är kommunicerat, innan något är beslutat (25 § FL)."
        )
        return
    if case.status == "kommunicerad" and (case.frist is None or case.frist <= now.idag):
        day = "saknas" if case.frist is None else iso_day(case.frist)
        yield (
            f"Svarsdagen {day} har redan varit. Ett brev måste ge tid att svara: kommunicera "
            "kravet igen med en ny svarsdag."
        )
    yield from _settled(now)
    yield from _owed(now)


def _beslut(now: Lage) -> Iterator[str]:
    case = now.case
    if not now.beslutad:
        yield (
            f"K{case.id} är {word(case.status)}: beslutet fastställs när kravet är beslutat, så "
            "att dag och belopp är beslutets (32 § FL)."
        )
    elif now.beslut_klart and case.status != "beslutad":
        yield (
            f"Beslutet om K{case.id} är fastställt, och kravet är {case.status}. Rätta skrivfel "
            "enligt 36 § FL; ändras kravet skrivs ett ändringsbeslut (37 § FL)."
        )


def _andringsbeslut(now: Lage) -> Iterator[str]:
    case = now.case
    if not now.beslutad:
        yield f"K{case.id} är {word(case.status)}: det finns inget beslut att ändra."
    elif not now.andrat:
        yield (
            f"Ingen körning har ändrat vad som ska betalas på K{case.id} sedan det senaste "
            "beslutet."
        )
    elif now.andrat > 0:
        yield (
            f"K{case.id} har blivit {kronor(now.andrat)} kr högre sedan det senaste beslutet. Ett "
            "beslut ändras inte till nackdel för den enskilde utan stöd i 37 § andra stycket FL: "
            "utred det som ett nytt krav."
        )


def _paminnelse(now: Lage) -> Iterator[str]:
    case = now.case
    if case.status not in REMINDED:
        yield (
            f"K{case.id} är {word(case.status)}: påminnelse skrivs efter laga kraft, eller när en "
            "avbetalning är sen."
        )
        return
    yield from _owed(now)
    if case.status == "avbetalning" and case.utestaende and not now.forsenat:
        yield f"Alla avbetalningar på K{case.id} har kommit i tid. Det finns inget att påminna om."


def _kronofogden(now: Lage) -> Iterator[str]:
    case = now.case
    if case.slag == CIVIL and not case.dom:
        yield (
            f"K{case.id} är civilrättsligt och lämnas till Kronofogden först när det finns en dom."
        )
    elif case.status not in FINAL:
        yield (
            f"K{case.id} är {word(case.status)}: det lämnas till Kronofogden först när beslutet "
            "har fått laga kraft (9.2.25)."
        )
    yield from _owed(now)


def _kravbrev(now: Lage) -> Iterator[str]:
    yield from _settled(now)
    yield from _owed(now)


def _settled(now: Lage) -> Iterator[str]:
    """A sum that may be another tomorrow is not told today."""
    case = now.case
    if case.oppna_fynd:
        yield f"{case.oppna_fynd} fynd bakom kravets rader är inte avgjorda. Avgör dem först."
    if case.omraknas:
        yield "En av kravets månader väntar på en ny körning. Räkna och attestera den först."


def _owed(now: Lage) -> Iterator[str]:
    if not now.case.utestaende:
        yield f"Ingenting är utestående på K{now.case.id}."


_NEEDS: Mapping[str, Callable[[Lage], Iterator[str]]] = {
    "kommunikation": _kommunikation,
    "beslut": _beslut,
    "andringsbeslut": _andringsbeslut,
    "paminnelse": _paminnelse,
    "kronofogden": _kronofogden,
    "kravbrev": _kravbrev,
}


def notices(slag: str, now: Lage) -> list[str]:
    """Return, in Swedish, what whoever makes a document should know."""
    case = now.case
    if slag == "andringsbeslut" and case.status == "overklagad":
        return [
            f"K{case.id} är överklagat. Har handlingarna lämnats till domstolen får nämnden inte "
            "ändra beslutet själv (39 § FL): skicka då ändringen dit som nämndens inställning."
        ]
    if slag == "beslut" and now.beslutad and now.andrat:
        return [
            "En körning har ändrat kravet efter beslutet. Beslutet skrivs som det fattades; skriv "
            "också ett ändringsbeslut."
        ]
    return []

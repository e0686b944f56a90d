"""Letters of a claim for sjuklön: the request for more and the decision, as text and PDF.

A letter says what the latest decision of its kind says, with that day's date and motivering and the
claim as it stands when it is first written; it is kept, and the same bytes each time after.
Protected identities are masked in it, without address. Files are named by the brukare's pseudonym
(9.2.28; 25 and 32 §§ FL).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db import Database, overview, sjukbrev
from db.journal import Stamp, log
from db.sjukbeslut import Decision
from workbench.domain.money import clock_hours, hours, kronor
from workbench.domain.people import age_day, masked
from workbench.domain.roller import Ratt
from workbench.domain.sjukfall import Sjukfall
from workbench.domain.time import parse_day
from workbench.exports import sjuklonsbrev
from workbench.exports.sjuklonsbrev import (
    Avslag,
    Beslut,
    Huvud,
    Komplettering,
    Passrad,
    Saknas,
    Steg,
)
from workbench.exports.specification import MANADER
from workbench.law.sjuklon import SEMESTER, avgift_procent
from workbench.services import exported, files, roles
from workbench.services.booked_events import on_paper, pseudonym
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.reviewing import FindingView
from workbench.services.sjuklon import ArendeView, arende
from workbench.services.viewing import NOBODY
from workbench.wording import GOR, GOR_ANNARS, HANDLING

KINDS = {"komplettering": ("komplettering",), "beslut": ("beviljad", "avslagen")}
"""The letters, and the states of a claim that each belongs to."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's files and how many of them were written now."""

    arende: str
    slag: str
    filer: tuple[Path, ...]
    nya: int


def letter(database: Database, name: str, kind: str, folder: Path, stamp: Stamp) -> Written:
    """Write a letter of a claim to a folder, as text and PDF.

    ``kind`` is one of KINDS. Raises UnknownArende, Refused when the claim is not in a state for
    such a letter, must be checked first or a setting is missing, and NotWritten.
    """
    connection = database.read()
    roles.need(connection, stamp.aktor, Ratt.LAMNA_UT)
    found = arende(connection, name, NOBODY)
    _fits(found, kind)
    letter_of = (found.fall.id, kind, len(found.historik))
    kept = sjukbrev.kept(connection, *letter_of)
    text, pdf = kept or _made(connection, found, kind)
    stem = f"{pseudonym(found.fall.brukare)}-sjuklon-{found.fall.id}-{kind}-{letter_of[2]}"
    made = {folder / f"{stem}.txt": text, folder / f"{stem}.pdf": pdf}
    files.make_folder(folder)
    for path, data in made.items():
        files.may_write(path, data)
    if kept is None:
        with roles.writing(database, stamp, Ratt.LAMNA_UT) as writing:
            sjukbrev.keep(writing, *letter_of, (text, pdf), stamp)
    written = exported.write(database, stamp, f"brev-{kind}", made, 1)
    if written:
        with roles.writing(database, stamp, Ratt.LAMNA_UT) as writing:
            log(writing, stamp, "brev om sjuklön", "sjukfall", name, None, {"slag": kind})
    return Written(name, kind, tuple(made), written)


def _fits(found: ArendeView, kind: str) -> None:
    """Refuse a letter of another state than the claim's."""
    states = KINDS[kind]
    if found.rad.status not in states:
        raise Refused(
            f"Ärendet {found.rad.arende} är {found.rad.status}: ett brev om {kind} skrivs när det "
            f"är {' eller '.join(states)}."
        )


def _made(connection: sqlite3.Connection, found: ArendeView, kind: str) -> tuple[bytes, bytes]:
    """Return a letter as text and PDF."""
    content = _content(connection, found, kind)
    return sjuklonsbrev.as_text(content).encode(), sjuklonsbrev.as_pdf(content)


def _content(
    connection: sqlite3.Connection, found: ArendeView, kind: str
) -> Komplettering | Beslut:
    """Return a letter's content."""
    if not found.rad.kontrollerad:
        raise Refused(
            f"Något har ändrats för ärendet {found.rad.arende} sedan månaden kontrollerades. "
            f"Kontrollera först: workbench check --month {found.rad.manad}"
        )
    decided = found.historik[-1]
    chosen = Chosen(connection, decided.tid[:10])
    chosen.needed("betalare_namn")
    if kind == "beslut":
        chosen.needed("overklagande_sjuklon")
    elif decided.svar_senast is None:
        chosen.needed("brev_svar_dagar")
    chosen.refuse(f"Brevet om ärendet {found.rad.arende}")
    head = _head(connection, found, decided, chosen)
    if kind == "beslut":
        return _beslut(found, head, decided, chosen)
    return _komplettering(found, head, decided, chosen)


def _head(
    connection: sqlite3.Connection, found: ArendeView, decided: Decision, chosen: Chosen
) -> Huvud:
    case = found.fall
    told = sjukbrev.about(connection, case.id)
    named = overview.persons(connection, [case.brukare, case.assistent])
    number, _, hidden = named[case.brukare]
    day = decided.tid[:10]
    who = number
    if case.sokande:
        who = case.sokande
    elif told.formyndare and parse_day(day) < age_day(number, 18):
        who = told.formyndare
    employer = told.arbetsgivare_namn or told.arbetsgivare
    if case.eget:
        employer = _name(case.brukare, named)
    return Huvud(
        kommun=chosen.text("betalare_namn"),
        namnd=told.namnd or chosen.text("brev_namnd"),
        mottagare=_receiver(connection, case, who, bool(hidden), day),
        arende=case.arende,
        brukare=_name(case.brukare, named),
        assistent=_name(case.assistent, named),
        arbetsgivare=employer,
        forsta=case.forsta,
        sista=None if case.open else case.sista,
        ansokt=case.ansokt,
        begart=case.begart,
        dag=parse_day(day),
        fragor=chosen.text("brev_fragor"),
    )


def _name(person: int, named: dict[int, tuple[str, str | None, int]]) -> str:
    """Return how a person is called on paper: never by number."""
    _, name, hidden = named[person]
    return on_paper(person, name, hidden)


def _receiver(
    connection: sqlite3.Connection, case: Sjukfall, number: str, hidden: bool, day: str
) -> tuple[str, ...]:
    """Return the lines of who gets the letter: name and address, masked when protected."""
    found = sjukbrev.receiver(connection, case.brukare, number, day)
    organisation = found.person is None and len(number) == 10
    if found.skyddad or (hidden and not organisation):
        return (masked(found.person or case.brukare),)
    name = found.namn or (number if organisation else pseudonym(found.person or case.brukare))
    parts = (part.strip() for part in (found.adress or "").split(","))
    return (name, *(part for part in parts if part))


# -- what to complete -----------------------------------------------------------------------------


def _komplettering(
    found: ArendeView, head: Huvud, decided: Decision, chosen: Chosen
) -> Komplettering:
    if decided.svar_senast is None:
        answer = head.dag + (chosen.number("brev_svar_dagar") or 0)
    else:
        answer = parse_day(decided.svar_senast)
    undecided = [
        item
        for item in found.findings
        if item.allvar != "info" and item.status in ("oppen", "komplettering")
    ]
    passes = tuple(
        Saknas(_when(item), item.forklaring, GOR.get(item.kod, GOR_ANNARS), item.lagrum)
        for item in undecided
        if item.fran and item.kod != "handling-saknas"
    )
    lagrum = next((i.lagrum for i in undecided if i.kod == "handling-saknas"), "9.2.28")
    papers = tuple(
        Saknas(
            HANDLING[name].capitalize(),
            "Handlingen behövs för att visa kostnaden.",
            GOR["handling-saknas"],
            lagrum,
        )
        for name in found.rad.saknas
    )
    return Komplettering(head, decided.motivering, papers, passes, answer)


def _when(item: FindingView) -> str:
    """Return a finding's time as people read it: ``3 februari 2025 22:00-07:00``."""
    assert item.fran is not None
    assert item.till is not None
    return f"{_day(item.fran[:10])} {item.fran[11:16]}-{item.till[11:16]}"


def _day(iso: str) -> str:
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{day} {MANADER[month - 1]} {year}"


# -- the decision ---------------------------------------------------------------------------------


def _beslut(found: ArendeView, head: Huvud, decided: Decision, chosen: Chosen) -> Beslut:
    granted = found.rad.status == "beviljad"
    return Beslut(
        head,
        granted,
        decided.motivering,
        found.belopp.ersattning if granted else 0,
        tuple(
            Passrad(
                f"{_day(item.datum)} {item.start}-{item.slut}",
                item.dag,
                item.minuter,
                item.betalbara if granted else 0,
            )
            for item in found.passen
        ),
        tuple(_steps(found)) if granted else (),
        tuple(_refusals(found, granted=granted)),
        chosen.text("overklagande_sjuklon"),
    )


def _refusals(found: ArendeView, *, granted: bool) -> Iterator[Avslag]:
    """Yield what withholds something and has not been let through."""
    for item in sorted(found.findings, key=_last_the_sum):
        if item.kod == "over-berakning":
            if granted:
                yield Avslag("Över beräkningen", "", item.forklaring, item.lagrum)
        elif item.status != "godkand":
            held = item.allvar != "neka" and item.status != "nekad"
            if item.minuter and item.fran:
                what, length = _when(item), clock_hours(item.minuter)
            else:
                what, length = "Handling", ""
            yield Avslag(what, length, item.forklaring, item.lagrum, granted and held)


def _last_the_sum(item: FindingView) -> tuple[bool, str]:
    return item.kod == "over-berakning", item.fran or ""


def _steps(found: ArendeView) -> Iterator[Steg]:
    case, steps = found.fall, found.belopp
    yield Steg(
        "1",
        "Lön för alla pass dag 1-14",
        f"Timlön {kronor(case.timlon)} kr, och tillägg där det finns.",
        steps.underlag,
    )
    yield Steg(
        "2",
        "Förlorad lön för de pass som ersätts",
        "Samma lön för den tid som inte avslås eller väntar.",
        steps.forlorad_lon,
    )
    yield Steg("3", "Sjuklön", "80 % av steg 2.", steps.sjuklon)
    yield Steg(
        "4",
        "Karensavdrag",
        "Högriskskydd: inget avdrag."
        if case.hogriskskydd
        else "20 % av 80 % av veckolönen, en gång för hela sjukperioden; det som är kvar av det "
        "och högst 80 % av steg 1.",
        steps.karensavdrag_hela,
    )
    yield Steg(
        "5",
        "Karensavdrag på det som ersätts",
        "Steg 4 gånger steg 2 delat med steg 1.",
        steps.karensavdrag,
    )
    yield Steg(
        "6",
        "Sjuklön efter karensavdrag",
        f"Steg 3 minus steg 5, men högst samma andel av de {kronor(case.betald_sjuklon)} kr som "
        "har betalats i sjuklön.",
        steps.netto,
    )
    semester = SEMESTER if case.semester_procent is None else case.semester_procent
    yield Steg("7", "Semesterersättning", f"{hours(semester)} % av steg 6.", steps.semester)
    avgift = avgift_procent(case) if case.avgift_procent is None else case.avgift_procent
    yield Steg("8", "Avgifter", f"{hours(avgift)} % av steg 6 och 7.", steps.avgifter)
    yield Steg(
        "9", "Kostnader enligt avtal", f"{hours(case.avtal_procent or 0)} % av steg 6.", steps.avtal
    )
    yield Steg(
        "10",
        "Ersättning",
        f"Steg 6, 7, 8 och 9, men högst de {kronor(case.begart)} kr som har begärts.",
        steps.ersattning,
    )

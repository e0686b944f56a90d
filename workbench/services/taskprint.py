"""Tasks on paper, as text and PDF: what a person signs and sends, with the facts filled in.

A report must say whom it is about. When someone named is protected, whoever prints it must hold the
right to see that, and it is logged. Files are named by the task's id, never by a person's number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db import Database, claims, duty_findings, people, sjukbrev, users
from db.claim_steps import Debtor
from db.duty_findings import Wanted
from db.journal import Stamp, log
from workbench.domain.money import clock_hours
from workbench.domain.people import age_day
from workbench.domain.roller import Ratt
from workbench.domain.time import parse_day
from workbench.exports import brev, pdf
from workbench.exports.uppgift import Blad, Underlag, dokument
from workbench.law.plikter import Plikt
from workbench.services import exported, files, roles
from workbench.services.aterkrav import debtors
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.reviewing import findings_by_ids
from workbench.services.tasknames import Names
from workbench.services.tasks import Found, find, shown
from workbench.services.viewing import Viewer

INSIDE = "namnden"
SHOWN_EVIDENCE = ("fk", "ivo", "polisen", "arbetsgivaren")
"""Receivers who are told which findings it stands on."""
UTFALL = {"gjord": "Gjort", "avskriven": "Avskrivet"}


@dataclass(frozen=True, slots=True)
class Written:
    """A task's files, and how many of them were written now."""

    id: str
    filer: tuple[Path, ...]
    nya: int


def write(database: Database, identity: str, folder: Path, stamp: Stamp) -> Written:
    """Write a task to a folder as text and PDF; the same day and facts give the same bytes.

    Raises UnknownTask, NotWritten, or Refused: settings are missing, or someone is protected and
    the actor may not see that.
    """
    connection = database.read()
    roles.need(connection, stamp.aktor, Ratt.UPPGIFTER)
    found = find(connection, identity, stamp.dag)
    names = Names(connection, Viewer(stamp.aktor, protected=True), [found.persons])
    others = {who.nummer for who in _others(connection, found, names, stamp)}
    protected = names.hidden(found.persons) or bool(people.protected_ids(connection, others))
    if protected and not users.may_see_protected(connection, stamp.aktor):
        raise Refused(
            f"Uppgiften {found.nyckel} gäller någon med skyddade personuppgifter. Utskriften "
            f"namnger personen, och {stamp.aktor} har inte rätt att se sådana uppgifter. Låt någon "
            "som har rätten skriva ut den."
        )
    content = dokument(_sheet(connection, found, names, stamp))
    stem = f"uppgift-{found.nyckel}-{_day(found, stamp)}"
    made = {
        folder / f"{stem}.txt": brev.as_text(content).encode(),
        folder / f"{stem}.pdf": pdf.as_pdf(content),
    }
    files.make_folder(folder)
    with roles.writing(database, stamp, Ratt.UPPGIFTER) as writing:
        if protected:
            log(writing, stamp, "visade skyddade uppgifter", "visning", f"uppgift {found.nyckel}")
        log(writing, stamp, "skrev ut uppgift", "uppgift", found.nyckel)
    written = exported.write(database, stamp, "uppgift", made, 1)
    return Written(found.nyckel, tuple(made), written)


def _day(found: Found, stamp: Stamp) -> str:
    """Return the day on the paper: when it was handled, else today."""
    return found.handled.tid[:10] if found.handled else stamp.dag


def _sheet(connection: sqlite3.Connection, found: Found, names: Names, stamp: Stamp) -> Blad:
    seer = Viewer(stamp.aktor, protected=True)
    sheet = shown(found, names, stamp.dag)
    day = _day(found, stamp)
    chosen = Chosen(connection, stamp.dag)
    chosen.needed("betalare_namn")
    chosen.refuse(f"Utskriften av uppgiften {found.nyckel}")
    plikt = found.plikt
    done = ""
    if found.handled:
        done = f"{UTFALL[sheet.status]} {day} av {sheet.aktor}: {sheet.motivering}"
    return Blad(
        chosen.text("betalare_namn"),
        people.namnd(connection, found.persons.brukare) or chosen.text("brev_namnd"),
        _receiver(connection, found, names, stamp),
        plikt.titel,
        plikt.text,
        (*_facts(sheet.fakta, plikt), ("Händelse", f"{sheet.handelse} ({plikt.handelse})")),
        tuple(_evidence(connection, found, seer)) if plikt.mottagare in SHOWN_EVIDENCE else (),
        plikt.lagrum,
        plikt.sfs,
        plikt.sekretess,
        plikt.beslutar,
        day,
        found.nyckel,
        chosen.text("brev_fragor"),
        done,
        plikt.mottagare != INSIDE,
    )


def _facts(facts: tuple[tuple[str, str], ...], plikt: Plikt) -> tuple[tuple[str, str], ...]:
    """Return the facts without those that only the nämnd's own system knows what they mean."""
    if plikt.mottagare in SHOWN_EVIDENCE or plikt.mottagare == INSIDE:
        return facts
    return tuple(fact for fact in facts if fact[0] != "Antal fynd")


def _others(
    connection: sqlite3.Connection, found: Found, names: Names, stamp: Stamp
) -> list[Debtor]:
    """Return who gets the paper instead of the brukare: a claim's debtors, a child's förmyndare."""
    if found.plikt.mottagare == "galdenaren":
        return debtors(connection, int(found.content["kalla"][1:]))
    brukare, day = found.persons.brukare, _day(found, stamp)
    if found.plikt.mottagare != "brukaren" or brukare is None:
        return []
    if parse_day(day) >= age_day(names.number(brukare), 18):
        return []
    return [
        Debtor(number, claims.name(connection, number), "formyndare")
        for number in claims.guardians(connection, brukare, day)
    ]


def _receiver(
    connection: sqlite3.Connection, found: Found, names: Names, stamp: Stamp
) -> tuple[str, ...]:
    """Return the lines of who gets the paper; a brukare with the address that is registered."""
    plikt, persons = found.plikt, found.persons
    if plikt.mottagare == "arbetsgivaren":
        return (names.employer(persons.arbetsgivare),)
    others = _others(connection, found, names, stamp)
    if others:
        lines = tuple(who.namn or who.nummer for who in others)
        child = any(who.slag == "formyndare" for who in others)
        return (*lines, f"för {names.name(persons.brukare)}") if child else lines
    if plikt.mottagare != "brukaren" or persons.brukare is None:
        return (plikt.till[:1].upper() + plikt.till[1:],)
    day = _day(found, stamp)
    known = sjukbrev.receiver(connection, persons.brukare, names.number(persons.brukare), day)
    parts = (part.strip() for part in (known.adress or "").split(","))
    return (names.name(persons.brukare), *(part for part in parts if part))


def _evidence(connection: sqlite3.Connection, found: Found, viewer: Viewer) -> Iterator[Underlag]:
    """Yield the findings that an open task stands on."""
    if found.source is None or found.source.fynd is None:
        return
    trigger, first, last = found.source.fynd
    ids = duty_findings.ids(
        connection, Wanted(trigger.kod, trigger.status), (first, last), found.persons
    )
    for item in findings_by_ids(connection, ids, viewer):
        when = f"{item.fran or ''} - {item.till or ''}".replace("T", " ")
        yield Underlag(item.id, when, clock_hours(item.minuter), item.titel)

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
from db.duty_findings import Wanted
from db.journal import Stamp, log
from workbench.domain.money import clock_hours
from workbench.domain.people import age_day
from workbench.domain.time import parse_day
from workbench.exports import brev, pdf
from workbench.exports.uppgift import Blad, Underlag, dokument
from workbench.law.plikter import Plikt
from workbench.services import files
from workbench.services.aterkrav import shown_debtors
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.reviewing import findings_by_ids
from workbench.services.tasknames import Names
from workbench.services.tasks import Found, find, task
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
    found = find(connection, identity, stamp.dag)
    names = Names(connection, Viewer(stamp.aktor, protected=True), [found.persons])
    protected = names.hidden(found.persons)
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
    for path, data in made.items():
        files.may_write(path, data)
    with database.write() as writing:
        if protected:
            log(writing, stamp, "visade skyddade uppgifter", "visning", f"uppgift {found.nyckel}")
        log(writing, stamp, "skrev ut uppgift", "uppgift", found.nyckel)
    written = sum(files.write_whole(path, data) for path, data in made.items())
    return Written(found.nyckel, tuple(made), written)


def _day(found: Found, stamp: Stamp) -> str:
    """Return the day on the paper: when it was handled, else today."""
    return found.handled.tid[:10] if found.handled else stamp.dag


def _sheet(connection: sqlite3.Connection, found: Found, names: Names, stamp: Stamp) -> Blad:
    seer = Viewer(stamp.aktor, protected=True)
    shown = task(connection, found.nyckel, seer, stamp.dag)
    day = _day(found, stamp)
    chosen = Chosen(connection, stamp.dag)
    chosen.needed("betalare_namn")
    chosen.refuse(f"Utskriften av uppgiften {found.nyckel}")
    plikt = found.plikt
    done = ""
    if found.handled:
        done = f"{UTFALL[shown.status]} {day} av {shown.aktor}: {shown.motivering}"
    return Blad(
        chosen.text("betalare_namn"),
        people.namnd(connection, found.persons.brukare) or chosen.text("brev_namnd"),
        _receiver(connection, found, names, seer, day),
        plikt.titel,
        plikt.text,
        (*_facts(shown.fakta, plikt), ("Händelse", f"{shown.handelse} ({plikt.handelse})")),
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


def _receiver(
    connection: sqlite3.Connection, found: Found, names: Names, seer: Viewer, day: str
) -> tuple[str, ...]:
    """Return the lines of who gets the paper; a person with the address that is registered."""
    plikt, persons = found.plikt, found.persons
    if plikt.mottagare == "arbetsgivaren":
        return (names.employer(persons.arbetsgivare),)
    if plikt.mottagare == "galdenaren":
        claim = int(found.content["kalla"][1:])
        return tuple(who.namn or who.nummer for who in shown_debtors(connection, claim, seer))
    if plikt.mottagare != "brukaren" or persons.brukare is None:
        return (plikt.till[:1].upper() + plikt.till[1:],)
    number = names.number(persons.brukare)
    if parse_day(day) < age_day(number, 18):
        guardians = claims.guardians(connection, persons.brukare, day)
        lines = tuple(claims.name(connection, one) or one for one in guardians)
        if lines:
            return (*lines, f"för {names.name(persons.brukare)}")
    known = sjukbrev.receiver(connection, persons.brukare, number, day)
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

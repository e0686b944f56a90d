"""A claim written by hand: a form with its passes as lines, checked and stored as an import is.

What is saved becomes two CSV files of the contract, so that a claim has one way in: the same
checks and messages, the bytes kept as its source, the former version kept, the journal.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import importers
from db import Database, people, sjukfall
from db.journal import Stamp
from importers import Identified, ImportIssue, Source
from importers.catalogue import issue
from importers.kinds import KINDS
from importers.sjukfall import Entry, problems
from workbench.domain.people import masked
from workbench.domain.sjukfall import Sjukfall
from workbench.services.errors import Refused
from workbench.services.importing import ImportResult, import_sources
from workbench.services.sjukformular import FIELDS, NOBODY, PASSES, Form, real
from workbench.services.sjuklon import UnknownArende
from workbench.services.viewing import Viewer

PASS_FIELDS = ("datum", "start", "slut", "vikarie", "slag", "tillagg_per_timme")
PERSONS = ("brukare", "assistent", "arbetsgivare", "sokande")
_COMMAS = re.compile(r"\s*,\s*")
LINE_FORM = "datum start slut vikarie slag tillägg, till exempel 2025-02-03 08:00 16:00 -"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field; ``rad`` is the line of the passes, from 1."""

    falt: str
    text: str
    rad: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a form, and whom its numbers name (field -> names)."""

    problem: tuple[Problem, ...]
    namn: Mapping[str, str]


class NotSaved(Refused):
    """The import refused the form; ``problem`` says what and where."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        self.problem = found
        super().__init__("\n".join(_said(one) for one in found))


def _said(one: Problem) -> str:
    return f"Pass {one.rad}: {one.text}" if one.rad else one.text


# -- a form as files ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Files:
    """A form as sources, with the line that each row of the passes came from."""

    fall: Source
    passen: Source
    rader: dict[int, int]
    problem: list[Problem]

    @property
    def sources(self) -> list[Source]:
        return [self.fall, self.passen]


def _files(connection: sqlite3.Connection, form: Form, aktor: str) -> _Files:
    values = {name: form.values.get(name, "").strip() for name in FIELDS}
    arende = values["arende"]
    written = f"registrerat av {aktor} {arende}".replace("/", "-").strip()
    cells_of = {name: real(connection, value) for name, value in values.items()}
    rows, rader, found = [], {}, []
    for number, line in enumerate(form.passen.splitlines(), 1):
        if not line.strip():
            continue
        cells = _COMMAS.sub(",", line).split()
        if not 4 <= len(cells) <= len(PASS_FIELDS):
            found.append(Problem(PASSES, f"Raden skrivs {LINE_FORM}.", number))
            continue
        cells += [""] * (len(PASS_FIELDS) - len(cells))
        cells[3] = "" if cells[3] == NOBODY else real(connection, cells[3])
        rows.append([arende, *cells])
        rader[len(rows) + 1] = number
    if not (rows or found):
        found.append(Problem(PASSES, "Skriv minst ett pass: " + LINE_FORM + "."))
    if not any(values.values()):
        # A row of empty cells is no row to the importer.
        found += [
            Problem(name, issue("IM-031", arende).fel)
            for name in FIELDS
            if name in KINDS["sjukfall"].required
        ]
    # The same claim written back as it once was would be known bytes and do nothing: the empty
    # rows at its end tell the versions apart.
    empty = 0 if form.version is None else form.version + 1
    return _Files(
        _csv(f"{written} sjukfall", FIELDS, [[cells_of[name] for name in FIELDS]], empty),
        _csv(f"{written} sjukpass", ("arende", *PASS_FIELDS), rows),
        rader,
        found,
    )


def _csv(name: str, header: tuple[str, ...], rows: list[list[str]], empty: int = 0) -> Source:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return Source.from_bytes(f"{name}.csv", (text.getvalue() + "\n" * empty).encode())


# -- checking and saving ------------------------------------------------------------------------


def check(connection: sqlite3.Connection, form: Form, viewer: Viewer) -> Checked:
    """Return what is wrong with a form, in the importer's words, and whom it names.

    What stands in the database beside it is tried when it is saved.
    """
    files = _files(connection, form, viewer.aktor)
    issues: list[ImportIssue] = []
    entries: dict[str, list[Entry]] = {}
    for source in files.sources:
        found = importers.identify(source)
        if not isinstance(found, Identified):
            issues.append(found)
            continue
        for reader in importers.read(source, found):
            entries[reader.kind] = [
                Entry(source.name, record.blad, record.rad, record.values)
                for record in reader.records()
            ]
            issues += [one for one in reader.issues if one.kod != "IM-026"]
    if not issues and not files.problem:
        issues += problems(entries["sjukfall"], entries["sjukpass"])
    return Checked(_told(connection, files, issues, viewer), _names(connection, form, viewer))


def _told(
    connection: sqlite3.Connection, files: _Files, issues: list[ImportIssue], viewer: Viewer
) -> tuple[Problem, ...]:
    """Return issues by field, with nobody's number that the viewer may not see."""
    found = list(files.problem)
    for one in issues:
        text = _masked(connection, one.fel, viewer)
        if one.fil == files.passen.name:
            found.append(Problem(PASSES, text, files.rader.get(one.rad or 0)))
        else:
            found.append(Problem(one.kolumn or "arende", text))
    return tuple(found)


def _masked(connection: sqlite3.Connection, text: str, viewer: Viewer) -> str:
    numbers = set(re.findall(r"\d{12}", text))
    if numbers and not viewer.protected:
        for number, person in people.protected_ids(connection, numbers).items():
            text = text.replace(number, masked(person))
    return text


def _names(connection: sqlite3.Connection, form: Form, viewer: Viewer) -> dict[str, str]:
    """Return whom the numbers of a form name: a name, or that nobody is registered."""
    found = {}
    for name in PERSONS:
        number = real(connection, form.values.get(name, "").strip()).replace("-", "")
        if number.isdigit() and len(number) in (10, 12):
            found[name] = _name(connection, number, viewer)
    vikarier: dict[str, None] = {}
    for line in form.passen.splitlines():
        cells = _COMMAS.sub(",", line).split()
        for number in real(connection, cells[3]).split(",") if len(cells) > 3 else ():
            if len(number.replace("-", "")) == 12:
                vikarier[_name(connection, number.replace("-", ""), viewer)] = None
    if vikarier:
        found[PASSES] = "; ".join(vikarier)
    return found


def _name(connection: sqlite3.Connection, number: str, viewer: Viewer) -> str:
    person = people.by_number(connection, number)
    if person is not None:
        identity, name, protected = person
        return viewer.name(identity, number, name, protected)
    employer = people.employer_by_number(connection, number)
    if employer is not None:
        return employer.namn or number
    return f"{number} finns inte i registren"


def save(database: Database, form: Form, stamp: Stamp, viewer: Viewer) -> str:
    """Store a form through an import of its own; return the claim's name.

    Raises NotSaved with what the import refused, and Refused when a new claim's name is taken or
    the claim has been changed since the form was opened.
    """
    connection = database.read()
    arende = form.values.get("arende", "").strip()
    stored = sjukfall.of_arende(connection, arende) if arende else None
    _same_version(connection, arende, stored, form)
    if found := check(connection, form, viewer).problem:
        raise NotSaved(found)
    files = _files(connection, form, stamp.aktor)
    result: ImportResult = import_sources(database, files.sources, stamp)
    if result.fel:
        raise NotSaved(_told(database.read(), files, result.fel, viewer))
    return arende


def _same_version(
    connection: sqlite3.Connection, arende: str, stored: Sjukfall | None, form: Form
) -> None:
    if form.version is None:
        if stored is not None:
            raise Refused(
                f"Ärendet {arende} finns redan. Öppna det och rätta det där, eller ge den nya "
                "ansökan ett eget ärendenummer."
            )
        return
    if stored is None:
        raise UnknownArende(arende)
    if sjukfall.states(connection, [stored.id])[stored.id].version != form.version:
        raise Refused(
            f"Ärendet {arende} har ändrats av någon annan sedan du öppnade det. Öppna det på nytt "
            "och gör om rättelsen."
        )

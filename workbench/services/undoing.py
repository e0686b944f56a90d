"""What someone has done lately: what it was, whether it can be taken back, and taking it back.

Each kind is taken back by the service that did it; here they only stand in one list.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from db import Database, claim_steps, done, overview
from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.law.plikter import plikter
from workbench.services import (
    attesting,
    kravangra,
    kravhistorik,
    kravparter,
    kravsteg,
    reviewing,
    taskdoing,
)
from workbench.services.errors import Refused
from workbench.services.tasknames import Names, persons_of
from workbench.services.viewing import Viewer
from workbench.wording import BEDOMNING, KORNING, SJUKFALL, STATUS
from workbench.wording import KRAV as KRAVLAGE

LATEST = 100
"""How many of each kind are looked at, and how many are listed."""
FYND, KRAV, STYCKE, UPPGIFT, ARENDE, KORNINGEN = (
    "fynd",
    "krav",
    "stycke",
    "uppgift",
    "arende",
    "korning",
)
REASONED = (KRAV, UPPGIFT)
"""Kinds that are taken back with a reason."""
AGAIN = "Redan ångrat."


class UnknownDeed(Refused):
    """Nothing with that number stands in the list."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"{identity} finns inte bland det du har gjort. Se workbench undo --list")


@dataclass(frozen=True, slots=True)
class Gjort:
    """Something someone did: ``slag`` and ``nyckel`` name it, ``vem`` whom it concerns (masked).

    ``hinder`` is, in Swedish, why it can't be taken back now ("" = it can); ``kommando`` does it
    from the command line ("" = none can); ``med_skal`` when that needs a reason.
    """

    slag: str
    nyckel: str
    tid: str
    vad: str
    vem: str
    varfor: str
    hinder: str
    kommando: str = ""

    @property
    def id(self) -> str:
        """What names it in the list: ``fynd 4``, ``krav K3/7``."""
        return f"{self.slag} {self.nyckel}"

    @property
    def med_skal(self) -> bool:
        """It is taken back with a reason."""
        return self.slag in REASONED


def deeds(connection: sqlite3.Connection, viewer: Viewer, stamp: Stamp) -> list[Gjort]:
    """Return what someone has done lately, latest first, at most ``LATEST``."""
    found = [item for kind in _KINDS.values() for item in kind(connection, viewer, stamp)]
    return sorted(found, key=_moment, reverse=True)[:LATEST]


def _moment(item: Gjort) -> dt.datetime:
    found = dt.datetime.fromisoformat(item.tid)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def undo(database: Database, item: Gjort, motivering: str, stamp: Stamp) -> str:
    """Take back something of the list; return what to say of it. Raises Refused, UnknownDeed."""
    known = {one.id: one for one in _KINDS[item.slag](database.read(), Viewer(stamp.aktor), stamp)}
    if item.id not in known:
        raise UnknownDeed(item.id)
    if hinder := known[item.id].hinder:
        raise Refused(hinder)
    if item.slag == FYND:
        many = len(reviewing.undo(database, int(item.nyckel), stamp))
        return f"{many} fynd är som före avgörandet."
    if item.slag == KRAV:
        claim = item.nyckel.partition("/")[0]
        status = kravangra.undo(database, claim, motivering, stamp)
        return f"Steget är ångrat: {claim} är åter {KRAVLAGE[status]}."
    if item.slag == STYCKE:
        claim, _, number = item.nyckel.partition("/")
        kravparter.remove(database, claim, int(number), stamp)
        return f"Stycket är borttaget ur bedömningen av {claim}."
    taskdoing.undo(database, item.nyckel, motivering, stamp)
    return f"Uppgiften {item.nyckel} väntar igen."


# -- the kinds -----------------------------------------------------------------------------------


def _rounds(connection: sqlite3.Connection, viewer: Viewer, stamp: Stamp) -> Iterator[Gjort]:
    found = done.rounds(connection, stamp.aktor, LATEST)
    names = _names(connection, viewer, {item.en for item in found})
    for item in found:
        months = iso_month(item.fran_manad)
        if item.till_manad != item.fran_manad:
            months += f" - {iso_month(item.till_manad)}"
        whom = names[item.en] + (f" och {item.brukare - 1} till" if item.brukare > 1 else "")
        hinder = ""
        if item.angrad:
            hinder = AGAIN
        elif not item.kvar:
            hinder = "Fynden har avgjorts på nytt efteråt."
        yield Gjort(
            FYND,
            str(item.omgang),
            item.tid,
            f"{item.antal} fynd {STATUS[item.till_status]}, {months}",
            whom,
            item.motivering,
            hinder,
            f"undo {item.omgang}",
        )


def _steps(connection: sqlite3.Connection, viewer: Viewer, stamp: Stamp) -> Iterator[Gjort]:
    found = done.steps(connection, stamp.aktor, LATEST)
    told = {
        claim: {step.id: step for step in claim_steps.steps(connection, claim)}
        for claim in {item.aterkrav for item in found}
    }
    names = _of_claims(connection, viewer, told.keys())
    for item in found:
        step, claim = told[item.aterkrav][item.id], f"K{item.aterkrav}"
        money = f", {kronor(step.belopp)} kr" if step.belopp is not None else ""
        yield Gjort(
            KRAV,
            f"{claim}/{item.id}",
            step.tid,
            f"{claim} {kravhistorik.what(connection, step)}{money}",
            names[item.aterkrav],
            "" if step.handelse == "samlad" else step.motivering,
            AGAIN if step.angrad else _step_hinder(connection, claim, item.id, stamp),
            f'aterkrav undo {claim} --motivering "..."',
        )


def _step_hinder(connection: sqlite3.Connection, claim: str, step: int, stamp: Stamp) -> str:
    latest = kravangra.undoable(connection, int(claim[1:]))
    if latest is None or latest.id != step:
        return f"Senare steg har tagits i {claim}: ångra dem först."
    try:
        return kravangra.hinder(connection, claim, stamp)
    except Refused as refusal:
        return str(refusal)


def _claim_hinder(connection: sqlite3.Connection, claim: str, stamp: Stamp) -> str:
    try:
        kravsteg.case_of(connection, claim)
    except Refused as refusal:
        return str(refusal)
    return kravsteg.role_hinder(connection, stamp)


def _pieces(connection: sqlite3.Connection, viewer: Viewer, stamp: Stamp) -> Iterator[Gjort]:
    found = done.pieces(connection, stamp.aktor, LATEST)
    names = _of_claims(connection, viewer, {item.aterkrav for item in found})
    for item in found:
        claim = f"K{item.aterkrav}"
        yield Gjort(
            STYCKE,
            f"{claim}/{item.id}",
            item.tid,
            f"{claim} {BEDOMNING[item.slag]} i bedömningen",
            names[item.aterkrav],
            item.text,
            "Stycket är ändrat eller borttaget efteråt."
            if item.ersatt
            else _claim_hinder(connection, claim, stamp),
            f"aterkrav assess {claim} --remove {item.id}",
        )


def _tasks(connection: sqlite3.Connection, viewer: Viewer, stamp: Stamp) -> Iterator[Gjort]:
    found = done.tasks(connection, stamp.aktor, LATEST)
    persons = [persons_of(item.innehall) for item in found]
    names = Names(connection, viewer, persons)
    duties = plikter()
    for item, who in zip(found, persons, strict=True):
        yield Gjort(
            UPPGIFT,
            item.nyckel,
            item.tid,
            f"{item.nyckel} {item.utfall}: {duties[item.plikt].gor}",
            names.name(who.brukare)
            or names.name(who.assistent)
            or names.employer(who.arbetsgivare),
            item.motivering,
            "" if item.senast else AGAIN,
            f'tasks undo {item.nyckel} --motivering "..."',
        )


def _rulings(connection: sqlite3.Connection, viewer: Viewer, stamp: Stamp) -> Iterator[Gjort]:
    found = done.rulings(connection, stamp.aktor, LATEST)
    names = _names(connection, viewer, {item.brukare for item in found})
    for number, item in enumerate(found):
        yield Gjort(
            ARENDE,
            f"{item.arende}/{len(found) - number}",
            item.tid,
            f"{item.arende} {SJUKFALL[item.till_status]}",
            names[item.brukare],
            item.motivering,
            "Ett avgjort ärende ångras inte: avgör det på nytt i Sjuklön.",
        )


def _attests(connection: sqlite3.Connection, _viewer: Viewer, stamp: Stamp) -> Iterator[Gjort]:
    for item in done.attests(connection, stamp.aktor, LATEST):
        annulled = item.status == "makulerad"
        refused = "" if annulled else attesting.hinder_annul(connection, item.id, stamp)
        yield Gjort(
            KORNINGEN,
            str(item.id),
            item.tid,
            f"körning {item.id} attesterad, {iso_month(item.manad)}",
            "alla i månaden",
            "",
            f"Redan {KORNING['makulerad']}."
            if annulled
            else f"En attesterad körning makuleras i Avräkning, inte här. {refused}".strip(),
        )


_KINDS = {
    FYND: _rounds,
    KRAV: _steps,
    STYCKE: _pieces,
    UPPGIFT: _tasks,
    ARENDE: _rulings,
    KORNINGEN: _attests,
}


def _names(connection: sqlite3.Connection, viewer: Viewer, people: set[int]) -> Mapping[int, str]:
    return {
        one: viewer.name(one, *found)
        for one, found in overview.persons(connection, sorted(people)).items()
    }


def _of_claims(
    connection: sqlite3.Connection, viewer: Viewer, numbers: Iterable[int]
) -> Mapping[int, str]:
    people = {}
    for number in numbers:
        case = claim_steps.case(connection, number)
        assert case is not None  # what was done is of a claim that there is
        people[number] = case.brukare
    names = _names(connection, viewer, set(people.values()))
    return {number: names[one] for number, one in people.items()}

"""Samples for an auditor: drawn so that they can be drawn again, with a result per item."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from db import Database, audit_population, audit_samples, overview, payments, reports, snapshot
from db.audit import Months
from db.audit_samples import NewSample, Note, Post, Sample
from db.journal import Stamp
from workbench import sampling
from workbench.domain.money import kronor
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_instant, iso_month
from workbench.sampling import Drawn, Item, Population
from workbench.services import revision, roles
from workbench.services.errors import Refused
from workbench.services.progress import EVERY, QUIET, Progress
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer

METHODS = {
    "slump": "slump: SHA-256 av frö och nyckel, de lägsta talen, utan återläggning",
    "storst": "de största beloppen",
    "krona": "krona för krona (monetary-unit sampling): varje öre lika sannolikt",
    "avvikelse": "flest kontrollmönster först, lika många efter slump",
}
KINDS = {"betalning": "betalningar", "rad": "rader"}
RESULTS = {"ok": "ok", "fel": "fel", "oklart": "oklart"}
LARGEST = 10_000
"""Items that a sample may hold."""


class UnknownSample(Refused):
    """There is no such sample, or no such item in it."""

    def __init__(self, number: object) -> None:
        super().__init__(f"Stickprovet {number} finns inte. Se: workbench audit sample")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: ``slag`` of KINDS, ``metod`` of METHODS, how many, the seed, the months."""

    slag: str
    metod: str
    antal: int
    fro: str
    manader: Months


@dataclass(frozen=True, slots=True)
class PostView:
    """An item as shown, with who it is about and its latest note."""

    ordning: int
    nyckel: str
    namn: str
    belopp: int
    skal: str
    utfall: str | None
    text: str | None
    tid: str | None
    aktor: str | None


class _Watched(NamedTuple):
    """What is drawn from, telling how far it has been gone through."""

    members: Iterable[Item]
    progress: Progress

    def each(self) -> Iterator[Item]:
        """Yield every member. Raises Cancelled."""
        for place, item in enumerate(self.members):
            if place % EVERY == 0:
                self.progress.step("Går igenom materialet", place, 0)
            yield item


def draw(database: Database, wanted: Wanted, stamp: Stamp, progress: Progress = QUIET) -> int:
    """Draw a sample, keep it and return its number. Others may write meanwhile: it is drawn from
    the database of one moment. Raises Refused: the role may not, the seed is missing, or there is
    nothing to draw from; and Cancelled."""
    if not wanted.fro.strip():
        raise Refused("Ange ett frö (--seed): samma frö ger samma stickprov ur samma material.")
    if not 0 < wanted.antal <= LARGEST:
        raise Refused(f"Ett stickprov har 1-{LARGEST} poster, inte {wanted.antal}.")
    with snapshot(database.read()) as reader:
        roles.need(reader, stamp.aktor, Ratt.STICKPROV)
        population, step, items = _drawn(reader, wanted, progress)
    if not items:
        raise Refused(_nothing(wanted, population))
    new = NewSample(
        wanted.slag,
        wanted.metod,
        wanted.fro,
        *wanted.manader,
        wanted.antal,
        population.antal,
        population.ore,
        population.avtryck,
        step,
    )
    with roles.writing(database, stamp, Ratt.STICKPROV) as connection:
        return audit_samples.add(connection, new, items, stamp)


def _nothing(wanted: Wanted, population: Population) -> str:
    first, last = (iso_month(month) for month in wanted.manader)
    if population.antal:
        return f"Inga {KINDS[wanted.slag]} i {first} - {last} stämmer med metoden {wanted.metod}."
    hint = " Attestera en körning först." if wanted.slag == "betalning" else ""
    return f"Det finns inga {KINDS[wanted.slag]} i {first} - {last} att dra ur.{hint}"


def _drawn(
    connection: sqlite3.Connection, wanted: Wanted, progress: Progress
) -> tuple[Population, int | None, list[Drawn]]:
    population, members = Population(), _Watched(_members(connection, wanted), progress)
    items = population.seen(members.each())
    if wanted.metod == "slump":
        return population, None, sampling.by_chance(items, wanted.antal, wanted.fro)
    if wanted.metod == "storst":
        return population, None, sampling.largest(items, wanted.antal)
    if wanted.metod == "avvikelse":
        return population, None, sampling.by_deviation(items, wanted.antal, wanted.fro)
    deque(items, maxlen=0)
    step = sampling.interval(population.over_noll, wanted.antal)
    return population, step, sampling.by_krona(members.each(), step, wanted.fro)


def _members(connection: sqlite3.Connection, wanted: Wanted) -> Iterable[Item]:
    """Return what to draw from; it can be gone through twice."""
    if wanted.slag == "betalning":
        return audit_population.payments(connection, wanted.manader)
    return audit_population.Rows(connection, wanted.manader)


def note(database: Database, number: int, place: int, utfall: str, text: str, stamp: Stamp) -> None:
    """Note what an item showed: ``ok``, ``fel`` or ``oklart``; an earlier note is kept beside it.

    Raises UnknownSample, or Refused: the role may not, or why it is not ok is missing.
    """
    if utfall not in RESULTS:
        raise Refused(f"Utfallet är {', '.join(RESULTS)}, inte {utfall}.")
    if utfall != "ok" and not text.strip():
        raise Refused(f"Skriv vad som är {utfall}: en notering utan text går inte att följa upp.")
    with roles.writing(database, stamp, Ratt.STICKPROV) as connection:
        if audit_samples.post(connection, number, place) is None:
            raise UnknownSample(f"{number} post {place}")
        audit_samples.note(connection, (number, place), utfall, text.strip(), stamp)


def samples(connection: sqlite3.Connection) -> list[Sample]:
    """Return every sample, latest first."""
    return audit_samples.samples(connection)


def sample(connection: sqlite3.Connection, number: int) -> Sample:
    """Return one sample. Raises UnknownSample."""
    found = audit_samples.samples(connection, number)
    if not found:
        raise UnknownSample(number)
    return found[0]


def notes(connection: sqlite3.Connection, number: int, place: int) -> list[Note]:
    """Return all notes of an item, oldest first."""
    return audit_samples.notes(connection, number, place)


def items(connection: sqlite3.Connection, number: int, viewer: Viewer) -> list[PostView]:
    """Return a sample's items with who they are about, masked for the viewer."""
    return [
        PostView(
            item.ordning,
            _shown_key(item),
            _about(connection, item, viewer),
            item.belopp,
            item.skal,
            item.utfall,
            item.text,
            item.tid,
            item.aktor,
        )
        for item in audit_samples.posts(connection, number)
    ]


def _shown_key(item: Post) -> str:
    sha256, colon, rad = item.nyckel.partition(":")
    return f"{sha256[:12]}:{rad}" if colon else item.nyckel


def _about(connection: sqlite3.Connection, item: Post, viewer: Viewer) -> str:
    if item.nyckel.startswith("B") and item.nyckel[1:].isdecimal():
        paid = payments.by_id(connection, int(item.nyckel[1:]))
        assert paid is not None
        number, name, protected = overview.persons(connection, [paid.brukare_id])[paid.brukare_id]
        return viewer.name(paid.brukare_id, number, name, protected)
    rad = audit_samples.row_of_key(connection, item.nyckel)
    if rad is None:
        return ""
    row = reports.named_rows(connection, [rad])[0]
    who = viewer.name(
        row.assistent, row.assistent_nummer, row.assistent_namn, row.assistent_skyddad
    )
    whose = viewer.name(row.brukare, row.brukare_nummer, row.brukare_namn, row.brukare_skyddad)
    return f"{iso_instant(row.start)} {who} hos {whose}"


def trace(connection: sqlite3.Connection, number: int, place: int, viewer: Viewer) -> Node:
    """Return the way of an item's money, with the notes on it. Raises UnknownSample."""
    item = audit_samples.post(connection, number, place)
    if item is None:
        raise UnknownSample(f"{number} post {place}")
    if ":" in item.nyckel:
        rad = audit_samples.row_of_key(connection, item.nyckel)
        node = revision.follow_found(connection, rad or 0, viewer)
    else:
        node = revision.follow(connection, item.nyckel, viewer)
    told = audit_samples.notes(connection, number, place)
    noted = Node("noteringar", str(len(told)))
    noted.delar = [
        Node(f"{one.tid} {one.aktor}", f"{one.utfall} {one.text}".strip()) for one in told
    ]
    node.delar.insert(0, noted)
    return node


def method(item: Sample) -> str:
    """Return in words how a sample was drawn and from what."""
    step = "" if item.intervall is None else f", var {kronor(item.intervall)} kr"
    return (
        f"{METHODS[item.metod]}{step}; frö {item.fro}; {item.population} {KINDS[item.slag]}, "
        f"{kronor(item.population_ore)} kr, {iso_month(item.fran)} - {iso_month(item.till)}; "
        f"materialets avtryck {item.population_avtryck[:16]}"
    )


def redrawn(connection: sqlite3.Connection, number: int, progress: Progress = QUIET) -> bool:
    """Tell whether drawing again gives the same sample. Raises UnknownSample.

    It does as long as the population is the same; ``Sample.population_avtryck`` tells of that.
    """
    kept = sample(connection, number)
    wanted = Wanted(kept.slag, kept.metod, kept.antal, kept.fro, (kept.fran, kept.till))
    population, step, drawn = _drawn(connection, wanted, progress)
    return (population.avtryck, step) == (kept.population_avtryck, kept.intervall) and drawn == [
        Drawn(item.nyckel, item.belopp, item.skal)
        for item in audit_samples.posts(connection, number)
    ]

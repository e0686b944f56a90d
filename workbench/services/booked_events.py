"""What has happened that the ledger is told of: runs, bank events, FK's bill.

Brukare are pseudonyms (``B`` and the number of the person in this database).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from db import booking, ledger, outfiles
from db.booking import Key
from db.ledger import RunFacts
from db.outfiles import Booked
from workbench.domain.people import masked
from workbench.domain.time import parse_day
from workbench.exports.konteringar import Handelse
from workbench.exports.kontoplan import ASSISTANS, FK20, FORSKOTT, SJUKLON
from workbench.services.errors import Refused


def pseudonym(person: int) -> str:
    """Return what stands for a brukare in the ledger and in file names: ``B000123``."""
    return f"B{person:06d}"


def on_paper(person: int, name: str | None, protected: bool | int | None) -> str:
    """Return how a person is called on paper: masked when protected, and never by number."""
    return masked(person) if protected else name or pseudonym(person)


class Event(NamedTuple):
    """Something to book and the row that it stands in; ``undo`` turns debit and credit."""

    rad: Booked
    handelse: Handelse
    undo: bool = False


class FkRow(NamedTuple):
    """A row of FK's bill, or of its final account: id, brukare's person id, month number, öre
    (below zero gives money back) and ISO day."""

    id: int
    brukare: int
    manad: int
    belopp: int
    dag: str


# -- which kostnadsställe -------------------------------------------------------------------------


class Units:
    """The kostnadsställe of each brukare's nämnd; those without one are remembered."""

    def __init__(self, by_name: Mapping[str, str]) -> None:
        self._by_name = by_name
        self._known: dict[int, str | None] = {}
        self.lacking: set[str] = set()

    def learn(self, connection: sqlite3.Connection, persons: Iterable[int]) -> None:
        """Read the nämnder of some people at once."""
        self._known.update(booking.units(connection, persons))

    def of(self, connection: sqlite3.Connection, person: int) -> str:
        """Return the object of a brukare's nämnd."""
        if person not in self._known:
            self.learn(connection, [person])
        name = self._known[person] or ""
        found = self._by_name.get(name) or self._by_name.get("*")
        if found is None:
            self.lacking.add(name or "(ingen nämnd i registret)")
            return next(iter(self._by_name.values()), "")
        return found

    def refuse(self) -> None:
        """Raise Refused when someone has no kostnadsställe."""
        if self.lacking:
            names = ", ".join(sorted(self.lacking))
            raise Refused(
                f"Kostnadsställe saknas för: {names}. Lägg till dem, eller * för alla andra, i "
                "inställningen bokforing_namnder."
            )


# -- what has happened ----------------------------------------------------------------------------


def attested(connection: sqlite3.Connection, korning: int) -> RunFacts:
    facts = ledger.run_facts(connection, korning)
    if facts is None:
        raise Refused(f"Körning {korning} finns inte. Se körningarna med: workbench runs")
    if facts.status == "utkast":
        raise Refused(f"Körning {korning} är ett utkast: bara en attesterad körning bokförs.")
    return facts


def run_events(connection: sqlite3.Connection, facts: RunFacts, units: Units) -> list[Event]:
    """Return what a run and the bank's answers to it mean to the ledger, those not booked yet.

    Raises Refused when the run was annulled without ever having been booked.
    """
    done = outfiles.booked(connection, "korning")
    own = [(("korning", facts.id), one) for one in _settled(connection, facts, units)]
    found: list[Event] = []
    if facts.status == "makulerad":
        if facts.id in done and -facts.id not in done:
            annulled = booking.annulled_on(connection, facts.id)
            assert annulled is not None
            day = parse_day(annulled)
            found = [
                Event(("korning", -facts.id), replace(one, dag=day), undo=True) for _, one in own
            ]
        elif facts.id not in done:
            raise Refused(f"Körning {facts.id} är makulerad och har aldrig bokförts.")
    elif facts.id not in done:
        found = [Event(*one) for one in own]
    return found + _bank(connection, facts, units)


def _settled(connection: sqlite3.Connection, facts: RunFacts, units: Units) -> list[Handelse]:
    """Return what an attest means: cost, advance, and advance that has become a cost."""
    assert facts.attesterad is not None
    day = parse_day(facts.attesterad[:10])
    keys = booking.keys(connection, facts.id)
    units.learn(connection, {key.brukare for key in keys})
    before: dict[int, list[Key]] = {}
    for key in booking.earlier_with_advance(connection, facts.id):
        before.setdefault(key.brukare, []).append(key)
    found: list[Handelse] = []

    def add(key: Key, slag: str, ore: int) -> None:
        if ore > 0:
            about = {"utbetalning-sjuklon": SJUKLON, "forskott": FORSKOTT}.get(slag, ASSISTANS)
            namnd = units.of(connection, key.brukare)
            found.append(
                Handelse(
                    slag, day, ore, pseudonym(key.brukare), namnd, facts.manad, facts.id, about
                )
            )

    for key in keys:
        add(key, "forskott", key.forskott)
        kind = "utbetalning-assistans" if key.arende is None else "utbetalning-sjuklon"
        add(key, kind, key.att_betala - key.forskott)
        if key.arende is None:
            history = before.get(key.brukare, [])
            add(key, "forskott-avraknat", accounted(history, key))
    return found


def accounted(history: Sequence[Key], key: Key) -> int:
    """Return how much of a key's advance becomes a cost by its latest netting, öre.

    What has been paid beyond the right amount stays on the advance, as far as it goes; the
    advance is a claim until its month is accounted. What has become a cost stays one.
    """
    advance = paid = settled = moved = 0
    for one in [*history, key]:
        advance += one.forskott
        paid += one.att_betala
        moved = 0
        if advance and _is_accounted(one):
            left = max(0, min(advance, paid - one.ratt))
            moved = max(0, advance - left - settled)
            settled += moved
    return moved


def _is_accounted(key: Key) -> bool:
    return bool(key.redovisad) or key.oredovisat != -key.skillnad


def _bank(connection: sqlite3.Connection, facts: RunFacts, units: Units) -> list[Event]:
    """Return rejections, and payments made instead or paid after all, not booked yet."""
    done = {name: outfiles.booked(connection, name) for name in ("betalning_handelse", "betalning")}
    slag = {"avvisad": "bank-avvisad", "ny": "ny-utbetalning", "betald": "bank-betald-anda"}
    return [
        Event(
            (one.tabell, one.rad),
            Handelse(
                slag[one.slag],
                parse_day(one.dag),
                one.belopp,
                pseudonym(one.brukare),
                units.of(connection, one.brukare),
                facts.manad,
                facts.id,
            ),
        )
        for one in booking.bank_events(connection, facts.id)
        if one.rad not in done[one.tabell]
    ]


def fk_events(connection: sqlite3.Connection, rows: Iterable[FkRow], units: Units) -> list[Event]:
    """Return what rows of FK's bill mean to the ledger, those not booked yet."""
    done = outfiles.booked(connection, "fkfaktura")
    return [
        Event(
            ("fkfaktura", row.id),
            Handelse(
                "fk-faktura" if row.belopp > 0 else "fk-slutavrakning",
                parse_day(row.dag),
                abs(row.belopp),
                pseudonym(row.brukare),
                units.of(connection, row.brukare),
                row.manad,
                None,
                FK20,
            ),
        )
        for row in rows
        if row.belopp and row.id not in done
    ]

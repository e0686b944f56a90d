"""The first 20 hours: FK's bill against its beslut, by month and over a year (9.2.27)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from db import fk
from db.fk import BillRow, FkPerson
from workbench.domain.fkbeslut import FkBeslut, granted
from workbench.domain.time import iso_month, month_of, parse_day
from workbench.law.fk20 import Bill, Reckoning, reckon
from workbench.law.parameters import Rates
from workbench.services import law
from workbench.services.viewing import Viewer


@dataclass(frozen=True, slots=True)
class Fk20Row:
    """A brukare's month as billed and as right; ``kalla`` is the bill's file and row."""

    brukare: str
    namn: str
    manad: str
    reckoning: Reckoning
    kalla: str


@dataclass(slots=True)
class Fk20:
    """What FK has billed for some months, what is right, and the difference, öre."""

    rader: list[Fk20Row] = field(default_factory=list)

    @property
    def fakturerat(self) -> int:
        """Öre billed."""
        return sum(row.reckoning.fakturerat for row in self.rader)

    @property
    def ratt(self) -> int:
        """Öre that is right."""
        return sum(row.reckoning.ratt for row in self.rader)

    @property
    def skillnad(self) -> int:
        """Billed minus right: above 0 is paid too much."""
        return self.fakturerat - self.ratt

    @property
    def avvikelser(self) -> int:
        """How many rows differ."""
        return sum(row.reckoning.skillnad != 0 for row in self.rader)


@dataclass(frozen=True, slots=True)
class Slutavrakning:
    """A brukare's year: what FK is to give back, or the municipality to pay, öre."""

    brukare: str
    namn: str
    fakturerat: int
    ratt: int
    manader: tuple[Fk20Row, ...]

    @property
    def skillnad(self) -> int:
        """Billed minus right: above 0 FK gives it back."""
        return self.fakturerat - self.ratt


def month(connection: sqlite3.Connection, number: int, viewer: Viewer) -> Fk20:
    """Return a month: those billed, those granted without a bill, and those billed without.

    Raises RateMissing.
    """
    return Fk20(_rows(connection, [number], viewer))


def year(
    connection: sqlite3.Connection, number: int, today: str, viewer: Viewer
) -> list[Slutavrakning]:
    """Return a year's slutavräkning by brukare: its months that have ended, and billed ones.

    Raises RateMissing.
    """
    months = [number * 12 + index for index in range(12)]
    ended = month_of(parse_day(today))
    rows = [
        row
        for row in _rows(connection, months, viewer)
        if row.reckoning.bill or row.manad < iso_month(ended)
    ]
    by_person: dict[tuple[str, str], list[Fk20Row]] = {}
    for row in sorted(rows, key=lambda row: (row.brukare, row.manad)):
        by_person.setdefault((row.brukare, row.namn), []).append(row)
    return [
        Slutavrakning(
            brukare,
            namn,
            sum(row.reckoning.fakturerat for row in own),
            sum(row.reckoning.ratt for row in own),
            tuple(own),
        )
        for (brukare, namn), own in by_person.items()
    ]


def _rows(connection: sqlite3.Connection, months: list[int], viewer: Viewer) -> list[Fk20Row]:
    beslut = fk.beslut(connection)
    bills = {
        (row.brukare, row.manad): row
        for row in fk.bills(connection, iso_month(months[0]), iso_month(months[-1]))
    }
    rates = law.load(connection).rates
    rows = [
        row
        for person in fk.persons(connection).values()
        for row in _of_person(person, months, beslut.get(person.id, ()), bills, rates, viewer)
    ]
    return sorted(rows, key=lambda row: (row.brukare, row.manad))


def _of_person(
    person: FkPerson,
    months: list[int],
    beslut: Iterable[FkBeslut],
    bills: dict[tuple[int, str], BillRow],
    rates: Rates,
    viewer: Viewer,
) -> Iterable[Fk20Row]:
    days = granted(beslut)
    number = viewer.number(person.id, person.nummer, person.skyddad)
    name = viewer.name(*person)
    for manad in months:
        row = bills.get((person.id, iso_month(manad)))
        bill = Bill(row.timmar, row.timbelopp, row.belopp) if row else None
        reckoning = reckon(days, manad, bill, rates)
        if bill or reckoning.dagar:
            source = f"{row.fil} rad {row.rad}" if row else ""
            yield Fk20Row(number, name, iso_month(manad), reckoning, source)

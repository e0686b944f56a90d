"""Facts as the rules read them: domain values, streamed in the order of the rows' persons."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from db import fk
from workbench.domain.decision import Beslut
from workbench.domain.facts import (
    Anteckning,
    Arbetsgivare,
    Assistent,
    Bosattning,
    Brukare,
    Forhallande,
    Sjukersattning,
    Tillstand,
    Uppdrag,
    Vistelse,
)
from workbench.domain.fkbeslut import Granted, granted
from workbench.domain.time import FIRST_DAY, LAST_DAY, instant, month_first, parse_clock, parse_day

_FOREVER = LAST_DAY * 1440


def _fran(text: str | None) -> int:
    return FIRST_DAY if text is None else parse_day(text)


def _till(text: str | None) -> int:
    return LAST_DAY if text is None else parse_day(text)


def _day(text: str | None) -> int | None:
    return None if text is None else parse_day(text)


def moment(text: str) -> int:
    """Return the instant of a stored ``YYYY-MM-DDTHH:MM``."""
    return instant(parse_day(text[:10]), parse_clock(text[11:]))


class Lockstep:
    """Rows of a query ordered by person, handed out person by person in the same order."""

    def __init__(self, cursor: Iterator[Any]) -> None:
        self._cursor = cursor
        self._next = next(cursor, None)

    def take(self, person: int) -> list[Any]:
        """Return the rows of a person; persons before are skipped for good."""
        row = self._next
        cursor = self._cursor
        while row is not None and row[0] < person:
            row = next(cursor, None)
        taken = []
        while row is not None and row[0] == person:
            taken.append(row)
            row = next(cursor, None)
        self._next = row
        return taken


def _chosen(connection: sqlite3.Connection, columns: str, table: str, column: str) -> Lockstep:
    """Return a table's rows of the selected persons, in order of person."""
    return Lockstep(
        connection.execute(
            f"SELECT u.person, {columns} FROM temp.urval u CROSS JOIN {table} x "
            f"ON x.{column} = u.person"
        )
    )


def _employer(connection: sqlite3.Connection, identity: int) -> Arbetsgivare:
    """Return an employer with its permit spells."""
    nummer, person, kommunal, kand = connection.execute(
        "SELECT nummer, person, kommunal, kand FROM arbetsgivare WHERE id = ?", (identity,)
    ).fetchone()
    spells = connection.execute(
        "SELECT fran, till, underrattad FROM tillstand WHERE arbetsgivare = ? ORDER BY fran",
        (identity,),
    )
    return Arbetsgivare(
        identity,
        nummer,
        person,
        bool(kommunal),
        bool(kand),
        tuple(Tillstand(parse_day(fran), _till(till), _day(told)) for fran, till, told in spells),
    )


def _brukare(connection: sqlite3.Connection, person: int) -> Brukare:
    """Return a brukare with the day of notice to IVO."""
    notice = connection.execute(
        "SELECT ivo_anmald FROM brukare WHERE person = ?", (person,)
    ).fetchone()
    return Brukare(person, "", _day(notice[0]) if notice else None)


class AssistantFacts:
    """Gives the relations of one selected assistant after the other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.employer = cache(partial(_employer, connection))
        self._brukare = cache(partial(_brukare, connection))
        self._months, self._first_day = _row_months(connection)
        self._numbers = _chosen(connection, "x.nummer", "person", "id")
        self._residence = _chosen(connection, "x.fran, x.land", "bosattning", "assistent")
        self._sickness = _chosen(
            connection, "x.fran, x.till, x.procent", "sjukersattning", "assistent"
        )
        self._notes = _chosen(connection, "x.fran, x.till, x.text", "anteckning", "assistent")
        self._uppdrag = _chosen(
            connection,
            """x.brukare, x.arbetsgivare, x.id, x.fran, x.till, x.anmald, x.anstalld_fran,
               (SELECT nummer FROM person WHERE id = x.brukare), x.arbetstid, x.tillsyn,
               x.period_start, x.period_langd, x.timmar_per_vecka, x.extra_overtid""",
            "uppdrag",
            "assistent",
        )
        self.uppdrag: dict[tuple[int, int], list[Uppdrag]] = {}

    def relations(self, assistent: int) -> Callable[[int, int], Forhallande]:
        """Return the look-up of an assistant's relations by (brukare, arbetsgivare).

        Leaves all of the assistant's uppdrag in ``uppdrag``.
        """
        person = Assistent(
            assistent,
            self._numbers.take(assistent)[0][1],
            tuple(
                Bosattning(_fran(fran), land) for _, fran, land in self._residence.take(assistent)
            ),
            tuple(
                Sjukersattning(_fran(fran), _till(till), procent)
                for _, fran, till, procent in self._sickness.take(assistent)
            ),
            tuple(
                Anteckning(parse_day(fran), _till(till), text)
                for _, fran, till, text in self._notes.take(assistent)
            ),
        )
        uppdrag: dict[tuple[int, int], list[Uppdrag]] = {}
        for _, brukare, employer, *facts in self._uppdrag.take(assistent):
            uppdrag.setdefault((brukare, employer), []).append(_uppdrag(facts))
        self.uppdrag = uppdrag

        def relation(brukare: int, employer: int) -> Forhallande:
            return Forhallande(
                person,
                self._brukare(brukare),
                self.employer(employer),
                own := uppdrag.get((brukare, employer), ()),
                self._first_row_day(assistent, brukare, employer, own),
            )

        return relation

    def _first_row_day(
        self, assistent: int, brukare: int, employer: int, uppdrag: Sequence[Uppdrag]
    ) -> int:
        """Return the day of a relation's first row, when a notice could be later than it."""
        if not any(item.anmald is not None and item.anmald > self._first_day for item in uppdrag):
            return LAST_DAY
        marks = ", ".join("?" * len(self._months))
        found = self._connection.execute(
            f"""SELECT min(dag) FROM tidrapport WHERE manad IN ({marks}) AND assistent = ?
                AND brukare = ? AND arbetsgivare = ?""",
            (*self._months, assistent, brukare, employer),
        ).fetchone()[0]
        return LAST_DAY if found is None else int(found)


def _uppdrag(facts: list[Any]) -> Uppdrag:
    identity, fran, till, anmald, anstalld, number, act, tillsyn, start, length, week, extra = facts
    return Uppdrag(
        identity,
        parse_day(fran),
        _till(till),
        _day(anmald),
        _day(anstalld),
        number,
        act,
        bool(tillsyn),
        _day(start),
        length,
        week,
        bool(extra),
    )


def _row_months(connection: sqlite3.Connection) -> tuple[list[int], int]:
    """Return the months that have rows, and the first day that any row can lie on."""
    months = [
        row[0]
        for row in connection.execute(
            """WITH RECURSIVE m(x) AS (SELECT min(manad) FROM tidrapport UNION ALL
               SELECT (SELECT min(manad) FROM tidrapport WHERE manad > x) FROM m
               WHERE x IS NOT NULL) SELECT x FROM m WHERE x IS NOT NULL"""
        )
    ]
    return months, month_first(months[0]) if months else LAST_DAY


_BESLUT_COLUMNS = """x.nummer, x.brukare, x.fran, x.till, x.timmar, x.period_manader,
    x.hojning_procent, x.eget_timbelopp, x.dubbel_timmar, x.beslutsdatum, x.utbetalas_till,
    x.mottagare, x.forskott, x.forskott_timmar"""


def _beslut(identity: int, row: tuple[Any, ...]) -> Beslut:
    nummer, brukare, fran, till, timmar, months, raised, own, double, day, *paid = row
    paid_to, payee, advance, advance_hours = paid
    return Beslut(
        identity,
        nummer,
        brukare,
        parse_day(fran),
        _till(till),
        timmar,
        months,
        raised,
        own,
        double or 0,
        _day(day),
        paid_to,
        payee,
        bool(advance),
        advance_hours,
    )


class BrukareFacts:
    """Gives the beslut, stays and FK's grants of one selected brukare after the other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[int, str] = {}
        self._beslut = _chosen(
            connection, f"x.id, x.version, {_BESLUT_COLUMNS}", "beslut", "brukare"
        )
        self._stays = _chosen(connection, "x.slag, x.fran, x.till", "vistelse", "brukare")
        self._fk = _chosen(connection, fk.BESLUT_COLUMNS, "fkbeslut", "brukare")
        self._former: dict[int, list[Beslut]] = defaultdict(list)
        for identity, *row in connection.execute(
            f"""SELECT x.beslut, {_BESLUT_COLUMNS.replace("x.nummer", "b.nummer")}
                FROM temp.urval u
                CROSS JOIN beslut b ON b.brukare = u.person AND b.version > 0
                CROSS JOIN beslut_tidigare x ON x.beslut = b.id AND x.brukare = u.person
                ORDER BY x.beslut, x.version"""
        ):
            self._former[identity].append(_beslut(identity, tuple(row)))

    def brukare(self, person: int) -> Brukare:
        """Return the brukare."""
        return _brukare(self._connection, person)

    def beslut(self, person: int) -> list[list[Beslut]]:
        """Return each beslut of a brukare as its versions, oldest first, the last in force."""
        return [
            [
                *self._former.get(identity, ()),
                _beslut(identity, tuple(row)),
            ]
            for _, identity, _, *row in self._beslut.take(person)
        ]

    def number(self, person: int) -> str:
        """Return a person's identity number."""
        found = self._numbers.get(person)
        if found is None:
            row = self._connection.execute("SELECT nummer FROM person WHERE id = ?", (person,))
            found = self._numbers[person] = row.fetchone()[0]
        return found

    def vistelser(self, person: int) -> list[Vistelse]:
        """Return the stays of a brukare."""
        return [
            Vistelse(moment(fran), _FOREVER if till is None else moment(till), slag)
            for _, slag, fran, till in self._stays.take(person)
        ]

    def granted(self, person: int) -> list[Granted]:
        """Return the days that FK's beslut leave granted to a brukare."""
        rows = self._fk.take(person)
        return granted(fk.beslut_of(row[1:]) for row in rows) if rows else []


def received(connection: sqlite3.Connection) -> list[tuple[int, int, int]]:
    """Return (first row, last row, day received) of the files that hold tidrapporter."""
    return [
        (first, last, parse_day(day))
        for first, last, day in connection.execute(
            "SELECT forsta_rad, sista_rad, mottagen FROM fil WHERE forsta_rad IS NOT NULL"
        )
    ]

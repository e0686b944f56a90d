"""A second set of registers in memory, to be filled from the received files again and compared.

People and employers have the same ids in it as in the database, so that rows can be held against
each other as they are.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from db.account_changes import same
from db.proof import Fault
from db.reports import TupleRow


class Received(NamedTuple):
    """A received file: who took it in and when, and the ids of its rows (None: it has none)."""

    id: int
    namn: str
    storlek: int
    rader: int
    forsta: int | None
    sista: int | None
    tid: str
    aktor: str


def received(connection: sqlite3.Connection) -> list[Received]:
    """Return every received file, in the order they came in."""
    return [
        Received._make(row)
        for row in connection.execute(
            """SELECT id, namn, storlek, rader, forsta_rad, sista_rad, importerad, aktor FROM fil
               ORDER BY id"""
        )
    ]


def time_rows(connection: sqlite3.Connection, file: Received) -> Iterator[TupleRow]:
    """Yield a file's time rows as the importers give them."""
    return connection.execute(
        """SELECT fil, rad, brukare, assistent, arbetsgivare, slag, manad, dag, start, slut, vstart,
               vslut FROM tidrapport WHERE id BETWEEN ? AND ? ORDER BY id""",
        (file.forsta or 0, file.sista or -1),
    )


def numbers(connection: sqlite3.Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Return the ids of people, and of employers, by number."""
    people = dict(connection.execute("SELECT nummer, id FROM person"))
    return people, dict(connection.execute("SELECT nummer, id FROM arbetsgivare"))


def made(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return an empty database in memory that knows the people and employers of another."""
    from db.migrations import in_memory

    shadow = in_memory()
    shadow.create_function("casefold", 1, str.casefold, deterministic=True)
    shadow.execute("BEGIN")
    shadow.executemany(
        "INSERT INTO person (id, nummer) VALUES (?, ?)",
        connection.execute("SELECT id, nummer FROM person"),
    )
    shadow.executemany(
        "INSERT INTO arbetsgivare (id, nummer, person) VALUES (?, ?, ?)",
        connection.execute("SELECT id, nummer, person FROM arbetsgivare"),
    )
    return shadow


_FROM = ("fil", "rad")
_COMPARED: dict[str, tuple[str, ...]] = {
    "person": ("nummer", "namn", "skyddad"),
    "arbetsgivare": ("nummer", "namn", "kommunal", "kand"),
    "brukare": ("person", "namnd", "formyndare", "ivo_anmald", "arbetsgivare_registrerad"),
    "assistent": ("person",),
    "bosattning": ("assistent", "fran", "land", *_FROM),
    "sjukersattning": ("assistent", "fran", "till", "procent", *_FROM),
    "tillstand": ("arbetsgivare", "fran", "till", "underrattad", *_FROM),
    "uppdrag": (
        "assistent", "brukare", "arbetsgivare", "fran", "till", "anmald", "anstalld_fran",
        "narstaende", "hushallsgemenskap", "arbetstid", "tillsyn", "period_start",
        "period_langd", "timmar_per_vecka", "extra_overtid", *_FROM,
    ),
    "beslut": (
        "nummer", "version", "brukare", "fran", "till", "timmar", "beslutsdatum",
        "period_manader", "hojning_procent", "eget_timbelopp", "dubbel_timmar",
        "utbetalas_till", "mottagare", "forskott", "forskott_timmar", "andringsforbehall", *_FROM,
    ),
    "beslut_tidigare": (
        "(SELECT nummer FROM beslut WHERE id = beslut) AS nummer", "version", "brukare", "fran",
        "till", "timmar", "beslutsdatum", "period_manader", "hojning_procent", "eget_timbelopp",
        "dubbel_timmar", "utbetalas_till", "mottagare", "forskott", "forskott_timmar",
        "andringsforbehall", *_FROM,
    ),
    "mottagare": (
        "brukare", "slag", "nummer", "namn", "fran", "till", "adress", "begaran_datum",
        "avtal_datum", "avtal_fran", "undertecknat", "vardnadshavare_undertecknat", "beslut_11",
    ),
    "redovisning": (
        "brukare", "manad", "lon", "assistansomkostnader", "utbildning", "arbetsmiljo",
        "personalomkostnader", "administration", *_FROM,
    ),
    "vistelse": ("brukare", "slag", "fran", "till", *_FROM),
    "fkbeslut": (
        "brukare", "beslutsdatum", "utfall", "fran", "till", "timmar_per_vecka",
        "grundlaggande_per_vecka", "orsak", "retroaktivt_fran", *_FROM,
    ),
    "fkfaktura": ("brukare", "manad", "timmar", "timbelopp", "belopp", *_FROM),
}  # fmt: skip
"""What files alone decide: registers and their columns. Accounts need people (``kontoandring``)
and sick spells are replaced whole (``db.sjukbyte``)."""


def differences(
    connection: sqlite3.Connection, shadow: sqlite3.Connection, files: dict[int, str]
) -> Iterator[Fault]:
    """Yield every row of a register that is not what the received files make of it."""
    for table, columns in _COMPARED.items():
        asked = f"SELECT {', '.join(columns)} FROM {table}"
        stored, wanted = (Counter(some.execute(asked)) for some in (connection, shadow))
        if stored == wanted:
            continue
        names = [name.rpartition(" ")[2] for name in columns]
        told = stored - wanted, wanted - stored
        yield from _named(table, names, files, *told)
    yield from _accounts(connection, shadow)


_OWNERS = (
    (
        "brukare",
        "SELECT b.person, p.nummer, b.konto FROM brukare b JOIN person p ON p.id = b.person",
    ),
    ("arbetsgivare", "SELECT nummer, nummer, konto FROM arbetsgivare"),
    ("mottagare", "SELECT brukare || slag || nummer || fran, nummer, konto FROM mottagare"),
)


def _accounts(connection: sqlite3.Connection, shadow: sqlite3.Connection) -> Iterator[Fault]:
    """Yield every account that neither came in a file nor was confirmed by a second person."""
    confirmed: dict[str, list[str]] = {}
    for nyckel, efter in connection.execute(
        "SELECT nyckel, efter FROM v_logg WHERE handelse = 'konto bekräftat'"
    ):
        if nyckel is None or efter is None:  # gallrat: what was confirmed is no longer known
            return
        with suppress(ValueError, KeyError, TypeError):  # a forged entry, which the chain names
            confirmed.setdefault(nyckel, []).append(json.loads(efter)["konto"])
    for table, query in _OWNERS:
        came = {key: account for key, _, account in shadow.execute(query)}
        for key, number, account in connection.execute(query):
            allowed = [came.get(key), *confirmed.get(number, [])]
            if account is None and allowed[0] is None:
                continue
            if not any(one is not None and same(one, account or "") for one in allowed):
                yield Fault(
                    table, "ett konto kommer varken ur en mottagen fil eller ur en bekräftelse"
                )


def _named(
    table: str,
    names: list[str],
    files: dict[int, str],
    extra: Counter[tuple[object, ...]],
    lacking: Counter[tuple[object, ...]],
) -> Iterator[Fault]:
    """Tell of rows that are too many and rows that lack; of one that was changed, what in it."""

    def place(row: tuple[object, ...]) -> tuple[object, ...]:
        return row[-2:] if names[-2:] == list(_FROM) else row[:1]

    def where(row: tuple[object, ...]) -> str:
        if names[-2:] != list(_FROM):
            return table
        fil, rad = row[-2:]
        return f"{table} ({files.get(fil, 'okänd fil') if isinstance(fil, int) else fil} rad {rad})"

    missing = {place(row): row for row in lacking}
    for row in extra.elements():
        other = missing.pop(place(row), None)
        if other is None:
            yield Fault(where(row), "en rad i registret kommer inte ur någon mottagen fil")
        else:
            changed = [name for name, a, b in zip(names, row, other, strict=True) if a != b]
            yield Fault(where(row), f"{', '.join(changed)} är inte vad de mottagna filerna säger")
    for row in missing.values():
        yield Fault(where(row), "en rad i en mottagen fil saknas i registret")

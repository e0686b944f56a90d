"""What an archive for an auditor holds of a database: tables as rows, and files as they were."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from db import chainproof, sjukbrev
from db.audit_changes import REGISTERS

FOLDERS: dict[str, tuple[str, ...]] = {
    "indata": ("fil",),
    "register": (*REGISTERS, "beslut_tidigare", "sjukfall_tidigare", "sjukpass", "kontoandring"),
    "varden": ("varde", "installning", "vardeforslag", "anvandare", "anteckning"),
    "beslut": (
        "fynd",
        "avgorande",
        "sjukfall_avgorande",
        "sjukfall_brev",
        "betalningsstopp",
        "bock",
        "uppgift",
    ),
    "korningar": (
        "kontroll",
        "korning",
        "avrakning",
        "netto",
        "skillnad",
        "betalning",
        "betalning_handelse",
        "utfil_betalning",
        "bokford",
    ),
    "krav": (
        "aterkrav",
        "aterkrav_bokning",
        "aterkrav_rad",
        "aterkrav_steg",
        "aterkrav_galdenar",
        "aterkrav_delbetalning",
        "aterkrav_bedomning",
    ),
    "journal": ("v_logg", "gallring", "gallrad"),
    "stickprov": ("stickprov", "stickprov_post", "stickprov_notering"),
}
"""Folder of the archive -> the tables in it, each as one CSV file."""
_AS_FILES = {
    "fil_block", "tidrapport", "journal", "journal_nyckel", "journal_innehall", "underlag",
    "utfil", "specifikation", "aterkrav_handling",
}  # fmt: skip
"""Tables that are readable in another form: files as they were, ``v_logg`` and ``andelar``."""

Rows = Iterator[tuple[Any, ...]]


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a copy that nobody writes to; nothing is written beside it."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection


def tables(connection: sqlite3.Connection) -> Iterator[tuple[str, str, list[str], Rows]]:
    """Yield (folder, table, columns, rows in a fixed order) of all that is readable.

    A table's bytes are in files of their own, and not among its columns.
    """
    without_rowid = {
        name
        for name, kind, wr in connection.execute(
            "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'"
        )
        if wr or kind == "view"
    }
    for folder, names in FOLDERS.items():
        for name in names:
            columns = [
                column
                for column, kind in connection.execute(
                    "SELECT name, type FROM pragma_table_info(?)", (name,)
                )
                if kind != "BLOB"
            ]
            order = ", ".join(columns) if name in without_rowid and name != "v_logg" else "rowid"
            if name == "v_logg":
                order = "id"
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {order}")
            yield folder, name, columns, rows
    yield "korningar", "andelar", ["korning", "brukare", "arende", *SHARE], _shares(connection)


SHARE = ("rad", "beslut", "slag", "timbelopp", "minuter", "belopp")


def _shares(connection: sqlite3.Connection) -> Rows:
    """Yield how the öre of each attested run fell on rows (see ``db.ledger.keep_shares``)."""
    for korning, brukare, arende, content in connection.execute(
        "SELECT korning, brukare, arende, innehall FROM underlag ORDER BY 1, 2, 3"
    ):
        for item in json.loads(zlib.decompress(content)):
            yield (korning, brukare, arende, *item)


class Kept(NamedTuple):
    """A file kept in the database: folder, a number that is its own there, name, its bytes."""

    mapp: str
    nummer: int
    namn: str
    innehall: Iterator[bytes]


def kept(connection: sqlite3.Connection) -> Iterator[Kept]:
    """Yield the received files, those that left for bank and ledger, what payees were told, the
    documents of claims, and the letters of sjuklön."""
    for number, name in connection.execute("SELECT id, namn FROM fil ORDER BY id"):
        yield Kept("indata", number, name, _blocks(connection, number))
    for folder, number, name, content in connection.execute(
        """SELECT 'korningar/utfiler', id, meddelande, innehall FROM utfil ORDER BY id"""
    ):
        yield Kept(folder, number, name, iter([bytes(content)]))
    for number, content in connection.execute("SELECT id, innehall FROM specifikation ORDER BY id"):
        data = content.encode() if isinstance(content, str) else bytes(content)
        yield Kept("korningar/specifikationer", number, "specifikation.json", iter([data]))
    for number, krav, slag, text, pdf in connection.execute(
        """SELECT id, aterkrav, slag, text, pdf FROM aterkrav_handling
           WHERE faststalld IS NOT NULL ORDER BY id"""
    ):
        for ending, data in (("txt", text), ("pdf", pdf)):
            if data is not None:
                name = f"K{krav}-{slag}.{ending}"
                yield Kept("krav/handlingar", number, name, iter([bytes(data)]))

    for letter in sjukbrev.all_kept(connection):
        for ending, data in (("txt", letter.text), ("pdf", letter.pdf)):
            name = f"{letter.arende}-{letter.slag}-{letter.nummer}.{ending}"
            yield Kept("beslut/sjuklonsbrev", letter.id, name, iter([bytes(data)]))


def _blocks(connection: sqlite3.Connection, fil: int) -> Iterator[bytes]:
    for (block,) in connection.execute(
        "SELECT innehall FROM fil_block WHERE fil = ? ORDER BY nr", (fil,)
    ):
        yield block


def facts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return what a manifest says of a database: schema, name, runs, where its journal ends, and
    which tables have no readable file of their own."""
    head = chainproof.head(connection)
    return {
        "schema": connection.execute("PRAGMA user_version").fetchone()[0],
        "databas": connection.execute("SELECT identitet FROM databas").fetchone()[0],
        "journal": {"nummer": head.nummer, "hash": head.hash},
        "bara_i_databasen": _only_in_copy(connection),
        "korningar": [
            {"id": number, "manad": month, "status": status, "regler": rules, "sigill": seal}
            for number, month, status, rules, seal in connection.execute(
                """SELECT id, printf('%04d-%02d', manad / 12, manad % 12 + 1), status,
                       regelversion, sigill FROM korning WHERE sigill IS NOT NULL ORDER BY id"""
            )
        ],
    }


def _only_in_copy(connection: sqlite3.Connection) -> list[str]:
    """Return the tables that stand in the copy alone; bytes and rows of files are in the files."""
    readable = {name for names in FOLDERS.values() for name in names}
    return [
        name
        for (name,) in connection.execute(
            """SELECT name FROM sqlite_master WHERE type = 'table'
               AND ltrim(name, '_') NOT LIKE 'sqlite%' ORDER BY name"""
        )
        if name not in readable | _AS_FILES
    ]


def any_protected(connection: sqlite3.Connection) -> bool:
    """Tell whether anyone in the database is protected."""
    found = connection.execute("SELECT 1 FROM person WHERE skyddad = 1 LIMIT 1").fetchone()
    return found is not None

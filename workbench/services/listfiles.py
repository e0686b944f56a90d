"""A list on the screen as a file: exactly what is filtered and sorted, every row of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import Database
from db.connection import snapshot
from db.journal import Stamp
from workbench.domain.roller import Ratt
from workbench.exports import tabell
from workbench.services import exported, files, roles
from workbench.services.errors import Refused
from workbench.services.progress import EVERY, QUIET, Progress

Rows = Callable[[sqlite3.Connection], Iterator[Sequence[str]]]
"""Gives the rows, each a text per column, from the database as it is at one moment."""
WRITERS = {".csv": tabell.write_csv, ".xlsx": tabell.write_xlsx}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to write: what it is called, its headings, which columns hold numbers, its rows.

    ``antal`` is how many rows are expected: what the progress and the journal tell.
    """

    namn: str
    headings: tuple[str, ...]
    right: tuple[bool, ...]
    antal: int
    rows: Rows


def write(
    database: Database,
    listing: Listing,
    target: Path,
    stamp: Stamp,
    *,
    progress: Progress = QUIET,
) -> int:
    """Write a list to a file that its ending names (.csv or .xlsx); return how many rows it got.

    The export is journaled first, without the filter: that may name somebody. Nothing is left of
    what is cancelled. Raises Refused (another ending), NotWritten or Cancelled.
    """
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise Refused(
            f"{target.name} slutar varken på .csv eller .xlsx. Ange ett namn som gör det."
        )
    files.may_write(target)
    with roles.writing(database, stamp, Ratt.LASA) as connection:
        exported.tell(connection, stamp, f"lista: {listing.namn}", target, listing.antal, None)

    def told(many: int) -> None:
        if many % EVERY == 0:
            progress.step("Skriver rader", many, listing.antal)

    progress.step("Skriver rader", 0, listing.antal)
    with (
        closing(database.new_reader()) as connection,
        snapshot(connection),
        files.whole(target) as stream,
    ):
        return writer(stream, listing.headings, listing.right, listing.rows(connection), told)


def text(listing: Listing, connection: sqlite3.Connection, *, headings: bool) -> str:
    """Return a list as text for the clipboard, tab separated, with its headings or not."""
    rows = tabell.tabbed(listing.rows(connection), listing.right)
    return "\t".join(listing.headings) + "\n" + rows if headings else rows

"""Looking people and beslut up by id or number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        yield ordered[start : start + 500]


def numbers(connection: sqlite3.Connection, persons: set[int]) -> list[tuple[int, str, int]]:
    """Return (id, number, protected) of some persons."""
    found = []
    for batch in _batches(persons):
        marks = ", ".join("?" * len(batch))
        found += connection.execute(
            f"SELECT id, nummer, skyddad FROM person WHERE id IN ({marks})",
            batch,
        ).fetchall()
    return found


def beslut_numbers(connection: sqlite3.Connection, beslut: set[int]) -> dict[int, str]:
    """Return {id: number} of some beslut."""
    found: dict[int, str] = {}
    for batch in _batches(beslut):
        marks = ", ".join("?" * len(batch))
        found.update(
            connection.execute(
                f"SELECT id, nummer FROM beslut WHERE id IN ({marks})",
                batch,
            )
        )
    return found


def by_number(connection: sqlite3.Connection, nummer: str) -> tuple[int, str | None, int] | None:
    """Return (id, name, protected) of a person."""
    row: tuple[int, str | None, int] | None = connection.execute(
        "SELECT id, namn, skyddad FROM person WHERE nummer = ?", (nummer,)
    ).fetchone()
    return row

"""Looking people and beslut up by id or number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


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


def all_protected(connection: sqlite3.Connection) -> list[tuple[str, str | None]]:
    """Return (number, name) of every protected person."""
    return connection.execute("SELECT nummer, namn FROM person WHERE skyddad = 1").fetchall()


def protected_ids(connection: sqlite3.Connection, numbers: set[str]) -> dict[str, int]:
    """Return {number: id} of those of the numbers that belong to protected persons."""
    ordered = sorted(numbers)
    found: dict[str, int] = {}
    for start in range(0, len(ordered), 500):
        batch = ordered[start : start + 500]
        marks = ", ".join("?" * len(batch))
        found.update(
            connection.execute(
                f"SELECT nummer, id FROM person WHERE skyddad = 1 AND nummer IN ({marks})", batch
            )
        )
    return found


def by_number(connection: sqlite3.Connection, nummer: str) -> tuple[int, str | None, int] | None:
    """Return (id, name, protected) of a person."""
    row: tuple[int, str | None, int] | None = connection.execute(
        "SELECT id, namn, skyddad FROM person WHERE nummer = ?", (nummer,)
    ).fetchone()
    return row


def namnd(connection: sqlite3.Connection, brukare: int | None) -> str:
    """Return the nämnd that a brukare is registered under; "" = none."""
    row = connection.execute("SELECT namnd FROM brukare WHERE person = ?", (brukare,)).fetchone()
    return (row[0] if row else None) or ""


class EmployerName(NamedTuple):
    """An employer as shown; ``person`` and ``skyddad`` are of a brukare who employs."""

    id: int
    nummer: str
    namn: str | None
    person: int | None
    skyddad: int


def employer_names(connection: sqlite3.Connection, employers: set[int]) -> list[EmployerName]:
    """Return the names of some employers."""
    found = []
    for batch in _batches(employers):
        marks = ", ".join("?" * len(batch))
        found += connection.execute(
            f"""SELECT g.id, g.nummer, coalesce(g.namn, p.namn), g.person, coalesce(p.skyddad, 0)
                FROM arbetsgivare g LEFT JOIN person p ON p.id = g.person
                WHERE g.id IN ({marks})""",
            batch,
        ).fetchall()
    return [EmployerName._make(row) for row in found]


def employer_by_number(connection: sqlite3.Connection, nummer: str) -> EmployerName | None:
    """Return an employer with its name; None when nobody has that number."""
    row = connection.execute("SELECT id FROM arbetsgivare WHERE nummer = ?", (nummer,)).fetchone()
    return employer_names(connection, {row[0]})[0] if row else None


def is_assistant(connection: sqlite3.Connection, person: int) -> bool:
    """Tell whether a person is registered as an assistant or has an uppdrag as one."""
    found = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM assistent WHERE person = :person)
               OR EXISTS (SELECT 1 FROM uppdrag WHERE assistent = :person)""",
        {"person": person},
    ).fetchone()
    return bool(found[0])


def assistants(
    connection: sqlite3.Connection, words: Sequence[str], limit: int
) -> tuple[int, list[tuple[int, str, str | None, int]]]:
    """Return how many assistants match every word, and the first ones: (id, number, name,
    protected) by name. A word (case-folded) is a part of a name that is not protected, or the
    beginning of a number."""
    term = """((p.skyddad = 0 AND instr(casefold(coalesce(p.namn, '')), ?))
        OR substr(p.nummer, 1, length(?)) = ?)"""
    rows = connection.execute(
        f"""SELECT count(*) OVER (), p.id, p.nummer, p.namn, p.skyddad FROM person p
            WHERE (EXISTS (SELECT 1 FROM assistent a WHERE a.person = p.id)
                OR EXISTS (SELECT 1 FROM uppdrag u WHERE u.assistent = p.id))
            {" ".join(f"AND {term}" for _ in words)}
            ORDER BY CASE WHEN p.skyddad THEN '' ELSE coalesce(p.namn, p.nummer) END, p.nummer
            LIMIT ?""",
        [*(word for one in words for word in (one, one, one)), limit],
    ).fetchall()
    return (rows[0][0] if rows else 0), [row[1:] for row in rows]

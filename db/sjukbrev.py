"""Who a letter of a sjuklön claim is about and goes to, and the letters that have been sent."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from db.journal import Stamp


class About(NamedTuple):
    """The brukare's nämnd and förmyndare (a number), and the employer's number and name."""

    namnd: str | None
    formyndare: str | None
    arbetsgivare: str
    arbetsgivare_namn: str | None


def about(connection: sqlite3.Connection, identity: int) -> About:
    """Return what a claim's letters say beside its facts."""
    row = connection.execute(
        """SELECT b.namnd, b.formyndare, g.nummer, coalesce(g.namn, p.namn)
           FROM sjukfall f LEFT JOIN brukare b ON b.person = f.brukare
           JOIN arbetsgivare g ON g.id = f.arbetsgivare LEFT JOIN person p ON p.id = g.person
           WHERE f.id = ?""",
        (identity,),
    ).fetchone()
    return About._make(row)


class Receiver(NamedTuple):
    """A person (``person`` None = an organisation, or not registered) with name and address."""

    person: int | None
    namn: str | None
    skyddad: int
    adress: str | None


def receiver(connection: sqlite3.Connection, brukare: int, nummer: str, dag: str) -> Receiver:
    """Return the one with a number, with the address in force on a day for the brukare."""
    row = connection.execute(
        """SELECT p.id, coalesce(p.namn, g.namn, m.namn), coalesce(p.skyddad, 0), m.adress
           FROM (SELECT ?2 AS nummer) x LEFT JOIN person p ON p.nummer = x.nummer
           LEFT JOIN arbetsgivare g ON g.nummer = x.nummer
           LEFT JOIN mottagare m ON m.id = (SELECT n.id FROM mottagare n
               WHERE n.brukare = ?1 AND n.nummer = x.nummer AND n.fran <= ?3
               ORDER BY n.adress IS NULL, n.fran DESC, n.id DESC LIMIT 1)""",
        (brukare, nummer, dag),
    ).fetchone()
    return Receiver._make(row)


def kept(
    connection: sqlite3.Connection, sjukfall: int, slag: str, nummer: int
) -> tuple[bytes, bytes] | None:
    """Return a letter as it was first written: text and PDF. ``nummer`` is its decision's."""
    row = connection.execute(
        "SELECT text, pdf FROM sjukfall_brev WHERE sjukfall = ? AND slag = ? AND nummer = ?",
        (sjukfall, slag, nummer),
    ).fetchone()
    return None if row is None else (bytes(row[0]), bytes(row[1]))


def keep(
    connection: sqlite3.Connection,
    sjukfall: int,
    slag: str,
    nummer: int,
    letter: tuple[bytes, bytes],
    stamp: Stamp,
) -> None:
    """Keep a letter (text and PDF) for ever, with its hashes."""
    digests = [hashlib.sha256(data).hexdigest() for data in letter]
    connection.execute(
        """INSERT INTO sjukfall_brev (sjukfall, slag, nummer, text, pdf, sha256_text, sha256_pdf,
               tid, aktor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (sjukfall, slag, nummer, *letter, *digests, stamp.tid, stamp.aktor),
    )


class Kept(NamedTuple):
    """A letter that has been sent, with the hashes it was kept with."""

    id: int
    arende: str
    slag: str
    nummer: int
    text: bytes
    pdf: bytes
    sha256_text: str
    sha256_pdf: str


def all_kept(connection: sqlite3.Connection) -> Iterator[Kept]:
    """Yield every letter, oldest first."""
    for row in connection.execute(
        """SELECT b.id, s.arende, b.slag, b.nummer, b.text, b.pdf, b.sha256_text, b.sha256_pdf
           FROM sjukfall_brev b JOIN sjukfall s ON s.id = b.sjukfall ORDER BY b.id"""
    ):
        yield Kept._make(row)

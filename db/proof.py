"""What can be checked of stored runs by sums alone: each query returns what does not add up."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from array import array
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from db import claim_documents, sjukbrev


class Fault(NamedTuple):
    """Something that does not add up: where, and how, in Swedish."""

    var: str
    vad: str


_QUERIES: tuple[tuple[str, str], ...] = (
    (
        """SELECT 'L' || id, printf('raden säger %d öre, timmar x timbelopp minus avdrag ger %d',
                belopp, (2 * timmar * timbelopp + 100) / 200 - avdrag)
           FROM avrakning WHERE slag <> 'sjuklon'
               AND belopp <> (2 * timmar * timbelopp + 100) / 200 - avdrag""",
        "lines",
    ),
    (
        """SELECT 'körning ' || n.korning || ' brukare ' || n.brukare,
               printf('rätt är %d öre, raderna ger %d', n.ratt, coalesce(sum(r.belopp), 0))
           FROM netto n LEFT JOIN avrakning r ON r.korning = n.korning AND r.brukare = n.brukare
               AND r.arende IS n.arende AND r.slag <> 'forskott'
           GROUP BY n.korning, n.brukare, n.arende
           HAVING n.ratt <> coalesce(sum(r.belopp), 0)""",
        "rights",
    ),
    (
        """SELECT 'körning ' || k.id, printf('körningen säger %d öre, nettona ger %d', k.total_ore,
                coalesce((SELECT sum(ratt) FROM netto WHERE korning = k.id), 0))
           FROM korning k WHERE k.total_ore
               <> coalesce((SELECT sum(ratt) FROM netto WHERE korning = k.id), 0)""",
        "totals",
    ),
    (
        """SELECT 'körning ' || k.id, printf('betalningarna är %d öre, nettona ger %d',
                coalesce((SELECT sum(belopp) FROM betalning WHERE korning = k.id
                    AND ersatter IS NULL AND slag = 'avrakning'), 0),
                coalesce((SELECT sum(att_betala) FROM netto WHERE korning = k.id), 0))
           FROM korning k WHERE k.sigill IS NOT NULL
               AND coalesce((SELECT sum(belopp) FROM betalning WHERE korning = k.id
                    AND ersatter IS NULL AND slag = 'avrakning'), 0)
               <> coalesce((SELECT sum(att_betala) FROM netto WHERE korning = k.id), 0)""",
        "payments",
    ),
    (
        """SELECT 'B' || n.id, printf('ersätter B%d med %d öre i stället för %d', o.id, n.belopp,
                o.belopp)
           FROM betalning n JOIN betalning o ON o.id = n.ersatter WHERE n.belopp <> o.belopp""",
        "replacements",
    ),
    (
        """SELECT 'K' || aterkrav, printf('utestående %d, återbetalt %d, nedlagt %d, absorberat %d'
                || ' öre: något är under noll', utestaende, aterbetalt, nedlagt, absorberat)
           FROM krav_summa WHERE min(utestaende, aterbetalt, nedlagt, absorberat) < 0""",
        "claims",
    ),
    (
        """SELECT 'K' || b.aterkrav || ' körning ' || b.korning,
                printf('bokfört är %d öre, kravets rader ger %d', b.ore, coalesce(r.ore, 0))
           FROM (SELECT d.aterkrav, d.korning, sum(d.utestaende + d.aterbetalt + d.nedlagt) AS ore
                   FROM aterkrav_bokning d JOIN korning k ON k.id = d.korning
                   WHERE k.status IN ('attesterad', 'exporterad') GROUP BY 1, 2) b
           LEFT JOIN (SELECT aterkrav, korning, sum(belopp) AS ore FROM aterkrav_rad
                   GROUP BY 1, 2) r ON r.aterkrav = b.aterkrav AND r.korning = b.korning
           WHERE b.ore <> coalesce(r.ore, 0)""",
        "rows of claims",
    ),
    (
        """SELECT 'körning ' || id, 'den som räknade har också attesterat' FROM korning
           WHERE sigill IS NOT NULL AND attestant IS aktor""",
        "four eyes",
    ),
    (
        """SELECT 'körning ' || id, 'attesterad utan sigill' FROM korning
           WHERE sigill IS NULL AND status <> 'utkast'""",
        "sealed",
    ),
)


def documents(connection: sqlite3.Connection) -> list[Fault]:
    """Return every fixed document of a claim, and letter of sjuklön, whose bytes are not those that
    were fixed, and every number that is gone from between others."""
    found = [
        Fault(
            f"sjuklön {letter.arende} {letter.slag} {letter.nummer}",
            f"{what} är inte den som skickades",
        )
        for letter in sjukbrev.all_kept(connection)
        for what, content, kept in (
            ("texten", letter.text, letter.sha256_text),
            ("PDF-filen", letter.pdf, letter.sha256_pdf),
        )
        if hashlib.sha256(content).hexdigest() != kept
    ]
    for row in claim_documents.fixed(connection):
        name = f"K{row.aterkrav} {row.slag} {row.nummer}"
        for what, content, kept in (
            ("texten", row.text, row.sha256_text),
            ("PDF-filen", row.pdf, row.sha256_pdf),
        ):
            if hashlib.sha256(content or b"").hexdigest() != kept:
                found.append(Fault(name, f"{what} är inte den som fastställdes"))
    found += [
        Fault(f"K{claim} {slag}", f"{last - count} av {last} handlingar saknas")
        for claim, slag, count, last in claim_documents.counts(connection)
        if count != last
    ]
    return found


def faults(connection: sqlite3.Connection) -> list[Fault]:
    """Return every sum that does not add up, in the order of the money's way."""
    return [Fault(*row) for query, _ in _QUERIES for row in connection.execute(query).fetchall()]


def file_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Yield every file, received or sent, whose bytes are not those of its hash, and every
    received one that the journal does not know."""
    for identity, name, sha256, journalled in connection.execute(
        """SELECT f.id, f.namn, f.sha256, EXISTS (SELECT 1 FROM v_logg j
               WHERE j.objekt = 'fil' AND j.nyckel = f.sha256) FROM fil f ORDER BY f.id"""
    ).fetchall():
        digest = hashlib.sha256()
        for (block,) in connection.execute(
            "SELECT innehall FROM fil_block WHERE fil = ? ORDER BY nr", (identity,)
        ):
            digest.update(block)
        if digest.hexdigest() != sha256:
            yield Fault(f"fil {identity}", f"{name}: innehållet är inte det som lästes in")
        if not journalled:
            yield Fault(f"fil {identity}", f"{name}: journalen säger inte att filen lästes in")
    for name, sha256, data in connection.execute("SELECT meddelande, sha256, innehall FROM utfil"):
        if hashlib.sha256(data).hexdigest() != sha256:
            yield Fault(f"utfil {name}", "innehållet är inte det som lämnades")


def rows_digest(connection: sqlite3.Connection, month: int, last: int | None) -> str:
    """Return the SHA-256 of a month's rows up to the highest row id ``last``.

    Hashed are id, brukare, start, end, assistent, employer and kind, each as eight bytes with the
    lowest first, in the order of the index that holds them.
    """
    digest = hashlib.sha256()
    found = connection.execute(
        """SELECT id, brukare, start, slut, assistent, arbetsgivare, slag
           FROM tidrapport INDEXED BY tidrapport_brukare WHERE manad = ? AND id <= ?
           ORDER BY brukare, start, slut, assistent, arbetsgivare, slag, id""",
        (month, last or 0),
    )
    while rows := found.fetchmany(1000):
        numbers = array("q", chain.from_iterable(rows))
        if sys.byteorder == "big":
            numbers.byteswap()
        digest.update(numbers)
    return digest.hexdigest()

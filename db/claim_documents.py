"""A claim's documents: drafts that people edit, and what has been fixed, byte for byte."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from db.claim_steps import Key
from db.journal import Stamp


class Document(NamedTuple):
    """A document of a claim: kind, number, and when and by whom it was fixed (None: a draft).

    ``uppgifter`` is JSON of what a fixed one rests on; its bytes are read by ``content``.
    """

    id: int
    aterkrav: int
    slag: str
    nummer: int
    utkast: str | None
    sha256_text: str | None
    sha256_pdf: str | None
    tid: str
    aktor: str
    faststalld: str | None
    faststalld_av: str | None
    uppgifter: str | None

    @property
    def facts(self) -> dict[str, Any]:
        """What a fixed document rests on."""
        found: dict[str, Any] = json.loads(self.uppgifter or "{}")
        return found


_COLUMNS = """id, aterkrav, slag, nummer, utkast, sha256_text, sha256_pdf, tid, aktor, faststalld,
    faststalld_av, uppgifter"""


def documents(connection: sqlite3.Connection, aterkrav: int) -> list[Document]:
    """Return a claim's documents in the order they were begun."""
    return [
        Document._make(row)
        for row in connection.execute(
            f"SELECT {_COLUMNS} FROM aterkrav_handling WHERE aterkrav = ? ORDER BY id", (aterkrav,)
        )
    ]


def numbered(connection: sqlite3.Connection, aterkrav: int, slag: str, nummer: int) -> Document:
    """Return a claim's document by kind and number; raises LookupError when there is none."""
    for item in documents(connection, aterkrav):
        if (item.slag, item.nummer) == (slag, nummer):
            return item
    raise LookupError(f"K{aterkrav} {slag} {nummer}")


def content(connection: sqlite3.Connection, identity: int) -> tuple[bytes, bytes]:
    """Return the text and the PDF of a fixed document."""
    found: tuple[bytes, bytes] = connection.execute(
        "SELECT text, pdf FROM aterkrav_handling WHERE id = ?", (identity,)
    ).fetchone()
    return found


def begin(
    connection: sqlite3.Connection, aterkrav: int, slag: str, utkast: str, stamp: Stamp
) -> Document:
    """Begin a document of a kind with its free text, and return it."""
    connection.execute(
        """INSERT INTO aterkrav_handling (aterkrav, slag, nummer, utkast, tid, aktor)
           VALUES (?1, ?2, 1 + (SELECT count(*) FROM aterkrav_handling
               WHERE aterkrav = ?1 AND slag = ?2), ?3, ?4, ?5)""",
        (aterkrav, slag, utkast, stamp.tid, stamp.aktor),
    )
    number: int = connection.execute(
        "SELECT max(nummer) FROM aterkrav_handling WHERE aterkrav = ? AND slag = ?",
        (aterkrav, slag),
    ).fetchone()[0]
    return numbered(connection, aterkrav, slag, number)


def edit(connection: sqlite3.Connection, identity: int, utkast: str, stamp: Stamp) -> None:
    """Replace a draft's free text. Raises IntegrityError when the document is fixed."""
    connection.execute(
        "UPDATE aterkrav_handling SET utkast = ?, tid = ?, aktor = ? WHERE id = ?",
        (utkast, stamp.tid, stamp.aktor, identity),
    )


def fix(
    connection: sqlite3.Connection,
    identity: int,
    made: tuple[bytes, bytes],
    hashes: tuple[str, str],
    facts: Mapping[str, Any],
    stamp: Stamp,
) -> None:
    """Fix a draft's text and PDF for good. Raises IntegrityError when it is fixed already."""
    connection.execute(
        """UPDATE aterkrav_handling SET text = ?, pdf = ?, sha256_text = ?, sha256_pdf = ?,
               uppgifter = ?, faststalld = ?, faststalld_av = ? WHERE id = ?""",
        (
            *made,
            *hashes,
            json.dumps(facts, ensure_ascii=False, sort_keys=True),
            stamp.tid,
            stamp.aktor,
            identity,
        ),
    )


def answer_by(connection: sqlite3.Connection, aterkrav: int) -> str | None:
    """Return the last day to answer that letters give which were fixed since the claim was last
    moved; None = no letter was."""
    found: str | None = connection.execute(
        """SELECT max(json_extract(h.uppgifter, '$.svara_senast')) FROM aterkrav_handling h
           WHERE h.aterkrav = ?1 AND json_extract(h.uppgifter, '$.steg') = (SELECT max(s.id)
               FROM aterkrav_steg s WHERE s.aterkrav = ?1 AND s.handelse = 'flyttad'
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id))""",
        (aterkrav,),
    ).fetchone()[0]
    return found


class Fixed(NamedTuple):
    """A fixed document with its bytes, for whoever proves them."""

    aterkrav: int
    slag: str
    nummer: int
    text: bytes | None
    pdf: bytes | None
    sha256_text: str | None
    sha256_pdf: str | None


def fixed(connection: sqlite3.Connection) -> Iterator[Fixed]:
    """Yield all fixed documents, one at a time: together they may be large."""
    for row in connection.execute(
        """SELECT aterkrav, slag, nummer, text, pdf, sha256_text, sha256_pdf
           FROM aterkrav_handling WHERE faststalld IS NOT NULL ORDER BY id"""
    ):
        yield Fixed._make(row)


def counts(connection: sqlite3.Connection) -> list[tuple[int, str, int, int]]:
    """Return (claim, kind, how many documents, their highest number)."""
    return connection.execute(
        """SELECT aterkrav, slag, count(*), max(nummer) FROM aterkrav_handling
           GROUP BY aterkrav, slag ORDER BY aterkrav, slag"""
    ).fetchall()


# -- the ledger as a document tells it ------------------------------------------------------------


def keys_until(connection: sqlite3.Connection, aterkrav: int, booking: int) -> list[Key]:
    """Return a claim's amounts by key as they were after a booking, oldest month first, öre."""
    return [
        Key._make(row)
        for row in connection.execute(
            """SELECT manad, brukare, arende, sum(utestaende), sum(aterbetalt), sum(nedlagt),
                   sum(absorberat)
               FROM aterkrav_bokning WHERE aterkrav = ? AND id <= ? GROUP BY manad, brukare, arende
               HAVING sum(utestaende) OR sum(aterbetalt) OR sum(nedlagt)
               ORDER BY manad, arende""",
            (aterkrav, booking),
        )
    ]


def changed_by_runs(connection: sqlite3.Connection, aterkrav: int, since: int) -> dict[int, int]:
    """Return {month: öre} that runs, annulled ones undone, have changed what is to be repaid of a
    claim by, after a booking."""
    return dict(
        connection.execute(
            """SELECT manad, sum(utestaende + aterbetalt) AS ore FROM aterkrav_bokning
               WHERE aterkrav = ? AND id > ? AND korning IS NOT NULL GROUP BY manad HAVING ore
               ORDER BY manad""",
            (aterkrav, since),
        ).fetchall()
    )


def runs_since(connection: sqlite3.Connection, aterkrav: int, since: int) -> set[int]:
    """Return the runs that have booked on a claim after a booking."""
    return {
        row[0]
        for row in connection.execute(
            """SELECT korning FROM aterkrav_bokning
               WHERE aterkrav = ? AND id > ? AND korning IS NOT NULL""",
            (aterkrav, since),
        )
    }


def last_booking(connection: sqlite3.Connection, aterkrav: int) -> int:
    """Return the number of a claim's latest booking."""
    found: int = connection.execute(
        "SELECT max(id) FROM aterkrav_bokning WHERE aterkrav = ?", (aterkrav,)
    ).fetchone()[0]
    return found

"""The journal as a chain: how an entry is hashed, and what is kept beside the chain.

An entry's hash covers the former entry's hash, its number, time, actor, event and object, and one
digest each of its key and its content. Key and content may tell of a person. They are hashed with
a salt of their own and lie, with that salt, in tables beside the journal: when both have been
removed nobody can try what they said, and the chain can still be computed (docs/revision.md).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SALT_BYTES = 16
FORM = "workbench-journal-1"
"""Names this way of hashing; stands first in everything that is hashed."""


def _part(value: str | bytes | None) -> bytes:
    """Return a value so that no two lists of values give the same bytes; None is a value too."""
    if value is None:
        return b"-"
    raw = value.encode() if isinstance(value, str) else value
    return b"%d:%s," % (len(raw), raw)


def _hash(*parts: str | bytes | None) -> bytes:
    return hashlib.sha256(b"".join(map(_part, (FORM, *parts)))).digest()


def beginning(identity: str) -> bytes:
    """Return the hash that a database's first entry follows: another database, another chain."""
    return _hash("början", identity)


class Entry(NamedTuple):
    """What the chain says of an entry; the digests are of its key and its content."""

    id: int
    tid: str
    aktor: str
    handelse: str
    objekt: str
    nyckel: bytes
    innehall: bytes | None


def link(former: bytes, entry: Entry) -> bytes:
    """Return an entry's hash."""
    return _hash("post", former, str(entry.id), *entry[1:])


def key_digest(salt: bytes, nyckel: str) -> bytes:
    """Return the digest of an entry's key."""
    return _hash("nyckel", salt, nyckel)


def content_digest(salt: bytes, fore: str | None, efter: str | None) -> bytes:
    """Return the digest of an entry's content."""
    return _hash("innehåll", salt, fore, efter)


class Sealed(NamedTuple):
    """An entry as it is stored: its part of the chain, and what lies beside it."""

    entry: Entry
    hash: bytes
    nyckel: tuple[bytes, str]
    innehall: tuple[bytes, str | None, str | None] | None


def sealed(
    former: bytes,
    number: int,
    said: tuple[str, str, str, str],
    nyckel: str,
    content: tuple[str | None, str | None],
) -> Sealed:
    """Return an entry ready to be stored after the one whose hash is ``former``.

    ``said`` are time, actor, event and object; ``content`` is before and after as text.
    """
    salts = os.urandom(2 * SALT_BYTES)
    own, other = salts[:SALT_BYTES], salts[SALT_BYTES:]
    beside = None if content == (None, None) else (other, *content)
    entry = Entry(
        number,
        *said,
        key_digest(own, nyckel),
        None if beside is None else content_digest(*beside),
    )
    return Sealed(entry, link(former, entry), (own, nyckel), beside)


def store(connection: sqlite3.Connection, entries: Sequence[Sealed]) -> None:
    """Store entries with what lies beside them."""
    connection.executemany(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(*one.entry, one.hash) for one in entries],
    )
    connection.executemany(
        "INSERT INTO journal_nyckel VALUES (?, ?, ?)",
        [(one.entry.id, *one.nyckel) for one in entries],
    )
    connection.executemany(
        "INSERT INTO journal_innehall VALUES (?, ?, ?, ?)",
        [(one.entry.id, *one.innehall) for one in entries if one.innehall],
    )


def list_digest(entries: Iterable[tuple[int, int]]) -> str:
    """Return the hash of a list of what is removed: (entry, 1 when its key goes too), in order."""
    digest = hashlib.sha256(_part(FORM))
    for number, key in entries:
        digest.update(b"%d %d\n" % (number, key))
    return digest.hexdigest()

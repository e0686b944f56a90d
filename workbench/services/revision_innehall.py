"""What stands in an auditor's archive beside the copy of the database, made from that copy.

The same copy gives the same bytes, so that a verifier can make all of it again and compare.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from importlib.resources import files as resources
from typing import Any, NamedTuple

from db import audit_archive
from workbench import __version__
from workbench.exports.tabell import neutral
from workbench.rules.registry import RULE_VERSION, RULES

DATABASE = "databas/workbench.db"
MANIFEST = "manifest.json"
FORMAT = "workbench-arkiv-1"
BLOCK = 1 << 16
NOT_HERE = [
    "programmet: verifieraren installeras för sig, helst i samma version",
    "filer som lämnades men inte togs in, eftersom något i dem var fel",
    "listor och vyer som har exporterats: journalen har deras SHA-256",
    "innehåll som har gallrats ur journalen: kedjan och gallringens lista är kvar",
]
"""What a reader may look for in an archive in vain; the received files themselves are in it."""
NAME = re.compile(r"[a-z]+(/[a-z]+)?/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", re.ASCII)
"""A member's name: one or two folders and a file; nothing that could lead out of a folder."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]", re.ASCII)


class Member(NamedTuple):
    """A file of the archive: its name and its bytes, block by block."""

    namn: str
    innehall: Iterator[bytes]


def members(connection: sqlite3.Connection) -> Iterator[Member]:
    """Yield all that is made from a copy of the database, in a fixed order."""
    for folder, name, columns, rows in audit_archive.tables(connection):
        yield Member(f"{folder}/{name}.csv", _csv(columns, rows))
    for item in audit_archive.kept(connection):
        name = _UNSAFE.sub("_", item.namn)[-100:]
        yield Member(f"{item.mapp}/{item.nummer:06d}-{name}", item.innehall)


def rules() -> Iterator[Member]:
    """Yield the rules and the shipped values that the program computes with."""
    said = {
        "program": __version__,
        "regelversion": RULE_VERSION,
        "regler": [
            {
                "id": rule.id,
                "koder": [
                    {
                        "kod": kod.kod,
                        "titel": kod.titel,
                        "lagrum": str(kod.lagrum),
                        "allvar": str(kod.allvar),
                    }
                    for kod in rule.koder
                ],
                "installningar": list(rule.policies),
            }
            for rule in RULES
        ],
    }
    yield Member("regler/regler.json", iter([as_json(said)]))
    folder = resources("workbench.law") / "parameters"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield Member(f"regler/{file.name}", iter([file.read_bytes()]))


def as_json(value: Any) -> bytes:
    """Return a document as bytes, the same each time."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def manifest(connection: sqlite3.Connection, listed: Iterable[tuple[str, int, str]]) -> bytes:
    """Return the manifest: what the archive is of, and name, size and SHA-256 of each member."""
    return as_json(
        {
            "format": FORMAT,
            "program": __version__,
            "regelversion": RULE_VERSION,
            **audit_archive.facts(connection),
            "finns_inte": NOT_HERE,
            "filer": [
                {"namn": name, "storlek": size, "sha256": digest} for name, size, digest in listed
            ],
        }
    )


def _csv(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[bytes]:
    """Yield a table as semicolon CSV with the names of its columns first."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(value) if isinstance(value, str) else value for value in row])
        if text.tell() >= BLOCK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()

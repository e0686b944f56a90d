"""What changed in fixed data between two days: before and after, who, when and from where."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import audit_changes
from db.audit_changes import REGISTERS, Added, Change
from workbench.services.errors import Refused
from workbench.services.revision_ord import Words
from workbench.services.viewing import Viewer

MOST = 5000
"""Changes shown at once; the count is of all."""


@dataclass(frozen=True, slots=True)
class Andring:
    """A change as shown: of what, which, from what to what, by whom, with which file or source."""

    tid: str
    aktor: str
    handelse: str
    register: str
    nyckel: str
    fore: str
    efter: str
    kalla: str


@dataclass(frozen=True, slots=True)
class Andringar:
    """The changes of a period, their true count, and what came new with each file."""

    rader: tuple[Andring, ...]
    antal: int
    nya: tuple[Added, ...]


def changes(
    connection: sqlite3.Connection,
    fran: str,
    till: str,
    viewer: Viewer,
    register: str | None = None,
    limit: int = MOST,
) -> Andringar:
    """Return what changed from one ISO day to another, both included, oldest first.

    With ``register`` also each new row of it. Raises Refused when the days come in the wrong
    order.
    """
    if till < fran:
        raise Refused(f"Perioden slutar ({till}) före den börjar ({fran}). Byt plats på dagarna.")
    days, words = (fran, till), Words(connection, viewer)
    found = [
        shown(item, words) for item in audit_changes.changes(connection, days, register, limit)
    ]
    nya = tuple(audit_changes.added(connection, days, register))
    if register in REGISTERS:
        found += _new(connection, register, days, words, limit - len(found))
    total = audit_changes.change_count(connection, days, register)
    if register in REGISTERS:
        total += sum(item.antal for item in nya)
    return Andringar(tuple(found), total, nya)


def shown(item: Change, words: Words) -> Andring:
    """Return an entry of the journal about fixed data as a change."""
    key = item.nyckel or ""
    before, after = json.loads(item.fore or "{}"), json.loads(item.efter or "{}")
    source = str(after.pop("kalla", None) or _name(item.fil or ""))
    before.pop("kalla", None)
    if item.handelse == "andrad":
        before, after = _differs(before, after)
    return Andring(
        item.tid,
        item.aktor,
        item.handelse,
        item.objekt,
        words.key(item.objekt, key) or "[gallrad]",
        words.values(item.objekt, key, before),
        words.values(item.objekt, key, after),
        source,
    )


def _name(path: str) -> str:
    """Return a file's name of the path that it was read from."""
    return re.split(r"[/\\]", path)[-1]


def _differs(
    before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what an import changed: a file says nothing of the facts it lacks, and much that was
    known. A row that another took the place of is gone (``fil`` alone is said of it)."""
    if set(after) == {"fil"}:
        return before, {"raden": "borta"}
    changed = [name for name, value in after.items() if before.get(name) != value]
    return (
        {name: before[name] for name in changed if name in before},
        {name: after[name] for name in changed},
    )


def _new(
    connection: sqlite3.Connection,
    register: str,
    days: tuple[str, str],
    words: Words,
    limit: int,
) -> list[Andring]:
    files = {item.fil: item for item in audit_changes.added(connection, days, register)}
    rows = []
    for item in audit_changes.new_rows(connection, register, days, max(0, limit)):
        about, owner = _owner(item.varden)
        brought = files[item.fil]
        rows.append(
            Andring(
                brought.tid,
                brought.aktor,
                "ny rad",
                register,
                words.key(about, owner),
                "",
                words.values(about, owner, item.varden),
                f"{_name(item.fil)} rad {item.rad}",
            )
        )
    return rows


def _owner(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return (person or arbetsgivare, id or number) of whom a register's row is about."""
    for name in ("person", "brukare", "assistent"):
        if name in values:
            return "person", str(values[name])
    if "arbetsgivare" in values:
        return "arbetsgivare", str(values["arbetsgivare"])
    return "person", str(values.get("nummer", ""))

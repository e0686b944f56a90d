"""Which kind a header row belongs to, or a message that helps to put it right."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from importers.base import ImportIssue, Table
from importers.catalogue import issue
from importers.kinds import KINDS, Kind

_MAX_SHOWN = 80


def folded(cells: Sequence[str]) -> list[str]:
    """Return column names for comparison: no space around, small letters, no empty tail."""
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def recognise(
    cells: Sequence[str], fil: str, *, blad: str | None = None, rad: int = 1
) -> Table | ImportIssue:
    """Return the table that a header row announces, or the issue that it has."""
    names = folded(cells)

    def wrong(kod: str, **facts: object) -> ImportIssue:
        return issue(kod, fil, blad=blad, rad=rad, facts=facts)

    kind = _nearest(names)
    if kind is None:
        shown = ";".join(cell.strip() for cell in cells)
        shown = shown if len(shown) <= _MAX_SHOWN else shown[:_MAX_SHOWN] + "…"
        return wrong("IM-021", rubrik=shown, slag=", ".join(KINDS))
    if "" in names:
        return wrong("IM-027", nummer=names.index("") + 1)
    unknown = [name for name in names if name not in kind.names]
    missing = [name for name in kind.names if name in kind.required and name not in names]
    if unknown:
        return wrong("IM-022", slag=kind.name, kolumner=_suggestions(unknown, kind, names))
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        return wrong("IM-024", kolumner=", ".join(doubled))
    if missing:
        return wrong("IM-023", slag=kind.name, kolumner=", ".join(missing))
    others = [other for other in KINDS.values() if other is not kind and _fits(other, names)]
    if others:
        return wrong("IM-028", **_ambiguity(kind, others[0]))
    order = tuple(names.index(name) if name in names else None for name in kind.names)
    return Table(kind.name, tuple(cells), order, rad, blad)


def known_columns(names: Sequence[str]) -> int:
    """Return how many of the names are columns of the kind that fits them best."""
    return max(len(set(names) & set(kind.names)) for kind in KINDS.values())


def _fits(kind: Kind, names: Sequence[str]) -> bool:
    return set(names) <= set(kind.names) and kind.required <= set(names)


def _nearest(names: Sequence[str]) -> Kind | None:
    """Return the kind that explains the header best; None when half of it is foreign."""
    have = set(names)
    best: tuple[tuple[bool, int, int, int], Kind] | None = None
    for kind in KINDS.values():
        known = len(have & set(kind.names))
        missing = len(kind.required - have)
        score = (_fits(kind, names), known - (len(have) - known) - missing, known, -missing)
        if best is None or score > best[0]:
            best = (score, kind)
    if best is None or best[0][2] < 2 or best[0][2] * 2 < len(have):
        return None
    return best[1]


def _suggestions(unknown: list[str], kind: Kind, names: Sequence[str]) -> str:
    free = [name for name in kind.names if name not in names]
    parts = []
    for name in unknown:
        plain = name.translate(str.maketrans("åäöé -", "aaoe__"))
        near = difflib.get_close_matches(plain, free, 1, 0.6)
        parts.append(f"{name} (menas {near[0]}?)" if near else name)
    return ", ".join(parts)


def _ambiguity(kind: Kind, other: Kind) -> dict[str, object]:
    own = [name for name in kind.names if name not in other.names]
    its = [name for name in other.names if name not in kind.names]
    return {
        "slag": f"{kind.name} och {other.name}",
        "kolumner": f"{own[0]} ({kind.name}) eller {its[0]} ({other.name})",
    }

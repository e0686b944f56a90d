"""How öre fell on rows in an attested run, as it was kept then, and whether it is as it should."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from db import ledger, settlements
from db.settlements import LineRow, Run
from workbench.sharing import Key, Part, Rank, Share, spread


class Sida(NamedTuple):
    """A run of one netting: its lines (not advances) and how their öre fell."""

    run: Run
    lines: list[LineRow]
    shares: list[Share]
    forskott: int | None
    """Öre that the month has been paid in advance; None: it has not."""
    kallor: dict[int, ledger.Place]
    """Where passes stood when the run was attested; rows stay where they were read."""


def sida(connection: sqlite3.Connection, korning: int, account: ledger.Account) -> Sida:
    """Return one netting of an attested run as it was kept, with exact units."""
    run = settlements.run(connection, korning)
    assert run is not None
    lines = [
        line
        for line in settlements.lines(connection, korning, [account[0]])
        if (line.arende or "") == account[1]
    ]
    units = ledger.units(connection, korning, account)
    shares = [
        Share(*item, units.get((item[0], item[1], item[3])))
        for item in ledger.shares(connection, korning, account)
    ]
    own = [line for line in lines if line.slag != "forskott"]
    given = [line.belopp for line in lines if line.slag == "forskott"]
    places = ledger.sources(connection, korning, account)
    return Sida(run, own, shares, sum(given) if given else None, places)


def line_key(line: LineRow) -> Key:
    """Return what a line's shares name it by: beslut (0: none) and timbelopp."""
    return line.beslut_id or 0, line.timbelopp


def weights(shares: Iterable[Share]) -> dict[Key, dict[int, int]]:
    """Return the units of each line's rows."""
    found: dict[Key, dict[int, int]] = defaultdict(dict)
    for share in shares:
        if share.rad is not None:
            found[share.beslut, share.timbelopp][share.rad] = share.vikt
    return found


def parts(side: Sida, rank: Rank) -> dict[Key, dict[int, Part]]:
    """Return how each line's öre fall on its rows by their units; a line without rows has none."""
    units = weights(side.shares)

    def then(rad: int) -> tuple[str, int]:
        place = side.kallor.get(rad)
        return (place.sha256, place.rad) if place else rank(rad)

    return {
        line_key(line): spread(line.belopp + line.avdrag, units[line_key(line)], then)
        for line in side.lines
        if any(units[line_key(line)].values())
    }


def uneven(side: Sida, rank: Rank) -> list[Share]:
    """Return the shares of rows that are not what the line's öre and the rows' units give."""
    found = parts(side, rank)
    return [
        share
        for share in side.shares
        if share.rad is not None and _expected(share, found) != share.ore
    ]


def _expected(share: Share, found: dict[Key, dict[int, Part]]) -> int | None:
    part = found.get((share.beslut, share.timbelopp), {}).get(share.rad or 0)
    return part.ore if part else None

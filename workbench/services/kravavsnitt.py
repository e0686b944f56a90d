"""A claim month by month as the attested runs have it: lines, shares row by row, netting.

Everything is read from what was stored when the runs were attested; nothing is computed anew
(rulebook section 8).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from db import claim_basis, ledger
from db.claims import NamedClaimRow
from db.settlements import LineRow, Run
from workbench.domain.time import iso_month
from workbench.exports.kravinnehall import (
    Andel,
    Annat,
    Avsnitt,
    Bilagefel,
    Korning,
    Kravrad,
    Netto,
    Par,
    Post,
    Steg,
)
from workbench.exports.kravsummor import AVDRAG
from workbench.services.andelar import Sida, line_key, parts, sida, uneven, weights
from workbench.sharing import Key, Rank, Share, pairs
from workbench.wording import GRUND

UTAN_RAD = "utan rad"
"""Stands in place of a row for öre that no row says."""
STEG = (
    *("1 Lön för passen", "2 Förlorad lön", "3 Sjuklön", "4 Karensavdrag"),
    *("5 Karensavdrag, del", "6 Efter karensavdrag", "7 Semester", "8 Avgifter"),
    *("9 Enligt avtal", "10 Ersättning"),
    *("Timlön", "Veckolön", "Betald sjuklön", "Begärt belopp"),
    *("Semester, procent", "Avgifter, procent", "Avtal, procent"),
)
"""The steps of a sjuklön claim in order (``law.sjuklon.Amounts``), and what they rest on."""


class Underlag(NamedTuple):
    """What one run did to a claim in one netting, as it is stored."""

    manad: int
    account: ledger.Account
    fore: Sida
    efter: Sida
    rows: list[NamedClaimRow]

    @property
    def ids(self) -> set[int]:
        """The rows (below 0: passes) that have a share in either run, or are in the claim."""
        shared = (item.rad for side in (self.fore, self.efter) for item in side.shares)
        return {rad for rad in (*shared, *(row.rad_id for row in self.rows)) if rad is not None}


def underlag(
    connection: sqlite3.Connection, brukare: int, rows: Iterable[NamedClaimRow]
) -> list[Underlag]:
    """Return a claim's rows by month, run and netting, each with the two runs they stand between.

    Raises Bilagefel when there is no attested run before.
    """
    groups: dict[tuple[int, int, str], list[NamedClaimRow]] = defaultdict(list)
    for row in rows:
        groups[row.manad, row.korning, row.arende or ""].append(row)
    found = []
    for (month, korning, arende), own in sorted(groups.items()):
        former = ledger.attested_before(connection, korning)
        if former is None:
            what = f"{iso_month(month)} har ingen attesterad körning före körning {korning}"
            raise Bilagefel(f"K{own[0].aterkrav}", what)
        account = (brukare, arende)
        before, after = (sida(connection, run, account) for run in (former, korning))
        found.append(Underlag(month, account, before, after, own))
    return found


# -- one section ----------------------------------------------------------------------------------


def avsnitt(
    connection: sqlite3.Connection,
    item: Underlag,
    nr: Mapping[tuple[int, int], int],
    orsaker: Mapping[str, int],
    rank: Rank,
    *,
    full: bool,
) -> Avsnitt:
    """Return a section as the annex shows it.

    ``nr`` are the rows' numbers by month and row, ``orsaker`` those of the causes. Raises
    Bilagefel when a share is not what the row's units give.
    """
    shown = _Numbers(item, nr)
    before, after = _Lines(item.fore, "F", shown, rank), _Lines(item.efter, "E", shown, rank)
    pars = [
        (was, now, Par(shown.of(was or now), before.andel(was), after.andel(now)))
        for was, now in pairs(item.fore.shares, item.efter.shares)
    ]
    whole = {_key(was, now): par.skillnad for was, now, par in pars}
    return Avsnitt(
        iso_month(item.manad),
        item.account[1] or None,
        tuple(sorted({f"K{row.aterkrav}" for row in item.rows})),
        _run(connection, item.fore.run, full=full),
        _run(connection, item.efter.run, full=full),
        (*before.posts, *after.posts),
        tuple(sorted((par for *_, par in pars), key=lambda par: _order(par.vem))),
        tuple(
            sorted(
                (_row(row, shown, orsaker, whole) for row in item.rows),
                key=lambda row: _order(row.vem),
            )
        ),
        _net(connection, item),
        _steps(connection, item) if item.account[1] else (),
    )


def _order(vem: str) -> tuple[bool, int]:
    return (False, int(vem)) if vem.isdigit() else (True, 0)


class _Numbers:
    """What rows are called in a section."""

    def __init__(self, item: Underlag, nr: Mapping[tuple[int, int], int]) -> None:
        self._month, self._nr = item.manad, nr
        self.krav = f"K{item.rows[0].aterkrav}"

    def row(self, rad: int | None, slag: str) -> str:
        """Return a row's number, or what stands in its place."""
        if rad is not None:
            return str(self._nr[self._month, rad])
        return AVDRAG if slag == "redovisning" else UTAN_RAD

    def of(self, share: Share | None) -> str:
        """Return what a share's row is called."""
        assert share is not None
        return self.row(share.rad, share.slag)


class _Lines:
    """The lines of a run, each with how its öre fall by the rows' units."""

    def __init__(self, side: Sida, letter: str, numbers: _Numbers, rank: Rank) -> None:
        self._numbers = numbers
        self._parts = parts(side, rank)
        self._names: dict[Key, str] = {}
        self.posts: list[Post] = []
        units = weights(side.shares)
        for line in side.lines:
            key = line_key(line)
            if line.belopp or line.avdrag or line.timmar or key in units:
                self._names[key] = f"{letter}{len(self.posts) + 1}"
                self.posts.append(self._post(line, key, sum(units[key].values())))
        for share in uneven(side, rank):
            vem = numbers.of(share)
            raise Bilagefel(numbers.krav, f"andelen på rad {vem} följer inte av enheterna")

    def _post(self, line: LineRow, key: Key, units: int) -> Post:
        extra = [part.rest for part in self._parts.get(key, {}).values() if part.extra]
        return Post(
            self._names[key],
            line.arende or line.beslut,
            None if line.arende else line.timbelopp,
            None if line.arende else line.timmar,
            (line.assistans, line.vantetid, line.beredskap),
            line.egna,
            line.betalda,
            line.mottagna,
            line.slappta,
            units,
            len(extra),
            min(extra, default=None),
            line.belopp + line.avdrag,
            line.avdrag,
        )

    def andel(self, share: Share | None) -> Andel | None:
        """Return a share as the annex shows it. Raises Bilagefel when it belongs to no line."""
        if share is None:
            return None
        key = (share.beslut, share.timbelopp)
        if key not in self._names:
            raise Bilagefel(self._numbers.krav, f"en andel på {share.ore} öre hör till ingen post")
        part = self._parts.get(key, {}).get(share.rad or 0)
        return Andel(self._names[key], share.vikt, part.rest if part else None, share.ore)


RowKey = tuple[int | None, int, str, int | None, int | None]


def _key(was: Share | None, now: Share | None) -> RowKey:
    some = was or now
    assert some is not None
    return (
        some.rad,
        some.beslut,
        some.slag,
        was.timbelopp if was else None,
        now.timbelopp if now else None,
    )


def _row(
    row: NamedClaimRow,
    numbers: _Numbers,
    orsaker: Mapping[str, int],
    whole: Mapping[RowKey, int],
) -> Kravrad:
    key = (row.rad_id, row.beslut_id, row.slag, row.timbelopp_fore, row.timbelopp_efter)
    return Kravrad(
        numbers.row(row.rad_id, row.slag),
        orsaker[row.orsak],
        row.minuter_fore,
        row.minuter_efter,
        row.timbelopp_fore or None,
        row.timbelopp_efter or None,
        whole.get(key),
        row.belopp,
    )


def _run(connection: sqlite3.Connection, run: Run, *, full: bool) -> Korning:
    facts = ledger.run_facts(connection, run.id)
    assert facts is not None
    day = (facts.attesterad or "")[:10]
    return Korning(run.id, day, (facts.attestant or "") if full else "", run.regelversion)


def _net(connection: sqlite3.Connection, item: Underlag) -> Netto:
    before = claim_basis.netting(connection, item.fore.run.id, item.account)
    after = claim_basis.netting(connection, item.efter.run.id, item.account)
    assert after is not None
    return Netto(
        before.ratt if before else 0,
        before.oredovisat if before else 0,
        after.ratt,
        *after[1:],
        tuple(
            Annat(f"K{one.aterkrav}", GRUND[one.grund], one.summa)
            for one in claim_basis.moved(connection, item.efter.run.id, item.account)
        ),
    )


def _steps(connection: sqlite3.Connection, item: Underlag) -> tuple[Steg, ...]:
    before, after = (
        ledger.steps(connection, side.run.id, item.account) for side in (item.fore, item.efter)
    )
    return tuple(
        Steg(what, before[n] if before else None, after[n] if after else None)
        for n, what in enumerate(STEG)
    )


def ranks(sources: Mapping[int, tuple[str, int]]) -> Rank:
    """Return the order between rows with equal remainders: file hash, then row as it was read."""
    return lambda rad: (sources[rad][0], sources[rad][1] if rad < 0 else rad)


def causes(items: Iterable[Underlag]) -> Iterator[str]:
    """Yield every cause of the claim's rows once, in the order they appear."""
    yield from dict.fromkeys(row.orsak for item in items for row in item.rows)

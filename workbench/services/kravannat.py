"""An assistant's work elsewhere, as far as a claim rests on it.

The debtor is told minutes per day and nothing else; the court every row with its source, employer
and brukare (rulebook sections 4 and 8; 26 kap. 1 § OSL). Rows are those there were at the run.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from db import claim_basis, ledger
from db.claim_basis import Work
from db.decisions import FindingRow
from workbench.domain.report import BEREDSKAP
from workbench.domain.time import (
    Interval,
    clock,
    date_of,
    day_at,
    day_of,
    intersect,
    iso_day,
    midnight,
    parse_day,
    split_at_midnight,
    subtract,
    union,
    wall,
)
from workbench.exports.kravinnehall import Annanstans, Dag, Pass
from workbench.rules.registry import KODER
from workbench.services.kravorsaker import Cited
from workbench.wording import SLAG

AT_EMPLOYER = (
    *("arbetstid-husligt", "arbetstid-atl", "arbetstid-atl-4v", "arbetstid-atl-ar"),
    *("arbetstid-avtal", "arbetstid-oklar", "vila"),
)
"""Codes of limits over an assistant's time with one employer, whatever brukare."""
AT_BRUKARE = "arbetstid-brukare"
ANYWHERE = "langt-pass"
YEARLY = ("arbetstid-atl-ar", "arbetstid-husligt")
"""Codes that rest on a calendar year when their evidence names no days."""
MEETING = ("overlapp", "sjuk-arbetar")
"""Codes of rows that stand at the same time as the brukare's own."""
ELSEWHERE = (*AT_EMPLOYER, AT_BRUKARE, ANYWHERE, *MEETING)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _Key(NamedTuple):
    """Whose time, by what code, in which days (None: those of the rows), with which employer."""

    assistent: int
    kod: str
    dagar: Interval | None
    arbetsgivare: str | None


@dataclass(slots=True)
class Look:
    """An assistant's work that findings of one code rest on, in order of start."""

    key: _Key
    rows: list[Work] = field(default_factory=list)
    last: int = 0


def looks(
    connection: sqlite3.Connection, brukare: int, found: Mapping[str, Sequence[Cited]]
) -> list[Look]:
    """Return the work that the findings behind a claim rest on, with the brukare's own rows.

    Nothing where all of it is the brukare's own and no limit counts it together.
    """
    by_key: dict[_Key, Look] = {}
    meeting: dict[_Key, set[int]] = defaultdict(set)
    for one in (one for behind in found.values() for one in behind):
        if one.row is None or one.kod not in ELSEWHERE or one.row.assistent_id is None:
            continue
        last = ledger.last_row(connection, one.item.efter.run.id)
        for key in _keys(one.kod, one.row, one.row.assistent_id):
            look = by_key.setdefault(key, Look(key))
            look.last = max(look.last, last)
            if key.dagar is None:
                meeting[key] |= _met(connection, one, last)
    result = []
    for key, look in sorted(by_key.items(), key=lambda item: (item[0][:2], item[0].dagar or ())):
        look.rows = _rows(connection, look, meeting.get(key))
        counts_own = key.kod.startswith("arbetstid-")
        if counts_own or any(row.brukare != brukare for row in look.rows):
            result.append(look)
    return result


def _keys(kod: str, row: FindingRow, assistent: int) -> Iterator[_Key]:
    if kod in MEETING:
        yield _Key(assistent, kod, None, None)
        return
    employer = row.arbetsgivare if kod in AT_EMPLOYER else None
    for evidence in json.loads(row.underlag) or [{}]:
        days = _days(kod, row, evidence)
        if days is not None:
            yield _Key(assistent, kod, days, employer)


def _days(kod: str, row: FindingRow, evidence: Mapping[str, object]) -> Interval | None:
    """Return the days that a finding's evidence names, else its year, else its own."""
    if row.start is None or row.slut is None:
        return None
    first, last = day_at(row.start), day_at(row.slut - 1)
    named = [parse_day(day) for text in evidence.values() for day in _DAY.findall(str(text))]
    if named:
        return min(named), (max(named) if len(named) > 1 else last) + 1
    if kod in YEARLY:
        year = date_of(first).replace(month=1, day=1)
        return day_of(year), day_of(year.replace(year=year.year + 1))
    return first, last + 1


def _met(connection: sqlite3.Connection, one: Cited, last: int) -> set[int]:
    """Return the ids of the rows that a finding's row meets, with the row itself."""
    row = one.row
    assert row is not None
    met = {rad for rad in one.rader if rad > 0}
    for evidence in json.loads(row.underlag):
        met |= {int(rad) for rad in str(evidence.get("mot_rad", "")).split(",") if rad}
    if one.kod == "sjuk-arbetar" and row.assistent_id is not None and row.start is not None:
        end = row.start if row.slut is None else row.slut
        met |= {
            own.id
            for own in claim_basis.work(connection, row.assistent_id, row.start, end, last)
            if own.slag != BEREDSKAP
        }
    return met


def _rows(connection: sqlite3.Connection, look: Look, meeting: set[int] | None) -> list[Work]:
    key = look.key
    if key.dagar is None:
        return claim_basis.work_rows(connection, meeting or ())
    window = midnight(key.dagar[0]), midnight(key.dagar[1])
    return [
        row
        for row in claim_basis.work(connection, key.assistent, *window, look.last)
        if row.slag != BEREDSKAP
        and (key.arbetsgivare is None or row.arbetsgivare_nummer == key.arbetsgivare)
    ]


# -- as the annex shows it ------------------------------------------------------------------------


class Shown(NamedTuple):
    """How people, employers and sources are named in the annex."""

    assistent: Callable[[int], str]
    brukare: Callable[[int], str]
    arbetsgivare: Callable[[Work], str]
    kalla: Callable[[Work], str]


def annanstans(look: Look, brukare: int, shown: Shown, *, full: bool) -> Annanstans:
    """Return a look as the annex has it; only the court's has the rows elsewhere one by one."""
    rows = look.rows
    if look.key.kod == AT_BRUKARE:
        rows = [row for row in rows if row.brukare == brukare]
    here: dict[int, int] = defaultdict(int)
    there: dict[int, int] = defaultdict(int)
    for row, start, slut in _counted(look, rows):
        for day, first, after in split_at_midnight(start, slut):
            (here if row.brukare == brukare else there)[day] += after - first
    return Annanstans(
        shown.assistent(look.key.assistent),
        f"{KODER[look.key.kod].titel} ({look.key.kod})",
        _said(look),
        tuple(Dag(iso_day(day), here[day], there[day]) for day in sorted({*here, *there})),
        tuple(_pass(row, shown) for row in rows if row.brukare != brukare) if full else (),
    )


def _said(look: Look) -> str:
    if look.key.dagar is None:
        return "Raderna som ligger samtidigt, hela raderna."
    first, after = look.key.dagar
    whose = "hos samma arbetsgivare" if look.key.arbetsgivare else "hos alla arbetsgivare"
    if look.key.kod == AT_BRUKARE:
        whose = "hos samma brukare"
    return f"Assistans och väntetid {whose} {iso_day(first)} - {iso_day(after - 1)}."


def _counted(look: Look, rows: Sequence[Work]) -> Iterator[tuple[Work, int, int]]:
    """Yield rows' minutes; under a limit each minute once, for the row that starts first."""
    if look.key.dagar is None:
        yield from ((row, row.start, row.slut) for row in rows)
        return
    window = [(midnight(look.key.dagar[0]), midnight(look.key.dagar[1]))]
    taken: list[Interval] = []
    for row in rows:
        for start, slut in intersect(subtract([(row.start, row.slut)], taken), window):
            yield row, start, slut
        taken = union([*(one for one in taken if one[1] > row.start), (row.start, row.slut)])


def _pass(row: Work, shown: Shown) -> Pass:
    day, start = wall(row.start)
    _, slut = wall(row.slut)
    return Pass(
        iso_day(day),
        f"{clock(start)}-{clock(slut)}",
        SLAG[row.slag],
        row.slut - row.start,
        shown.arbetsgivare(row),
        shown.brukare(row.brukare),
        shown.kalla(row),
    )

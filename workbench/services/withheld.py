"""Time that a payee is told is not paid: one row per code and state, with days and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from db import specifications
from db.decisions import FindingRow
from workbench.domain.time import date_of, day_at, month_of, parse_day
from workbench.exports.specification import MANADER, Ejbetalt, Lage
from workbench.rules.registry import SJUKLON
from workbench.services.reviewing import view
from workbench.services.viewing import NOBODY
from workbench.wording import GOR, GOR_ANNARS


def not_paid(
    connection: sqlite3.Connection, month: int, found: Iterable[FindingRow], answer: int
) -> Iterator[tuple[int, Ejbetalt]]:
    """Yield (brukare, time that is not paid) of a month's findings.

    Only what a person has refused is called refused; all else is under utredning until it has
    been communicated (25 § FL). ``answer`` is the day number to answer by, unless another day has
    been asked for.
    """
    stretches = specifications.parts(connection, month)
    asked = specifications.answer_days(connection, month)
    withholding = sorted(filter(_withholds, found), key=_together)
    for (person, kod, refused), group in groupby(withholding, key=_together):
        rows = list(group)
        shown = [view(row, NOBODY) for row in rows]
        days = {
            day
            for row in rows
            for start, slut in stretches.get(row.id, ())
            for day in range(day_at(start), day_at(slut - 1) + 1)
        }
        hours = [row.timmar for row in rows if row.timmar is not None]
        by = [parse_day(asked[row.id]) for row in rows if row.id in asked]
        yield (
            person,
            Ejbetalt(
                kod,
                " ".join(dict.fromkeys(item.forklaring for item in shown)),
                shown[0].lagrum,
                sum(row.minuter for row in rows),
                days_text(sorted(days), month),
                Lage.NEKAT if refused else Lage.UTREDS,
                sum(hours) if hours else None,
                "" if refused else GOR.get(kod, GOR_ANNARS),
                None if refused else max(by, default=answer),
            ),
        )


def _withholds(row: FindingRow) -> bool:
    if row.kod in SJUKLON:  # a claim has letters of its own
        return False
    return row.status == "nekad" or (row.status != "godkand" and row.allvar != "info")


def _together(row: FindingRow) -> tuple[int, str, bool]:
    return row.brukare_id, row.kod, row.status == "nekad"


def days_text(days: Sequence[int], month: int) -> str:
    """Return days of a month as ``3, 5-7 mars``; the whole month when there are none.

    A day of another month is written with its own month.
    """
    name = MANADER[month % 12]
    if not days:
        return name
    inside = [date_of(day).day for day in days if month_of(day) == month]
    outside = [
        f"{date_of(day).day} {MANADER[month_of(day) % 12]}"
        for day in days
        if month_of(day) != month
    ]
    runs: list[list[int]] = []
    for day in inside:
        if runs and runs[-1][1] == day - 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    text = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)
    return ", ".join([f"{text} {name}", *outside] if text else outside)

"""The front page: what is left to do in a month, and what it costs."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from db import overview, settlements
from workbench.domain.decision import Beslut
from workbench.domain.time import LAST_DAY, iso_day, midnight, month_days, parse_day
from workbench.law.granted import granted_hours
from workbench.law.parameters import Policies
from workbench.law.rounding import half_up
from workbench.services import law as law_service
from workbench.services.viewing import Viewer


@dataclass(frozen=True, slots=True)
class BrukareMonth:
    """One brukare's month; hours in hundredths, minutes real, öre; None = not settled yet.

    ``vantar`` is what stands between the brukare and "klar": ``saknas`` (no report), ``klar``,
    ``ej räknad``, or counts such as ``2 utred``.
    """

    id: int
    brukare: str
    namn: str
    rader: int
    timmar: int | None
    beviljat: int
    nekade_minuter: int
    hallna_minuter: int
    belopp: int | None
    vantar: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month: its brukare, sums, and the state of its latest run."""

    month: int
    rows: tuple[BrukareMonth, ...]
    korning: int | None
    status: str | None
    timmar: int
    total_ore: int
    total_ore_forra: int | None
    nekade_minuter: int
    hallna_minuter: int
    klara: int
    vantar: int
    komplettering: int
    saknas: int
    varningar: tuple[str, ...]
    veckor: tuple[int, ...]
    """Reported minutes per seven days from the first of the month."""


def month_view(connection: sqlite3.Connection, month: int, viewer: Viewer) -> MonthView:
    """Return a month with every brukare that has rows or a beslut in force in it."""
    first, after = month_days(month)
    days = iso_day(first), iso_day(after - 1)
    granted = _granted(connection, month, *days)
    rows = tuple(
        _brukare(item, granted.get(item.brukare, 0), viewer)
        for item in overview.month(connection, month, *days)
    )
    latest = settlements.latest_run(connection, month)
    former = settlements.latest_run(connection, month - 1)
    kept = settlements.weeks(connection, latest) if latest else None
    weeks = json.loads(kept) if kept else weekly_minutes(connection, month)
    return MonthView(
        month,
        rows,
        latest.id if latest else None,
        latest.status if latest else None,
        sum(row.timmar or 0 for row in rows),
        latest.total_ore if latest else 0,
        former.total_ore if former else None,
        sum(row.nekade_minuter for row in rows),
        sum(row.hallna_minuter for row in rows),
        sum(row.vantar == "klar" for row in rows),
        sum("neka" in row.vantar or "utred" in row.vantar for row in rows),
        sum("kompl" in row.vantar for row in rows),
        sum(row.vantar == "saknas" for row in rows),
        _warnings(latest),
        tuple(weeks),
    )


def weekly_minutes(connection: sqlite3.Connection, month: int) -> list[int]:
    """Return the reported minutes per seven days from the first of the month."""
    first, after = month_days(month)
    weeks = [0] * ((after - first + 6) // 7)
    for week, minutes in overview.minutes_per_week(connection, month, midnight(first)):
        weeks[min(week, len(weeks) - 1)] += minutes
    return weeks


def _warnings(latest: settlements.Run | None) -> tuple[str, ...]:
    return tuple(json.loads(latest.varningar)) if latest else ()


def _granted(connection: sqlite3.Connection, month: int, first: str, last: str) -> dict[int, int]:
    """Return the hours granted per month and brukare: the period's hours over its months."""
    policies = law_service.load(connection).policies
    totals: dict[int, int] = defaultdict(int)
    for row in overview.granted(connection, first, last):
        totals[row[0]] += granted_month(row, month, policies)
    return totals


def granted_month(
    row: tuple[int, int, str, str | None, int, int], month: int, policies: Policies
) -> int:
    """Return the hundredths of an hour that a beslut (as ``db.overview.granted`` gives it) grants
    in a month: its period's hours over the period's months."""
    brukare, identity, fran, till, timmar, months = row
    last_day = LAST_DAY if till is None else parse_day(till)
    beslut = Beslut(identity, "", brukare, parse_day(fran), last_day, timmar, months)
    return half_up(granted_hours(beslut, month, policies), months)


def _brukare(item: overview.MonthSums, granted: int, viewer: Viewer) -> BrukareMonth:
    return BrukareMonth(
        item.brukare,
        viewer.number(item.brukare, item.nummer, item.skyddad),
        viewer.name(item.brukare, item.nummer, item.namn, item.skyddad),
        item.rader,
        item.timmar,
        granted,
        item.nekade_minuter,
        item.hallna_minuter,
        item.belopp,
        _waiting(item),
    )


def _waiting(item: overview.MonthSums) -> str:
    if item.rader == 0:
        return "saknas"
    waits = [
        f"{count} {word}"
        for count, word in (
            (item.neka, "neka"),
            (item.utred, "utred"),
            (item.komplettering, "kompl"),
        )
        if count
    ]
    if waits:
        return " ".join(waits)
    return "ej räknad" if item.timmar is None and item.belopp is None else "klar"


def months(connection: sqlite3.Connection) -> list[int]:
    """Return the months that have rows or runs, latest first."""
    return overview.months_with_data(connection)


def files(connection: sqlite3.Connection) -> list[tuple[str, str, str, int, str, str]]:
    """Return (name, kind, SHA-256, rows, time, actor) of the latest imported files."""
    return overview.imported_files(connection)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that has been taken in."""

    namn: str
    slag: str
    sha256: str
    rader: int
    tid: str
    aktor: str


LATEST = 200


def imported(connection: sqlite3.Connection, most: int = LATEST) -> tuple[ImportedFile, ...]:
    """Return the latest imported files, newest first; ``most`` -1 = all."""
    return tuple(ImportedFile(*row) for row in overview.imported_files(connection, most))


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month to choose: its latest run and how many findings wait."""

    month: int
    status: str | None
    total_ore: int | None
    vantar: int


def month_states(connection: sqlite3.Connection) -> tuple[MonthState, ...]:
    """Return every month with rows or runs, latest first."""
    states = []
    for month in overview.months_with_data(connection):
        run = settlements.latest_run(connection, month)
        states.append(
            MonthState(
                month,
                run.status if run else None,
                run.total_ore if run else None,
                settlements.waiting(connection, month),
            )
        )
    return tuple(states)

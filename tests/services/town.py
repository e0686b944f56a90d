"""A made-up municipality in a real database: CSV files in, answers out.

Everything goes through the contract's CSV files and the services, so that a test says what a
municipality would see.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from db import Database, open_database
from db.decisions import Filter, Move
from db.journal import Stamp
from workbench.domain.money import plain
from workbench.domain.people import luhn_digit
from workbench.domain.time import parse_month
from workbench.services import checking, importing, payees, reviewing
from workbench.services.importing import ImportResult
from workbench.services.progress import QUIET
from workbench.services.reviewing import FindingView
from workbench.services.settling import SettlementResult, settle
from workbench.services.viewing import Viewer

TODAY = "2026-11-22"
ACTOR = "karin"
SEER = Viewer(ACTOR, protected=True)

Row = Mapping[str, str]
Answer = dict[str, Any]


def person(born: str, serial: int) -> str:
    """Return a valid personnummer for someone born on an ISO day."""
    head = born.replace("-", "") + f"{serial:03d}"
    return head + str(luhn_digit(head[2:]))


def company(serial: int) -> str:
    """Return a valid orgnr."""
    head = f"5590{serial:05d}"
    return head + str(luhn_digit(head))


ANNA = person("1980-05-05", 238)
BO = person("1971-11-30", 117)
KIM = person("1985-02-14", 412)
LEA = person("1990-08-01", 906)
FIRMAN = company(17)
BOLAGET = company(23)


def stamp(day: str = TODAY, actor: str = ACTOR) -> Stamp:
    """Return a stamp of that day."""
    return Stamp(f"{day}T09:00:00Z", actor)


def sheet(rows: Sequence[Row]) -> bytes:
    """Return rows as a semicolon CSV file; a column that some rows lack is empty there."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [";".join(columns), *(";".join(row.get(name, "") for name in columns) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def write(folder: Path, sheets: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Write sheets by file name (the kind is known from the header); empty ones are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in sheets.items():
        if rows:
            path = folder / f"{name}.csv"
            path.write_bytes(sheet(rows))
            paths.append(path)
    return paths


def clean_town(**changes: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """Return registers in which a row of Kim with Anna for Firman gives no finding."""
    sheets: dict[str, Sequence[Row]] = {
        "brukare": [
            {"personnummer": ANNA, "namn": "Anna Ek", "ivo_anmald": ""},
            {"personnummer": BO, "namn": "Bo Al", "ivo_anmald": ""},
        ],
        "anordnare": [
            {"orgnr": FIRMAN, "namn": "Firman", "kommunal": "nej", "tillstand_fran": "2011-01-01"},
            {"orgnr": BOLAGET, "namn": "Bolaget", "kommunal": "ja", "tillstand_fran": ""},
        ],
        "assistenter": [
            {"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "SE"},
            {"personnummer": LEA, "namn": "Lea Ås", "bosatt_land": "SE"},
        ],
        "uppdrag": [
            uppdrag(assistent, brukare, employer)
            for assistent in (KIM, LEA)
            for brukare in (ANNA, BO)
            for employer in (FIRMAN, BOLAGET)
        ],
        "beslut": [beslut("B1", ANNA), beslut("B2", BO)],
    }
    return sheets | changes


def uppdrag(
    assistent: str = KIM, brukare: str = ANNA, arbetsgivare: str = FIRMAN, **other: str
) -> Row:
    """Return a notified uppdrag since 2011."""
    return {
        "assistent": assistent,
        "brukare": brukare,
        "arbetsgivare": arbetsgivare,
        "fran": "2011-01-01",
        "till": "",
        "anmald": "2010-12-20",
    } | other


def beslut(nummer: str = "B1", brukare: str = ANNA, **other: str) -> Row:
    """Return a beslut of 744 hours a month since 2011."""
    return {
        "beslutsnummer": nummer,
        "brukare": brukare,
        "fran": "2011-01-01",
        "till": "",
        "timmar": "744",
    } | other


def tid(
    datum: str,
    start: str = "08:00",
    slut: str = "16:00",
    slag: str = "assistans",
    brukare: str = ANNA,
    assistent: str = KIM,
    arbetsgivare: str = FIRMAN,
) -> Row:
    """Return a reported row."""
    return {
        "brukare": brukare,
        "assistent": assistent,
        "arbetsgivare": arbetsgivare,
        "datum": datum,
        "start": start,
        "slut": slut,
        "slag": slag,
    }


@cache
def _empty() -> bytes:
    folder = Path(tempfile.mkdtemp())
    try:
        open_database(folder / "tom.db").close()
        return (folder / "tom.db").read_bytes()
    finally:
        shutil.rmtree(folder)


def database(path: Path) -> Database:
    """Open a new database; the empty schema is made once and copied."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(_empty())
    return open_database(path)


def take_in(
    base: Database, paths: Iterable[Path], day: str = TODAY, received: str | None = None
) -> ImportResult:
    """Import files and folders; every file must be good."""
    result = importing.import_paths(base, list(paths), stamp(day), received=received)
    assert not result.fel, result.fel
    return result


def bring(
    base: Database,
    folder: Path,
    sheets: Mapping[str, Sequence[Row]],
    day: str = TODAY,
    received: str | None = None,
) -> ImportResult:
    """Write sheets and import them."""
    return take_in(base, write(folder, sheets), day, received)


def confirm_accounts(base: Database, day: str = TODAY, actor: str = "olle") -> int:
    """Confirm, as another person, every account that waits; return how many."""
    waiting = payees.pending(base.read(), SEER)
    for item in waiting:
        payees.confirm(base, item.id, day, "brev", stamp(day, actor))
    return len(waiting)


def check(base: Database, month: str, day: str = TODAY) -> checking.Work:
    """Check a month without settling it."""
    with base.write() as connection:
        return checking.run(connection, parse_month(month), stamp(day), QUIET, settle=False)


def settled(base: Database, month: str, day: str = TODAY) -> SettlementResult:
    """Check and settle a month."""
    return settle(base, parse_month(month), stamp(day))


def findings(base: Database, month: str, kod: str | None = None) -> list[FindingView]:
    """Return a month's findings as someone who sees everybody."""
    return reviewing.findings(base.read(), Filter(manad=parse_month(month), kod=kod), SEER)


def one(base: Database, month: str, kod: str) -> FindingView:
    """Return the only finding of a code."""
    found = findings(base, month, kod)
    assert len(found) == 1, found
    return found[0]


def decide(base: Database, views: Iterable[FindingView], status: str, day: str = TODAY) -> int:
    """Move findings and return the round."""
    return reviewing.decide(
        base, [view.number for view in views], Move(status, "prövat"), stamp(day)
    )


def sums(base: Database, month: str, without: Sequence[str] = ()) -> list[Answer]:
    """Return findings summed as the contract says: per code, brukare and assistant."""
    minutes: dict[tuple[str, str, str | None], int] = defaultdict(int)
    hours: dict[tuple[str, str], int] = defaultdict(int)
    for view in findings(base, month):
        if view.kod in without:
            continue
        if view.timmar is None:
            minutes[view.kod, view.brukare, view.assistent] += view.minuter
        else:
            assert view.minuter == 0
            assert view.assistent is None
            hours[view.kod, view.brukare] += view.timmar
    answer: list[Answer] = [
        {"kod": kod, "brukare": brukare, "assistent": assistent, "minuter": total}
        for (kod, brukare, assistent), total in minutes.items()
    ]
    answer += [
        {"kod": kod, "brukare": brukare, "assistent": None, "timmar": plain(total)}
        for (kod, brukare), total in hours.items()
    ]
    return sorted(answer, key=lambda item: (item["kod"], item["brukare"], item["assistent"] or ""))


def lines(result: SettlementResult) -> list[Answer]:
    """Return lines with the contract's keys that the oracle knows."""
    return [
        {
            "brukare": line.brukare,
            "beslut": line.beslut,
            "timbelopp_ore": line.timbelopp,
            "minuter": {
                "assistans": line.assistans,
                "vantetid": line.vantetid,
                "beredskap": line.beredskap,
            },
            "timmar": plain(line.timmar),
            "belopp_ore": line.belopp,
        }
        for line in result.lines
    ]


def answer(base: Database, month: str, day: str = TODAY, without: Sequence[str] = ()) -> Answer:
    """Check and settle a month and return all that a municipality reads from it."""
    result = settled(base, month, day)
    return {
        "findings": sums(base, month, without),
        "lines": lines(result),
        "nekade_minuter": result.nekade_minuter,
        "hallna_minuter": result.hallna_minuter,
        "total_ore": result.total_ore,
    }


def iso(day: date) -> str:
    """Return a date as text."""
    return day.isoformat()

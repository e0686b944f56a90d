"""The town's month attested once, then changed: what a second run, its attest and payments show."""

from __future__ import annotations

from pathlib import Path

from db import Database, ledger, payments, settlements
from db.decisions import Move
from db.journal import Stamp
from tests.tui.helpers import HIDDEN, MAJ, MARCH, NOW, OLLE
from workbench.services import attesting, importing, payees, reviewing, settling
from workbench.services.viewing import Viewer

ANNA, BO, CECILIA = (Stamp(NOW, name) for name in ("anna", "bo", "cecilia"))
LATER = "2024-04-08T06:30:00Z"
ACCOUNTS = f"""personnummer;namn;skyddad;konto
{MAJ};Andersson, Maj;nej;5226-1234562
{HIDDEN};Hemlig, Hanna;ja;BG 5050-1055
"""
CHANGED = {
    "brukare.csv": f"""personnummer;namn;skyddad;konto
{HIDDEN};Hemlig, Hanna;ja;BG 991-2346
{MAJ};Andersson, Maj;nej;BG 123-4566
""",
    "beslut.csv": f"""beslutsnummer;brukare;fran;timmar;beslutsdatum
B-2;{OLLE};2023-01-01;110;2022-12-01
""",
}


def to_pay(path: Path, korning: int) -> int:
    """Return what a run pays, öre."""
    with Database(path) as database:
        return settlements.money(database.read(), korning)[0]


def status(path: Path, korning: int) -> str:
    """Return a run's state."""
    with Database(path) as database:
        facts = ledger.run_facts(database.read(), korning)
    assert facts is not None
    return facts.status


def paid(path: Path, korning: int) -> list[tuple[int, str]]:
    """Return (öre, status) of a run's payments."""
    with Database(path) as database:
        found = payments.of_run(database.read(), korning)
    return [(item.belopp, item.status) for item in found]


def bring(database: Database, folder: Path, files: dict[str, str], stamp: Stamp) -> None:
    """Import files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        result = importing.import_paths(database, [folder / name], stamp, received="2024-04-03")
        assert not result.fel, result.fel


def decide(path: Path, number: int, to: str, stamp: Stamp = ANNA) -> None:
    """Decide a finding."""
    with Database(path) as database:
        reviewing.decide(database, [number], Move(to, "sett"), stamp)


def attest(path: Path, korning: int, stamp: Stamp = BO) -> None:
    """Attest a run with everything ticked."""
    with Database(path) as database:
        ore = settlements.money(database.read(), korning)[0]
        attesting.attest(database, korning, ore, {"all"}, stamp)


AGE, PLACE, DOUBLE = 5, 4, 1
"""Findings of the town: a minor with Olle, an assistant abroad with Hanna, two shifts with Maj."""


def attested_once(path: Path, folder: Path) -> Path:
    """Register accounts, release two shifts at once, settle as Anna and attest as Bo."""
    decide(path, DOUBLE, "godkand")
    with Database(path) as database:
        bring(database, folder / "konton", {"brukare.csv": ACCOUNTS}, ANNA)
        settling.settle(database, MARCH, ANNA)
    attest(path, 1)
    return path


def second_run(path: Path, folder: Path) -> Path:
    """Attest the month, change accounts and a beslut, decide anew, and settle anew: Maj has been
    paid too much and Hanna too little."""
    attested_once(path, folder)
    later = Stamp(LATER, "anna")
    with Database(path) as database:
        bring(database, folder / "nytt", CHANGED, later)
        for item in payees.pending(database.read(), Viewer("david")):
            payees.confirm(database, item.id, "2024-04-08", "ringde", Stamp(LATER, "david"))
    decide(path, PLACE, "godkand", later)
    decide(path, DOUBLE, "nekad", later)
    with Database(path) as database:
        settling.settle(database, MARCH, later)
    return path

"""What stands behind a run as shown: why it differs, why it pays, whether it may be annulled."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import ledger, overview, reports, settlements
from db.journal import Stamp
from db.settlements import RunSum
from workbench.domain.money import kronor
from workbench.domain.time import iso_instant
from workbench.services import attesting, explaining_money
from workbench.services.runs import RunNet
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.wording import SLAG


def to_annul(
    connection: sqlite3.Connection, korning: int, stamp: Stamp
) -> tuple[RunSum | None, str]:
    """Return a run and, in Swedish, why a person may not annul it now ("" = he may)."""
    facts = ledger.run_facts(connection, korning)
    if facts is None:
        return None, str(attesting.UnknownRun(korning))
    found = settlements.runs_of_month(connection, facts.manad)
    return (
        next(run for run in found if run.id == korning),
        attesting.hinder_annul(connection, korning, stamp),
    )


@dataclass(frozen=True, slots=True)
class RunDifference:
    """Why a brukare's month differs from the attested run: one row, with cause and öre.

    ``kalla`` is file and row; empty for a difference that stands on no row.
    """

    fran: str | None
    till: str | None
    assistent: str
    slag: str
    beslut: str
    kalla: str
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    orsak: str
    grund: str
    belopp: int


def differences(
    connection: sqlite3.Connection, korning: int, brukare: int, viewer: Viewer
) -> tuple[RunDifference, ...]:
    """Return a brukare's differences against the month's attested run, row by row."""
    found = [
        item
        for account in ledger.difference_counts(connection, korning)
        if account[0] == brukare
        for item in ledger.difference_rows(connection, korning, account)
    ]
    ids = [item.rad for item in found if item.rad is not None]
    rows = {row.id: row for row in reports.named_rows(connection, ids)}
    beslut = overview.beslut_numbers(connection, [item.beslut for item in found if item.beslut])
    shown = []
    for item in found:
        row = rows.get(item.rad or 0)
        who = source = ""
        slag, start, end = item.slag, None, None
        if row is not None:
            start, end = iso_instant(row.start), iso_instant(row.slut)
            who = viewer.name(
                row.assistent, row.assistent_nummer, row.assistent_namn, row.assistent_skyddad
            )
            slag, source = SLAG[row.slag], f"{row.fil} rad {row.rad}"
        number = beslut.get(item.beslut or 0, "")
        shown.append(
            RunDifference(
                start, end, who, slag, number, source, *item[3:7],
                item.orsak, item.grund, item.belopp,
            )
        )  # fmt: skip
    return tuple(shown)


def net_trace(connection: sqlite3.Connection, korning: int, net: RunNet, viewer: Viewer) -> Node:
    """Return why a brukare is paid what a stored run says: its netting, then each line."""
    parts = explaining_money.month_in_money(connection, korning, net.brukare_id, net.arende, viewer)
    to = f"{kronor(net.att_betala)} kr till {net.mottagare}"
    return Node(f"{net.namn} betalas", to, "9.2.22", f"körning {korning}", parts)

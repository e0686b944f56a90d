"""Claims as people read them: the list with its sums, and one claim with its case."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db import claim_documents
from workbench.cli import output
from workbench.domain.money import clock_hours, kronor
from workbench.domain.time import iso_month, parse_day
from workbench.services.aterkrav import Kommande
from workbench.services.kravhistorik import historik
from workbench.services.kravvy import Kravvy
from workbench.services.viewing import Viewer
from workbench.wording import BEDOMNING, GALDENAR, GRUND, KRAV, KRAVHANDLING


def table(found: Sequence[Kravvy]) -> None:
    """Write claims as a table with their sums at the foot."""
    output.table(
        ("Krav", "Brukare", "Gäldenär", "Ärende", "Månader", "Dagar", "Belopp", "Utestående",
         "Grund", "Status", "Frist"),
        [
            (
                item.krav.id,
                item.krav.brukare_namn,
                ", ".join(who.namn or who.nummer for who in item.galdenarer),
                item.krav.arende or "",
                ", ".join(item.krav.manader),
                item.alder,
                kronor(item.krav.belopp),
                kronor(item.krav.utestaende),
                item.krav.grund,
                KRAV[item.krav.status] + (" (ändrat)" if item.andrad_av else ""),
                (item.frist or "") + (" förfallen" if item.forfallen else ""),
            )
            for item in found
        ],
        right="Dagar Belopp Utestående",
    )  # fmt: skip
    output.line(
        f"{len(found)} krav, summa {kronor(sum(item.krav.belopp for item in found))} kr, "
        f"utestående {kronor(sum(item.krav.utestaende for item in found))} kr."
    )


def coming(found: Sequence[Kommande]) -> None:
    """Write what drafts put forward when they are attested."""
    output.table(
        ("Körning", "Månad", "Brukare", "Ärende", "Kronor"),
        [
            (one.korning, one.manad, one.brukare_namn, one.arende or "", kronor(one.belopp))
            for one in found
        ],
        right="Kronor",
    )


def case(connection: sqlite3.Connection, item: Kravvy, viewer: Viewer, today: str) -> None:
    """Write one claim: who owes, what is lacking, assessment, plan, history, and its rows."""
    shown = item.krav
    state = f"{KRAV[shown.status]}, {item.alder} dagar"
    output.line(
        f"{shown.id}  {shown.brukare_namn}  {state}  grund {shown.grund} ({GRUND[shown.grund]})"
    )
    for who in item.galdenarer:
        name = who.nummer if who.namn in ("", who.nummer) else f"{who.nummer} {who.namn}"
        output.line(f"gäldenär: {name} ({GALDENAR[who.slag]})")
    joined = f"   samlat av {shown.id}, {', '.join(item.samlade)}" if item.samlade else ""
    output.line(f"månader: {', '.join(shown.manader)}{joined}")
    output.line(
        f"summa {kronor(shown.belopp)} kr: utestående {kronor(shown.utestaende)}, återbetalt "
        f"{kronor(shown.betalt)}, nedlagt {kronor(shown.nedlagt)}"
    )
    if item.frist:
        left = parse_day(item.frist) - parse_day(today)
        days = "1 dag" if abs(left) == 1 else f"{abs(left)} dagar"
        when = f"{days} sedan" if left < 0 else f"om {days}" if left else "i dag"
        output.line(f"frist: {item.frist} ({when})")
    for text in item.vantar:
        output.line(f"! {text}")
    if item.flyttas_till:
        output.line(f"kan bli: {', '.join(item.flyttas_till)}")
    _assessment(item)
    _plan(item)
    _history(connection, item, viewer)
    _rows(item)


def _assessment(item: Kravvy) -> None:
    if item.bedomning:
        output.line()
        output.line("Bedömning")
    for one in item.bedomning:
        source = f" [{one.kalla}]" if one.kalla else ""
        output.line(
            f"  {one.id} {BEDOMNING[one.slag]}: {one.text}{source} ({one.tid[:10]} {one.aktor})"
        )


def _plan(item: Kravvy) -> None:
    if item.plan:
        output.line()
        output.table(
            ("Avbetalning", "Kronor", "Inkommet"),
            [(part.dag, kronor(part.belopp), kronor(part.betalt)) for part in item.plan],
            right="Kronor Inkommet",
        )


def _history(connection: sqlite3.Connection, item: Kravvy, viewer: Viewer) -> None:
    identity = int(item.krav.id[1:])
    output.line()
    output.table(
        ("Dag", "Vem", "Vad", "Kronor", "Varför"),
        [
            (
                one.dag,
                one.aktor,
                ", ".join((one.vad, *one.mer)) + (" (ångrat)" if one.angrad else ""),
                "" if one.belopp is None else kronor(one.belopp),
                one.varfor,
            )
            for one in historik(connection, item.krav.id, viewer)
        ],
        right="Kronor",
    )
    for paper in claim_documents.documents(connection, identity):
        fixed = f"fastställd {paper.faststalld[:10]}" if paper.faststalld else "utkast"
        output.line(f"handling: {KRAVHANDLING[paper.slag]} {paper.nummer}, {fixed} ({paper.aktor})")


def _rows(item: Kravvy) -> None:
    output.line()
    output.table(
        ("Månad", "Fil", "Rad", "Slag", "Tid före", "Tid efter", "Orsak", "Kronor"),
        [
            (
                iso_month(row.manad),
                row.fil or "",
                "" if row.rad is None else str(row.rad),
                row.slag,
                clock_hours(row.minuter_fore),
                clock_hours(row.minuter_efter),
                row.orsak,
                kronor(row.belopp),
            )
            for row in item.krav.rader
        ],
        right="Kronor",
    )

"""``workbench aterkrav move``, ``payment`` and ``undo``: what happens to a claim."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import DayType, KronorType, json_option, session
from workbench.cli.diagnostics import ExitCode
from workbench.law.aterkrav import MOVES

if TYPE_CHECKING:
    from db import Database
    from db.journal import Stamp
    from workbench.services.viewing import Viewer

TO = tuple(dict.fromkeys(to for moves in MOVES.values() for tos in moves.values() for to in tos))
"""The states that a person can move a claim to."""


@click.command("move")
@click.argument("identity", metavar="ID")
@click.argument("to", metavar="STATE", type=click.Choice(TO))
@click.option("--date", "day", type=DayType(), help="The day it happened. Default: today.")
@click.option("--motivering", default="", help="Why.")
@click.option("--grund", type=click.Choice(("a", "b")), help="The ground (12 § LSS), when chosen.")
@click.option(
    "--svar-senast",
    type=DayType(),
    help="Day to answer by. Default: the letter's, else the setting's.",
)
@click.option("--frist", type=DayType(), help="Last day to appeal, when later than three weeks.")
@click.option("--belopp", type=KronorType(), help="What the court left, or what is dropped.")
@click.option("--referens", default="", help="Court and case number.")
@click.option("--plan", multiple=True, metavar="DAY=KRONOR", help="An instalment. Repeatable.")
@click.option("--plan-from", type=DayType(), help="First day of a plan of equal months.")
@click.option("--every-month", type=KronorType(), help="Kronor a month from --plan-from.")
@json_option
def move(
    identity: str,
    to: str,
    day: str | None,
    motivering: str,
    grund: str | None,
    svar_senast: str | None,
    frist: str | None,
    belopp: int | None,
    referens: str,
    plan: tuple[str, ...],
    plan_from: str | None,
    every_month: int | None,
    as_json: bool,
) -> int:
    """Move a claim to another state; all that is in the way is told at once.

    --belopp is with andrad what the court left, with eftergiven and nedlagd the part that is
    dropped (default: all), with faststalld the sum that stands, asked for when a lower court has
    struck: that court's when its judgment stands, the whole when the nämnd's decision does.

    \b
    Example: workbench aterkrav move K3 kommunicerad --svar-senast 2026-04-01
             workbench aterkrav move K3 andrad --belopp 500,00 --referens "FR 1234-26"
             workbench aterkrav move K3 avbetalning --plan-from 2026-12-01 --every-month 500

    Exit codes: 0 done; 2 wrong usage; 5 refused: the state, the day, what is missing, or who.
    """
    from workbench.services.kravflytt import Flytt, answer_by
    from workbench.services.kravflytt import move as move_claim

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    on = day or stamp.dag
    by = frist if svar_senast is None else svar_senast
    if to == "kommunicerad" and by is None:
        by = answer_by(database.read(), identity, on)
    parts = _plan(database, identity, stamp, plan, plan_from, every_month)
    asked = Flytt(to, on, motivering, grund, by, belopp, referens, parts)
    move_claim(database, identity, asked, stamp)
    report(database.read(), identity, _viewer(stamp), stamp.dag, as_json=as_json)
    return ExitCode.DONE


def _plan(
    database: Database,
    identity: str,
    stamp: Stamp,
    parts: tuple[str, ...],
    first: str | None,
    each: int | None,
) -> list[tuple[str, int]]:
    """Return the instalments that were asked for, as ISO day and öre."""
    if (first is None) != (each is None) or (parts and first is not None):
        raise click.UsageError("Ange --plan DAG=KRONOR, eller --plan-from med --every-month.")
    if first is None or each is None:
        return [_part(text) for text in parts]
    from workbench.domain.time import iso_day, parse_day
    from workbench.law.kravposter import monthly
    from workbench.services.kravvy import vy

    owed = vy(database.read(), identity, _viewer(stamp), stamp.dag).krav.utestaende
    try:
        return [(iso_day(at), ore) for at, ore in monthly(owed, parse_day(first), each)]
    except ValueError as error:
        raise click.BadParameter(
            "Beloppet i månaden räcker inte: planen får ta högst femtio år.",
            param_hint="--every-month",
        ) from error


def _part(text: str) -> tuple[str, int]:
    day, _, amount = text.partition("=")
    return DayType().convert(day, None, None), KronorType().convert(amount, None, None)


@click.command("payment")
@click.argument("identity", metavar="ID")
@click.argument("amount", metavar="KRONOR", type=KronorType())
@click.option("--date", "day", type=DayType(), help="The day it came in. Default: today.")
@click.option("--from", "payer", default="", help="Who paid.")
@click.option("--motivering", default="", help="A note.")
@json_option
def payment(
    identity: str, amount: int, day: str | None, payer: str, motivering: str, as_json: bool
) -> int:
    """Register money that has come in on a claim: oldest month first, what is above is paid back.

    Example: workbench aterkrav payment K3 500,00 --date 2026-12-01 --from "Anna Ek"

    Exit codes: 0 done; 2 wrong usage; 5 refused.
    """
    from workbench.services.kravbetalning import payment as take_in

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    on = day or stamp.dag
    take_in(database, identity, amount, on, stamp, betalare=payer, motivering=motivering)
    report(database.read(), identity, _viewer(stamp), stamp.dag, as_json=as_json)
    return ExitCode.DONE


@click.command("undo")
@click.argument("identity", metavar="ID")
@click.option("--motivering", required=True, help="Why.")
@json_option
def undo(identity: str, motivering: str, as_json: bool) -> int:
    """Take back a claim's latest step with all that it booked. A decision is only amended.

    Example: workbench aterkrav undo K3 --motivering "Fel krav"

    Exit codes: 0 done; 5 refused: a decision, booked, sent to the bank, or changed by a run since.
    """
    from workbench.services.kravangra import undo as take_back

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    take_back(database, identity, motivering, stamp)
    report(database.read(), identity, _viewer(stamp), stamp.dag, as_json=as_json)
    return ExitCode.DONE


def _viewer(stamp: Stamp) -> Viewer:
    from workbench.services.viewing import Viewer

    return Viewer(stamp.aktor)


def report(
    connection: sqlite3.Connection, identity: str, looking: Viewer, today: str, *, as_json: bool
) -> None:
    """Write a claim as it stands after something was done with it."""
    from workbench.cli import krav_documents
    from workbench.domain.money import kronor
    from workbench.services.kravhistorik import historik
    from workbench.services.kravsteg import paid_back
    from workbench.services.kravvy import vy
    from workbench.wording import KRAV

    found = vy(connection, identity, looking, today)
    number = int(found.krav.id[1:])
    back = paid_back(connection, number)
    if as_json:
        told = None if back is None else {"id": f"B{back[0]}", "belopp_ore": back[1],
                                          "korning": back[2]}  # fmt: skip
        output.document({**krav_documents.case(connection, found, looking), "aterbetalning": told})
        return
    shown, last = found.krav, historik(connection, identity, looking)[-1]
    output.line(f"{shown.id}: {last.vad} {last.dag}. Nu {KRAV[shown.status]}.")
    output.line(
        f"Utestående {kronor(shown.utestaende)} kr, återbetalt {kronor(shown.betalt)} kr, nedlagt "
        f"{kronor(shown.nedlagt)} kr."
    )
    if found.frist:
        output.line(f"Frist: {found.frist}.")
    if back is not None:
        output.line(
            f"B{back[0]}: {kronor(back[1])} kr är för mycket och betalas tillbaka. En annan person "
            f"lämnar den till banken: workbench pay {back[2]} --out FIL"
        )


COMMANDS = (move, payment, undo)

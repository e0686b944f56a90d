"""``workbench attest``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import KronorType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode, say

if TYPE_CHECKING:
    from workbench.services.attest_sheet import Sheet, Ticked
    from workbench.services.attesting import Attested


@click.command("attest")
@click.argument("run", type=int)
@click.option(
    "--sum", "ore", type=KronorType(), help="What the run pays, in kronor, as 14093536,20."
)
@click.option(
    "--ack",
    "ticked",
    multiple=True,
    metavar="all|ID",
    help="A change that has been looked at, or all. Repeatable.",
)
@click.option("--changes", "look", is_flag=True, help="Only list what there is to tick off.")
@json_option
@protected_option
def command(
    run: int,
    ore: int | None,
    ticked: tuple[str, ...],
    look: bool,
    as_json: bool,
    show_protected: bool,
) -> int:
    """Attest a draft run: its payments and proposed återkrav are made, and it never changes.

    Another person than those who made the run or changed what it rests on. The sum has to be
    the run's own, and every change of payee, account, rate, beslut or setting since the last
    attested run ticked off; those not ticked are listed.

    Example: workbench attest 7 --sum 14093536,20 --ack all

    Exit codes: 0 done; 2 wrong usage; 5 refused: who attests, the sum, a change not ticked, or
    a draft older than what it rests on.
    """
    from workbench.cli.progress import clear, watched
    from workbench.services.attest_sheet import sheet
    from workbench.services.attesting import attest
    from workbench.services.viewing import viewer

    if ore is None and not look:
        raise click.UsageError("Ange --sum KRONOR, eller --changes för att bara se ändringarna.")
    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what=f"attest {run}")
    found = sheet(database.read(), run, stamp, looking)
    if look:
        show(found, as_json)
        return ExitCode.DONE
    acks = _acks(ticked, found)
    if "all" not in acks and any(change.id not in acks for change in found.andringar):
        show(found, as_json, but=acks)
    result = attest(database, run, ore or 0, acks, stamp, progress=watched())
    clear()
    _report(result, as_json)
    if result.utan_konto:
        say(
            f"Obs: {result.utan_konto} betalningar saknar konto och kan inte lämnas till banken "
            "förrän det är registrerat."
        )
    return ExitCode.DONE


def _acks(ticked: tuple[str, ...], found: Sheet) -> set[str]:
    """Return the ids ticked; one that is no change of this run is wrong usage."""
    acks = {word.upper() for text in ticked for word in text.replace(",", " ").split()}
    if "ALL" in acks:
        return {"all"}
    unknown = sorted(acks - {change.id for change in found.andringar})
    if unknown:
        raise click.BadParameter(
            f"{', '.join(unknown)} finns inte bland ändringarna. Se dem med --changes.",
            param_hint="--ack",
        )
    return acks


def show(found: Sheet, as_json: bool, *, but: set[str] | None = None) -> None:
    """Print what there is to tick off in a run, and who may not attest it and why."""
    changes = [change for change in found.andringar if change.id not in (but or ())]
    if as_json:
        output.document(document(found) | {"andringar": [_change(item) for item in changes]})
        return
    _table(changes)
    for who, why in found.inblandade:
        output.line(f"{who} kan inte attestera: {who} {why}.")


def document(found: Sheet) -> dict[str, Any]:
    """Return a run with what it pays, what there is to tick off, and who may not attest."""
    from workbench.domain.time import iso_month

    view = found.view
    return {
        "korning": view.korning,
        "month": iso_month(view.month),
        "status": view.status,
        "att_betala_ore": view.att_betala,
        "aterkrav_ore": view.aterkrav,
        "fore": found.fore,
        "andringar": [_change(item) for item in found.andringar],
        "far_inte_attestera": [{"aktor": who, "orsak": why} for who, why in found.inblandade],
    }


def _change(item: Ticked) -> dict[str, Any]:
    return {
        "id": item.id,
        "vad": item.vad,
        "galler": item.om,
        "varden": [
            {"namn": name, "fore": before or None, "efter": after or None}
            for name, before, after in item.varden
        ],
        "aktor": item.aktor,
        "tid": item.tid,
    }


def _table(changes: list[Ticked]) -> None:
    output.table(
        ("Id", "Ändrat", "Gäller", "Uppgift", "Före", "Efter", "Av", "Tid"),
        [
            (item.id, item.vad, item.om, name, before, after, item.aktor, item.tid[:16])
            for item in changes
            for name, before, after in item.varden
        ],
    )


def _report(result: Attested, as_json: bool) -> None:
    from workbench.domain.money import kronor
    from workbench.domain.time import iso_month

    if as_json:
        output.document(
            {
                "korning": result.korning,
                "month": iso_month(result.month),
                "status": "attesterad",
                "att_betala_ore": result.belopp,
                "betalningar": result.betalningar,
                "utan_konto": result.utan_konto,
                "aterkrav": result.krav,
                "aterkrav_ore": result.krav_belopp,
            }
        )
        return
    output.line(
        f"Körning {result.korning} för {iso_month(result.month)} är attesterad: "
        f"{result.betalningar} betalningar, {kronor(result.belopp)} kr; {result.krav} förslag "
        f"till återkrav, {kronor(result.krav_belopp)} kr."
    )

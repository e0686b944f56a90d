"""``workbench runs``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import MonthType, json_option, protected_option, session

if TYPE_CHECKING:
    from db.settlements import RunSum


@click.group("runs", invoke_without_command=True)
@click.option("--month", type=MonthType(), help="Only this month, as 2026-03.")
@json_option
@click.pass_context
def command(ctx: click.Context, month: int | None, as_json: bool) -> int:
    """List the runs with their state, who made, attested and annulled them, and their sums.

    Example: workbench runs --month 2026-03

    Exit codes: 0 done.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from db import settlements
    from workbench.domain.money import kronor
    from workbench.domain.time import iso_month

    connection = session().database().read()
    months = settlements.months(connection) if month is None else [month]
    found = [
        (iso_month(one), run)
        for one in months
        for run in settlements.runs_of_month(connection, one)
    ]
    if as_json:
        output.document([_run(at, run) for at, run in found])
        return 0
    output.table(
        ("Körning", "Månad", "Status", "Räknad av", "Räknad", "Attesterad av", "Attesterad",
         "Makulerad av", "Betalas", "Återkrav", "Återbetalas"),
        [
            (
                run.id,
                at,
                run.status,
                run.aktor,
                run.skapad[:16],
                run.attestant,
                (run.attesterad or "")[:16],
                run.makulerad_av,
                kronor(run.att_betala),
                kronor(run.aterkrav),
                kronor(run.aterbetalas),
            )
            for at, run in found
        ],
        right="Betalas Återkrav Återbetalas",
    )  # fmt: skip
    return 0


def _run(month: str, run: RunSum) -> dict[str, Any]:
    return {
        "korning": run.id,
        "month": month,
        "status": run.status,
        "skapad": run.skapad,
        "aktor": run.aktor,
        "attesterad": run.attesterad,
        "attestant": run.attestant,
        "makulerad": run.makulerad,
        "makulerad_av": run.makulerad_av,
        "makulerad_skal": run.makulerad_skal,
        "att_betala_ore": run.att_betala,
        "betalas_antal": run.betalas,
        "aterkrav_ore": run.aterkrav,
        "aterkrav_antal": run.krav,
        "aterbetalas_ore": run.aterbetalas,
    }


@command.command("show")
@click.argument("run", type=int)
@json_option
@protected_option
def show_(run: int, as_json: bool, show_protected: bool) -> int:
    """Show what there is to tick off before a run is attested, and who may not attest it and why.

    Example: workbench runs show 7

    Exit codes: 0 done; 5 there is no such run.
    """
    from workbench.cli.commands.attest import show
    from workbench.domain.money import kronor
    from workbench.domain.time import iso_month
    from workbench.services.attest_sheet import sheet
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what=f"runs show {run}")
    found = sheet(database.read(), run, stamp, looking)
    if not as_json:
        output.line(
            f"Körning {run}, {iso_month(found.view.month)}, {found.view.status}: betalar "
            f"{kronor(found.view.att_betala)} kr, föreslår återkrav "
            f"{kronor(found.view.aterkrav)} kr."
        )
    show(found, as_json)
    return 0

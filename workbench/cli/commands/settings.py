"""``workbench settings``."""

from __future__ import annotations

from textwrap import shorten

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, session
from workbench.cli.proposed import attach, told


@click.group("settings", invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the municipality's policies, or set one from a day.

    Example: workbench settings set delperiod hela --from 2026-01-01 --source "Nämnden 2025-12-10"

    Exit codes: 0 done; 2 unknown policy or wrong value.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from workbench.services.law import policy_table

    rows = policy_table(session().database().read())
    if as_json:
        output.document([row._asdict() for row in rows])
    else:
        output.table(
            ("Namn", "Från", "Värde", "Källa", "Av", "Avgör"),
            [
                (row.namn, row.fran, _short(row.varde), row.kalla, row.aktor, row.titel)
                for row in rows
            ],
        )
    return 0


def _short(value: str) -> str:
    """Return the beginning of a text that is longer than a line; --json has all of it."""
    return shorten(value, 60, placeholder=" ...")


@command.command("set")
@click.argument("name")
@click.argument("value")
@click.option("--from", "fran", type=DayType(), required=True, help="First day it holds.")
@click.option("--source", required=True, help="The decision behind it.")
def set_(name: str, value: str, fran: str, source: str) -> int:
    """Set a policy from a day; earlier months keep the value of their day.

    For days that have been attested it waits until another person confirms it.

    Example: workbench settings set delperiod hela --from 2026-01-01 --source "Nämnden 2025-12-10"

    Exit codes: 0 done; 1 it waits for a second person; 2 unknown policy or wrong value.
    """
    from workbench.services.law import set_policy

    chosen = session()
    waits = set_policy(chosen.database(), name, value, fran, source, chosen.stamp())
    return told(waits, f"{name} = {value} från {fran} ({source}).", "settings")


attach(command, "settings", "installning")

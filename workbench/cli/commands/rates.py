"""``workbench rates``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.cli.proposed import attach, told


@click.group("rates", invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the timbelopp with their sources, or add next year's.

    Example: workbench rates add --year 2027 --kronor 353.10 --source "SFS 2026:999"

    Exit codes: 0 done; 2 wrong value.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from workbench.domain.money import kronor
    from workbench.domain.time import iso_day
    from workbench.services.law import load

    values = load(session().database().read()).rates.all()
    if as_json:
        output.document(
            [
                {
                    "fran": iso_day(value.fran),
                    "timbelopp_ore": value.value,
                    "kalla": value.source,
                    "verifierad": value.verified,
                }
                for value in values
            ]
        )
    else:
        output.table(
            ("Från", "Kronor", "Verifierad", "Källa"),
            [
                (
                    iso_day(value.fran),
                    kronor(value.value),
                    "ja" if value.verified else "nej",
                    value.source,
                )
                for value in values
            ],
            right="Kronor",
        )
    return 0


@command.command("add")
@click.option("--year", type=click.IntRange(2012, 2100), required=True, help="Calendar year.")
@click.option("--kronor", "amount", required=True, help="Kronor per hour, at most two decimals.")
@click.option("--source", required=True, help="Where the value is published.")
@click.option("--unverified", is_flag=True, help="The source is secondary.")
def add(year: int, amount: str, source: str, unverified: bool) -> int:
    """Register the timbelopp of a year; all months of that year are marked for a new run.

    For days that have been attested it waits until another person confirms it.

    Example: workbench rates add --year 2027 --kronor 353.10 --source "SFS 2026:999"

    Exit codes: 0 done; 1 it waits for a second person; 2 wrong value.
    """
    from workbench.domain.money import kronor, parse_scaled
    from workbench.services.law import add_rate

    try:
        ore = parse_scaled(amount)
    except ValueError as error:
        raise click.BadParameter(
            f"{amount!r} är inte kronor med högst två decimaler.", param_hint="--kronor"
        ) from error
    if ore <= 0:
        raise click.BadParameter("Timbeloppet ska vara större än noll.", param_hint="--kronor")
    chosen = session()
    waits = add_rate(chosen.database(), year, ore, source, not unverified, chosen.stamp())
    return told(waits, f"Timbelopp {year}: {kronor(ore)} kr ({source}).", "rates")


attach(command, "rates", "varde")

"""``workbench settle``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import MonthType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode, say

if TYPE_CHECKING:
    from workbench.services.law import Trial


@click.command("settle")
@click.option("--month", type=MonthType(), help="The month, as 2026-03.")
@click.option("--dry-run", is_flag=True, help="Compute the same, and store nothing.")
@click.option("--list-marked", is_flag=True, help="List months that need a new run, and why.")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NAME=VALUE",
    help="Try a policy, from the beginning; with --dry-run. Repeatable.",
)
@click.option(
    "--rate",
    "rates",
    multiple=True,
    metavar="YEAR=KRONOR",
    help="Try a year's timbelopp; with --dry-run. Repeatable.",
)
@json_option
@protected_option
def command(
    month: int | None,
    dry_run: bool,
    list_marked: bool,
    policies: tuple[str, ...],
    rates: tuple[str, ...],
    as_json: bool,
    show_protected: bool,
) -> int:
    """Check a month, compute its lines and store them as the month's draft.

    A rerun replaces the draft and says what changed. On a month that has been attested it says
    what differs from the attested run, row by row and why. A dry run touches nothing; it can be
    taken with other values than the registered ones.

    Example: workbench settle --month 2026-03 --json

    Example: workbench settle --month 2027-01 --dry-run --rate 2027=353.10 --policy delperiod=hela

    Exit codes: 0 done; 1 done, findings or differences wait for a person; 2 wrong usage; 5 a
    timbelopp is missing.
    """
    from workbench.cli.listing import show_settlement
    from workbench.cli.progress import clear, watched
    from workbench.services.settling import marked, settle
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    if list_marked:
        found = marked(database.read())
        if as_json:
            output.document([{"month": item.month, "orsak": item.orsak} for item in found])
        else:
            output.table(("Månad", "Orsak"), [(item.month, item.orsak) for item in found])
        return ExitCode.WAITS if found else ExitCode.DONE
    if month is None:
        raise click.UsageError("Ange --month ÅÅÅÅ-MM eller --list-marked.")
    trial = _trial(policies, rates)
    if trial and not dry_run:
        raise click.UsageError(
            "--policy och --rate prövar värden utan att spara: ange också --dry-run."
        )
    looking = viewer(database, stamp, protected=show_protected, what="settle")
    result = settle(database, month, stamp, dry_run=dry_run, trial=trial, progress=watched())
    clear()
    show_settlement(database.read(), result, looking, as_json)
    for warning in result.varningar:
        say(f"Obs: {warning}")
    waits = result.waiting or result.differences
    return ExitCode.WAITS if waits else ExitCode.DONE


def _trial(policies: tuple[str, ...], rates: tuple[str, ...]) -> Trial | None:
    """Return the values to try; None when there are none."""
    from workbench.domain.money import parse_scaled
    from workbench.services.law import Trial

    if not (policies or rates):
        return None
    chosen: dict[str, str] = {}
    for text in policies:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(
                f"{text!r}: skriv NAMN=VÄRDE, till exempel delperiod=hela.", param_hint="--policy"
            )
        chosen[name] = value
    amounts: dict[int, int] = {}
    for text in rates:
        year, _, kronor = text.partition("=")
        try:
            amounts[int(year)] = parse_scaled(kronor)
            if not 2012 <= int(year) <= 2100 or amounts[int(year)] <= 0:
                raise ValueError(text)
        except ValueError as error:
            raise click.BadParameter(
                f"{text!r}: skriv ÅR=KRONOR med högst två decimaler, till exempel 2027=353.10.",
                param_hint="--rate",
            ) from error
    return Trial(chosen, amounts)

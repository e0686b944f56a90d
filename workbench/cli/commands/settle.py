"""``workbench settle``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import MonthType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode, say


@click.command("settle")
@click.option("--month", type=MonthType(), help="The month, as 2026-03.")
@click.option("--dry-run", is_flag=True, help="Compute the same, and store nothing.")
@click.option("--list-marked", is_flag=True, help="List months that need a new run, and why.")
@json_option
@protected_option
def command(
    month: int | None, dry_run: bool, list_marked: bool, as_json: bool, show_protected: bool
) -> int:
    """Check a month, compute its lines and store them as the month's draft.

    A rerun replaces the draft and says what changed.

    Example: workbench settle --month 2026-03 --json

    Exit codes: 0 done; 1 done, findings wait for a person; 5 a timbelopp is missing.
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
    looking = viewer(database, stamp, protected=show_protected, what="settle")
    result = settle(database, month, stamp, dry_run=dry_run, progress=watched())
    clear()
    show_settlement(database.read(), result, looking, as_json)
    for warning in result.varningar:
        say(f"Obs: {warning}")
    return ExitCode.WAITS if result.waiting else ExitCode.DONE

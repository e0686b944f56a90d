"""``workbench decide``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, session


@click.command("decide")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--godkann", "status", flag_value="godkand", help="Release the minutes.")
@click.option("--neka", "status", flag_value="nekad", help="Refuse the minutes.")
@click.option("--komplettering", "status", flag_value="komplettering", help="Wait for more papers.")
@click.option("--motivering", required=True, help="The reason, in words that can be read in court.")
@click.option("--orsak", help="A code for the reason, such as nodfall.")
@click.option("--answer-by", type=DayType(), help="Day by which a komplettering is awaited.")
@json_option
def command(
    ids: tuple[str, ...],
    status: str | None,
    motivering: str,
    orsak: str | None,
    answer_by: str | None,
    as_json: bool,
) -> int:
    """Move findings, all or none, and print the round that undo takes.

    Example: workbench decide F17 F18 --godkann --motivering "Intyg inkom 2026-04-02"

    Exit codes: 0 done; 2 unknown id or no state chosen; 5 refused by a rule.
    """
    from db.decisions import Move
    from workbench.services.reviewing import decide, finding_number

    if status is None:
        raise click.UsageError("Välj ett av --godkann, --neka och --komplettering.")
    chosen = session()
    numbers = [finding_number(item) for item in ids]
    change = Move(status, motivering, orsak, answer_by)
    number = decide(chosen.database(), numbers, change, chosen.stamp())
    if as_json:
        moved = [f"F{item}" for item in numbers]
        output.document({"omgang": number, "fynd": moved, "status": status})
    else:
        output.line(f"{len(numbers)} fynd flyttade till {status}. Ångra: workbench undo {number}")
    return 0

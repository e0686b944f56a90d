"""``workbench undo``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import session


@click.command("undo")
@click.argument("round_number", type=int, metavar="ROUND")
def command(round_number: int) -> int:
    """Take back a round of decisions; findings moved again since are left.

    Example: workbench undo 4

    Exit codes: 0 done; 5 there is nothing to undo.
    """
    from workbench.services.reviewing import undo

    chosen = session()
    moved = undo(chosen.database(), round_number, chosen.stamp())
    output.line(f"{len(moved)} fynd flyttade tillbaka: {', '.join(f'F{item}' for item in moved)}")
    return 0

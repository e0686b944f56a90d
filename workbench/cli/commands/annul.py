"""``workbench annul``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session


@click.command("annul")
@click.argument("run", type=int)
@click.option("--motivering", required=True, help="Why the run is taken back.")
@json_option
def command(run: int, motivering: str, as_json: bool) -> int:
    """Annul the month's latest attested run: all it did is undone, also to claims.

    By a third person, before its payments have left and while its claims are proposals.

    Example: workbench annul 7 --motivering "Fel konto hos anordnaren"

    Exit codes: 0 done; 5 refused: who annuls, or the run has been exported or is not the latest.
    """
    from workbench.services.attesting import annul

    chosen = session()
    annul(chosen.database(), run, motivering, chosen.stamp())
    if as_json:
        output.document({"korning": run, "status": "makulerad", "motivering": motivering})
    else:
        output.line(f"Körning {run} är makulerad. Räkna månaden igen.")
    return 0

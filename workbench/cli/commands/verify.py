"""``workbench verify``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session


@click.command("verify")
@json_option
def command(as_json: bool) -> int:
    """Recompute sums, seals, claims and every month's latest attested run; name what breaks first.

    Example: workbench verify

    Exit codes: 0 all holds; 4 something does not.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.cli.progress import clear, watched
    from workbench.services.verifying import verify

    chosen = session()
    result = verify(chosen.database(), chosen.stamp(), progress=watched())
    clear()
    if as_json:
        output.document(
            {
                "korningar": result.runs,
                "omraknade": result.recomputed,
                "andrade_sedan": result.changed_since,
                "brott": [item._asdict() for item in result.faults],
            }
        )
    else:
        output.line(f"{result.runs} attesterade körningar kontrollerade.")
        if result.recomputed:
            output.line(f"Omräknade från lagrat underlag: {', '.join(result.recomputed)}.")
        if result.changed_since:
            output.line(f"Underlaget är ändrat sedan attesten: {', '.join(result.changed_since)}.")
        for item in result.faults:
            output.line(f"BROTT {item.var}: {item.vad}")
        if not result.faults:
            output.line("Allt stämmer.")
    return ExitCode.DATABASE if result.faults else ExitCode.DONE

"""``workbench check``."""

from __future__ import annotations

import click

from workbench.cli.context import json_option, month_option, protected_option, session
from workbench.cli.diagnostics import ExitCode


@click.command("check")
@month_option
@json_option
@protected_option
def command(month: int, as_json: bool, show_protected: bool) -> int:
    """Run the rules over a month and store the findings.

    Example: workbench check --month 2026-03 --json

    Exit codes: 0 nothing waits; 1 open neka or utred findings wait for a person.
    """
    from workbench.cli.listing import show_findings
    from workbench.cli.progress import clear, watched
    from workbench.services.reviewing import Filter
    from workbench.services.settling import check
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="check")
    waiting = check(database, month, stamp, progress=watched())
    clear()
    show_findings(database.read(), Filter(manad=month), looking, as_json)
    return ExitCode.WAITS if waiting else ExitCode.DONE

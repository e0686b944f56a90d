"""``workbench tasks``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, protected_option, session


@click.command("tasks")
@json_option
@protected_option
def command(as_json: bool, show_protected: bool) -> int:
    """List the duties that findings raise: whom to tell, ask or notify.

    Example: workbench tasks

    Exit codes: 0 no duty waits; 1 duties wait.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.services.tasks import tasks
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="tasks")
    found = tasks(database.read(), looking)
    if as_json:
        output.document([item._asdict() for item in found])
    else:
        output.table(
            ("Månad", "Uppgift", "Brukare", "Gäller", "Lagrum", "Fynd"),
            [(t.manad, t.uppgift, t.brukare, t.galler, t.lagrum, t.fynd) for t in found],
        )
    return ExitCode.WAITS if found else ExitCode.DONE

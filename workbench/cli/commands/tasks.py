"""``workbench tasks``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, protected_option, session


@click.command("tasks")
@click.option("--done", metavar="ID", help="Note that a task of FK's beslut (FK1) is done.")
@click.option("--drop", metavar="ID", help="Set such a task aside.")
@click.option("--motivering", default="", help="What was done, or why it is set aside.")
@json_option
@protected_option
def command(
    done: str | None, drop: str | None, motivering: str, as_json: bool, show_protected: bool
) -> int:
    """List the duties that findings and FK's beslut raise, and the dates to watch.

    Watched are: a brukare who comes of age, a permit or a beslut that ends, a notice to IVO that
    is missing, and papers that an anordnare lacks to be paid directly. How many days ahead is
    the policy bevakning_dagar.

    Example: workbench tasks

    Exit codes: 0 nothing waits; 1 duties or dates wait; 5 no such task, or no motivering.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.services.tasks import inform, tasks
    from workbench.services.viewing import viewer
    from workbench.services.watching import watched

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    for task, dropped in ((done, False), (drop, True)):
        if task:
            inform(database, task, motivering, stamp, drop=dropped)
    looking = viewer(database, stamp, protected=show_protected, what="tasks")
    found = tasks(database.read(), looking)
    dates = watched(database.read(), stamp.dag, looking)
    if as_json:
        output.document(
            {
                "uppgifter": [item._asdict() for item in found],
                "bevakning": [item._asdict() for item in dates],
            }
        )
    else:
        output.table(
            ("Månad", "Uppgift", "Brukare", "Gäller", "Lagrum", "Fynd"),
            [(t.manad, t.uppgift, t.brukare, t.galler, t.lagrum, t.fynd) for t in found],
        )
        output.line()
        output.line("Bevakning:")
        output.table(
            ("Dag", "Att bevaka", "Brukare", "Gäller", "Lagrum"),
            [(t.dag, t.uppgift, t.brukare, t.galler, t.lagrum) for t in dates],
        )
    return ExitCode.WAITS if found or dates else ExitCode.DONE

"""``workbench explain``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, protected_option, session


@click.command("explain")
@click.argument("identity", metavar="ID")
@json_option
@protected_option
def command(identity: str, as_json: bool, show_protected: bool) -> int:
    """Show why a finding (F17) or a line (L17) is what it is, down to source file and row.

    Example: workbench explain L17

    Exit codes: 0 done; 2 no such id.
    """
    from workbench.services.explaining import explain, lines
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what=identity)
    trace = explain(database.read(), identity, looking)
    if as_json:
        output.document(trace.document())
    else:
        for text in lines(trace):
            output.line(text)
    return 0

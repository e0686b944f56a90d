"""``workbench init``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import session


@click.command("init")
def command() -> int:
    """Create the database, or upgrade it after a copy is written beside it.

    Example: workbench --db kommun.db init

    Exit codes: 0 done; 4 the file can't be used.
    """
    database = session().database()
    output.line(f"Databasen {database.path} är klar.")
    return 0

"""``workbench backup``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.context import session


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
def command(target: Path) -> int:
    """Write a consistent copy of the database, also while it is in use.

    Example: workbench backup kopia-2026-03.db

    Exit codes: 0 done; 2 the file is there already; 4 the database can't be read.
    """
    from db.backup import copy_to
    from workbench.domain.roller import Ratt
    from workbench.services import roles

    chosen = session()
    database = chosen.database(create=False)
    roles.need(database.read(), chosen.stamp().aktor, Ratt.KOPIERA)
    try:
        copy_to(database.path, target)
    except FileExistsError as error:
        raise click.BadParameter(f"{target} finns redan.", param_hint="TARGET") from error
    output.line(f"Kopian {target} är skriven.")
    return 0

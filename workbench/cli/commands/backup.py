"""``workbench backup``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.commands.database import head
from workbench.cli.context import copy_key_option, json_option, session


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@copy_key_option
@json_option
def command(target: Path, key_file: Path | None, as_json: bool) -> int:
    """Write a consistent copy of the database, also while it is in use, and read it through.

    The copy is whole or not there: its integrity is checked and its journal must end where the
    database's did.

    Example: workbench backup kopia-2026-03.db

    Exit codes: 0 done; 2 the file is there already or can't be written; 4 the database can't be
    read; 5 the key can't be used.
    """
    from workbench.cli.diagnostics import say
    from workbench.cli.progress import clear, watched
    from workbench.services import copies, keys

    key = keys.read_secret(key_file) if key_file else None
    chosen = session()
    database = chosen.database(create=False)
    try:
        made = copies.back_up(database, target, chosen.stamp(), key, watched())
    except FileExistsError as error:
        raise click.BadParameter(f"{target} finns redan.", param_hint="TARGET") from error
    clear()
    for text in copies.copied(target, made)[1:]:
        say(text)
    if as_json:
        output.document(
            {
                "fil": str(target),
                "storlek": made.kopia.storlek,
                "krypterad": made.krypterad,
                "huvud": head(made.kopia.huvud),
                "antecknad": made.antecknad,
            }
        )
    else:
        output.line(copies.copied(target, made)[0])
    return 0

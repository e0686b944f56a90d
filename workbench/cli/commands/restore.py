"""``workbench restore``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.commands.database import head as written
from workbench.cli.commands.database import holdings
from workbench.cli.context import copy_key_option, json_option, session


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@copy_key_option
@click.option("--look", is_flag=True, help="Say what the copy holds, and replace nothing.")
@json_option
def command(copy: Path, key_file: Path | None, look: bool, as_json: bool) -> int:
    """Put a copy in the database's place; the former database is kept beside it.

    The copy is read through first: kind, version, integrity and the journal's chain. Nobody else
    may have the database open. The restored journal tells who restored which copy. The same again
    changes nothing, until something has been written.

    Example: workbench --db kommun.db restore kopia-2026-03.db

    Exit codes: 0 done; 4 the copy is not whole, or the database is in use; 5 not allowed.
    """
    from workbench.cli.progress import clear, watched
    from workbench.services import copies, keys

    key = keys.read_secret(key_file) if key_file else None
    chosen = session()
    if look:
        examined = copies.look(chosen.path, copy, key, watched())
        clear()
        if as_json:
            output.document(
                {
                    "kopia": str(copy),
                    "schema": examined.schema,
                    "huvud": written(examined.huvud) if examined.huvud else None,
                    "innehall": holdings(examined.innehall),
                }
            )
        for text in () if as_json else copies.held(copy, examined):
            output.line(text)
        return 0
    done = copies.restore(chosen.path, copy, chosen.said(), key, watched())
    clear()
    head = done.huvud
    if as_json:
        output.document(
            {
                "fil": str(chosen.path),
                "kopia": str(copy),
                "schema": done.schema,
                "huvud": written(head) if head else None,
                "tidigare": str(done.tidigare) if done.tidigare else None,
                "redan_aterstalld": done.redan,
            }
        )
        return 0
    for text in copies.restored(chosen.path, copy, done):
        output.line(text)
    if done.redan:
        return 0
    output.line("Återställningen är antecknad i journalen. Kontrollera allt med: workbench verify")
    return 0

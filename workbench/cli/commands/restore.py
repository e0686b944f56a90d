"""``workbench restore``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.context import copy_key_option, json_option, session


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@copy_key_option
@json_option
def command(copy: Path, key_file: Path | None, as_json: bool) -> int:
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
    done = copies.restore(chosen.path, copy, chosen.said(), key, watched())
    clear()
    head = done.huvud
    if as_json:
        output.document(
            {
                "fil": str(chosen.path),
                "kopia": str(copy),
                "schema": done.schema,
                "huvud": {"nummer": head.nummer, "hash": head.hash} if head else None,
                "tidigare": str(done.tidigare) if done.tidigare else None,
                "redan_aterstalld": done.redan,
            }
        )
        return 0
    entry = f", journalen till post {head.nummer} ({head.tid[:16]})" if head else ""
    if done.redan:
        output.line(f"Databasen {chosen.path} är redan återställd från {copy}. Inget är ändrat.")
        return 0
    output.line(f"Databasen {chosen.path} är återställd från {copy}{entry}.")
    if done.tidigare and done.hel:
        output.line(f"Den tidigare databasen ligger kvar som {done.tidigare}.")
    elif done.tidigare:
        output.line(f"Den tidigare databasen gick inte att läsa och ligger kvar i {done.tidigare}.")
    output.line("Återställningen är antecknad i journalen. Kontrollera allt med: workbench verify")
    return 0

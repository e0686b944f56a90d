"""``workbench spec``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.context import json_option, session


@click.command("spec")
@click.argument("run", type=int)
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), required=True, help="The folder to fill."
)
@json_option
def command(run: int, folder: Path, as_json: bool) -> int:
    """Write a specification per payee of an attested run, as PDF and text.

    What is paid, what is not and why, what can be done about it and by when. The content is kept
    when it is first made: the same command gives the same files. Names of files are pseudonyms;
    protected identities are masked.

    Example: workbench spec 7 --out specifikationer-2026-03

    Exit codes: 0 done; 2 the folder can't be written; 5 refused: the run is no attested one, or
    settings are missing.
    """
    from workbench.cli.progress import clear, watched
    from workbench.domain.money import kronor
    from workbench.services.specifying import spec

    chosen = session()
    result = spec(chosen.database(), run, folder, chosen.stamp(), progress=watched())
    clear()
    if as_json:
        output.document(
            {
                "korning": run,
                "mapp": str(folder),
                "specifikationer": result.antal,
                "skrivna_filer": result.filer,
                "betalas_ore": result.belopp,
                "nya": result.ny,
            }
        )
    else:
        output.line(
            f"{result.antal} specifikationer i {folder}, {result.filer} filer skrivna. Tillsammans "
            f"betalas {kronor(result.belopp)} kr."
        )
    return 0

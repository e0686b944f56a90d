"""``workbench audit export|verify``: one archive, and its verifier."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.context import json_option, now, session


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def export(file: Path, as_json: bool) -> int:
    """Write one archive (zip) to be verified on another machine.

    Received files, registers, rules with values, decisions, runs, claims with documents, journal,
    the auditor's samples, a copy of the database, and a manifest with the SHA-256 of each. It holds
    real data: the right to see protected identities is needed when anyone is protected.

    Example: workbench audit export revision-2026-03.zip

    Exit codes: 0 done; 2 the file is there already; 5 not allowed.
    """
    from workbench.cli.progress import clear, watched
    from workbench.services.revision_arkiv import export as write
    from workbench.services.revision_arkiv import told

    chosen = session()
    done = write(chosen.database(create=False), file, chosen.stamp(), progress=watched())
    clear()
    if as_json:
        output.document(
            {
                "fil": done.fil,
                "medlemmar": done.medlemmar,
                "storlek": done.storlek,
                "sha256": done.sha256,
            }
        )
        return 0
    for text in told(done):
        output.line(text)
    return 0


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def verify(file: Path, as_json: bool) -> int:
    """Hold an archive to its manifest and compute every attested run in it anew.

    Needs no database and no network. Names the first thing that is off.

    Example: workbench audit verify revision-2026-03.zip

    Exit codes: 0 all holds; 3 the file is no archive; 4 something is off.
    """
    from db.journal import Stamp
    from workbench.cli.diagnostics import ExitCode, say
    from workbench.cli.progress import clear, watched
    from workbench.services import verifying_told
    from workbench.services.revision_kontroll import BadArchive, check

    try:
        found = check(file, Stamp(now(), "revisor"), progress=watched())
    except BadArchive as error:
        say(str(error))
        return ExitCode.INPUT
    finally:
        clear()
    if as_json:
        output.document(
            {
                "medlemmar": found.medlemmar,
                "korningar": found.korningar,
                "omraknade": found.omraknade,
                "anmarkningar": found.anmarkningar,
                "fel": [item._asdict() for item in found.fel],
            }
        )
    else:
        for said in verifying_told.archive(found):
            output.line(said.line)
    return ExitCode.DATABASE if found.fel else ExitCode.DONE


COMMANDS = (export, verify)

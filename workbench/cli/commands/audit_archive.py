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
@click.option(
    "--head",
    "head_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head kept elsewhere (audit head): it must lie in the archive's journal.",
)
@click.option(
    "--public",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The public key that must have signed the head.",
)
@json_option
def verify(file: Path, head_path: Path | None, public: Path | None, as_json: bool) -> int:
    """Hold an archive to its manifest and compute every attested run in it anew.

    Received files are read again, and the rows in the copy held to what they say. Needs no
    database and no network. Names the first thing that is off.

    Example: workbench audit verify revision-2026-03.zip --head huvud-2026-03.json

    Exit codes: 0 all holds; 3 the file is no archive, or no head; 4 something is off; 5 the key
    can't be used.
    """
    from db.journal import Stamp
    from workbench.cli.audit_documents import faults
    from workbench.cli.diagnostics import ExitCode, say
    from workbench.cli.progress import clear, watched
    from workbench.services import heads, verifying_told
    from workbench.services.revision_kontroll import BadArchive, check

    if public and not head_path:
        raise click.UsageError("--public hör till ett huvud: ange det med --head.")
    head = heads.read(head_path) if head_path else None
    try:
        found = check(file, Stamp(now(), "revisor"), head=head, public=public, progress=watched())
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
                "brott": faults(found.brott),
            }
        )
    else:
        for said in verifying_told.archive(found):
            output.line(said.line)
    return ExitCode.DATABASE if found.brott else ExitCode.DONE


COMMANDS = (export, verify)

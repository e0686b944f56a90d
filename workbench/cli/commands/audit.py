"""``workbench audit``: what an auditor needs beside the database itself."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.commands import audit_archive, audit_look, audit_sample
from workbench.cli.commands.audit_gallring import command as gallring
from workbench.cli.context import json_option, session


@click.group("audit")
def command() -> None:
    """Follow money, list overrides and outcomes, draw samples, export it all and verify that.

    Also the journal's head, to keep elsewhere and check, and what may be removed.

    Example: workbench audit follow B17

    Exit codes: 0 done; 3 the file is not a head; 4 the chain is broken; 5 refused.
    """


@command.command("head")
@click.option(
    "--out", "target", type=click.Path(path_type=Path), required=True, help="The file to write."
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A private key (audit keygen) to sign the head with.",
)
@json_option
def head(target: Path, key: Path | None, as_json: bool) -> int:
    """Write the chain's head: its last entry's number and hash. Keep it on another machine.

    Example: workbench audit head --sign nyckel.pem --out huvud-2026-03.json

    Exit codes: 0 done; 2 the file is there already; 4 the chain is broken, nothing is written;
    5 the key can't be used.
    """
    from workbench.services import heads

    chosen = session()
    document = heads.write(chosen.database(create=False), target, chosen.stamp(), key)
    if as_json:
        output.document(document)
    else:
        for text in heads.written(target, document):
            output.line(text)
    return 0


@command.command("keygen")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--encryption",
    is_flag=True,
    help="A key to encrypt databases and copies with (--key-file), instead of one to sign with.",
)
def keygen(file: Path, encryption: bool) -> int:
    """Make a key to sign heads with: FILE is the secret, FILE.pub is to hand out.

    Example: workbench audit keygen nyckel.pem

    Exit codes: 0 done; 2 a file is there already.
    """
    from workbench.services import keys

    if encryption:
        keys.make_secret(file)
    said = keys.made_secret(file) if encryption else keys.made_keys(file, keys.make_keys(file))
    for text in said:
        output.line(text)
    return 0


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--public",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The public key that must have signed the head.",
)
@json_option
def check(file: Path, public: Path | None, as_json: bool) -> int:
    """Tell whether a head kept elsewhere still lies in this chain, and whether its signature holds.

    Example: workbench audit check huvud-2026-03.json --public nyckel.pem.pub

    Exit codes: 0 it does; 3 the file is not a head; 4 it does not; 5 the key can't be used.
    """
    from workbench.cli.audit_documents import faults
    from workbench.cli.diagnostics import ExitCode
    from workbench.services import heads

    database = session().database(create=False)
    document = heads.read(file)
    found = heads.check(database, document, public)
    if as_json:
        output.document(
            {
                "nummer": document["nummer"],
                "hash": document["hash"],
                "nummer_nu": found.nummer_nu,
                "signerad_av": found.signerad_av,
                "ratt_nyckel": found.kand,
                "brott": faults(found.faults),
            }
        )
    else:
        for text in heads.told(found):
            output.line(text)
    return ExitCode.DATABASE if found.faults else ExitCode.DONE


for one in (*audit_look.COMMANDS, *audit_sample.COMMANDS, *audit_archive.COMMANDS, gallring):
    command.add_command(one)

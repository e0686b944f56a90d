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
        signed = "signerat" if key else "inte signerat"
        output.line(f"Huvudet är skrivet till {target}, {signed}.")
        output.line(f"Post {document['nummer']}, {document['hash']}.")
        output.line("Förvara filen på en annan dator än databasen.")
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
        output.line(
            f"Nyckeln är skriven till {file}. Utan den kan ingen läsa det som krypteras med den: "
            "förvara en kopia på ett annat ställe än databasen och säkerhetskopiorna."
        )
        return 0
    public = keys.make_keys(file)
    output.line(f"Den hemliga nyckeln är skriven till {file}: förvara den inte bredvid databasen.")
    output.line(f"Den publika nyckeln är skriven till {public}: lämna den till revisorn.")
    output.line(f"Fingeravtryck: {keys.fingerprint(keys.public_key(public))}")
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
                "brott": [item._asdict() for item in found.faults],
            }
        )
    else:
        for fault in found.faults:
            output.line(f"BROTT {fault.var}: {fault.vad}")
        if not found.faults:
            output.line(
                f"Huvudet ligger kvar i kedjan: post {document['nummer']} av {found.nummer_nu}, "
                f"skrivet {document['tid'][:10]}."
            )
        _signature(found.signerad_av, found.kand)
    return ExitCode.DATABASE if found.faults else ExitCode.DONE


def _signature(signed_by: str | None, known: bool | None) -> None:
    if signed_by is None:
        output.line("Det finns ingen signatur som håller.")
    elif known:
        output.line(f"Signaturen håller och är gjord med den angivna nyckeln ({signed_by}).")
    elif known is None:
        output.line(
            f"Signaturen håller. Nyckelns fingeravtryck är {signed_by}: jämför det med det ni har, "
            "eller ange nyckeln med --public."
        )


for one in (*audit_look.COMMANDS, *audit_sample.COMMANDS, *audit_archive.COMMANDS, gallring):
    command.add_command(one)

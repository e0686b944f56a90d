"""``workbench verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, session

if TYPE_CHECKING:
    from workbench.services.verifying import Verified


@click.command("verify")
@click.option(
    "--head",
    "head_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head kept elsewhere (audit head): it must still lie in the chain.",
)
@click.option(
    "--public",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The public key that must have signed the head.",
)
@json_option
def command(head_path: Path | None, public: Path | None, as_json: bool) -> int:
    """Recompute the journal's chain and every month's attested run; name what breaks first.

    Also files (read again: rows and registers must say what they say), sums, seals, claims, and
    the triggers that guard them. A month that comes out
    otherwise since the program's rules or values are newer is told as such, with the difference.

    Others may work meanwhile: it looks at the database of the moment it began.

    Example: workbench verify --head huvud-2026-03.json --public nyckel.pem.pub

    Exit codes: 0 all holds; 1 newer rules give another result; 3 the file is not a head;
    4 something does not hold; 5 the key can't be used.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.cli.progress import clear, watched
    from workbench.services import heads, verifying_told
    from workbench.services.verifying import verify

    if public and not head_path:
        raise click.UsageError("--public hör till ett huvud: ange det med --head.")
    chosen = session()
    head = heads.read(head_path) if head_path else None
    result = verify(chosen.database(), chosen.stamp(), head=head, public=public, progress=watched())
    clear()
    if as_json:
        output.document(_document(result))
    else:
        for said in verifying_told.database(result):
            output.line(said.line)
    if result.faults:
        return ExitCode.DATABASE
    return ExitCode.WAITS if result.nya_regler else ExitCode.DONE


def _document(result: Verified) -> dict[str, object]:
    from workbench.cli.audit_documents import faults

    return {
        "filer": result.filer,
        "olasta_filer": faults(result.olasta),
        "korningar": result.runs,
        "omraknade": result.recomputed,
        "andrade_sedan": result.changed_since,
        "journal": {
            "poster": result.journal.poster,
            "gallrade": result.journal.gallrade,
            "kedjade_efterat": result.journal.efterat,
            "huvud": {"nummer": result.huvud.nummer, "hash": result.huvud.hash},
            "tillkomna_poster": result.tillkomna,
        },
        "nya_regler": [
            {
                "manad": item.manad,
                "korning": item.korning,
                "vad": list(item.vad),
                "skillnader": faults(item.skillnader),
            }
            for item in result.nya_regler
        ],
        "brott": faults(result.faults),
    }

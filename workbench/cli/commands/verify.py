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
@json_option
def command(head_path: Path | None, as_json: bool) -> int:
    """Recompute the journal's chain and every month's attested run; name what breaks first.

    Also files, sums, seals, claims, and the triggers that guard them. A month that comes out
    otherwise since the program's rules or values are newer is told as such, with the difference.

    Example: workbench verify --head huvud-2026-03.json

    Exit codes: 0 all holds; 1 newer rules give another result; 3 the file is not a head;
    4 something does not hold.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.cli.progress import clear, watched
    from workbench.services import heads, verifying_told
    from workbench.services.verifying import verify

    chosen = session()
    head = heads.read(head_path) if head_path else None
    result = verify(chosen.database(), chosen.stamp(), head=head, progress=watched())
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
    return {
        "korningar": result.runs,
        "omraknade": result.recomputed,
        "andrade_sedan": result.changed_since,
        "journal": {
            "poster": result.journal.poster,
            "gallrade": result.journal.gallrade,
            "kedjade_efterat": result.journal.efterat,
            "huvud": {"nummer": result.huvud.nummer, "hash": result.huvud.hash},
        },
        "nya_regler": [
            {
                "manad": item.manad,
                "korning": item.korning,
                "vad": list(item.vad),
                "skillnader": [fault._asdict() for fault in item.skillnader],
            }
            for item in result.nya_regler
        ],
        "brott": [item._asdict() for item in result.faults],
    }

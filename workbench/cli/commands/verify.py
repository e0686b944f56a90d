"""``workbench verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, session

if TYPE_CHECKING:
    from workbench.services.verifying import Verified

SHOWN = 20
"""Differences of a month that are written out; all of them stand in the JSON."""


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
    from workbench.services import heads
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
        _tell(result)
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


def _tell(result: Verified) -> None:
    walked = result.journal
    removed = f", {walked.gallrade} med gallrat innehåll" if walked.gallrade else ""
    later = f"; de {walked.efterat} första kedjades i efterhand" if walked.efterat else ""
    output.line(f"Journalens kedja: {walked.poster} poster omräknade{removed}{later}.")
    if not walked.brott:
        output.line(f"Huvud: post {result.huvud.nummer}, {result.huvud.hash}.")
    if result.tillkomna:
        output.line(
            f"Det är databasen som den var vid den posten: {result.tillkomna} poster har kommit "
            "till medan kontrollen gjordes."
        )
    output.line(f"{result.filer} mottagna filer lästa igen.")
    if result.olasta:
        output.line(
            "Registren är inte jämförda med filerna: dessa tar programmet inte längre emot."
        )
        for fault in result.olasta:
            output.line(f"  {fault.vad}")
    output.line(f"{result.runs} attesterade körningar kontrollerade.")
    if result.recomputed:
        output.line(f"Omräknade från lagrat underlag: {', '.join(result.recomputed)}.")
    if result.changed_since:
        output.line(f"Underlaget är ändrat sedan attesten: {', '.join(result.changed_since)}.")
    for item in result.nya_regler:
        output.line(
            f"NY REGELVERSION {item.manad} körning {item.korning}: {'; '.join(item.vad)}. Det är "
            "inget brott; räkna månaden igen för att se skillnaden rad för rad."
        )
        for fault in item.skillnader[:SHOWN]:
            output.line(f"  {fault.var}: {fault.vad}")
        if len(item.skillnader) > SHOWN:
            output.line(f"  och {len(item.skillnader) - SHOWN} till")
    if result.faults:
        first, *rest = result.faults
        output.line(f"FÖRSTA BROTTET {first.var}: {first.vad}")
        for fault in rest:
            output.line(f"BROTT {fault.var}: {fault.vad}")
    else:
        output.line("Allt stämmer.")

"""``workbench forskott``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import json_option, month_option, protected_option, session

if TYPE_CHECKING:
    from workbench.services.advances import Advance


@click.command("forskott")
@month_option
@click.option("--dry-run", is_flag=True, help="Compute the same, and store nothing.")
@json_option
@protected_option
def command(month: int, dry_run: bool, as_json: bool, show_protected: bool) -> int:
    """Settle a month and list its advances: new ones, what is accounted, surplus and shortage.

    Also who has advance in the beslut but may not have it, and why (9.2.22).

    Example: workbench forskott --month 2026-04

    Exit codes: 0 done; 5 a timbelopp is missing.
    """
    from workbench.cli.progress import clear, watched
    from workbench.domain.money import kronor
    from workbench.domain.time import iso_month
    from workbench.services.advances import advances
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="forskott")
    result, found = advances(database, month, stamp, looking, dry_run=dry_run, progress=watched())
    clear()
    if as_json:
        output.document(
            {
                "month": iso_month(month),
                "korning": result.korning,
                "forskott": [_document(item) for item in found],
                "nytt_ore": sum(item.nytt for item in found),
                "overskott_ore": sum(item.overskott for item in found),
                "brist_ore": sum(item.brist for item in found),
                "oredovisat_ore": sum(item.oredovisat for item in found),
            }
        )
        return 0
    output.table(
        ("Brukare", "Förskott", "Nytt", "Redovisat", "Rätt", "Överskott", "Brist", "Oredovisat",
         "Ej använt", "Varför inte förskott"),
        [
            (
                item.namn,
                kronor(item.forskott),
                kronor(item.nytt),
                "-" if item.redovisat is None else kronor(item.redovisat),
                kronor(item.ratt),
                kronor(item.overskott),
                kronor(item.brist),
                kronor(item.oredovisat),
                kronor(item.ej_anvant),
                ", ".join(item.hinder),
            )
            for item in found
        ],
        right="Förskott Nytt Redovisat Rätt Överskott Brist Oredovisat",
    )  # fmt: skip
    run = "ingenting sparat" if result.korning is None else f"körning {result.korning}"
    output.line(f"Nytt förskott {kronor(sum(item.nytt for item in found))} kr ({run}).")
    return 0


def _document(item: Advance) -> dict[str, Any]:
    from workbench.domain.money import plain

    return {
        "brukare": item.brukare,
        "rader": [
            {
                "beslut": line.beslut,
                "timmar": plain(line.timmar),
                "timbelopp_ore": line.timbelopp,
                "belopp_ore": line.belopp,
            }
            for line in item.rader
        ],
        "far_forskott": not item.hinder,
        "hinder": item.hinder,
        "forskott_ore": item.forskott,
        "nytt_ore": item.nytt,
        "redovisat_ore": item.redovisat,
        "ratt_ore": item.ratt,
        "beraknat_ore": item.beraknat,
        "overskott_ore": item.overskott,
        "brist_ore": item.brist,
        "oredovisat_ore": item.oredovisat,
        "ej_anvant_ore": item.ej_anvant,
    }

"""``workbench audit gallring``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, protected_option, session

if TYPE_CHECKING:
    from workbench.services.gallring import Removal


@click.command("gallring")
@click.option("--year", type=click.IntRange(2000, 2999), required=True, help="The year, as 2031.")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Write the list here.")
@click.option("--carry-out", is_flag=True, help="Remove what the list holds; needs --out.")
@click.option("--motivering", default="", help="Why, with --carry-out; journalled.")
@protected_option
@json_option
def command(
    year: int,
    target: Path | None,
    carry_out: bool,
    motivering: str,
    show_protected: bool,
    as_json: bool,
) -> int:
    """List, or remove, what is personal in the journal of files closed since long (21 c § LSS).

    The journal's chain stays whole. Rows, files, runs and claims stay: attested runs are computed
    anew from them. The settings gallring_akt_ar and gallring_rakenskap_ar say how long.

    Example: workbench audit gallring --year 2031 --out gallring-2031.json

    Exit codes: 0 done; 1 something may be removed; 2 the list can't be written; 5 refused.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.services import gallring
    from workbench.services.viewing import viewer

    if carry_out and target is None:
        raise click.UsageError("--carry-out kräver --out: listan över det som gallras sparas.")
    chosen = session()
    database, stamp = chosen.database(create=False), chosen.stamp()
    what = f"audit gallring {year}"
    looking = viewer(database, stamp, protected=show_protected, what=what)
    if carry_out:
        assert target is not None
        found = gallring.carry_out(database, year, motivering, target, stamp, looking)
    else:
        found = gallring.listed(database, year, stamp, looking)
        if target is not None:
            gallring.write_list(database, found, target, stamp)
    if as_json:
        output.document(gallring.document(found))
    else:
        _tell(found, target)
    return ExitCode.WAITS if found.poster and not carry_out else ExitCode.DONE


def _tell(found: Removal, target: Path | None) -> None:
    from workbench.services import gallring

    output.table(
        ("Person", "Sista anteckning", "Poster", "Kvar"),
        [(akt.person, akt.sista, akt.poster, akt.rader) for akt in found.akter],
        right="Poster Kvar",
    )
    for text in gallring.told(found):
        output.line(text)
    if target:
        output.line(f"Listan är skriven till {target}.")
    if found.nummer:
        output.line(gallring.OLD_COPIES)

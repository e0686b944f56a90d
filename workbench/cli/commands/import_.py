"""``workbench import``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode, say


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be stored, and store nothing.")
@click.option("--received", type=DayType(), help="The day the papers came in. Default: today.")
@json_option
@protected_option
def command(
    paths: tuple[Path, ...],
    dry_run: bool,
    received: str | None,
    as_json: bool,
    show_protected: bool,
) -> int:
    """Import files or folders; the kind is recognised from content.

    All rows of a file are stored or none; a zip counts as one file. Every bad row is listed.

    Example: workbench import tidrapporter/2026-03

    Exit codes: 0 done; 3 a file is not valid and nothing of it is stored; 5 a raise above 12 %.
    """
    from workbench.cli.documents import imported
    from workbench.cli.progress import clear, watched
    from workbench.services.importing import import_paths
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="import")
    result = import_paths(
        database,
        paths,
        stamp,
        viewer=looking,
        received=received,
        dry_run=dry_run,
        progress=watched(),
    )
    clear()
    if as_json:
        output.document(imported(result))
    else:
        output.table(
            ("Fil", "Slag", "Rader", "Status"),
            [(item.fil, item.slag, item.rader, item.status) for item in result.files],
            right="Rader",
        )
        if dry_run:
            _preview(result)
    waiting = sum(item.nya["kontoandring"] for item in result.files if item.status != "fel")
    if waiting:
        say(
            f"{waiting} konton skiljer sig från de registrerade och väntar på att en annan person "
            "bekräftar dem: workbench mottagare accounts"
        )
    for issue in result.fel:
        where = ", ".join(
            part
            for part in (
                issue.fil,
                issue.blad and f"blad {issue.blad}",
                issue.rad and f"rad {issue.rad}",
                issue.kolumn and f"kolumn {issue.kolumn}",
                issue.varde and f"värde {issue.varde!r}",
            )
            if part
        )
        say(f"{issue.kod} {where}: {issue.fel}")
    if result.fel:
        say(f"{len(result.fel)} fel. Ingenting ur filerna med fel är sparat.")
        return ExitCode.REFUSED if result.refused_by_rule else ExitCode.INPUT
    return ExitCode.DONE


def _preview(result: object) -> None:
    from workbench.domain.money import clock_hours
    from workbench.services.importing import ImportResult

    assert isinstance(result, ImportResult)
    output.line()
    output.line("Förhandsvisning: ingenting är sparat.")
    rows = [
        (hours.brukare, hours.rader, *map(clock_hours, hours.minuter))
        for item in result.files
        for hours in item.timmar
    ]
    if rows:
        output.table(
            ("Brukare", "Rader", "Assistans", "Väntetid", "Beredskap"),
            rows,
            right="Rader Assistans Väntetid Beredskap",
        )
    new = [number for item in result.files for number in item.nya_personer]
    output.line(f"{len(new)} personer är nya.")
    for number in new:
        output.line(f"  ny: {number}")

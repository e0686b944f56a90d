"""``workbench demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.domain.money import kronor
from workbench.domain.time import iso_month

if TYPE_CHECKING:
    from workbench.services.demo import Demo


@click.command("demo")
@click.option(
    "--scale",
    type=click.Choice(["S", "M", "L"]),
    default="S",
    show_default=True,
    help="22 brukare, 250, or the whole country (11 000).",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@json_option
def command(scale: str, seed: int, as_json: bool) -> int:
    """Make a municipality of made-up people in a new database: three months, all findings.

    The months are imported, checked and settled as drafts; prints where to look for a few of
    every kind of finding. The same command again goes on where a killed one was.

    Example: workbench --db demo.db demo --scale M

    Exit codes: 0 done; 5 the database has other content already.
    """
    from workbench.cli.progress import clear, watched
    from workbench.services.demo import make

    chosen = session()
    demo = make(chosen.database(), scale, seed, chosen.stamp(), watched())
    clear()
    if as_json:
        output.document(_document(chosen.path, demo))
        return 0
    output.table(
        ("Kod", "Månad", "Brukare", "Assistent", "Vad"),
        [
            (entry.kod, iso_month(entry.month), entry.brukare, entry.assistent, entry.sentence)
            for entry in demo.made.guide
        ],
    )
    output.line()
    output.line(f"{chosen.path}: {demo.made.counts['brukare']} brukare, alla påhittade")
    output.table(
        ("Månad", "Rader", "Belopp", "Väntar"),
        [
            (iso_month(run.month), len(run.lines), kronor(run.total_ore), run.waiting)
            for run in demo.runs
        ],
        right="Rader Belopp Väntar",
    )
    output.line()
    output.line(f"Öppna skärmarna:  workbench --db {chosen.path}")
    return 0


def _document(path: Path, demo: Demo) -> dict[str, object]:
    return {
        "databas": str(path),
        "manader": [iso_month(month) for month in demo.made.months],
        "antal": demo.made.counts,
        "korningar": [
            {"month": iso_month(run.month), "korning": run.korning, "total_ore": run.total_ore}
            for run in demo.runs
        ],
        "fynd": [
            {
                "kod": entry.kod,
                "month": iso_month(entry.month),
                "brukare": entry.brukare,
                "assistent": entry.assistent,
                "vad": entry.sentence,
            }
            for entry in demo.made.guide
        ],
    }

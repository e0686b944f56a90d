"""``workbench demo``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session


@click.command("demo")
@click.option(
    "--scale",
    type=click.Choice(["S", "M", "L"]),
    default="S",
    show_default=True,
    help="20 brukare, 250, or the whole country (11 000).",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@json_option
def command(scale: str, seed: int, as_json: bool) -> int:
    """Make a municipality of made-up people in a new database: three months, all findings.

    Prints where to look for a few of every kind of finding.

    Example: workbench --db demo.db demo --scale M

    Exit codes: 0 done; 5 the database has content already.
    """
    from workbench.cli.progress import clear, watched
    from workbench.domain.time import iso_month
    from workbench.services.demo import make

    chosen = session()
    made = make(chosen.database(), scale, seed, chosen.stamp(), watched())
    clear()
    if as_json:
        output.document(
            {
                "databas": str(chosen.path),
                "manader": [iso_month(month) for month in made.months],
                "antal": made.counts,
                "fynd": [
                    {
                        "kod": entry.kod,
                        "month": iso_month(entry.month),
                        "brukare": entry.brukare,
                        "assistent": entry.assistent,
                        "vad": entry.sentence,
                    }
                    for entry in made.guide
                ],
            }
        )
        return 0
    months = ", ".join(iso_month(month) for month in made.months)
    output.line(f"{chosen.path}: {made.counts.get('brukare', 0)} brukare, månaderna {months}")
    output.table(
        ("Kod", "Månad", "Brukare", "Assistent", "Vad"),
        [(e.kod, iso_month(e.month), e.brukare, e.assistent, e.sentence) for e in made.guide],
    )
    output.line()
    output.line(f"Räkna:  workbench --db {chosen.path} settle --month {iso_month(made.months[-1])}")
    output.line(f"Se:     workbench --db {chosen.path}")
    return 0

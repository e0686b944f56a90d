"""``workbench tui``, and ``workbench`` without a command."""

from __future__ import annotations

import os
import sys

import click

from workbench.cli.context import MonthType, now, session


@click.command("tui")
@click.option("--month", type=MonthType(), help="Month to open. Default: the latest with data.")
def command(month: int | None = None) -> int:
    """Open the terminal screens.

    Example: workbench --db kommun.db

    Exit codes: 0 done; 2 there is no terminal; 4 the database can't be used.
    """
    served = "TEXTUAL_DRIVER" in os.environ  # the other end is a browser (serve)
    if not served and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("Skärmarna behöver en terminal. Se workbench --help för kommandon.")
    chosen = session()
    path = chosen.database().path
    stamp = chosen.stamp()
    chosen.database().close()  # while it is open no copy can be put in its place (Drift)
    from workbench.tui.app import run

    run(path, stamp=stamp, clock=now, month=month)
    return 0

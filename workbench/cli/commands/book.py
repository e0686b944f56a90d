"""``workbench book``."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.cli.diagnostics import ExitCode, say


@click.command("book")
@click.argument("run", type=int, required=False)
@click.option("--events", is_flag=True, help="Claims instead of a run: decided, changed, repaid.")
@click.option(
    "--out", "target", type=click.Path(path_type=Path), required=True, help="The file to write."
)
@click.option("--file", "number", type=int, help="Write the file of that number again.")
@json_option
def command(run: int | None, events: bool, target: Path, number: int | None, as_json: bool) -> int:
    """Write the vouchers of an attested run as SIE 4I for the ledger.

    The file is stored: the same command gives the same bytes. What has happened to the run since,
    as a payment that the bank rejected, comes in a new file. Every event is booked once; a file
    holds one räkenskapsår.

    Example: workbench book 7 --out bokforing-2026-03.si

    Exit codes: 0 done, or nothing to book; 1 another file waits to be written; 2 the file can't
    be written; 5 refused: the run is no attested one, or settings are missing.
    """
    from workbench.services.booking import book_events, book_run, summary

    if (run is None) != events:
        raise click.UsageError("Ange en körning, eller --events för återkraven.")
    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    if run is None:
        result = book_events(database, target, stamp, number=number)
    else:
        result = book_run(database, run, target, stamp, number=number)
    file = result.fil
    if as_json:
        output.document(
            {
                "korning": result.korning,
                "fil": None if file is None else str(target),
                "meddelande": None if file is None else file.meddelande,
                "sha256": None if file is None else file.sha256,
                "verifikationer": 0 if file is None else file.antal,
                "omslutning_ore": 0 if file is None else file.belopp,
                "ar": None if file is None or file.dag is None else file.dag[:4],
                "ny": result.ny,
                "fler_vantar": result.vantar,
                "varningar": result.varningar,
            }
        )
    else:
        output.line(summary(result))
        if file is not None:
            output.line(f"Skriven till {target} (sha256 {file.sha256}).")
    for warning in result.varningar:
        say(f"Obs: {warning}")
    if result.vantar:
        say(f"{result.vantar} fil till väntar: kör samma kommando igen med en annan fil.")
    return ExitCode.WAITS if result.vantar else ExitCode.DONE

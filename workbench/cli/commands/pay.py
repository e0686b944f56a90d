"""``workbench pay``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, session
from workbench.cli.diagnostics import ExitCode, say

if TYPE_CHECKING:
    from workbench.services.paying_out import Paid


@click.command("pay")
@click.argument("run", type=int)
@click.option(
    "--out", "target", type=click.Path(path_type=Path), required=True, help="The file to write."
)
@click.option("--date", "day", type=DayType(), help="Bank day of payment. Default: the setting.")
@click.option("--file", "number", type=int, help="Write the run's file of that number again.")
@json_option
def command(run: int, target: Path, day: str | None, number: int | None, as_json: bool) -> int:
    """Write an attested run's payments as ISO 20022 pain.001 for the bank.

    The file is stored: the same command gives the same bytes and message id. Payments without a
    sound account are left out and listed; when they have one, and when the bank has rejected a
    payment, the same command with another file sends a supplement.

    Example: workbench pay 7 --out betalning-2026-03.xml

    Exit codes: 0 done, or nothing to pay; 1 payments were left out or wait; 2 the file can't be
    written; 5 refused: the run is no attested one, settings are missing, the day is no bank day.
    """
    from workbench.services.paying_out import pay, summary

    chosen = session()
    result = pay(chosen.database(), run, target, chosen.stamp(), day=day, number=number)
    if as_json:
        _document(result, target)
    else:
        output.line(summary(result))
        if result.fil is not None:
            output.line(f"Skriven till {target} (sha256 {result.fil.sha256}).")
    _notes(result)
    return ExitCode.WAITS if result.utelamnade or result.vantar else ExitCode.DONE


def _document(result: Paid, target: Path) -> None:
    file = result.fil
    output.document(
        {
            "korning": result.korning,
            "fil": None if file is None else str(target),
            "meddelande": None if file is None else file.meddelande,
            "sha256": None if file is None else file.sha256,
            "antal": 0 if file is None else file.antal,
            "belopp_ore": 0 if file is None else file.belopp,
            "betalningsdag": None if file is None else file.dag,
            "skapad": None if file is None else file.tid,
            "ny": result.ny,
            "fler_vantar": result.vantar,
            "utelamnade": [
                {
                    "id": item.id,
                    "mottagare": item.mottagare,
                    "belopp_ore": item.belopp,
                    "varfor": item.varfor,
                }
                for item in result.utelamnade
            ],
            "anmarkningar": [
                {"betalning": item.payment_id, "mottagare": item.payee, "vad": item.message}
                for item in result.anmarkningar
            ],
        }
    )


def _notes(result: Paid) -> None:
    from workbench.domain.money import kronor

    for item in result.utelamnade:
        say(f"Utelämnad: {item.id} {item.mottagare}, {kronor(item.belopp)} kr: {item.varfor}")
    for notice in result.anmarkningar:
        say(f"Obs: {notice.payment_id} {notice.payee}: {notice.message}")
    if result.vantar:
        say("Fler betalningar kan lämnas: kör samma kommando igen med en annan fil.")

"""``workbench bank``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.cli.diagnostics import ExitCode, say

if TYPE_CHECKING:
    from workbench.services.bank_answers import Answered


@click.command("bank")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> int:
    """Read the bank's answer (pain.002 or camt.054) and store what became of each payment.

    The same file again changes nothing. A rejected payment is put forward to be paid again:
    pay of its run makes a new one.

    Example: workbench bank svar-2026-03.xml

    Exit codes: 0 done; 1 something was rejected, is missing, unknown or does not add up; 3 the
    file is not readable, or no payment in it is ours.
    """
    from workbench.services.bank_answers import take_in

    chosen = session()
    result = take_in(chosen.database(), file, chosen.stamp())
    if as_json:
        _document(result)
    elif result.known:
        output.line(f"{result.fil} är redan inläst. Ingenting är ändrat.")
    else:
        output.line(
            f"{result.fil} ({result.slag}): {len(result.betalda)} betalda, "
            f"{len(result.mottagna)} mottagna, {len(result.avvisade)} avvisade."
        )
    _notes(result)
    return ExitCode.WAITS if result.waits else ExitCode.DONE


def _document(result: Answered) -> None:
    output.document(
        {
            "fil": result.fil,
            "sha256": result.sha256,
            "slag": result.slag,
            "status": "redan-inläst" if result.known else "inläst",
            "mottagna": [f"B{one.id}" for one in result.mottagna],
            "betalda": [f"B{one.id}" for one in result.betalda],
            "avvisade": [
                {"id": f"B{one.id}", "korning": one.korning, "belopp_ore": one.belopp, "skal": why}
                for one, why in result.avvisade
            ],
            "okanda": [
                {"id": one.id, "rad": one.rad, "belopp_ore": one.belopp, "status": one.status}
                for one in result.okanda
            ],
            "avvikelser": [one._asdict() for one in result.avvikelser],
            "ovriga": [
                {
                    "slag": one.slag,
                    "belopp_ore": one.amount_ore,
                    "dag": one.day,
                    "referens": one.reference,
                    "rad": one.rad,
                }
                for one in result.ovriga
            ],
            "saknas": [
                {"id": f"B{one.id}", "korning": one.korning, "belopp_ore": one.belopp}
                for one in result.saknas
            ],
        }
    )


def _notes(result: Answered) -> None:
    from workbench.domain.money import kronor

    for sent, why in result.avvisade:
        say(f"Avvisad: B{sent.id}, {kronor(sent.belopp)} kr: {why or 'inget skäl angivet'}")
    for run in result.runs:
        say(f"Betala igen, när kontot är rätt: workbench pay {run} --out FIL")
    for unknown in result.okanda:
        say(f"Okänd betalning på rad {unknown.rad}: {unknown.id} ({unknown.status}). Ej sparad.")
    for odd in result.avvikelser:
        say(f"Stämmer inte: {odd.id} på rad {odd.rad}: {odd.vad}.")
    for other in result.ovriga:
        amount = "okänt belopp" if other.amount_ore is None else f"{kronor(other.amount_ore)} kr"
        say(f"Annan post på rad {other.rad}: {other.slag}, {amount}, {other.reference}.")
    if result.saknas:
        shown = ", ".join(f"B{one.id}" for one in result.saknas[:10])
        more = " ..." if len(result.saknas) > 10 else ""
        say(f"{len(result.saknas)} betalningar saknar svar: {shown}{more}")

"""``workbench undo``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, session

if TYPE_CHECKING:
    from workbench.services.undoing import Gjort


@click.command("undo")
@click.argument("round_number", type=int, required=False, metavar="[ROUND]")
@click.option("--list", "listed", is_flag=True, help="List what you have done lately.")
@json_option
def command(round_number: int | None, listed: bool, as_json: bool) -> int:
    """Take back a round of decisions; findings moved again since are left.

    --list shows what you have done lately, of any kind, newest first: whether it can still be taken
    back or why not, and the command that does it. People are masked when protected.

    Example: workbench undo 4

    Exit codes: 0 done; 5 there is nothing to undo.
    """
    chosen = session()
    if listed == (round_number is not None) or (as_json and not listed):
        raise click.UsageError("Ange en omgång att ångra, eller --list (med eller utan --json).")
    if round_number is not None:
        from workbench.services.reviewing import undo

        moved = undo(chosen.database(), round_number, chosen.stamp())
        names = ", ".join(f"F{item}" for item in moved)
        output.line(f"{len(moved)} fynd flyttade tillbaka: {names}")
        return 0
    from workbench.services.undoing import deeds
    from workbench.services.viewing import Viewer

    stamp = chosen.stamp()
    found = deeds(chosen.database().read(), Viewer(stamp.aktor), stamp)
    if as_json:
        output.document([_shown(item) for item in found])
    else:
        _tell(found)
    return 0


def _shown(item: Gjort) -> dict[str, object]:
    return {
        "id": item.id,
        "slag": item.slag,
        "tid": item.tid,
        "vad": item.vad,
        "vem": item.vem,
        "varfor": item.varfor,
        "gar_att_angra": not item.hinder,
        "hinder": item.hinder or None,
        "kommando": None if item.hinder else f"workbench {item.kommando}",
    }


def _tell(found: list[Gjort]) -> None:
    rows = [
        (item.tid[:16], item.vad, item.vem, item.hinder or f"workbench {item.kommando}")
        for item in found
    ]
    output.table(("När", "Vad", "Vem", "Ångras med, eller varför inte"), rows)

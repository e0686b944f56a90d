"""``workbench note``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import DayType, session


@click.command("note")
@click.argument("assistent")
@click.option("--from", "fran", type=DayType(), required=True, help="First day.")
@click.option("--till", type=DayType(), help="Last day. Default: still open.")
@click.option("--text", required=True, help="What gives reason to look (9.2.19).")
def command(assistent: str, fran: str, till: str | None, text: str) -> int:
    """Note that an assistant's ability is in doubt: the time is held as ``formaga``.

    Example: workbench note 198001019876 --from 2026-03-01 --text "Uppgift från IVO"

    Exit codes: 0 done; 5 the assistant is not known.
    """
    from workbench.services.law import add_note

    chosen = session()
    add_note(chosen.database(), assistent.replace("-", ""), fran, till, text, chosen.stamp())
    output.line("Anteckningen är sparad. Kontrollera månaden på nytt.")
    return 0

"""``workbench explain``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import MonthType, json_option, protected_option, session


@click.command("explain")
@click.argument("identity", metavar="ID")
@click.option("--month", type=MonthType(), help="The month, as 2026-03; with a personnummer.")
@json_option
@protected_option
def command(identity: str, month: int | None, as_json: bool, show_protected: bool) -> int:
    """Show why a finding (F17), a line (L17), a payment (B17) or a claim (K17) is what it is.

    Also a claim for sjuklön by its name (S-17). Down to source file and row. A line of an
    attested run is shown as it was attested, and as the facts are now.

    With an assistant's personnummer and --month: the limits of working time, what is worked, what
    is left and what lies above.

    Example: workbench explain L17

    Example: workbench explain 199001011239 --month 2025-03

    Exit codes: 0 done; 2 no such id, or a month is missing.
    """
    from workbench.services.explaining import explain, names_person
    from workbench.services.tracing import lines
    from workbench.services.viewing import viewer

    if names_person(identity) and month is None:
        raise click.UsageError("Ett personnummer behöver en månad: --month ÅÅÅÅ-MM.")
    if month is not None and not names_person(identity):
        raise click.UsageError(
            "--month hör till ett personnummer (tolv siffror), inte till ett id."
        )
    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what=identity)
    trace = explain(database.read(), identity, looking, month)
    if as_json:
        output.document(trace.document())
    else:
        for text in lines(trace):
            output.line(text)
    return 0

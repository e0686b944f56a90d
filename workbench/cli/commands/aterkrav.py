"""``workbench aterkrav``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.commands.aterkrav_brev import letter
from workbench.cli.context import json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode


@click.group("aterkrav")
def command() -> None:
    """Look at claims (återkrav, 12 § LSS): who owes, for what, row by row.

    Example: workbench aterkrav list --json

    Exit codes: 0 done; 1 claims wait for a person; 5 no such claim.
    """


command.add_command(letter)


@command.command("list")
@json_option
@protected_option
def list_(as_json: bool, show_protected: bool) -> int:
    """List the claims with their sums; with --json also every row behind them.

    Example: workbench aterkrav list

    Exit codes: 0 nothing waits; 1 proposals wait for a person.
    """
    from workbench.cli.documents import aterkrav
    from workbench.domain.money import kronor
    from workbench.services.aterkrav import kraven
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="aterkrav")
    found = kraven(database.read(), looking)
    if as_json:
        output.document([aterkrav(item) for item in found])
    else:
        output.table(
            ("Krav", "Brukare", "Ärende", "Månader", "Belopp", "Utestående", "Grund", "Status"),
            [
                (
                    item.id,
                    item.brukare_namn,
                    item.arende or "",
                    ", ".join(item.manader),
                    kronor(item.belopp),
                    kronor(item.utestaende),
                    item.grund,
                    item.status,
                )
                for item in found
            ],
        )
    waits = any(item.status.endswith("forslag") for item in found)
    return ExitCode.WAITS if waits else ExitCode.DONE


@command.command("show")
@click.argument("identity", metavar="ID")
@json_option
@protected_option
def show(identity: str, as_json: bool, show_protected: bool) -> int:
    """Show one claim: debtors, months, and each row before and after.

    Example: workbench aterkrav show K3

    Exit codes: 0 done; 5 no such claim.
    """
    from workbench.cli.documents import aterkrav
    from workbench.cli.listing import show_aterkrav
    from workbench.services.aterkrav import krav
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what=identity)
    found = krav(database.read(), identity, looking)
    if as_json:
        output.document(aterkrav(found))
    else:
        show_aterkrav(found)
    return ExitCode.DONE

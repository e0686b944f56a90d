"""``workbench sjuklon``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode

STATUS = ("oppen", "komplettering", "beviljad", "avslagen")


@click.group("sjuklon")
def command() -> None:
    """Work with claims for the extra cost of sjuklön (9.2.28).

    Example: workbench sjuklon show S-17

    Exit codes: 0 done; 1 something waits for a person; 5 refused by a rule.
    """


@command.command("list")
@click.option("--status", type=click.Choice(STATUS), help="Only claims of this state.")
@json_option
@protected_option
def list_(status: str | None, as_json: bool, show_protected: bool) -> int:
    """List the claims: whose, when, what is claimed and what it comes to.

    Example: workbench sjuklon list --status oppen

    Exit codes: 0 nothing listed waits; 1 claims wait for a decision.
    """
    from workbench.cli.documents import sjuklon_row
    from workbench.domain.money import kronor
    from workbench.services.sjuklon import arenden
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="sjuklon")
    found = arenden(database.read(), looking, status)
    if as_json:
        output.document([sjuklon_row(item) for item in found])
    else:
        output.table(
            ("Ärende", "Brukare", "Assistent", "Från", "Till", "Begärt", "Beräknat", "Status"),
            [
                (
                    item.arende,
                    item.brukare_namn,
                    item.assistent_namn,
                    item.forsta,
                    item.sista or "",
                    kronor(item.begart),
                    kronor(item.ersattning),
                    item.status,
                )
                for item in found
            ],
        )
    waits = any(item.status in ("oppen", "komplettering") for item in found)
    return ExitCode.WAITS if waits else ExitCode.DONE


@command.command("show")
@click.argument("arende")
@json_option
@protected_option
def show(arende: str, as_json: bool, show_protected: bool) -> int:
    """Show one claim: every pass, every step of the amount, what stands against it.

    Example: workbench sjuklon show S-17 --json

    Exit codes: 0 done; 1 the claim or findings on it wait for a person; 5 no such claim.
    """
    from workbench.cli.documents import sjuklon
    from workbench.cli.listing import show_sjuklon
    from workbench.services.sjuklon import arende as find
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what=arende)
    found = find(database.read(), arende, looking)
    if as_json:
        output.document(sjuklon(found))
    else:
        show_sjuklon(found)
    waits = found.rad.vantar or found.rad.status in ("oppen", "komplettering")
    return ExitCode.WAITS if waits else ExitCode.DONE


@command.command("decide")
@click.argument("arende")
@click.option("--bevilja", "status", flag_value="beviljad", help="Grant: paid with its month.")
@click.option("--avsla", "status", flag_value="avslagen", help="Refuse.")
@click.option("--komplettering", "status", flag_value="komplettering", help="Ask for more.")
@click.option("--motivering", required=True, help="The reason; stands in the decision.")
@click.option("--answer-by", type=DayType(), help="Last day to answer a request for more.")
def decide(arende: str, status: str | None, motivering: str, answer_by: str | None) -> int:
    """Decide a claim, with a motivering.

    Example: workbench sjuklon decide S-17 --bevilja --motivering "Styrkt med lönespecifikation"

    Exit codes: 0 done; 2 no decision named; 5 refused by a rule.
    """
    from workbench.services.sjuklon import decide as move

    if status is None:
        raise click.UsageError("Välj --bevilja, --avsla eller --komplettering.")
    chosen = session()
    move(chosen.database(), arende, status, motivering, chosen.stamp(), answer_by)
    output.line(f"{arende}: {status}.")
    return ExitCode.DONE

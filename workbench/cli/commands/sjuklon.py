"""``workbench sjuklon``."""

from __future__ import annotations

from pathlib import Path

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


@command.command("letter")
@click.argument("arende")
@click.option("--kind", type=click.Choice(("komplettering", "beslut")), required=True)
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), required=True, help="The folder to fill."
)
@json_option
def letter(arende: str, kind: str, folder: Path, as_json: bool) -> int:
    """Write a claim's letter, as PDF and text: what to complete, or the decision.

    To the enskilde (the förmyndare when under 18) or whoever applied. Files are named by a
    pseudonym; protected identities are masked. The same command gives the same files.

    Example: workbench sjuklon letter S-17 --kind beslut --out brev

    Exit codes: 0 done; 2 the folder can't be written; 5 refused: the claim is in another state,
    its month must be checked, or settings are missing.
    """
    from workbench.services.sjuklonsbrev import letter as write

    chosen = session()
    made = write(chosen.database(), arende, kind, folder, chosen.stamp())
    if as_json:
        output.document(
            {
                "arende": made.arende,
                "slag": made.slag,
                "filer": [str(path) for path in made.filer],
                "skrivna_filer": made.nya,
            }
        )
    else:
        for path in made.filer:
            output.line(str(path))
    return ExitCode.DONE


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

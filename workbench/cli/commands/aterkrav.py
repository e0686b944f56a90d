"""``workbench aterkrav``: the list, one claim, and what waits; steps and parties stand beside."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.commands import krav_parter, krav_steg
from workbench.cli.commands.aterkrav_brev import letter
from workbench.cli.context import json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode, say
from workbench.law.aterkrav import PROPOSED, STATES


@click.group("aterkrav")
def command() -> None:
    """Work with claims (återkrav, 12 § LSS): from proposal to decision, court and payment.

    Example: workbench aterkrav list --overdue

    Exit codes: 0 done; 1 claims wait for a person; 2 wrong usage; 5 refused, or no such claim.
    """


@command.command("list")
@click.option(
    "--status", type=click.Choice(STATES), multiple=True, help="Only this state. Repeatable."
)
@click.option("--brukare", help="Only this brukare, by personnummer.")
@click.option("--overdue", is_flag=True, help="Only those whose deadline has passed.")
@json_option
@protected_option
def list_(
    status: tuple[str, ...],
    brukare: str | None,
    overdue: bool,
    as_json: bool,
    show_protected: bool,
) -> int:
    """List the claims with ages, deadlines and sums; with --json also every row behind them.

    Example: workbench aterkrav list --status kommunicerad --overdue

    Exit codes: 0 nothing listed waits; 1 proposals, or claims past their deadline, wait.
    """
    from workbench.cli import krav_documents, krav_listing
    from workbench.services.kravvy import vyer
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="aterkrav list")
    found = vyer(
        database.read(),
        looking,
        stamp.dag,
        status=status,
        brukare=brukare.replace("-", "") if brukare else None,
        overdue=overdue,
    )
    if as_json:
        output.document([krav_documents.listed(item) for item in found])
    else:
        krav_listing.table(found)
    waits = any(item.krav.status in PROPOSED or item.forfallen for item in found)
    return ExitCode.WAITS if waits else ExitCode.DONE


@command.command("show")
@click.argument("identity", metavar="ID")
@json_option
@protected_option
def show(identity: str, as_json: bool, show_protected: bool) -> int:
    """Show one claim: debtors, what is lacking, assessment, plan, history, each row before and
    after.

    Example: workbench aterkrav show K3

    Exit codes: 0 done; 5 no such claim, or it is joined into another.
    """
    from workbench.cli import krav_documents, krav_listing
    from workbench.services.kravvy import vy
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what=f"aterkrav show {identity}")
    connection = database.read()
    found = vy(connection, identity, looking, stamp.dag)
    if as_json:
        output.document(krav_documents.case(connection, found, looking))
    else:
        krav_listing.case(connection, found, looking, stamp.dag)
    return ExitCode.DONE


@command.command("propose")
@click.argument("identities", metavar="[ID]...", nargs=-1)
@click.option("--join", is_flag=True, help="Join the proposals into the oldest of them.")
@json_option
@protected_option
def propose(identities: tuple[str, ...], join: bool, as_json: bool, show_protected: bool) -> int:
    """List the proposals that wait, and what drafts put forward; or join proposals into one.

    Proposals of one debtor, ground and kind are joined; each month is kept apart inside.

    Example: workbench aterkrav propose K3 K4 --join

    Exit codes: 0 joined, or nothing waits; 1 something waits; 2 wrong usage; 5 refused.
    """
    from workbench.cli import krav_documents, krav_listing
    from workbench.services.aterkrav import kommande
    from workbench.services.kravparter import join as join_claims
    from workbench.services.kravvy import vyer
    from workbench.services.viewing import viewer

    if bool(identities) != join:
        raise click.UsageError("Ange krav och --join, eller inget av dem.")
    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="aterkrav propose")
    if join:
        first = join_claims(database, identities, stamp)
        krav_steg.report(database.read(), first, looking, stamp.dag, as_json=as_json)
        return ExitCode.DONE
    connection = database.read()
    found = vyer(connection, looking, stamp.dag, status=PROPOSED)
    drafts = kommande(connection, looking)
    if as_json:
        output.document(
            {
                "forslag": [krav_documents.listed(item) for item in found],
                "utkast": [krav_documents.coming(item) for item in drafts],
            }
        )
    else:
        krav_listing.table(found)
        if drafts:
            output.line()
            krav_listing.coming(drafts)
            say("Utkastens krav läggs fram när körningarna attesteras (workbench attest).")
    return ExitCode.WAITS if found or drafts else ExitCode.DONE


for part in (*krav_steg.COMMANDS, *krav_parter.COMMANDS, letter):
    command.add_command(part)

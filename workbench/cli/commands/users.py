"""``workbench users``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.domain.roller import ROLLER, VERB, may


@click.group("users", invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the users and their roles; add, change or remove one.

    Without users everyone may everything; from the first on, only those listed.

    Example: workbench users add anna --role administrator

    Exit codes: 0 done; 5 not allowed.
    """
    if ctx.invoked_subcommand is None:
        _listed(as_json)
    return 0


@command.command("list")
@json_option
def listed(as_json: bool) -> int:
    """List the users and their roles.

    Example: workbench users list --json

    Exit codes: 0 done; 5 not allowed.
    """
    _listed(as_json)
    return 0


def _listed(as_json: bool) -> None:
    from db.users import all_users

    found = all_users(session().database().read())
    if as_json:
        output.document([item._asdict() for item in found])
    else:
        output.table(
            ("Login", "Roll", "Ser skyddade"),
            [(item.login, item.roll, "ja" if item.ser_skyddade else "nej") for item in found],
        )


@command.command("roles")
@json_option
def roles(as_json: bool) -> int:
    """Show what each role may do.

    Example: workbench users roles

    Exit codes: 0 done.
    """
    if as_json:
        output.document(
            [
                {"ratt": ratt, "betyder": verb, "roller": [r for r in ROLLER if may(r, ratt)]}
                for ratt, verb in VERB.items()
            ]
        )
        return 0
    output.table(
        ("Får", *ROLLER),
        [
            (verb, *("ja" if may(roll, ratt) else "-" for roll in ROLLER))
            for ratt, verb in VERB.items()
        ],
    )
    return 0


@command.command("add")
@click.argument("login")
@click.option(
    "--role", type=click.Choice(list(ROLLER)), required=True, help="What the user may do."
)
@click.option(
    "--see-protected", is_flag=True, help="May see protected identities; each look is logged."
)
@json_option
def add(login: str, role: str, see_protected: bool, as_json: bool) -> int:
    """Add or change a user; logins are the operating system's.

    The first one is yourself, as administrator. Nobody changes their own role or right.

    Example: workbench users add anna --role administrator

    Exit codes: 0 done; 5 not allowed.
    """
    from workbench.services.people import add_user

    chosen = session()
    add_user(chosen.database(), login, role, see_protected, chosen.stamp())
    if as_json:
        output.document({"login": login, "roll": role, "ser_skyddade": int(see_protected)})
    else:
        output.line(f"{login}: {role}{', ser skyddade' if see_protected else ''}")
    return 0


@command.command("remove")
@click.argument("login")
@json_option
def remove(login: str, as_json: bool) -> int:
    """Remove a user, who may then nothing; what was done under the name stays in the journal.

    Example: workbench users remove anna

    Exit codes: 0 done; 5 not allowed, oneself, or no such user.
    """
    from workbench.services.people import remove_user

    chosen = session()
    remove_user(chosen.database(), login, chosen.stamp())
    if as_json:
        output.document({"login": login, "borttagen": True})
    else:
        output.line(f"{login} är borttagen och får inget mer.")
    return 0

"""``workbench users``."""

from __future__ import annotations

import click

from db.users import ROLES
from workbench.cli import output
from workbench.cli.context import json_option, session


@click.group("users", invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the users and their roles, or add one.

    Example: workbench users add anna --role administrator

    Exit codes: 0 done; 5 not allowed.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from db.users import all_users

    found = all_users(session().database().read())
    if as_json:
        output.document([item._asdict() for item in found])
    else:
        output.table(
            ("Login", "Roll", "Ser skyddade"),
            [(item.login, item.roll, "ja" if item.ser_skyddade else "nej") for item in found],
        )
    return 0


@command.command("add")
@click.argument("login")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="What the user may do.",
)
@click.option(
    "--see-protected", is_flag=True, help="May see protected identities; each look is logged."
)
def add(login: str, role: str, see_protected: bool) -> int:
    """Add or change a user; logins are the operating system's.

    Example: workbench users add anna --role administrator

    Exit codes: 0 done; 5 only an administrator may change users once there is one.
    """
    from workbench.services.people import add_user

    chosen = session()
    add_user(chosen.database(), login, role, see_protected, chosen.stamp())
    output.line(f"{login}: {role}{', ser skyddade' if see_protected else ''}")
    return 0

"""``workbench users``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.domain.roller import ROLLER, SPELLINGS, VERB, may


@click.group("users", invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the users and their roles; add, change or remove one.

    Until there is an administrator, who is not listed may everything; from then on, nothing.

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
    "--role",
    type=click.Choice([*ROLLER, *SPELLINGS]),
    required=True,
    help="What the user may do; auditor is revisor.",
)
@click.option(
    "--see-protected", is_flag=True, help="May see protected identities; each look is logged."
)
@json_option
def add(login: str, role: str, see_protected: bool, as_json: bool) -> int:
    """Add or change a user; logins are the operating system's.

    Anybody may until there is an administrator; then administrators, and nobody their own role or
    right. What the first user and the first administrator mean for others is said.

    Example: workbench users add anna --role administrator

    Exit codes: 0 done; 5 not allowed.
    """
    from workbench.cli.diagnostics import say
    from workbench.services.people import add_user

    chosen = session()
    role = SPELLINGS.get(role, role)
    follows = add_user(chosen.database(), login, role, see_protected, chosen.stamp())
    if as_json:
        output.document({"login": login, "roll": role, "ser_skyddade": int(see_protected)})
    else:
        output.line(f"{login}: {role}{', ser skyddade' if see_protected else ''}")
    if follows:
        say(follows)
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

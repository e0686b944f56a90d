"""``workbench mottagare``."""

from __future__ import annotations

from typing import Any

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode, say

SLAG = ("brukare", "formyndare", "god-man", "forvaltare", "anordnare", "annan")
MOTIVERING = click.option("--motivering", required=True, help="Why.")


@click.group("mottagare", invoke_without_command=True)
@click.option("--brukare", help="Only this brukare, by personnummer.")
@click.option("--day", type=DayType(), help="Who is paid on this day. Default: today.")
@json_option
@protected_option
@click.pass_context
def command(
    ctx: click.Context, brukare: str | None, day: str | None, as_json: bool, show_protected: bool
) -> int:
    """List who is paid for each brukare, on which account, and why not the one in the beslut.

    Example: workbench mottagare --brukare 198001019876

    Exit codes: 0 done; 5 no such brukare.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from workbench.services.payees import paid_now
    from workbench.services.viewing import viewer
    from workbench.wording import MOTTAGARE

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="mottagare")
    found = paid_now(database.read(), day or stamp.dag, looking, brukare)
    if as_json:
        output.document(
            [
                item._asdict() | {"registrerade": [one._asdict() for one in item.registrerade]}
                for item in found
            ]
        )
        return 0
    output.table(
        ("Brukare", "Beslut", "Betalas till", "Som", "Konto", "Stopp", "Varför inte enligt beslut"),
        [
            (
                item.brukare_namn,
                item.beslut,
                item.namn or item.betalas_till,
                MOTTAGARE[item.slag],
                item.konto or "saknas",
                item.stopp,
                item.hinder,
            )
            for item in found
        ],
    )
    return 0


@command.command("add")
@click.argument("brukare")
@click.argument("nummer")
@click.argument("namn")
@click.option("--slag", type=click.Choice(SLAG), required=True, help="In what capacity.")
@click.option("--from", "fran", type=DayType(), required=True, help="First day.")
@click.option("--till", type=DayType(), help="Last day. Default: still in force.")
@click.option("--konto", help="Account: BG, PG, or clearing and account number.")
@click.option("--adress", help="Postal address.")
@click.option("--begaran", "begaran_datum", type=DayType(), help="Day of the written request.")
@click.option("--avtal", "avtal_datum", type=DayType(), help="Day of the agreement.")
@click.option("--avtal-from", "avtal_fran", type=DayType(), help="From when the agreement holds.")
@click.option("--undertecknat", is_flag=True, help="The agreement is signed.")
@click.option("--vardnadshavare", is_flag=True, help="Both guardians have signed.")
@click.option("--beslut-11", "beslut_11", help="The decision under 11 §, for someone else.")
def add(**facts: Any) -> int:
    """Register a payee with the facts of the request and the agreement (9.2.22).

    Example: workbench mottagare add 198001019876 5590123452 "Omsorg AB" --slag anordnare \
        --from 2026-01-01 --begaran 2025-12-01 --avtal 2025-12-01 --avtal-from 2026-01-01 \
        --undertecknat

    Exit codes: 0 done; 1 done, and an account waits for a second person; 3 a value is not valid.
    """
    from workbench.services.payees import add as register

    signed = {
        "undertecknat": "ja" if facts.pop("undertecknat") else "nej",
        "vardnadshavare_undertecknat": "ja" if facts.pop("vardnadshavare") else "nej",
    }
    chosen = session()
    given = {name: value for name, value in facts.items() if value is not None}
    result = register(chosen.database(), given | signed, chosen.stamp())
    for issue in result.fel:
        say(f"{issue.kod} {issue.kolumn}: {issue.fel}")
    if result.fel:
        return ExitCode.INPUT
    output.line(f"{facts['namn']} är registrerad som mottagare från {facts['fran']}.")
    if result.nya["kontoandring"]:
        say(
            "Kontot är ett annat än det registrerade och väntar på att en annan person bekräftar "
            "det: workbench mottagare accounts"
        )
        return ExitCode.WAITS
    return ExitCode.DONE


@command.command("stop")
@click.argument("brukare")
@click.option("--from", "fran", type=DayType(), required=True, help="First day of the stop.")
@MOTIVERING
def stop(brukare: str, fran: str, motivering: str) -> int:
    """Stop payment straight to the anordnare; the money goes to the brukare.

    Example: workbench mottagare stop 198001019876 --from 2026-03-01 --motivering "IVO utreder"

    Exit codes: 0 done; 5 refused.
    """
    from workbench.services import payees

    chosen = session()
    payees.stop(chosen.database(), brukare, fran, motivering, chosen.stamp())
    output.line(f"Utbetalningen direkt till anordnaren är stoppad från {fran}.")
    return 0


@command.command("unstop")
@click.argument("brukare")
@click.option("--from", "fran", type=DayType(), required=True, help="First day without the stop.")
@MOTIVERING
def unstop(brukare: str, fran: str, motivering: str) -> int:
    """Let the anordnare be paid directly again.

    Example: workbench mottagare unstop 198001019876 --from 2026-04-01 --motivering "Utrett"

    Exit codes: 0 done; 5 refused.
    """
    from workbench.services import payees

    chosen = session()
    payees.unstop(chosen.database(), brukare, fran, motivering, chosen.stamp())
    output.line(f"Anordnaren kan betalas direkt igen från {fran}.")
    return 0


@command.command("accounts")
@json_option
@protected_option
def accounts(as_json: bool, show_protected: bool) -> int:
    """List accounts that came in a file, differ from the registered ones, and wait for a person.

    Example: workbench mottagare accounts

    Exit codes: 0 nothing waits; 1 changes wait.
    """
    from workbench.services.payees import pending
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="mottagare accounts")
    found = pending(database.read(), looking)
    if as_json:
        output.document([item._asdict() for item in found])
    else:
        output.table(
            ("Id", "Slag", "Nummer", "Namn", "Gäller", "Nu", "Nytt", "Fil", "Rad", "Av", "Tid"),
            [(*item[:10], item.tid[:16]) for item in found],
            right="Id Rad",
        )
    return ExitCode.WAITS if found else ExitCode.DONE


@command.command("confirm")
@click.argument("identity", type=int, metavar="ID")
@click.option("--date", "day", type=DayType(), required=True, help="Day it was confirmed.")
@MOTIVERING
def confirm(identity: int, day: str, motivering: str) -> int:
    """Make a waiting account the registered one: another person than who imported it.

    Example: workbench mottagare confirm 4 --date 2026-04-01 --motivering "Brev, uppringd"

    Exit codes: 0 done; 5 refused.
    """
    from workbench.services import payees

    chosen = session()
    account = payees.confirm(chosen.database(), identity, day, motivering, chosen.stamp())
    output.line(f"Kontoändring {identity} är bekräftad: {account}.")
    return 0


@command.command("reject")
@click.argument("identity", type=int, metavar="ID")
@MOTIVERING
def reject(identity: int, motivering: str) -> int:
    """Refuse a waiting account; the registered one stays.

    Example: workbench mottagare reject 4 --motivering "Ingen hos anordnaren känner till det"

    Exit codes: 0 done; 5 refused.
    """
    from workbench.services import payees

    chosen = session()
    payees.reject(chosen.database(), identity, motivering, chosen.stamp())
    output.line(f"Kontoändring {identity} är avvisad. Det registrerade kontot står kvar.")
    return 0

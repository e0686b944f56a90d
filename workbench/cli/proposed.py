"""``waiting``, ``confirm`` and ``reject``: the same under ``rates`` and ``settings``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.cli.diagnostics import ExitCode, say


def told(identity: int | None, text: str, command: str) -> int:
    """Say what became of a value: it holds, or waits for a second person."""
    if identity is None:
        output.line(text)
        return ExitCode.DONE
    output.line(f"Förslag {identity}: {text}")
    say(
        "Värdet gäller dagar som redan är attesterade och väntar på en annan person: "
        f"workbench {command} confirm {identity}"
    )
    return ExitCode.WAITS


def attach(group: click.Group, name: str, slag: str) -> None:
    """Give a group of commands the three for values that wait for a second person."""

    @group.command("waiting", epilog=f"Example: workbench {name} waiting")
    @json_option
    def waiting(as_json: bool) -> int:
        """List values for days already attested, which wait for a second person.

        Exit codes: 0 nothing waits; 1 values wait.
        """
        from workbench.services import proposing

        found = proposing.waiting(session().database().read(), slag)
        if as_json:
            output.document([item._asdict() for item in found])
        else:
            output.table(
                ("Id", "Namn", "Från", "Värde", "Källa", "Av", "Tid"),
                [
                    (
                        item.id,
                        item.namn,
                        item.fran,
                        item.varde,
                        item.kalla,
                        item.aktor,
                        item.tid[:16],
                    )
                    for item in found
                ],
            )
        return ExitCode.WAITS if found else ExitCode.DONE

    @group.command("confirm", epilog=f"Example: workbench {name} confirm 3")
    @click.argument("identity", type=int, metavar="ID")
    def confirm(identity: int) -> int:
        """Let a waiting value hold: another person than who proposed it.

        Exit codes: 0 done; 5 refused.
        """
        from workbench.services import proposing

        chosen = session()
        item = proposing.confirm(chosen.database(), slag, identity, chosen.stamp())
        output.line(f"{item.namn} = {item.varde} från {item.fran} gäller nu ({item.kalla}).")
        return ExitCode.DONE

    @group.command("reject", epilog=f"Example: workbench {name} reject 3")
    @click.argument("identity", type=int, metavar="ID")
    def reject(identity: int) -> int:
        """Let a waiting value fall.

        Exit codes: 0 done; 5 refused.
        """
        from workbench.services import proposing

        chosen = session()
        item = proposing.reject(chosen.database(), slag, identity, chosen.stamp())
        output.line(f"Förslaget {item.namn} = {item.varde} från {item.fran} är avvisat.")
        return ExitCode.DONE

"""``workbench flags``."""

from __future__ import annotations

import click

from workbench.cli.context import MonthType, json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode


@click.command("flags")
@click.option("--month", type=MonthType(), help="Only this month.")
@click.option(
    "--status",
    type=click.Choice(["oppen", "komplettering", "godkand", "nekad"]),
    help="Only findings in this state.",
)
@click.option("--kod", help="Only this kind of finding, such as overlapp.")
@click.option("--brukare", help="Only this brukare (personnummer).")
@click.option("--assistent", help="Only this assistant (personnummer).")
@json_option
@protected_option
def command(
    month: int | None,
    status: str | None,
    kod: str | None,
    brukare: str | None,
    assistent: str | None,
    as_json: bool,
    show_protected: bool,
) -> int:
    """List findings.

    Example: workbench flags --month 2026-03 --status oppen

    Exit codes: 0 nothing listed waits; 1 open neka or utred findings are listed.
    """
    from workbench.cli.listing import show_findings
    from workbench.rules.registry import KODER
    from workbench.services.reviewing import Filter
    from workbench.services.viewing import viewer

    if kod is not None and kod not in KODER:
        raise click.BadParameter(
            f"{kod!r} finns inte. Koderna är {', '.join(sorted(KODER))}.", param_hint="--kod"
        )
    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="flags")
    wanted = Filter(
        manad=month,
        status=status,
        kod=kod,
        brukare=brukare and brukare.replace("-", ""),
        assistent=assistent and assistent.replace("-", ""),
    )
    waiting = show_findings(database.read(), wanted, looking, as_json)
    return ExitCode.WAITS if waiting else ExitCode.DONE

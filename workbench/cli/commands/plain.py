"""``workbench plain``, and ``workbench --plain``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import MonthType, protected_option, session


@click.command("plain")
@click.argument("screen", required=False)
@click.argument("which", required=False, default="")
@click.option("--month", type=MonthType(), help="Default: the latest with data, as on the screens.")
@click.option("--all-months", "everything", is_flag=True, help="Not only one month.")
@click.option(
    "--find", default="", metavar="TEXT", help="What the screen's filter line would hold."
)
@click.option("--status", default="", metavar="WORD", help="As the screen's key s steps through.")
@click.option("--order", default="", metavar="WORD", help="As the screen's key o steps through.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Items of a list to pass over.")
@click.option("--limit", type=click.IntRange(1), help="Items of a list to print. Default: all.")
@protected_option
def command(
    screen: str | None = None,
    which: str = "",
    month: int | None = None,
    everything: bool = False,
    find: str = "",
    status: str = "",
    order: str = "",
    offset: int = 0,
    limit: int | None = None,
    show_protected: bool = False,
) -> int:
    """Print a screen's data as linear text: for screen readers, Braille displays and pipes.

    The count comes first, then one item at a time with each fact on a line of its own: no columns,
    no drawing, no colours. Without a name the screens are listed. WHICH is the case, run or list
    that the screen is of. A word for --status or --order may be cut short.

    Example: workbench --plain granskning --month 2026-03 --find overlapp --limit 20

    Exit codes: 0 done; 2 no such screen or filter; 4 the database can't be used; 5 no such item.
    """
    from workbench.tui.plain import screens
    from workbench.tui.plain.asked import Asked, WrongWord
    from workbench.tui.plain.text import write

    if screen is None:
        names = screens.names()
        output.line(f"{len(names)} skärmar. Skriv: workbench --plain NAMN")
        for name in names:
            output.line(name)
        return 0
    from workbench.services import overview
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    connection = database.read()
    named = month is not None
    if month is None:
        month = next(iter(overview.months(connection)), None)
    looking = viewer(database, stamp, protected=show_protected, what=f"plain {screen} {which}")
    asked = Asked(looking, stamp, chosen.path, which, month, named, everything, find, status, order)
    try:
        page = screens.page(connection, screen, asked)
    except WrongWord as error:
        raise click.UsageError(str(error)) from error
    for text in write(page, offset, limit, "--offset"):
        output.line(text)
    return 0

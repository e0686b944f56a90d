"""``workbench pictures``: sums as bars with figures: on the terminal, as JSON, or as SVG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import MonthType, Session, json_option, protected_option, session

if TYPE_CHECKING:
    import sqlite3

    from workbench.exports.bild import Bild
    from workbench.services.viewing import Viewer

TEXT_WIDTH = 96
month_option = click.option(
    "--month", type=MonthType(), required=True, help="The month, as 2026-03."
)
out_option = click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    help="Write the picture to this SVG file, protected people always masked.",
)


@click.group("pictures")
def command() -> None:
    """Draw a month's sums: hours against beslut, what is withheld, anordnare, working time.

    Text for a terminal, JSON of the same figures, or with --out an SVG file.

    Example: workbench pictures month --month 2026-03 --out mars.svg

    Exit codes: 0 done; 2 the file can't be written there, or nothing like that.
    """


def _show(
    name: str,
    ask: Callable[[sqlite3.Connection, Viewer], tuple[dict[str, Any], Bild]],
    target: Path | None,
    *,
    as_json: bool,
    show_protected: bool,
) -> int:
    """Print a picture or its document, or write it to a file."""
    from workbench.exports import bild
    from workbench.services import pictures_drawn
    from workbench.services.viewing import NOBODY, viewer

    chosen: Session = session()
    database = chosen.database(create=False)
    looking = viewer(database, chosen.stamp(), protected=show_protected, what=f"pictures {name}")
    document, picture = ask(database.read(), looking)
    if target is not None:
        if looking.protected:
            picture = ask(database.read(), NOBODY)[1]
        pictures_drawn.write(database, picture, name, target, chosen.stamp())
    if as_json:
        output.document({**document, "fil": None if target is None else str(target)})
    elif target is not None:
        output.line(f"Bilden är skriven till {target}.")
    else:
        for text in bild.lines(picture, TEXT_WIDTH):
            output.line(text)
    return 0


@command.command("month")
@month_option
@out_option
@json_option
def month_(month: int, target: Path | None, as_json: bool) -> int:
    """Draw a month's hours against its beslut: sums, weeks, and how much brukare use.

    Example: workbench pictures month --month 2026-03

    Exit codes: 0 done; 2 the file can't be written there.
    """
    from workbench.services import pictures, pictures_drawn

    def ask(connection: sqlite3.Connection, viewer: Viewer) -> tuple[dict[str, Any], Bild]:
        found = pictures.month_picture(connection, month, viewer)
        return found.document(), pictures_drawn.draw_month(found)

    return _show("month", ask, target, as_json=as_json, show_protected=False)


@command.command("brukare")
@click.argument("identity", metavar="PERSONNUMMER")
@month_option
@out_option
@json_option
@protected_option
def brukare(
    identity: str, month: int, target: Path | None, as_json: bool, show_protected: bool
) -> int:
    """Draw one brukare's hours against beslut, month by month, up to a month.

    Example: workbench pictures brukare 198005052384 --month 2026-03

    Exit codes: 0 done; 2 nobody has that number, or the file can't be written there.
    """
    from workbench.services import pictures, pictures_drawn

    def ask(connection: sqlite3.Connection, viewer: Viewer) -> tuple[dict[str, Any], Bild]:
        who = pictures.brukare(connection, identity)
        found = pictures.brukare_picture(connection, who, month, viewer)
        return found.document(), pictures_drawn.draw_brukare(found)

    return _show("brukare", ask, target, as_json=as_json, show_protected=show_protected)


@command.command("findings")
@month_option
@out_option
@json_option
def findings(month: int, target: Path | None, as_json: bool) -> int:
    """Draw what a month's findings refuse and hold, by kod: how many, hours, kronor.

    Example: workbench pictures findings --month 2026-03

    Exit codes: 0 done; 2 the file can't be written there.
    """
    from workbench.services import pictures, pictures_drawn

    def ask(connection: sqlite3.Connection, _viewer: Viewer) -> tuple[dict[str, Any], Bild]:
        found = pictures.findings_picture(connection, month)
        return found.document(), pictures_drawn.draw_findings(found)

    return _show("findings", ask, target, as_json=as_json, show_protected=False)


@command.command("anordnare")
@click.argument("number", metavar="ORGNR", required=False)
@month_option
@out_option
@json_option
@protected_option
def anordnare(
    number: str | None, month: int, target: Path | None, as_json: bool, show_protected: bool
) -> int:
    """Draw the ten largest anordnare, or one, over the twelve latest months there are.

    Hours, kronor, and how much of the time is refused.

    Example: workbench pictures anordnare 5590000173 --month 2026-03

    Exit codes: 0 done; 2 nobody has that number, or the file can't be written there.
    """
    from workbench.services import pictures_drawn, pictures_employers

    def ask(connection: sqlite3.Connection, viewer: Viewer) -> tuple[dict[str, Any], Bild]:
        found = pictures_employers.employers_picture(connection, month, viewer, number)
        return found.document(), pictures_drawn.draw_employers(found)

    return _show("anordnare", ask, target, as_json=as_json, show_protected=show_protected)


@command.command("period")
@click.argument("identity", metavar="PERSONNUMMER")
@month_option
@out_option
@json_option
@protected_option
def period(
    identity: str, month: int, target: Path | None, as_json: bool, show_protected: bool
) -> int:
    """Draw an assistant's period: each limit of working time, what is worked and what lies above.

    Down to file and row it is told by: workbench explain PERSONNUMMER --month.

    Example: workbench pictures period 199001011239 --month 2026-03

    Exit codes: 0 done; 2 nobody with that number is an assistant, or the file can't be written
    there.
    """
    from workbench.services import arbetstid, pictures, pictures_drawn

    def ask(connection: sqlite3.Connection, viewer: Viewer) -> tuple[dict[str, Any], Bild]:
        who = arbetstid.person(connection, identity)
        found = arbetstid.period(connection, who, month, viewer)
        return pictures.period_document(found), pictures_drawn.draw_period(found)

    return _show("period", ask, target, as_json=as_json, show_protected=show_protected)

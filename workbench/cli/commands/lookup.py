"""``workbench lookup``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, protected_option, session
from workbench.cli.diagnostics import say


@click.command("lookup")
@click.argument("words", nargs=-1)
@click.option("--of", "nummer", help="All that is on file about this personnummer or orgnr.")
@json_option
@protected_option
def command(words: tuple[str, ...], nummer: str | None, as_json: bool, show_protected: bool) -> int:
    """Find people and employers in the registers, or show all that is on file about one.

    A word is a role (brukare, assistent, anordnare), the beginning of a number, or a part of a
    name; all of them must fit. A protected person is found by the whole number alone. With --of:
    every row of every register with its file and row, reported time by month, and what has
    changed.

    Example: workbench lookup assistent andersson

    Example: workbench lookup --of 198001019876

    Exit codes: 0 done; 2 both words and --of; 5 nobody has that number.
    """
    from workbench.services import register
    from workbench.services.tracing import lines
    from workbench.services.viewing import viewer

    if words and nummer:
        raise click.UsageError("Sök med ord eller visa ett nummer med --of, inte båda.")
    chosen = session()
    database = chosen.database()
    what = f"lookup {nummer}" if nummer else "lookup"
    looking = viewer(database, chosen.stamp(), protected=show_protected, what=what)
    if nummer:
        trace = register.of_number(database.read(), nummer, looking)
        if as_json:
            output.document(trace.document())
            return 0
        for text in lines(trace):
            output.line(text)
        return 0
    found, total = register.find(database.read(), " ".join(words), looking)
    if as_json:
        output.document({"antal": total, "rader": [item.document() for item in found]})
        return 0
    output.table(
        ("Nummer", "Namn", "Är"), [(one.nummer, one.namn, ", ".join(one.roller)) for one in found]
    )
    say(f"{total} i registren." if total == len(found) else f"Visar {len(found)} av {total}.")
    return 0

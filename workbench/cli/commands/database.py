"""``workbench database``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import json_option, session

if TYPE_CHECKING:
    from db.chainproof import Head
    from db.holdings import Holds


@click.command("database")
@json_option
def command(as_json: bool) -> int:
    """Show where the database lies, what it holds, who writes in it, its journal's head and copies.

    Example: workbench --db kommun.db database

    Exit codes: 0 done; 4 the database can't be read.
    """
    from workbench.services import databas

    database = session().database(create=False)
    found = databas.present(database.read(), database.path)
    if as_json:
        output.document(
            {
                "fil": str(found.fil),
                "byte": found.storlek,
                "schema": found.schema,
                "krypterad": found.krypterad,
                "identitet": found.identitet,
                "skriver": found.skriver or None,
                "huvud": head(found.huvud),
                "innehall": holdings(found.innehall),
                "kopior": [
                    {
                        "tid": one.tid,
                        "aktor": one.aktor,
                        "fil": str(one.fil),
                        "byte": one.storlek,
                    }
                    for one in found.kopior
                ],
            }
        )
        return 0
    for name, value in databas.told(found):
        output.line(f"{name}: {value}")
    return 0


def head(found: Head) -> dict[str, Any]:
    """Return the JSON of a journal's head."""
    return {"nummer": found.nummer, "hash": found.hash}


def holdings(found: Holds) -> dict[str, Any]:
    """Return the JSON of how much a database holds."""
    from workbench.domain.time import iso_month

    first, last = (
        None if month is None else iso_month(month) for month in (found.forsta, found.sista)
    )
    return {
        "brukare": found.brukare,
        "rader": found.rader,
        "attesterade": found.korningar,
        "forsta": first,
        "sista": last,
    }

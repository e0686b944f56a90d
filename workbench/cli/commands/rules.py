"""``workbench rules``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import json_option, session


@click.command("rules")
@json_option
def command(as_json: bool) -> int:
    """List the rules: code, provision, severity, settings, and the versions that runs rest on.

    With --json also what each law says and what a finding says.

    Example: workbench rules

    Exit codes: 0 done.
    """
    from workbench.services.regler import regler

    found = regler(session().database().read())
    if as_json:
        output.document(found.document())
        return 0
    output.table(
        ("Kod", "Allvar", "Lagrum", "Titel", "Inställningar"),
        [
            (one.kod, one.allvar, one.lagrum, one.titel, ", ".join(one.installningar))
            for one in found.regler
        ],
    )
    output.line(f"Regelversion {found.version}.")
    for one in found.versioner:
        output.line(
            f"Version {one.version}: {one.korningar} körningar, {one.forsta} - {one.sista}."
        )
    return 0

"""``workbench audit``: what an auditor needs beside the database itself."""

from __future__ import annotations

import click

from workbench.cli.commands import audit_archive, audit_look, audit_sample


@click.group("audit")
def command() -> None:
    """Follow money, list overrides and outcomes, draw samples, export it all and verify that.

    Example: workbench audit follow B17

    Exit codes: 0 done; 5 refused.
    """


for _one in (*audit_look.COMMANDS, *audit_sample.COMMANDS, *audit_archive.COMMANDS):
    command.add_command(_one)

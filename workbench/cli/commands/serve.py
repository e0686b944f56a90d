"""``workbench serve``."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import session

MISSING = (
    "serve behöver tillägget webb, som inte är installerat. Installera det i programmets miljö: "
    "pip install 'assistans-workbench[webb]'"
)


@click.command("serve")
@click.option("--port", type=click.IntRange(1024, 65_535), help="Port. Default: any that is free.")
def command(port: int | None) -> int:
    """Open the terminal screens in a browser on this machine, and only there.

    Prints an address that opens once, in one browser; when it has been used the next one is
    printed. Whoever opens it acts as the login that started serve. Ctrl+C ends it and closes the
    windows. Needs the extra: pip install 'assistans-workbench[webb]'

    Example: workbench --db kommun.db serve

    Exit codes: 0 ended; 2 the port is taken, or the extra is not installed; 4 the database can't
    be used.
    """
    chosen = session()
    chosen.database()
    chosen.stamp()  # whether --as is allowed is told here, not in every window
    try:
        from workbench.tui.serving import serve
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in ("aiohttp", "textual_serve"):
            raise
        raise click.UsageError(MISSING) from error
    try:
        serve([*_options(), "tui"], port or 0, output.line)
    except OSError as error:
        raise click.UsageError(
            f"Porten {port} går inte att använda ({error.strerror}). Välj en annan, eller ingen."
        ) from error
    return 0


def _options() -> list[str]:
    """Return the program's own options as they were given, for each window's process."""
    root = click.get_current_context().find_root()
    words: list[str] = []
    for option in root.command.params:
        value = root.params.get(option.name or "")
        if value is True:
            words.append(option.opts[0])
        elif value not in (None, False):
            words += [option.opts[0], str(value)]
    return words

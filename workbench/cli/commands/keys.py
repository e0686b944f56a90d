"""``workbench keys``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import json_option

if TYPE_CHECKING:
    from workbench.tui.keys import KeyFile


@click.command("keys")
@click.option(
    "--template",
    is_flag=True,
    help="Write a file with all actions and their keys as comments, to begin from.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the template is written. Default: the file that the screens read.",
)
@json_option
def command(template: bool, out: Path | None, as_json: bool) -> int:
    """List what can be done on the screens, with the keys in force; try your file of keys.

    The file is keys.toml in your configuration folder, or the one that WORKBENCH_KEYS names
    (docs/keys.md).

    Example: workbench keys --template

    Exit codes: 0 done; 2 the template can't be written; 3 something in the file is wrong, and the
    keys the program comes with are in force.
    """
    from workbench.tui import actions, keys

    if out is not None and not template:
        raise click.UsageError("--out hör ihop med --template.")
    found = keys.read(keys.place())
    if template:
        return _template(out or found.path)
    actions.use(found.own)
    if as_json:
        output.document(_document(found))
    else:
        _tell()
    if not found.problems:
        return 0
    from workbench.cli.diagnostics import ExitCode, say

    say(found.said)
    return ExitCode.INPUT


def _template(path: Path) -> int:
    from workbench.services import files
    from workbench.tui import keys

    for folder in (path.parent.parent, path.parent):
        files.make_folder(folder)
    files.write_whole(path, keys.template().encode())
    output.line(str(path))
    return 0


def _document(found: KeyFile) -> dict[str, Any]:
    from workbench.tui.actions import ACTIONS, SCOPES
    from workbench.tui.keynames import written

    return {
        "fil": str(found.path),
        "finns": found.there,
        "atgarder": [
            {
                "id": action.id,
                "var": SCOPES[action.scope],
                "namn": action.label,
                "om": action.help,
                "tangenter": [written(key) for key in action.now],
                "standard": [written(key) for key in action.keys],
            }
            for action in ACTIONS
        ],
        "fel": [
            {"rad": item.rad, "atgard": item.atgard or None, "fel": item.fel}
            for item in found.problems
        ],
    }


def _tell() -> None:
    from workbench.tui.actions import ACTIONS, SCOPES
    from workbench.tui.keynames import written

    rows = [
        (
            action.id,
            " ".join(written(key) for key in action.now),
            "" if action.now == action.keys else " ".join(written(key) for key in action.keys),
            f"{SCOPES[action.scope]}: {action.label}",
        )
        for action in ACTIONS
    ]
    output.table(("Åtgärd", "Tangenter", "Standard", "Vad"), rows)

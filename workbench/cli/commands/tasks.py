"""``workbench tasks``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import json_option, protected_option, session
from workbench.cli.diagnostics import ExitCode

if TYPE_CHECKING:
    from workbench.services.tasks import Task

reason_option = click.option(
    "--motivering", required=True, help="What was done, or why; kept with the task."
)


@click.group("tasks", invoke_without_command=True)
@click.option("--all", "shown", flag_value="alla", help="Done and dropped ones too.")
@click.option("--handled", "shown", flag_value="hanterade", help="Only done and dropped ones.")
@click.option("--duty", metavar="ID", help="Only tasks of one duty, as 15-9 or 11a.")
@click.option("--brukare", metavar="NUMMER", help="Only tasks about one brukare.")
@click.option("--overdue", is_flag=True, help="Only open tasks whose deadline has passed.")
@click.option("--done", metavar="ID", help="Same as: tasks done ID.")
@click.option("--drop", metavar="ID", help="Same as: tasks drop ID.")
@click.option("--motivering", default="", help="With --done and --drop.")
@json_option
@protected_option
@click.pass_context
def command(
    context: click.Context,
    shown: str | None,
    duty: str | None,
    brukare: str | None,
    overdue: bool,
    done: str | None,
    drop: str | None,
    motivering: str,
    as_json: bool,
    show_protected: bool,
) -> int | None:
    """List the duties that findings, FK's beslut and claims raise, and the dates to watch.

    A task is a proposal: a person does it or drops it with a reason, and nothing is sent. It is
    there while its facts are. How many days a duty leaves is a policy, plikt_..._dagar.

    Watched, when nothing is chosen, are: a brukare who comes of age, a permit or a beslut that
    ends, a notice to IVO that is missing, and papers that an anordnare lacks to be paid directly.
    How many days ahead is the policy bevakning_dagar.

    Example: workbench tasks --overdue

    Exit codes: 0 nothing waits; 1 duties or dates wait; 5 no such task, or no motivering.
    """
    if context.invoked_subcommand is not None:
        return None
    from workbench.services import taskdoing, tasks
    from workbench.services.viewing import viewer
    from workbench.services.watching import watched

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    for task, act in ((done, taskdoing.do), (drop, taskdoing.drop)):
        if task:
            act(database, task, motivering, stamp)
    looking = viewer(database, stamp, protected=show_protected, what="tasks")
    wanted = tasks.TaskFilter(shown or tasks.OPEN, duty, brukare, overdue)
    found = tasks.tasks(database.read(), looking, stamp.dag, wanted)
    every = wanted in (tasks.TaskFilter(), tasks.TaskFilter(tasks.ALL))
    dates = watched(database.read(), stamp.dag, looking) if every else []
    if as_json:
        output.document(
            {
                "uppgifter": [_document(item) for item in found],
                "bevakning": [item._asdict() for item in dates],
            }
        )
    else:
        _table(found)
        if every:
            output.line()
            output.line("Bevakning:")
            output.table(
                ("Dag", "Att bevaka", "Brukare", "Gäller", "Lagrum"),
                [(t.dag, t.uppgift, t.brukare, t.galler, t.lagrum) for t in dates],
            )
    waits = dates or any(item.status == "oppen" for item in found)
    return ExitCode.WAITS if waits else ExitCode.DONE


def _document(item: Task) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(item)


def _table(found: list[Task]) -> None:
    output.table(
        ("Id", "Senast", "Läge", "Uppgift", "Till", "Brukare", "Gäller", "Lagrum", "Källa"),
        [
            (
                t.id,
                t.frist,
                "försenad" if t.forfallen else t.status,
                t.uppgift,
                t.mottagare,
                t.brukare_namn,
                t.galler,
                t.lagrum,
                t.kalla,
            )
            for t in found
        ],
    )


@command.command("show")
@click.argument("task")
@json_option
@protected_option
def show(task: str, as_json: bool, show_protected: bool) -> int:
    """Show one task: its facts, the provision, who decides, what secrecy allows.

    Example: workbench tasks show FK2

    Exit codes: 0 it is done or dropped; 1 it waits; 5 no such task.
    """
    from workbench.services.tasks import about
    from workbench.services.tasks import task as find
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what=f"uppgift {task}")
    found = find(database.read(), task, looking, stamp.dag)
    if as_json:
        output.document(_document(found) | {"om": dict(about(found))})
    else:
        for name, value in (("Uppgift", found.id), *about(found), *found.fakta):
            output.line(f"{name}: {value}")
    return ExitCode.WAITS if found.status == "oppen" else ExitCode.DONE


@command.command("done")
@click.argument("task")
@reason_option
def done_(task: str, motivering: str) -> int:
    """Note that a task is done, and how.

    Example: workbench tasks done FK2 --motivering "Brev och samtal 2026-03-02"

    Exit codes: 0 done; 5 no such task, handled already, or no motivering.
    """
    from workbench.services.taskdoing import do

    chosen = session()
    do(chosen.database(), task, motivering, chosen.stamp())
    return ExitCode.DONE


@command.command("drop")
@click.argument("task")
@reason_option
def drop_(task: str, motivering: str) -> int:
    """Set a task aside, with the reason.

    Example: workbench tasks drop 15-9-12-korttids-20260301 --motivering "FK vet redan"

    Exit codes: 0 done; 5 no such task, handled already, or no motivering.
    """
    from workbench.services.taskdoing import drop

    chosen = session()
    drop(chosen.database(), task, motivering, chosen.stamp())
    return ExitCode.DONE


@command.command("undo")
@click.argument("task")
@reason_option
def undo_(task: str, motivering: str) -> int:
    """Take back that a task was done or dropped; it waits again while its facts are there.

    Example: workbench tasks undo FK2 --motivering "Brevet kom i retur"

    Exit codes: 0 done; 5 no such task, not handled, or no motivering.
    """
    from workbench.services.taskdoing import undo

    chosen = session()
    undo(chosen.database(), task, motivering, chosen.stamp())
    return ExitCode.DONE


@command.command("print")
@click.argument("task")
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), required=True, help="The folder to fill."
)
@json_option
def print_(task: str, folder: Path, as_json: bool) -> int:
    """Write a task as a document, PDF and text, facts filled in, to sign.

    It names the person. When one is protected that needs the right, and is logged.

    Example: workbench tasks print FK2 --out anmalningar

    Exit codes: 0 done; 2 the folder can't be written; 5 no such task, or not the right.
    """
    from workbench.services.taskprint import write

    chosen = session()
    made = write(chosen.database(), task, folder, chosen.stamp())
    if as_json:
        output.document(
            {"id": made.id, "filer": [str(path) for path in made.filer], "skrivna_filer": made.nya}
        )
    else:
        for path in made.filer:
            output.line(str(path))
    return ExitCode.DONE

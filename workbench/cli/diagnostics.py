"""The one owner of stderr and of the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from workbench.cli.runlog import RunLog


class ExitCode(IntEnum):
    """The contract's exit codes; 130 is an interrupt, as shells expect."""

    DONE = 0
    WAITS = 1
    USAGE = 2
    INPUT = 3
    DATABASE = 4
    REFUSED = 5
    INTERRUPTED = 130


@dataclass(slots=True)
class _Run:
    """What ``--quiet`` and ``--log`` ask of this run."""

    quiet: bool = False
    held: list[str] = field(default_factory=list)
    log: RunLog | None = None


_run = _Run()


def begin(ctx: click.Context, words: Sequence[str], *, quiet: bool) -> None:
    """Hear from the program's own options how the run is told of, before its command begins.

    ``words`` is the command line. Raises UsageError when the log can't be written.
    """
    global _run
    _run = _Run(quiet)
    chosen = ctx.obj
    if chosen.log is not None:
        from workbench.cli.runlog import RunLog

        log = RunLog(chosen.log, _command(ctx, words), chosen.claimed)
        log.begin()
        _run.log = log


def _command(ctx: click.Context, words: Sequence[str]) -> str:
    """Return the command's name, with that of its part: ``mottagare-add``."""
    name = ctx.invoked_subcommand or "tui"
    assert isinstance(ctx.command, click.Group)
    command = ctx.command.get_command(ctx, name)
    parts = command.commands if isinstance(command, click.Group) else {}
    part = next((word for word in words if word in parts), None)
    return f"{name}-{part}" if part else name


def quiet() -> bool:
    """Tell whether people are to be told nothing but why a command fails."""
    return _run.quiet


def say(text: str) -> None:
    """Write a line for people on stderr; a quiet run keeps it until it fails."""
    if _run.quiet:
        _run.held.append(text)
    else:
        click.echo(text, err=True)


def _speak() -> None:
    """Say what a quiet run has kept: it fails."""
    _run.quiet = False
    while _run.held:
        click.echo(_run.held.pop(0), err=True)


def guarded(run: Callable[[], Any]) -> int:
    """Run the program; turn what it raises into a Swedish line and an exit code."""
    global _run
    _run = _Run()
    code = _guarded(run)
    if code > ExitCode.WAITS:
        _speak()
    if _run.log is not None:
        try:
            _run.log.end(code)
        except OSError as error:
            click.echo(f"Loggen gick inte att skriva: {error.strerror}.", err=True)
    return code


def _guarded(run: Callable[[], Any]) -> int:
    misplaced = _misplaced_packages()
    if misplaced:
        say(misplaced)
        return ExitCode.USAGE
    try:
        code = run()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        _speak()
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        say("Avbrutet. Det som pågick är inte sparat.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - the CLI boundary: known failures get their code
        return _failure(error)
    return int(code or 0)


def _failure(error: Exception) -> int:
    from db import DatabaseProblem, NotPermitted
    from workbench.law.parameters import InvalidPolicyValue, RateMissing, UnknownPolicy
    from workbench.services.bank_answers import AnswerRefused
    from workbench.services.files import NotWritten
    from workbench.services.heads import BrokenChain, NotAHead
    from workbench.services.progress import Cancelled
    from workbench.services.reviewing import Refused, UnknownFinding
    from workbench.services.viewing import NotAllowed

    if isinstance(error, (RateMissing, Refused, NotAllowed, NotPermitted)):
        say(str(error))
        return ExitCode.REFUSED
    if isinstance(error, (DatabaseProblem, BrokenChain)):
        say(str(error))
        return ExitCode.DATABASE
    if isinstance(error, NotAHead):
        say(str(error))
        return ExitCode.INPUT
    if isinstance(error, NotWritten):
        say(str(error))
        return ExitCode.USAGE
    if isinstance(error, AnswerRefused):
        where = f" rad {error.issue.rad}" if error.issue.rad else ""
        say(f"{error.issue.kod} {error.issue.fil}{where}: {error.issue.fel}")
        return ExitCode.INPUT
    if isinstance(error, UnknownPolicy):
        say(f"Inställningen {error} finns inte. Se: workbench settings")
        return ExitCode.USAGE
    if isinstance(error, (UnknownFinding, InvalidPolicyValue)):
        say(str(error.args[0]))
        return ExitCode.USAGE
    if isinstance(error, Cancelled):
        say("Avbrutet. Det som pågick är inte sparat.")
        return ExitCode.INTERRUPTED
    log = _support_log()
    say(f"Programmet stötte på ett oväntat fel: {error!r}. Ingenting av det som pågick är sparat.")
    say(f"Skicka filen {log} till den som sköter programmet." if log else "")
    return ExitCode.DATABASE


def _support_log() -> Path | None:
    """Write the traceback, without data values, to a private file and return its path."""
    import os
    import tempfile
    import traceback

    try:
        handle, name = tempfile.mkstemp(prefix="workbench-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            kind, _, trace = sys.exc_info()
            stream.write("".join(traceback.format_tb(trace)))
            stream.write(f"{kind}\n")
    except OSError:
        return None
    return Path(name)


def _misplaced_packages() -> str | None:
    """Return a message when another distribution's ``db`` or ``importers`` shadows ours."""
    from importlib.util import find_spec

    here = Path(__file__).resolve().parent.parent.parent
    for name in ("db", "importers"):
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
        if found != here:
            return (
                f"Paketet {name} hittades i {found}, inte i {here}. Installera workbench i en egen "
                "miljö (se README)."
            )
    return None

"""The one owner of stderr and of the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any

import click


class ExitCode(IntEnum):
    """The contract's exit codes; 130 is an interrupt, as shells expect."""

    DONE = 0
    WAITS = 1
    USAGE = 2
    INPUT = 3
    DATABASE = 4
    REFUSED = 5
    INTERRUPTED = 130


def say(text: str) -> None:
    """Write a line for people on stderr."""
    click.echo(text, err=True)


def guarded(run: Callable[[], Any]) -> int:
    """Run the program; turn what it raises into a Swedish line and an exit code."""
    misplaced = _misplaced_packages()
    if misplaced:
        say(misplaced)
        return ExitCode.USAGE
    try:
        code = run()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        error.show()
        return ExitCode.USAGE
    except click.ClickException as error:
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
    from workbench.services.progress import Cancelled
    from workbench.services.reviewing import Refused, UnknownFinding
    from workbench.services.viewing import NotAllowed

    if isinstance(error, NotPermitted):
        say(str(error))
        return ExitCode.REFUSED
    if isinstance(error, DatabaseProblem):
        say(str(error))
        return ExitCode.DATABASE
    if isinstance(error, (RateMissing, Refused, NotAllowed)):
        say(str(error))
        return ExitCode.REFUSED
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

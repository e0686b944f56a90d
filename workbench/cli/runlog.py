"""The log that ``--log`` asks for: a line when a command begins and one when it ends.

A line holds the time in UTC, the command's name and the actor, never an argument: files, motives
and numbers of people stand among those. A begun line without an end is a run that was killed.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from pathlib import Path

import click

from workbench.cli import context

_STRANGE = re.compile(r"[^\w.@+-]")
_DATABASE = b"SQLite format 3\0"


class RunLog:
    """One run's lines in a file that others append to at the same time."""

    def __init__(self, path: Path, command: str, actor: str) -> None:
        self._path = path
        self._who = f"command={command} actor={_STRANGE.sub('?', actor)} pid={os.getpid()}"
        self._begun = time.monotonic_ns()

    def begin(self) -> None:
        """Write the first line. Raises UsageError when the file can't be written."""
        try:
            if self._path.is_file():
                with self._path.open("rb") as stream:
                    if stream.read(len(_DATABASE)) == _DATABASE:
                        raise click.UsageError(f"--log: {self._path} är en databas, ingen logg.")
            self._write(f"start {self._who}")
        except OSError as error:
            raise click.UsageError(
                f"--log: {self._path} går inte att skriva ({error.strerror}). Ange en annan fil."
            ) from error

    def end(self, code: int) -> None:
        """Write the last line. Raises OSError when the file can't be written any more."""
        spent = (time.monotonic_ns() - self._begun) // 1_000_000
        self._write(f"end {self._who} exit={code} seconds={spent // 1000}.{spent % 1000:03d}")

    def _write(self, text: str) -> None:
        """Append a line in one write, so that lines of two runs never mix."""
        moment = dt.datetime.fromisoformat(context.now()).astimezone(dt.UTC)
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{moment:%Y-%m-%dT%H:%M:%SZ} {text}\n".encode())
        finally:
            os.close(handle)

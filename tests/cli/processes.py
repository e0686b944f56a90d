"""Commands as processes of their own, forked from one that has the program loaded.

Each runs the real command line on a frozen clock, and can be killed: from outside at any time, or
by itself at a numbered call, so that a failure can be had again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess
from types import FrameType

NOW = "2026-11-22T10:00:00+01:00"
PATIENCE = 60

EDGES = frozenset(
    ("execute", "executemany", "backup", "write", "fsync", "link", "rename", "replace", "mkdir",
     "open", "mkstemp", "unlink", "rmdir", "close")
)  # fmt: skip
"""Calls that change, or may change, what lies on disk."""

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(
    [
        "tests.cli.processes",
        "workbench.cli",
        "workbench.services.attesting",
        "workbench.services.booking",
        "workbench.services.copies",
        "workbench.services.demo",
        "workbench.services.paying_out",
        "workbench.services.specifying",
        "sqlite_utils",
    ]
)


@dataclass
class Command:
    """A command line on a database, run as someone; what it says goes to a file."""

    database: Path
    words: Sequence[str]
    actor: str = "karin"
    options: Sequence[str] = ()
    """The program's own, before the command."""
    said: Path = field(init=False)
    process: BaseProcess | None = None

    def start(self, kill_at: int | None = None, calls: Path | None = None) -> Command:
        """Begin; it kills itself at call ``kill_at``, and tells its calls in ``calls``."""
        self.said = self.database.with_suffix(f".{id(self)}.said")
        before = ("--db", str(self.database), "--as", self.actor, *self.options)
        self.process = _server.Process(
            target=_run, args=((*before, *self.words), self.said, kill_at, calls)
        )
        self.process.start()
        return self

    def kill(self) -> None:
        """Kill it as nothing can refuse."""
        assert self.process is not None
        self.process.kill()

    def code(self) -> int:
        """Wait for the exit code; -9 when it was killed."""
        assert self.process is not None
        self.process.join(PATIENCE)
        code = self.process.exitcode
        assert code is not None, f"{self.words} is not done"
        return code

    @property
    def text(self) -> str:
        """All it said, on both streams."""
        return self.said.read_text(encoding="utf-8")

    def calls(self) -> list[int]:
        """Run it undisturbed and return the numbers of its calls: all, then those at edges."""
        told = self.database.with_suffix(".calls")
        assert self.start(calls=told).code() >= 0
        return [int(line) for line in told.read_text().split()]


def _run(arguments: Sequence[str], said: Path, kill_at: int | None, calls: Path | None) -> None:
    """The process: its streams go to a file, its clock stands still."""
    from workbench.cli import cli, context
    from workbench.cli.diagnostics import guarded

    for name in ("WORKBENCH_DB", "WORKBENCH_USER", "WORKBENCH_LOG", "WORKBENCH_WAIT"):
        os.environ.pop(name, None)
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    context.now = lambda: NOW
    counted = _Counter(kill_at)
    if kill_at is not None or calls is not None:
        sys.setprofile(counted)
    code = guarded(lambda: cli.main(list(arguments), "workbench", standalone_mode=False))
    sys.setprofile(None)
    if calls is not None:
        calls.write_text("\n".join(map(str, [counted.number, *counted.edges])))
    sys.stdout.flush()
    sys.exit(code)


def ran(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str | None]
) -> CompletedProcess[str]:
    """Run the program as its own process in a folder, forked from one that has it loaded: what it
    said on each stream and how it left. ``environment`` None takes a name away."""
    with tempfile.TemporaryDirectory() as said:
        streams = Path(said, "ut"), Path(said, "fel")
        process = _server.Process(
            target=_main, args=(list(arguments), folder, dict(environment), streams)
        )
        process.start()
        process.join(PATIENCE)
        assert process.exitcode is not None, f"{arguments} is not done"
        out, err = (path.read_text(encoding="utf-8") for path in streams)
    return CompletedProcess(list(arguments), process.exitcode, out, err)


def _main(
    arguments: list[str],
    folder: Path,
    environment: dict[str, str | None],
    streams: tuple[Path, Path],
) -> None:
    from workbench.cli import main

    for name, value in environment.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    for number, path in enumerate(streams, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    os.chdir(folder)
    sys.argv = ["workbench", *arguments]
    try:
        main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


class _Counter:
    """Counts calls of built-in functions and their returns; kills the process at one of them."""

    def __init__(self, kill_at: int | None) -> None:
        self.number = 0
        self.edges: list[int] = []
        self._kill_at = kill_at

    def __call__(self, _frame: FrameType, event: str, argument: object) -> None:
        if not event.startswith("c_"):
            return
        self.number += 1
        if self.number == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if getattr(argument, "__name__", "") in EDGES:
            self.edges.append(self.number)


Rows = dict[str, list[tuple[object, ...]]]


def rows(database: Path, without: Iterable[str] = ()) -> Rows:
    """Return every table's rows, once its file has been found whole.

    Of the journal each event is told once: a file written again is told again. Its chain is never
    the same twice, since contents are hashed with a salt.
    """
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        listed = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        names = {row[0] for row in connection.execute(listed)} - set(without)
        questions = {
            name: f'SELECT * FROM "{name}"'  # noqa: S608 - a table's own name
            for name in names
            if not name.startswith(("sqlite_", "_sqlite", "v_", "journal", "kedja"))
        }
        if "v_logg" in names:
            questions["v_logg"] = "SELECT DISTINCT handelse, objekt, nyckel, aktor FROM v_logg"
        found = {name: connection.execute(asked).fetchall() for name, asked in questions.items()}
    return {name: sorted(told, key=repr) for name, told in found.items()}


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something to become true."""
    import time

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)

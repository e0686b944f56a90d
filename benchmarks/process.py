"""Runs every side in a fresh process of its own: wall time, CPU time and peak memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
DROPPED = ("PYTHON", "WORKBENCH_", "TEXTUAL", "COVERAGE")


class BenchmarkError(Exception):
    """A side did not run as it should, so its time would mean nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one process took: seconds on the wall, seconds of CPU, peak memory in MiB."""

    seconds: float
    cpu: float
    mib: float


def environment() -> dict[str, str]:
    """Return an environment in which bytecode is used and nothing personal decides."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TEXTUAL_ANIMATIONS": "none",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


def python(*arguments: str | Path) -> list[str]:
    """Return the command that runs this interpreter with arguments."""
    return [sys.executable, *map(str, arguments)]


def workbench(database: Path, *arguments: str | Path) -> list[str]:
    """Return the command that runs the program on a database."""
    return python("-m", "workbench", "--db", database, *arguments)


def run(
    command: Sequence[str],
    folder: Path,
    *,
    allowed: Sequence[int] = (0,),
    extra: Mapping[str, str] | None = None,
    output: Path | None = None,
) -> Sample:
    """Run a command to its end in ``folder``; its output goes to a file there.

    Raises BenchmarkError when it leaves with another code than the allowed ones.
    """
    target = output or folder / "output.txt"
    errors = folder / "errors.txt"
    with target.open("wb") as out, errors.open("wb") as err:
        begun = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() | dict(extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begun
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in allowed:
        said = errors.read_text("utf-8", "replace") or target.read_text("utf-8", "replace")
        raise BenchmarkError(f"{' '.join(command)} left with {code}:\n{said[-2000:]}")
    return Sample(seconds, usage.ru_utime + usage.ru_stime, mebibytes(usage.ru_maxrss))


def mebibytes(maximum: int) -> float:
    """Return ``ru_maxrss`` in MiB: KiB on Linux, bytes on macOS."""
    return maximum / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def compile_bytecode(folder: Path) -> None:
    """Compile our packages once, so that no side measures the compiler."""
    packages = [ROOT / name for name in ("workbench", "db", "importers", "benchmarks")]
    run(python("-m", "compileall", "-q", *packages), folder)


def remove(database: Path) -> None:
    """Remove a database and the files SQLite keeps beside it."""
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def copy(database: Path, target: Path) -> None:
    """Copy a database that nobody has open, in place of what is there."""
    remove(target)
    shutil.copyfile(database, target)

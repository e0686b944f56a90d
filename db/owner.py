"""Who holds the write lock: a small record beside the database, there while the lock is held.

The lock itself is SQLite's. The record is a courtesy to whoever waits for it: nothing is decided
by it, it may be lost, and one left behind by a process that died is told from a living one.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from workbench.domain.time import STOCKHOLM

command = "workbench"
"""What this process does, in a word or two; set once by the face that starts it. Never arguments:
they may name a person."""


Mark = tuple[int, int]
"""Tells one record from another that has come in its place: the file's number and time."""


def record_path(database: Path) -> Path:
    """Return where the record of a database lies."""
    return database.with_name(f"{database.name}.skrivare")


def take(database: Path) -> Mark | None:
    """Write that this process holds the lock; the file's own time is since when."""
    said = json.dumps({"login": login(), "pid": os.getpid(), "kommando": command})
    try:
        handle = os.open(record_path(database), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        try:
            os.write(handle, said.encode())
            return _mark(os.fstat(handle))
        finally:
            os.close(handle)
    except OSError:  # a courtesy: work goes on without it
        return None


def release(database: Path, mark: Mark | None) -> None:
    """Take the record away, unless another process has the lock by now and wrote its own."""
    path = record_path(database)
    with suppress(OSError):
        if mark == _mark(path.stat()):
            path.unlink()


def _mark(status: os.stat_result) -> Mark:
    return status.st_ino, status.st_mtime_ns


def told(database: Path) -> str:
    """Return, in Swedish, who holds the lock as far as is known."""
    said = _read(database)
    if said is None:
        return "Vem som håller låset går inte att se."
    who = f"{said.get('login')} (process {said.get('pid')}, {said.get('kommando')})"
    since = said["sedan"]
    pid = said.get("pid")
    if not isinstance(pid, int) or not _alive(pid):
        return (
            f"Den senaste som skrev var {who}, sedan {since}, men den processen är borta: låset "
            "hålls av något annat program."
        )
    return f"Låset hålls av {who} sedan {since}."


def writing(database: Path) -> str:
    """Return, in Swedish, who writes in a database now; "" = nobody."""
    return told(database) if record_path(database).exists() else ""


def _read(database: Path) -> dict[str, object] | None:
    path = record_path(database)
    try:
        said = json.loads(path.read_bytes())
        moment = dt.datetime.fromtimestamp(path.stat().st_mtime, STOCKHOLM)
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict):
        return None
    return {**said, "sedan": moment.strftime("%Y-%m-%d %H:%M:%S")}


@cache
def login() -> str:
    """Return the operating system's login of this process.

    Never from the environment, as ``getpass.getuser``: whoever sets LOGNAME would be anyone.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container's user may have no name
        return f"uid-{os.geteuid()}"


if sys.platform == "win32":

    def _alive(pid: int) -> bool:
        # os.kill would end the process here, whatever signal it is given.
        import ctypes

        may_ask, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(may_ask, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active

else:

    def _alive(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

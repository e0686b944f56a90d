"""Copies being made: files that have their name only when whole, and no trace of killed ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows: nothing is swept there
    flock = None  # type: ignore[assignment] # the functions below ask before they call it

SUFFIX = ".ofardig"
COPY = "-kopia"
"""Ends the name of a database that is made beside its unfinished file, which holds the lock."""
_SQLITE = ("-journal", "-wal", "-shm", ".skrivare", "")
SIDES = (*(COPY + side for side in _SQLITE), *_SQLITE)
"""What may lie beside a file: what SQLite and ``db.owner`` lay there, and a copy; itself last."""


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """Give an empty private file in the folder of ``target``, to be filled and given its name.

    What still has the first name afterwards is taken away, and so is what a killed program left
    in the folder: the file of one that lives is locked.
    """
    sweep(target.parent)
    handle, path = _taken(target)
    try:
        yield path
    finally:
        _remove(path)
        os.close(handle)


def _taken(target: Path) -> tuple[int, Path]:
    """Return a new file, open and locked."""
    while True:
        handle, name = tempfile.mkstemp(SUFFIX, f".{target.name}.", target.parent)
        if flock is None:
            return handle, Path(name)
        flock(handle, LOCK_EX)
        # Another program's sweep may have come between the two calls.
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)


def sweep(folder: Path) -> None:
    """Take away what killed programs left in a folder."""
    if flock is None:
        return
    for path in folder.glob(f".*{SUFFIX}"):
        with suppress(OSError):  # locked by one that lives, gone, or someone else's
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            try:
                flock(handle, LOCK_EX | LOCK_NB)
                _remove(path)
            finally:
                os.close(handle)


def _remove(path: Path) -> None:
    for side in SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)

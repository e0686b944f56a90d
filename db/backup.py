"""Online copies of the database, private to their owner."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_to(source: Path, target: Path) -> None:
    """Write a consistent copy of a database in use to a new file with mode 0600.

    Raises FileExistsError when the target is there.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)


def copy_beside(path: Path, version: int) -> Path:
    """Write the copy that precedes an upgrade and return its path."""
    target = path.with_name(f"{path.name}.schema{version}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.schema{version}.{number}")
    copy_to(path, target)
    return target

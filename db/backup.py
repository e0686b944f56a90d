"""Online copies of the database, whole or not at all, private to their owner."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.unfinished import unfinished


def copy_to(source: Path, target: Path) -> None:
    """Write a consistent copy of a database in use to a new file with mode 0600.

    Raises FileExistsError when the target is there.
    """
    if target.exists():
        raise FileExistsError(target)
    with unfinished(target) as made:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reader,
            closing(sqlite3.connect(made)) as writer,
        ):
            reader.backup(writer)
        made.rename(target)


def copy_beside(path: Path, version: int) -> Path:
    """Write the copy that precedes an upgrade and return its path."""
    target = path.with_name(f"{path.name}.schema{version}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.schema{version}.{number}")
    copy_to(path, target)
    return target

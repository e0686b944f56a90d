"""Paths to containers of sources: folders walked, zip archives opened with care.

A zip is read whole or not at all, so it is one container; what is unsafe about it is refused
before any member is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from importers.base import ImportIssue
from importers.catalogue import issue
from importers.source import MIB, Source, reason

MAX_MEMBERS = 10_000
MAX_TOTAL = 1 << 30
MAX_RATIO = 200
RATIO_FROM = MIB
"""Smaller members are never bombs, however well they compress."""


@dataclass(frozen=True, slots=True)
class Container:
    """A unit that is imported whole or not at all: a plain file, or a zip with its members."""

    name: str
    sources: tuple[Source, ...]


def find(paths: Sequence[Path]) -> list[Container | ImportIssue]:
    """Return what lies at the paths, in the given order; folders recursively, by name.

    Hidden files and folders inside a folder are skipped. A path that is missing or cannot be
    read, and a zip that is refused, are issues.
    """
    found: list[Container | ImportIssue] = []
    for path in paths:
        found += _found(path)
    return found


def _found(path: Path) -> list[Container | ImportIssue]:
    name = str(path)
    try:
        if path.is_dir():
            return list(_folder(path)) or [issue("IM-007", name)]
        if not path.exists():
            return [issue("IM-001", name)]
        return [_container(path)]
    except OSError as error:
        return [issue("IM-002", name, orsak=reason(error))]


def _folder(path: Path) -> Iterator[Container | ImportIssue]:
    for entry in sorted(path.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from (item for item in _found(entry) if not _is_empty_folder(item))
        else:
            yield from _found(entry)


def _is_empty_folder(item: Container | ImportIssue) -> bool:
    return isinstance(item, ImportIssue) and item.kod == "IM-007"


def _container(path: Path) -> Container | ImportIssue:
    return Container(str(path), (Source.from_path(path),))

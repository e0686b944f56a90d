"""Paths to containers of sources: folders walked, zip archives unfolded.

A zip is imported whole or not at all, so it is one container; what is unsafe about it is
refused before any member is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO

from importers.archive import open_archive, open_member, sort_of
from importers.base import FileProblem, ImportIssue
from importers.catalogue import issue
from importers.source import Source, State, reason

_HIDDEN = (".", "~$", "__MACOSX")
_ENDINGS = ("", ".csv", ".skv", ".txt", ".xls", ".xlsm", ".xlsx", ".xml", ".zip")
"""What a file in a folder is called when it can hold data; others there are left alone."""


@dataclass(frozen=True, slots=True)
class Container:
    """A unit that is imported whole or not at all: a plain file, or a zip with its members."""

    name: str
    sources: tuple[Source, ...]


def find(paths: Sequence[Path]) -> list[Container | ImportIssue]:
    """Return what lies at the paths, in the given order; folders recursively, by name.

    Hidden files inside folders and archives are skipped, and so are files in folders whose
    ending says that they hold something else. A path that is missing or cannot be
    read, an empty folder and a zip that is refused are issues.
    """
    found: list[Container | ImportIssue] = []
    for path in paths:
        found += _found(path) or [issue("IM-007", str(path))]
    return found


def _found(path: Path) -> list[Container | ImportIssue]:
    name = str(path)
    try:
        if path.is_dir():
            return list(_folder(path))
        if not path.exists():
            return [issue("IM-001", name)]
        return [_container(path)]
    except OSError as error:
        return [issue("IM-002", name, orsak=reason(error))]
    except FileProblem as problem:
        return [problem.issue]


def _folder(path: Path) -> Iterator[Container | ImportIssue]:
    for entry in sorted(path.iterdir(), key=lambda entry: entry.name):
        # A linked folder could lead round in a circle.
        if entry.name.startswith(_HIDDEN) or (entry.is_symlink() and entry.is_dir()):
            continue
        if entry.is_dir() or entry.suffix.lower() in _ENDINGS:
            yield from _found(entry)


def _container(path: Path) -> Container:
    """Return the container of one file; only a zip that is no office file is unfolded."""
    name = str(path)
    if not path.is_file():
        raise FileProblem(issue("IM-002", name, orsak="den är varken fil eller mapp"))
    with path.open("rb") as stream:
        is_zip = stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    if not is_zip:
        return Container(name, (Source.from_path(path),))
    state = _state(path)
    archive = _opened(path, state)
    if sort_of(archive) != "zip":
        return Container(name, (Source.from_path(path),))
    return Container(name, _members(archive, path, state))


def _state(path: Path) -> State:
    state = path.stat()
    return state.st_size, state.st_mtime_ns, state.st_ino


@lru_cache(maxsize=1)
def _opened(path: Path, state: State) -> zipfile.ZipFile:
    """Return the archive; only the latest stays open, since a folder may hold thousands."""
    return open_archive(path, str(path))


def _members(archive: zipfile.ZipFile, path: Path, state: State) -> tuple[Source, ...]:
    members = [info for info in archive.infolist() if not info.is_dir() and _is_shown(info)]
    if not members:
        raise FileProblem(issue("IM-087", str(path)))
    return tuple(
        Source(
            f"{path}/{info.filename}",
            opener=partial(_member, path, state, info),
            size=info.file_size,
            origin=path,
        )
        for info in sorted(members, key=lambda info: info.filename)
    )


def _member(path: Path, state: State, info: zipfile.ZipInfo) -> BinaryIO:
    if _state(path) != state:
        raise FileProblem(issue("IM-005", str(path)))
    return open_member(_opened(path, state), info)


def _is_shown(info: zipfile.ZipInfo) -> bool:
    return not any(part.startswith(_HIDDEN) for part in info.filename.split("/"))

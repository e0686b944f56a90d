"""Zip archives opened with care: limits first, then the real bytes of each member counted."""

from __future__ import annotations

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from importers.base import FileProblem
from importers.catalogue import issue
from importers.source import MIB

MAX_MEMBERS = 10_000
MAX_TOTAL = 1 << 30
MAX_RATIO = 200
RATIO_FROM = MIB
"""Smaller members are no danger, however well they compress."""

_SORTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "Word"),
    ("ppt/presentation.xml", "PowerPoint"),
    ("content.xml", "OpenDocument"),
)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,  # zipfile's own, for a way of packing it does not know
    ValueError,
    LookupError,
    OverflowError,
)
"""What the standard reader raises for archives that are damaged or made to harm."""


class DamagedMember(zipfile.BadZipFile):
    """A member whose bytes are not those that the archive announced."""


class _Member(io.RawIOBase):
    """The bytes of a member; fails when they are not as many, or not those, announced."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        super().__init__()
        # The standard reader stops silently at the announced size; asking for one byte more
        # shows a member that unpacks to more than it says.
        asked = copy.copy(info)
        asked.file_size = info.file_size + 1
        # None turns off the reader's own check, which the byte more would fail; ours is below.
        asked.CRC = None  # type: ignore[assignment]  # None is what the reader itself takes
        self._stream = archive.open(asked)
        self._info = info
        self._count = 0
        self._crc = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        # The name for what has a buffer comes with Python 3.12.
        view = memoryview(buffer)  # type: ignore[arg-type]  # collections.abc.Buffer comes with 3.12
        data = self._stream.read(len(view))
        self._count += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if self._count > self._info.file_size:
            raise DamagedMember(self._info.filename)
        if not data and len(view) and not self._is_whole():
            raise DamagedMember(self._info.filename)
        view[: len(data)] = data
        return len(data)

    def _is_whole(self) -> bool:
        return self._count == self._info.file_size and self._crc == self._info.CRC

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """Return a member's bytes; reading raises BadZipFile when they are not as announced."""
    # A raw stream reads like a BinaryIO but is no subclass of it.
    return _Member(archive, info)  # type: ignore[return-value]  # reads like a BinaryIO


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn what a damaged archive raises into a FileProblem."""
    try:
        yield
    except (*BROKEN, OSError) as error:
        raise FileProblem(issue("IM-080", name)) from error


def open_archive(file: Path | BinaryIO, name: str) -> zipfile.ZipFile:
    """Return the archive after its directory has been found safe; raises FileProblem."""
    with damage_told(name):
        archive = zipfile.ZipFile(file)
    try:
        _check(archive.infolist(), name)
    except FileProblem:
        archive.close()
        raise
    return archive


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise FileProblem(issue("IM-081", name, antal=len(members), grans=MAX_MEMBERS))
    total = sum(info.file_size for info in members)
    if total > MAX_TOTAL:
        raise FileProblem(issue("IM-082", name, storlek=total // MIB, grans=MAX_TOTAL // MIB))
    for info in members:
        if is_climbing(info.filename):
            raise FileProblem(issue("IM-084", name, medlem=info.filename))
        if info.flag_bits & 1:
            raise FileProblem(issue("IM-085", name, medlem=info.filename))
        if info.file_size > max(RATIO_FROM, MAX_RATIO * info.compress_size):
            raise FileProblem(issue("IM-083", name, medlem=info.filename, grans=MAX_RATIO))


def is_climbing(name: str) -> bool:
    """Tell whether a member's name is absolute or leads out of the folder."""
    parts = re.split(r"[/\\]", name)
    return not parts[0] or ".." in parts or ":" in parts[0]


def sort_of(archive: zipfile.ZipFile) -> str:
    """Return what the archive really is: ``xlsx``, another office format, or ``zip``."""
    names = {info.filename.lower() for info in archive.infolist()}
    for member, sort in _SORTS:
        if member in names and ("[content_types].xml" in names or "mimetype" in names):
            return sort
    return "zip"

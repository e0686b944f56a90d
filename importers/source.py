"""Files as sources of bytes, and the one reading of them.

``Intake`` reads a source once, block by block; every block goes to the caller's ``keep``, into
the SHA-256 and to the parser, so that what is parsed is what is kept.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from importers.base import Cancelled, FileProblem, ImportIssue
from importers.catalogue import issue

BLOCK = 1 << 20
State = tuple[int, int, int]
MIB = 1 << 20
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # zipfile's own, for a way of packing it does not know
)


class Source:
    """One file: ``name`` to show, ``size`` in bytes, and ``open`` for its bytes.

    Made from a path, from bytes in memory, or from an opener (a member of the zip ``origin``).
    """

    def __init__(
        self,
        name: str,
        *,
        path: Path | None = None,
        data: bytes | None = None,
        opener: Callable[[], BinaryIO] | None = None,
        size: int | None = None,
        origin: Path | None = None,
    ) -> None:
        self.name = name
        self.path = path
        self._origin = origin or path
        self._data = data
        self._opener = opener
        self._size = size

    @classmethod
    def from_path(cls, path: Path, name: str | None = None) -> Source:
        """Return the file at ``path``; nothing is opened yet."""
        return cls(name or str(path), path=path)

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Source:
        """Return bytes in memory under a name."""
        return cls(name, data=data, size=len(data))

    @property
    def size(self) -> int:
        """The number of bytes; OSError when the path cannot be read."""
        if self._size is not None:
            return self._size
        return self.path.stat().st_size if self.path else len(self._data or b"")

    def open(self) -> BinaryIO:
        """Return the bytes from their beginning; OSError when they cannot be read."""
        if self._opener is not None:
            return self._opener()
        if self.path is not None:
            return self.path.open("rb", buffering=0)
        return io.BytesIO(self._data or b"")

    def state(self) -> State | None:
        """Return size, time and identity of the file on disk; None for bytes in memory."""
        if self._origin is None:
            return None
        state = os.stat(self._origin)
        return state.st_size, state.st_mtime_ns, state.st_ino

    def start(self, count: int = BLOCK) -> bytes:
        """Return the first bytes, at most ``count``; raises FileProblem."""
        with _readable(self.name), self.open() as stream:
            return _fill(stream, count)

    def whole(self, limit: int) -> bytes:
        """Return all bytes, at most ``limit``; raises FileProblem when there are more."""
        data = self.start(limit + 1)
        if len(data) > limit:
            size = -(-max(self.size, len(data)) // MIB)
            raise FileProblem(issue("IM-006", self.name, storlek=size, grans=limit // MIB))
        return data


def _fill(stream: BinaryIO, count: int) -> bytes:
    parts = []
    while count > 0 and (part := stream.read(min(count, BLOCK))):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


class _readable:
    """Turns what may go wrong when bytes are fetched into a FileProblem with a Swedish text."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise FileProblem(issue("IM-002", self.name, orsak=reason(error))) from error
        if isinstance(error, BROKEN_ZIP):
            raise FileProblem(issue("IM-080", self.name)) from error


def reason(error: OSError) -> str:
    """Return a short Swedish reason for an operating system error."""
    if isinstance(error, PermissionError):
        return "behörighet saknas"
    if isinstance(error, FileNotFoundError):
        return "den finns inte längre"
    return (error.strerror or type(error).__name__).lower()


@dataclass(frozen=True, slots=True)
class Watch:
    """What the caller wants while bytes are read: copies, progress, a way to stop."""

    keep: Callable[[bytes], None] | None = None
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None


class Intake:
    """The one reading of a source; ``sha256`` is set when the last byte has been read."""

    def __init__(self, source: Source, watch: Watch) -> None:
        self.source = source
        self.sha256 = ""
        self._watch = watch
        self._data: bytes | None = None
        self._over: ImportIssue | None = None
        self._changed: list[ImportIssue] = []
        self._blocks: Iterator[bytes] = iter(())

    def blocks(self) -> Iterator[bytes]:
        """Return the bytes in blocks of 1 MiB; to be asked for once.

        Raises FileProblem (unreadable) and Cancelled.
        """
        self._blocks = self._read()
        return self._blocks

    def _read(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        read = 0
        reading = _readable(self.source.name)
        with reading:
            stream = self.source.open()
        with stream:
            with reading:
                size, before = self.source.size, self.source.state()
            # A file that grows while it is read would never end.
            while read <= size:
                with reading:
                    block = _fill(stream, BLOCK)
                if not block:
                    break
                digest.update(block)
                read += len(block)
                self._tell(block, read, max(size, read))
                yield block
            with reading:
                if self.source.state() != before or read != size:
                    self._changed.append(issue("IM-005", self.source.name))
        self.sha256 = digest.hexdigest()

    def drain(self) -> None:
        """Read what is left, so that the file is kept and hashed whole."""
        for _ in self._blocks:
            pass

    def take_changed(self) -> list[ImportIssue]:
        """Return, the first time, the issue of a file that changed while it was read."""
        changed, self._changed = self._changed, []
        return changed

    def _tell(self, block: bytes, read: int, size: int) -> None:
        watch = self._watch
        if watch.cancelled and watch.cancelled():
            raise Cancelled
        if watch.keep:
            watch.keep(block)
        if watch.progress:
            watch.progress(read, size)

    def whole(self, limit: int) -> bytes:
        """Return all bytes (read the first time only); FileProblem above ``limit`` bytes.

        A file that is too large is still read to its end, so that it is kept and hashed whole.
        """
        if self._over is not None:
            raise FileProblem(self._over)
        if self._data is None:
            parts: list[bytes] = []
            total = 0
            for block in self.blocks():
                total += len(block)
                if total <= limit:
                    parts.append(block)
                else:
                    parts.clear()
            self._data = b"".join(parts)
            if total > limit:
                size = -(-total // MIB)
                name = self.source.name
                self._over = issue("IM-006", name, storlek=size, grans=limit // MIB)
                raise FileProblem(self._over)
        return self._data

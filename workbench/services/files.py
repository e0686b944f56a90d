"""Files written for others: whole or not at all, private, and never over something else."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from db.unfinished import unfinished


class NotWritten(Exception):
    """A file can't be written where it was asked for; the Swedish message says why."""


def may_write(target: Path, content: bytes | None = None) -> None:
    """Look beforehand whether a file can be written; raises NotWritten.

    A file that is there with other content than ``content`` is never replaced.
    """
    folder = target.parent
    if not folder.is_dir():
        raise NotWritten(f"Mappen {folder} finns inte. Skapa den eller ange en annan fil.")
    if target.is_dir():
        raise NotWritten(f"{target} är en mapp. Ange en fil i den.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritten(f"Mappen {folder} går inte att skriva i. Ange en annan mapp.")
    if target.exists() and not (content is not None and _same(target, content)):
        raise NotWritten(
            f"{target} finns redan med annat innehåll och skrivs inte över. Ange ett annat namn."
        )


def make_folder(folder: Path) -> None:
    """Make a private folder when it is not there; raises NotWritten."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError as error:
        raise NotWritten(f"Mappen {folder.parent} finns inte. Skapa den först.") from error
    except OSError as error:
        raise NotWritten(f"Mappen {folder} går inte att skapa: {error.strerror}.") from error


def write_whole(target: Path, content: bytes, *, durable: bool = True) -> bool:
    """Write a file with mode 0600; False when it was there with the same content.

    Nobody meets half a file, nor a trace of one when the program is killed (but see
    ``_put_beside``). ``durable`` waits for the disk. Raises NotWritten, and nothing is left then.
    """
    may_write(target, content)
    if target.exists():
        return False
    try:
        if not _put_nameless(target, content, durable):
            _put_beside(target, content, durable)
    except FileExistsError:  # another program was first
        may_write(target, content)
        return False
    except OSError as error:
        raise NotWritten(f"{target} gick inte att skriva: {error.strerror}.") from error
    return True


def _put_nameless(target: Path, content: bytes, durable: bool) -> bool:
    """Write a file that has no name until it is whole; False where that can't be done.

    It is Linux on a disk of its own that can; a killed program leaves nothing.
    """
    kind = getattr(os, "O_TMPFILE", None)
    if kind is None:
        return False
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        try:
            handle = os.open(target.parent, kind | os.O_WRONLY, 0o600)
        except OSError:  # a share, or another file system without files that lack a name
            return False
        with os.fdopen(handle, "wb") as stream:
            _fill(stream, content, durable)
            try:
                # Naming a folder makes Python follow the link under /proc, instead of linking it.
                os.link(f"/proc/self/fd/{handle}", target, src_dir_fd=folder)
            except FileExistsError:
                raise
            except OSError:  # no /proc, or no hard links
                return False
        if durable:
            os.fsync(folder)
    finally:
        os.close(folder)
    return True


def _put_beside(target: Path, content: bytes, durable: bool) -> None:
    """Write a file beside the target and give it the name: a kill in between leaves that file."""
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            _fill(stream, content, durable)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _fill(stream: BinaryIO, content: bytes, durable: bool) -> None:
    stream.write(content)
    stream.flush()
    if durable:
        os.fsync(stream.fileno())


@contextmanager
def whole(target: Path) -> Iterator[BinaryIO]:
    """Give a stream to write what is too large to hold; it gets its name when all is written.

    Mode 0600. Nothing is left when the writing fails. Raises NotWritten, also when the name has
    been taken meanwhile.
    """
    may_write(target)
    try:
        with unfinished(target) as made:
            with made.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            may_write(target)
            made.replace(target)
    except OSError as error:
        raise NotWritten(f"{target} gick inte att skriva: {error.strerror}.") from error


def _same(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False

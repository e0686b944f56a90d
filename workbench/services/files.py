"""Files written for others: whole or not at all, private, and never over something else."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


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

    The bytes go to a file beside it that is then given the name, so that nobody meets half a
    file. ``durable`` waits for the disk. Raises NotWritten, and nothing is left then.
    """
    may_write(target, content)
    if target.exists():
        return False
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(temporary, target)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        raise NotWritten(f"{target} gick inte att skriva: {error.strerror}.") from error
    return True


@contextmanager
def whole(target: Path) -> Iterator[BinaryIO]:
    """Give a stream to write what is too large to hold; it gets its name when all is written.

    Mode 0600. Nothing is left when the writing fails. Raises NotWritten, also when the name has
    been taken meanwhile.
    """
    may_write(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        may_write(target)
        temporary.replace(target)
    except OSError as error:
        raise NotWritten(f"{target} gick inte att skriva: {error.strerror}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def _same(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False

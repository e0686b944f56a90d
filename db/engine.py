"""Which SQLite opens a file: Python's own, or SQLCipher when the file has a key.

SQLCipher is the extra ``krypterad``. Its connections do what ``sqlite3``'s do and are passed on as
such; only its exceptions are others (``db.errors.failures``). Never open one file with both in one
process: the locks of one would be lost when the other closes it.
"""

from __future__ import annotations

import importlib
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from db.errors import CipherMissing, WrongKey, failures

PAGE_BYTES = 16384
"""Pages of this size make a month's load a tenth quicker than SQLite's 4096."""

_CIPHER = "sqlcipher3.dbapi2"
_keys: dict[Path, str] = {}


def use_key(path: Path, key: str | None) -> None:
    """Open a file with a key (64 hexadecimal digits), or none, from now on in this process."""
    if key is None:
        _keys.pop(path.resolve(), None)
    else:
        _keys[path.resolve()] = key


def key_of(path: Path) -> str | None:
    """Return the key that this process opens a database with."""
    return _keys.get(path.resolve())


def connect(
    path: Path,
    *,
    mode: str,
    timeout: float,
    key: str | None,
    immutable: bool = False,
    cipher: bool = False,
) -> sqlite3.Connection:
    """Open a file; ``mode`` is ro or rw.

    ``immutable``: nobody writes to it, and no lock is taken. ``cipher``: by SQLCipher also
    without a key, to export from. Raises CipherMissing and WrongKey.
    """
    uri = f"{path.resolve().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    connect = _cipher(path).connect if key or cipher else sqlite3.connect
    connection: sqlite3.Connection = connect(
        uri, uri=True, isolation_level=None, timeout=timeout, check_same_thread=False
    )
    if key or cipher:
        connection.execute("PRAGMA cipher_log_level = NONE")
    if key:
        connection.execute(f"""PRAGMA key = "x'{key}'" """)
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
        _try_key(connection, path)
    return connection


def _try_key(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except failures() as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise WrongKey(path) from error
        raise


def private(path: Path) -> str:
    """Return how to open a file that only this connection knows of: without locks, which network
    disks may lack; a copy may well lie on one."""
    return f"{path.resolve().as_uri()}?mode=rw&nolock=1"


def attach(connection: sqlite3.Connection, target: Path, key: str | None) -> None:
    """Make an empty file ready to be exported to, with another key or none."""
    connection.execute("ATTACH ? AS kopia KEY ?", (private(target), f"x'{key}'" if key else ""))
    connection.execute(f"PRAGMA kopia.page_size = {PAGE_BYTES}")


def export(connection: sqlite3.Connection) -> None:
    """Copy what a SQLCipher connection reads, in the transaction it has open, to what it has
    attached: the database of one moment, whatever others write."""
    connection.execute("SELECT sqlcipher_export('kopia')").fetchone()
    for name in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
        connection.execute(f"PRAGMA kopia.{name} = {value}")


def can_encrypt() -> bool:
    """Tell whether the extra that encrypts is installed."""
    return find_spec(_CIPHER.partition(".")[0]) is not None


def _cipher(path: Path) -> Any:
    try:
        return importlib.import_module(_CIPHER)
    except ImportError as error:
        raise CipherMissing(path) from error

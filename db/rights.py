"""The second belt: what a role may change in the database, whatever the program's services say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db import users
from db.errors import NotPermitted, failures
from workbench.domain.roller import only_looks

LOGS = frozenset(
    {
        "journal",
        "journal_innehall",
        "journal_nyckel",
        "stickprov",
        "stickprov_post",
        "stickprov_notering",
    }
)
"""What those may write who only look: the log of their looks, and an auditor's samples."""

_CHANGES = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


@contextmanager
def guarded(connection: sqlite3.Connection, path: Path, aktor: str) -> Iterator[None]:
    """Let someone write what the role may, inside a transaction that has begun; "" = not told.

    Once there is an administrator, raises NotPermitted for a login that is not among the users.
    Who only looks gets an authorizer: SQLite then refuses to prepare any other change than to LOGS,
    and to the users as long as there is no administrator.
    """
    known = users.user(connection, aktor) if aktor else None
    ruled = bool(users.administrators(connection))
    if aktor and known is None and ruled:
        raise NotPermitted(path, aktor)
    if known is None or not only_looks(known.roll):
        yield
        return
    connection.set_authorizer(_only(LOGS if ruled else LOGS | {"anvandare"}))
    try:
        yield
    except failures() as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_AUTH:
            raise NotPermitted(path, aktor) from error
        raise
    finally:
        connection.set_authorizer(None)


def _only(tables: frozenset[str]) -> Callable[..., int]:
    def answer(
        action: int, table: str | None, _column: str | None, _base: str | None, trigger: str | None
    ) -> int:
        # What a trigger of ours writes follows from a change that was allowed.
        if action in _CHANGES and trigger is None and table not in tables:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return answer

"""What can be wrong with the database, each with a Swedish sentence that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DatabaseProblem(Exception):
    """Base of all: the database can't be used as asked; nothing has been stored."""

    template = "Databasen {path} kan inte användas: {detail}"

    def __init__(self, path: Path | str, detail: str = "") -> None:
        self.path = path
        super().__init__(self.template.format(path=path, detail=detail))


class DatabaseMissing(DatabaseProblem):
    """There is no file and the command doesn't create one."""

    template = "Databasen {path} finns inte. Kontrollera --db, eller skapa den med: workbench init"


class DatabaseLockedTooLong(DatabaseProblem):
    """Another process held the write lock beyond the time-out."""

    template = (
        "Databasen {path} är låst av ett annat program. Ingenting är sparat. Vänta tills det andra "
        "programmet är klart och kör om. {detail}"
    )


class DatabaseNewer(DatabaseProblem):
    """The file was written by a later version of the program."""

    template = (
        "Databasen {path} är skriven av en nyare version av programmet ({detail}). Uppgradera "
        "programmet; filen är orörd."
    )


class DatabaseReadOnly(DatabaseProblem):
    """The file or its folder may not be written."""

    template = (
        "Databasen {path} är skrivskyddad. Ingenting är sparat. Kontrollera rättigheterna på filen "
        "och mappen."
    )


class DatabaseForeign(DatabaseProblem):
    """The file is not a workbench database."""

    template = (
        "{path} är inte en databas för workbench ({detail}). Filen är orörd. Ange en annan fil med "
        "--db."
    )


class DatabaseDamaged(DatabaseProblem):
    """SQLite found the file broken."""

    template = (
        "Databasen {path} är skadad ({detail}). Ta fram den senaste säkerhetskopian; kopior från "
        "uppgraderingar ligger bredvid filen."
    )


class DiskFull(DatabaseProblem):
    """There is no room for the change."""

    template = (
        "Disken är full: {path} kunde inte skrivas. Ingenting av det som pågick är sparat. Frigör "
        "utrymme och kör om."
    )


class NotPermitted(DatabaseProblem):
    """The role may not change what was about to be changed: what the services let by stops here."""

    template = (
        "{detail} får inte ändra detta i databasen {path}. Ingenting är sparat. En administratör "
        "ger roller med: workbench users add"
    )


_BY_CODE: dict[int, type[DatabaseProblem]] = {
    sqlite3.SQLITE_AUTH: NotPermitted,
    sqlite3.SQLITE_BUSY: DatabaseLockedTooLong,
    sqlite3.SQLITE_LOCKED: DatabaseLockedTooLong,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFull,
    sqlite3.SQLITE_NOTADB: DatabaseForeign,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: DatabaseProblem,
}


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Turn SQLite's operational errors into ours; programming errors pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        problem = _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
        if problem is None:
            raise
        raise problem(path, str(error)) from error

"""What can be wrong with the database, each with a Swedish sentence that says what to do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import owner


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
        "Databasen {path} är låst av ett annat program. Ingenting är sparat. {detail} Vänta tills "
        "det andra programmet är klart och kör om."
    )


class DatabaseShared(DatabaseProblem):
    """The file lies on a network share, where SQLite's locks do not hold."""

    template = (
        "Databasen {path} ligger på en nätverksdisk ({detail}). Två datorer kan då skriva "
        "samtidigt och förstöra den, så den öppnas inte. Lägg den på datorns egen disk, och "
        "säkerhetskopian på nätverket: workbench backup"
    )


class CipherMissing(DatabaseProblem):
    """The file has a key, and the extra that opens such files is not installed."""

    template = (
        "{path} öppnas med en nyckel, och då behövs tillägget: pip install "
        "'assistans-workbench[krypterad]'"
    )


class WrongKey(DatabaseProblem):
    """The key is another file's, or the file is not encrypted."""

    template = (
        "{path} öppnas inte med den nyckeln: filen har en annan nyckel eller är ingen krypterad "
        "databas. Filen är orörd."
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


_CIPHER = "sqlcipher3.dbapi2"


def failures(name: str = "DatabaseError") -> tuple[type[Exception], ...]:
    """Return the exceptions of a name, of SQLite's and of SQLCipher's when that is in use."""
    modules = (sqlite3, sys.modules.get(_CIPHER))
    return tuple(getattr(module, name) for module in modules if module is not None)


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Turn SQLite's operational errors into ours; programming errors pass through."""
    try:
        yield
    except failures() as error:
        code = getattr(error, "sqlite_errorcode", None)
        problem = _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
        if problem is None:
            raise
        detail = owner.told(Path(path)) if problem is DatabaseLockedTooLong else str(error)
        raise problem(path, detail) from error

"""What a command is handed: the database, the actor and the clock, read here once."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from db import Database
    from db.journal import Stamp


def now() -> str:
    """Return the time in Sweden as ISO text with offset: the program's only look at a clock."""
    from workbench.domain.time import STOCKHOLM

    return dt.datetime.now(STOCKHOLM).isoformat(timespec="seconds")


def default_path() -> Path:
    """Return workbench.db in the user's data folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "workbench" / "workbench.db"


@dataclass(slots=True)
class Session:
    """One run of the program. Opens the database when a command first asks."""

    chosen: Path | None
    actor: str | None
    key_file: Path | None = None
    wait: int | None = None
    """Seconds to wait for the lock; None = as long as the database itself says."""
    log: Path | None = None
    _database: Database | None = field(default=None)

    def __post_init__(self) -> None:
        """Open the database with its key, when one is named. Raises KeyProblem."""
        if self.key_file is not None:
            from db import engine
            from workbench.services import keys

            engine.use_key(self.path, keys.read_secret(self.key_file))

    @property
    def path(self) -> Path:
        """The database file."""
        return self.chosen or default_path()

    def database(self, *, create: bool = True) -> Database:
        """Return the database, created or upgraded when needed.

        Raises DatabaseProblem; Refused when the actor may not read it, or ``--as`` is not allowed.
        """
        if self._database is None:
            from db import LOCK_SECONDS, open_database, owner
            from workbench.domain.roller import Ratt
            from workbench.services import roles

            context = click.get_current_context()
            owner.command = context.command_path
            timeout = LOCK_SECONDS if self.wait is None else self.wait
            database = open_database(self.path, create=create, timeout=timeout)
            context.find_root().call_on_close(database.close)
            roles.acts_as(database.read(), login(), self.claimed)
            roles.need(database.read(), self.claimed, Ratt.LASA)
            database.aktor = self.claimed
            self._database = database
        return self._database

    @property
    def claimed(self) -> str:
        """Who says to act: ``--as``, else the login. Whether that is allowed, ``stamp`` says."""
        return self.actor or login()

    def stamp(self) -> Stamp:
        """Return who acts and when. Raises Refused when ``--as`` is not allowed."""
        said = self.said()
        if said.genom:
            self.database()
        return said

    def said(self) -> Stamp:
        """Return who says to act and when; whether that is allowed is not asked."""
        from db.journal import Stamp

        who = login()
        return Stamp(now(), self.claimed, who if self.claimed != who else "")


def login() -> str:
    """Return the operating system's login of this process; see ``db.owner.login``."""
    from db import owner

    return owner.login()


def session() -> Session:
    """Return the running session."""
    found = click.get_current_context().find_root().obj
    assert isinstance(found, Session)
    return found


class MonthType(click.ParamType[int]):
    """``YYYY-MM`` as a month number."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the month number; a wrong form is a usage error in Swedish."""
        if isinstance(value, int):
            return value
        from workbench.domain.time import parse_month

        try:
            return parse_month(value)
        except ValueError:
            self.fail(f"{value!r} är inte en månad. Skriv ÅÅÅÅ-MM, till exempel 2026-03.")


class DayType(click.ParamType[str]):
    """``YYYY-MM-DD`` as ISO text."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as text; a wrong form is a usage error in Swedish."""
        from workbench.domain.time import parse_day

        try:
            parse_day(str(value))
        except ValueError:
            self.fail(f"{value!r} är inte en dag. Skriv ÅÅÅÅ-MM-DD, till exempel 2026-03-01.")
        return str(value)


class KronorType(click.ParamType[int]):
    """Kronor with at most two decimals, as öre; spaces between thousands are allowed."""

    name = "KRONOR"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return öre; a wrong form is a usage error in Swedish."""
        if isinstance(value, int):
            return value
        from workbench.domain.money import parse_scaled

        try:
            return parse_scaled("".join(str(value).split()))
        except ValueError:
            self.fail(f"{value!r} är inte kronor med högst två decimaler.")


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
month_option = click.option(
    "--month", type=MonthType(), required=True, help="The month, as 2026-03."
)
copy_key_option = click.option(
    "--key-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The copy is encrypted with this key (audit keygen --encryption).",
)
protected_option = click.option(
    "--show-protected",
    is_flag=True,
    help="Show protected identities; needs the right, and is logged.",
)

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
    _database: Database | None = field(default=None)

    @property
    def path(self) -> Path:
        """The database file."""
        return self.chosen or default_path()

    def database(self, *, create: bool = True) -> Database:
        """Return the database, created or upgraded when needed.

        Raises DatabaseProblem; Refused when the actor may not read it, or ``--as`` is not allowed.
        """
        if self._database is None:
            from db import open_database
            from workbench.domain.roller import Ratt
            from workbench.services import roles

            database = open_database(self.path, create=create)
            click.get_current_context().find_root().call_on_close(database.close)
            who = login()
            roles.acts_as(database.read(), who, self.actor or who)
            roles.need(database.read(), self.actor or who, Ratt.LASA)
            database.aktor = self.actor or who
            self._database = database
        return self._database

    def stamp(self) -> Stamp:
        """Return who acts and when. Raises Refused when ``--as`` is not allowed."""
        from db.journal import Stamp

        who = login()
        if self.actor and self.actor != who:
            self.database()
            return Stamp(now(), self.actor, who)
        return Stamp(now(), who)


def login() -> str:
    """Return the operating system's login of this process.

    Never from the environment, as ``getpass.getuser``: whoever sets LOGNAME would be anyone.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container's user may have no name
        return f"uid-{os.geteuid()}"


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
protected_option = click.option(
    "--show-protected",
    is_flag=True,
    help="Show protected identities; needs the right, and is logged.",
)

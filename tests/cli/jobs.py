"""What a municipality's commands do to a database, each from where the one before it ended."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from db.migrations import migrate
from tests.cli.processes import Command, Rows, rows
from tests.services import moneyout, town
from tests.services.town import ANNA, BO, tid

MONTH = ("--month", "2024-03")


@dataclass(frozen=True)
class Job:
    """A command, what it begins with and what it may answer when it has been done already."""

    words: tuple[str, ...]
    before: str
    """The job whose end is this one's beginning; "" = settings only, "-" = no database, "old" =
    one of an earlier version."""
    again: tuple[int, ...] = ()
    """Exit codes beside its own, when the killed one had done its work."""
    actor: str = "karin"
    anew: tuple[str, ...] = ()
    """Tables that are never alike in two databases."""


JOBS = {
    "init": Job(("init",), "-", anew=("databas",)),
    "upgrade": Job(("init",), "old", anew=("databas",)),
    "demo": Job(("demo", "--json"), "-", anew=("databas",)),
    "import": Job(("import", "in", "--json"), ""),
    "check": Job(("check", *MONTH, "--json"), "import"),
    "settle": Job(("settle", *MONTH, "--json"), "import"),
    "attest": Job(("attest", "1", "--sum", "5321.60", "--ack", "all"), "settle", (5,), "olle"),
    "pay": Job(("pay", "1", "--out", "ut/betalning.xml"), "attest", actor="eva"),
    "book": Job(("book", "1", "--out", "ut/bok.si"), "attest", actor="eva"),
    "spec": Job(("spec", "1", "--out", "ut/spec"), "attest", actor="eva"),
    "backup": Job(("backup", "ut/kopia.db"), "attest", (2,)),
    "restore": Job(("restore", "ut/kopia.db"), "backup"),
}


@dataclass
class Place:
    """A folder of its own: the database, files to take in, files written."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "kommun.db"

    def command(self, job: Job) -> Command:
        """Return a job's command, its paths inside the folder."""
        words = [
            str(self.folder / word) if word.partition("/")[0] in ("in", "ut") else word
            for word in job.words
        ]
        return Command(self.database, words, job.actor)

    def copy(self, folder: Path) -> Place:
        """Return a copy elsewhere."""
        return Place(Path(shutil.copytree(self.folder, folder)))

    def files(self) -> dict[str, bytes]:
        """Return what has been written; of a copy of the database its rows."""
        return {
            path.relative_to(self.folder).as_posix(): repr(rows(path)).encode()
            if path.suffix == ".db"
            else path.read_bytes()
            for path in sorted((self.folder / "ut").rglob("*"))
            if path.is_file()
        }

    def beside(self) -> set[str]:
        """Return the names beside the database, but for what the test and SQLite lay there.

        A copy before an upgrade is written again when the first one's upgrade was killed.
        """
        return {
            re.sub(r"(schema\d+)\.\d+$", r"\1", path.name)
            for path in self.folder.iterdir()
            if path.suffix not in (".said", ".calls", ".db-wal", ".db-shm")
        }


@dataclass
class End:
    """How a job ended undisturbed."""

    place: Place
    code: int
    rows: Rows
    files: dict[str, bytes]
    calls: list[int]
    seconds: float


class Ends:
    """The jobs' undisturbed ends, each made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, End] = {}
        place = self._new("start")
        sheets = town.clean_town(
            brukare=moneyout.people(),
            tidrapporter=[
                tid("2024-03-04"),
                tid("2024-03-04"),
                tid("2024-03-05", brukare=BO),
                tid("2024-04-05", brukare=ANNA),
            ],
        )
        town.write(place.folder / "in", sheets)
        with town.database(place.database) as base:
            moneyout.choose(base)

    def _new(self, name: str) -> Place:
        (self._folder / name / "ut").mkdir(parents=True)
        return Place(self._folder / name)

    def _old(self) -> Path:
        """Return a database of schema 3."""
        path = self._folder / "old.db"
        if not path.exists():
            path.touch()
            migrate(path, 0, 10, stop_before="m004_sick_spells")
        return path

    def begin(self, name: str, folder: Path) -> Place:
        """Return a place of its own in which a job can begin."""
        before = JOBS[name].before
        if before in ("-", "old"):
            (folder / "ut").mkdir(parents=True)
            if before == "old":
                shutil.copy(self._old(), folder / "kommun.db")
            return Place(folder)
        if before:
            return self.of(before).place.copy(folder)
        return Place(self._folder / "start").copy(folder)

    def of(self, name: str) -> End:
        """Return how a job ends."""
        if name not in self._made:
            place = self.begin(name, self._folder / name)
            job = JOBS[name]
            counted = self.begin(name, self._folder / f"{name}-counted")
            calls = counted.command(job).calls()
            begun = time.monotonic()
            command = place.command(job).start()
            code = command.code()
            seconds = time.monotonic() - begun
            assert code in (0, 1), command.text
            found = rows(place.database, job.anew)
            assert found == rows(counted.database, job.anew), "not the same twice"
            self._made[name] = End(place, code, found, place.files(), calls, seconds)
        return self._made[name]

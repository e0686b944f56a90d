"""The database file: what it holds, who may read it, and what happens when it can't be used."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import (
    Database,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    DiskFull,
    open_database,
    reports,
)
from db.connection import APPLICATION_ID, SCHEMA_VERSION
from tests.services import town
from workbench.services import importing

ROOT = Path(__file__).resolve().parents[2]
VIEWS = {"v_tidrapport", "v_finding", "v_avrakning", "v_betalning", "v_aterkrav", "v_logg"}
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_MONTH = re.compile(r"\d{4}-\d{2}")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "t.db") as made:
        yield made


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Database]:
    """A database with a settled month in it."""
    with town.database(tmp_path / "t.db") as made:
        rows = [town.tid("2024-03-04"), town.tid("2024-03-30", "22:00", "06:00")]
        stays = [{"brukare": town.ANNA, "slag": "korttids", "fran": "2024-03-04T10:00", "till": ""}]
        town.bring(made, tmp_path / "in", town.clean_town(tidrapporter=rows, vistelser=stays))
        town.settled(made, "2024-03")
        town.decide(made, town.findings(made, "2024-03", "vistelse"), "nekad")
        yield made


def child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python code in another process from the root of the repository."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def integrity(path: Path) -> str:
    """Return what SQLite thinks of a file."""
    with closing(sqlite3.connect(path)) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return str(broken or connection.execute("PRAGMA integrity_check").fetchone()[0])


# -- what it is ---------------------------------------------------------------------------------


def test_every_table_is_strict(base: Database) -> None:
    """sqlite-utils keeps its own list of migrations in a table of its own."""
    tables = base.read().execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    loose = {name for name, strict in tables if not strict}
    assert {name for name in loose if not name.startswith(("sqlite_", "_sqlite"))} == set()


def test_money_minutes_and_days_have_exact_types(base: Database) -> None:
    """No REAL anywhere: öre, minutes and hundredths of hours are INTEGER, days are TEXT."""
    for (table,) in base.read().execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_sqlite%' ESCAPE"
        " '\\' AND name NOT LIKE 'sqlite%'"
    ):
        columns = base.read().execute("SELECT type FROM pragma_table_info(?)", (table,))
        assert {kind for (kind,) in columns} <= {"INTEGER", "TEXT", "BLOB"}, table


def test_a_wrong_type_is_refused(base: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), base.write() as connection:
        connection.execute("UPDATE lage SET revision = 'många'")


def test_pragmas(base: Database) -> None:
    with base.write() as connection:
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert base.read().execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_row_of_nobody_is_refused(base: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), base.write() as connection:
        connection.execute("INSERT INTO berord VALUES (4711, 0, 1, 1)")


def test_a_reader_cannot_write(base: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        base.read().execute("UPDATE lage SET revision = 9")


def test_only_the_owner_may_read_the_files(full: Database) -> None:
    with full.write() as connection:
        connection.execute("UPDATE lage SET revision = revision + 1")
    files = sorted(full.path.parent.glob("t.db*"))
    assert {path.name for path in files} == {"t.db", "t.db-wal", "t.db-shm"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_file_that_others_could_read_is_closed_when_opened(tmp_path: Path) -> None:
    open_database(tmp_path / "t.db").close()
    (tmp_path / "t.db").chmod(0o644)
    open_database(tmp_path / "t.db").close()
    assert stat.S_IMODE((tmp_path / "t.db").stat().st_mode) == 0o600


def test_a_loose_umask_changes_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        open_database(tmp_path / "ny" / "t.db").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "ny" / "t.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ny").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET aktor = 'någon annan'",
        "DELETE FROM journal",
        "UPDATE journal_innehall SET efter = NULL",
        "DELETE FROM journal_innehall",
    ],
)
def test_the_journal_is_immutable_through_sql(full: Database, statement: str) -> None:
    before = full.read().execute("SELECT * FROM v_logg ORDER BY id").fetchall()
    assert before
    with pytest.raises(sqlite3.IntegrityError), full.write() as connection:
        connection.execute(statement)
    assert full.read().execute("SELECT * FROM v_logg ORDER BY id").fetchall() == before


def test_the_views_stand_there(full: Database) -> None:
    names = full.read().execute("SELECT name FROM sqlite_master WHERE type = 'view'")
    assert {name for (name,) in names} >= VIEWS
    for view in VIEWS:
        full.read().execute(f"SELECT * FROM {view} LIMIT 1").fetchall()  # noqa: S608 - fixed names
    with pytest.raises(sqlite3.OperationalError), full.write() as connection:
        connection.execute("UPDATE v_tidrapport SET datum = '2000-01-01'")


def test_the_views_give_iso_days_and_clocks(full: Database) -> None:
    rows = full.read().execute(
        "SELECT manad, datum, start, slut, slag, minuter, rad FROM v_tidrapport ORDER BY id"
    )
    assert rows.fetchall() == [
        ("2024-03", "2024-03-04", "08:00", "16:00", "assistans", 480, 2),
        ("2024-03", "2024-03-30", "22:00", "06:00", "assistans", 420, 3),
    ]
    for view in ("v_finding", "v_avrakning"):
        months = full.read().execute(f"SELECT manad FROM {view}").fetchall()  # noqa: S608 - fixed names
        assert months
        assert all(ISO_MONTH.fullmatch(month) for (month,) in months)
    for (moment,) in full.read().execute("SELECT tid FROM v_logg"):
        assert ISO_DAY.match(moment)
    for table, columns in {
        "uppdrag": "fran, till, anmald",
        "beslut": "fran, till, beslutsdatum",
        "tillstand": "fran, till, underrattad",
        "fil": "mottagen",
    }.items():
        for row in full.read().execute(f"SELECT {columns} FROM {table}"):  # noqa: S608 - fixed names
            assert all(day is None or ISO_DAY.fullmatch(day) for day in row), (table, row)


def test_the_views_agree_with_the_services(full: Database) -> None:
    result = town.settled(full, "2024-03")
    assert full.read().execute(
        "SELECT brukare, beslut, timbelopp_ore, minuter_assistans, timmar_hundradelar, belopp_ore,"
        " ratt_ore FROM v_avrakning"
    ).fetchall() == [
        (
            line.brukare,
            line.beslut,
            line.timbelopp,
            line.assistans,
            line.timmar,
            line.belopp,
            result.total_ore,
        )
        for line in result.lines
    ]
    shown = [(view.id, view.kod, view.status) for view in town.findings(full, "2024-03")]
    stored = full.read().execute("SELECT id, kod, status FROM v_finding").fetchall()
    assert sorted(stored) == sorted(shown)


# -- what it can't be ---------------------------------------------------------------------------


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match="finns inte"):
        open_database(tmp_path / "t.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(DatabaseNewer, match="nyare version"):
        open_database(path)
    assert path.read_bytes() == before


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bokmärken.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sida (adress TEXT)")
    before = path.read_bytes()
    with pytest.raises(DatabaseForeign, match="inte en databas för workbench"):
        open_database(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"brukare;assistent\n", b"x", b"SQLite format 3\0" + b"\0" * 90]
)
def test_a_text_file_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rapport.csv"
    path.write_bytes(content)
    with pytest.raises(DatabaseForeign, match="inte en databas för workbench"):
        open_database(path)
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["rapport.csv"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseForeign, match="mapp"):
        open_database(tmp_path)


def test_a_parent_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    with pytest.raises(DatabaseProblem):
        open_database(tmp_path / "fil" / "t.db")


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """Left behind, for example, by a process that was stopped while creating."""
    (tmp_path / "t.db").touch()
    with open_database(tmp_path / "t.db") as made:
        assert made.read().execute("SELECT revision FROM lage").fetchone() == (0,)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach, with a database of his."""
    folder = Path(tempfile.mkdtemp())
    open_database(folder / "t.db").close()
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


READ_AND_WRITE = """
import os, sys
from pathlib import Path
import db.migrations, sqlite_utils
from db import DatabaseProblem, open_database
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
base = None
try:
    base = open_database(Path(sys.argv[1]))
    print(base.read().execute("SELECT revision FROM lage").fetchone()[0])
except DatabaseProblem as problem:
    print(type(problem).__name__)
try:
    if base is not None:
        with base.write() as connection:
            connection.execute("UPDATE lage SET revision = 1")
        print("wrote")
except DatabaseProblem as problem:
    print(type(problem).__name__)
"""


def as_someone_without_rights(path: Path) -> list[str]:
    """Return what a process says that has no right of its own to write."""
    said = child(READ_AND_WRITE, path)
    assert said.returncode == 0, said.stderr
    return said.stdout.split()


def test_a_read_only_file_is_read_and_not_written(open_folder: Path) -> None:
    open_folder.chmod(0o777)
    (open_folder / "t.db").chmod(0o444)
    said = as_someone_without_rights(open_folder / "t.db")
    assert said[-1] == "DatabaseReadOnly"


def test_a_read_only_folder_is_a_clear_error(open_folder: Path) -> None:
    (open_folder / "t.db").chmod(0o444)
    open_folder.chmod(0o555)
    said = as_someone_without_rights(open_folder / "t.db")
    assert said[-1] in ("DatabaseReadOnly", "DatabaseProblem")


def test_a_folder_that_may_not_be_written_gets_no_database(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    assert as_someone_without_rights(open_folder / "ny.db") == ["DatabaseProblem"]
    assert not (open_folder / "ny.db").exists()


# -- others at the same time ---------------------------------------------------------------------


def test_a_lock_is_waited_for_and_then_told(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    open_database(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_database(path, timeout=0.3) as base:
            began = time.monotonic()
            with pytest.raises(DatabaseLockedTooLong, match="låst"), base.write():
                pass
            assert 0.2 < time.monotonic() - began < 5
            assert base.read().execute("SELECT revision FROM lage").fetchone() == (0,)
        other.execute("ROLLBACK")
    with open_database(path, timeout=0.3) as base, base.write() as connection:
        connection.execute("UPDATE lage SET revision = 1")


def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    open_database(path).close()
    code = """
import sys, time
from pathlib import Path
from db import open_database
with open_database(Path(sys.argv[1])) as base, base.write() as connection:
    print("har", flush=True)
    time.sleep(0.4)
    connection.execute("UPDATE lage SET revision = revision + 1")
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        with open_database(path) as base, base.write() as connection:
            connection.execute("UPDATE lage SET revision = revision + 1")
            assert connection.execute("SELECT revision FROM lage").fetchone() == (2,)


def test_a_failed_change_leaves_no_trace(base: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), base.write() as connection:
        connection.executemany("INSERT INTO lage VALUES (?, 7, 0)", [(1,), (2,)])
    assert base.read().execute("SELECT revision FROM lage").fetchone() == (0,)
    with base.write() as connection:
        assert not connection.execute("SELECT revision FROM lage").fetchone()[0]


# -- imports that are broken off -----------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from db import open_database
from db.journal import Stamp
from workbench.services import importing
from workbench.services.progress import Progress
times = 0
def report(what, done, total):
    global times
    times += 1
    if times == 3:
        os.kill(os.getpid(), signal.SIGKILL)
with open_database(Path(sys.argv[1])) as base:
    importing.import_paths(base, [Path(sys.argv[2])], Stamp("2024-04-02T09:00:00Z", "karin"),
        progress=Progress(report))
"""


def big(folder: Path) -> Path:
    """Write a file of some megabytes."""
    rows = [
        town.tid(f"2024-03-{day:02d}", f"{hour:02d}:{minute:02d}", f"{hour + 1:02d}:{minute:02d}")
        for day in range(1, 29)
        for hour in range(22)
        for minute in range(60)
    ]
    return town.write(folder, {"tidrapporter": rows * 2})[0]


def town_stay() -> town.Row:
    """Return a stay of Anna's over the whole time."""
    return {"brukare": town.ANNA, "slag": "korttids", "fran": "2024-01-01T00:00", "till": ""}


def counted(base: Database) -> dict[str, int]:
    """Return how many rows the tables have that an import fills."""
    names = ("fil", "fil_block", "tidrapport", "person", "arbetsgivare", "journal", "berord")
    return {
        name: base.read().execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - fixed names
        for name in names
    }


def test_a_killed_import_has_stored_nothing(tmp_path: Path) -> None:
    path, data = tmp_path / "t.db", big(tmp_path / "in")
    with town.database(path) as base:
        town.bring(base, tmp_path / "small", town.clean_town(tidrapporter=[town.tid("2024-03-29")]))
        before = counted(base)
    done = child(KILLED, path, data)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert integrity(path) == "ok"
    with open_database(path) as base:
        assert counted(base) == before
        assert [item.status for item in town.take_in(base, [data]).files] == ["importerad"]
        indexes = base.read().execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert {"tidrapport_assistent", "tidrapport_brukare"} <= {name for (name,) in indexes}
    assert integrity(path) == "ok"


def test_a_full_disk_stores_no_settlement(tmp_path: Path) -> None:
    """And as soon as there is room again, the same month can be settled."""
    with town.database(tmp_path / "t.db") as base:
        rows = [
            town.tid(f"2024-03-{day:02d}", f"{hour:02d}:00", f"{hour + 1:02d}:00")
            for day in range(1, 29)
            for hour in range(20)
        ]
        sheets = town.clean_town(vistelser=[town_stay()], tidrapporter=rows)
        town.bring(base, tmp_path / "in", sheets)
        with base.write() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            room = connection.execute("PRAGMA max_page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(DiskFull, match="Disken är full"):
            town.settled(base, "2024-03")
        assert base.read().execute("SELECT count(*) FROM fynd").fetchone() == (0,)
        assert base.read().execute("SELECT count(*) FROM korning").fetchone() == (0,)
        with base.write() as connection:
            connection.execute(f"PRAGMA max_page_count = {room}")
        assert town.settled(base, "2024-03").hallna_minuter > 0
    assert integrity(tmp_path / "t.db") == "ok"


def test_a_cancelled_import_stores_nothing(tmp_path: Path) -> None:
    from workbench.services.progress import Cancelled, Progress

    data = big(tmp_path / "in")
    with town.database(tmp_path / "t.db") as base:
        before = counted(base)
        asked = iter([False, False, True])
        with pytest.raises(Cancelled):
            importing.import_paths(
                base, [data], town.stamp(), progress=Progress(cancelled=lambda: next(asked, True))
            )
        assert counted(base) == before


def test_one_bad_row_stores_nothing_of_the_file(tmp_path: Path) -> None:
    rows = [town.tid("2024-03-04"), town.tid("2024-03-31", "02:30", "05:00")]
    good = town.write(tmp_path / "a", town.clean_town())
    bad = town.write(tmp_path / "b", {"tidrapporter": rows})
    with town.database(tmp_path / "t.db") as base:
        result = importing.import_paths(base, [*good, *bad], town.stamp())
        assert [(issue.rad, issue.kolumn, issue.varde) for issue in result.fel] == [
            (3, "start", "02:30")
        ]
        assert [item.status for item in result.files].count("fel") == 1
        numbers = counted(base)
        assert (numbers["fil"], numbers["tidrapport"]) == (len(good), 0)


# -- the bytes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_original_bytes_are_kept(tmp_path: Path, encoding: str) -> None:
    header = "personnummer;namn;namnd\r\n"
    data = f"{header}{town.ANNA};Åsa Öst;Söder\r\n\r\n".encode(encoding)
    path = tmp_path / "brukare.csv"
    path.write_bytes(data)
    with town.database(tmp_path / "t.db") as base:
        result = town.take_in(base, [path])
        digest = hashlib.sha256(data).hexdigest()
        assert result.files[0].sha256 == digest
        found = base.read().execute("SELECT id, sha256, storlek FROM fil").fetchall()
        assert found == [(found[0][0], digest, len(data))]
        assert b"".join(reports.content(base.read(), found[0][0])) == data
        name = base.read().execute("SELECT namn FROM person").fetchone()
        assert name == ("Åsa Öst",)


def test_the_bytes_of_a_big_file_are_kept(tmp_path: Path) -> None:
    data = big(tmp_path / "in")
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, [data])
        kept = hashlib.sha256(b"".join(reports.content(base.read(), 1))).hexdigest()
        assert kept == hashlib.sha256(data.read_bytes()).hexdigest()
        assert base.read().execute("SELECT sha256 FROM fil").fetchall() == [(kept,)]
        blocks = base.read().execute("SELECT count(*) FROM fil_block").fetchone()[0]
        assert blocks > 1


def test_a_folder_that_a_group_shares_lets_the_group_in_and_nobody_else(tmp_path: Path) -> None:
    for name, folder_mode, mode in (("delad", 0o2770, 0o660), ("egen", 0o770, 0o600)):
        folder = tmp_path / name
        folder.mkdir()
        folder.chmod(folder_mode)
        path = folder / "kommun.db"
        open_database(path).close()
        assert path.stat().st_mode & 0o777 == mode
        path.chmod(0o666)
        open_database(path).close()
        assert path.stat().st_mode & 0o777 == mode

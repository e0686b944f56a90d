"""Backup of a database in use, and restore on an empty machine or over a database."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from db import (
    Database,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseLockedTooLong,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseProblem,
    backup,
    chainproof,
    open_database,
    restore,
)
from db.errors import WrongKey
from db.journal import Stamp, log
from tests.db.test_migrations import older
from tests.services import town
from tests.services.forging import forged
from workbench.services import copies, keys, people, verifying
from workbench.services.copies import PutBack
from workbench.services.errors import Refused
from workbench.services.files import NotWritten

STAMP = town.stamp(actor="eva")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def base(tmp_path: Path) -> Database:
    """A database with two entries and a setting."""
    made = town.database(tmp_path / "t.db")
    entry(made, "första")
    entry(made, "andra")
    return made


@pytest.fixture(autouse=True)
def _short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "WAIT_SECONDS", 0.2)


def entry(base: Database, key: str) -> None:
    with base.write() as connection:
        log(connection, STAMP, "anteckning", "fynd", key, None, {"status": "nekad"})


def names(base: Database) -> list[str]:
    """Return the keys of the journal's entries."""
    return [key for (key,) in base.read().execute("SELECT nyckel FROM v_logg ORDER BY id")]


def put_back(target: Path, copy: Path, key: str | None = None, actor: str = "eva") -> PutBack:
    return copies.restore(target, copy, town.stamp(actor=actor), key)


def beside(path: Path) -> set[str]:
    return {item.name for item in path.parent.iterdir()}


# -- backup ----------------------------------------------------------------------------------------


def test_a_copy_is_whole_private_and_told_of(base: Database, tmp_path: Path) -> None:
    made = copies.back_up(base, tmp_path / "kopia.db", STAMP)
    assert stat.S_IMODE((tmp_path / "kopia.db").stat().st_mode) == 0o600
    assert made.kopia.storlek == (tmp_path / "kopia.db").stat().st_size
    assert (made.kopia.huvud.nummer, made.krypterad, made.antecknad) == (3, False, True)
    with closing(sqlite3.connect(tmp_path / "kopia.db")) as raw:
        found = [row[0] for row in raw.execute("SELECT nyckel FROM v_logg ORDER BY id")]
    assert found == names(base) == ["första", "andra", "säkerhetskopia"]
    assert not {name for name in beside(base.path) if name.startswith(".kopia")}


def test_a_copy_is_never_written_over_anything(base: Database, tmp_path: Path) -> None:
    (tmp_path / "kopia.db").write_text("annat")
    with pytest.raises(FileExistsError):
        copies.back_up(base, tmp_path / "kopia.db", STAMP)
    assert (tmp_path / "kopia.db").read_text() == "annat"
    with pytest.raises(NotWritten, match="finns inte"):
        copies.back_up(base, tmp_path / "saknas" / "kopia.db", STAMP)


def test_a_copy_while_a_writer_writes(base: Database, tmp_path: Path) -> None:
    """The writer is not held up, and the copy is the database of one moment."""
    stop = threading.Event()

    def writing() -> None:
        with Database(base.path) as own:
            while not stop.is_set():
                entry(own, "skriver")

    writer = threading.Thread(target=writing)
    writer.start()
    try:
        for number in range(2):
            copies.back_up(base, tmp_path / f"kopia{number}.db", STAMP)
    finally:
        stop.set()
        writer.join()
    heads = []
    for number in range(2):
        with open_database(tmp_path / f"kopia{number}.db") as copy:
            assert chainproof.walk(copy.read()).brott is None
            heads.append(chainproof.head(copy.read()).nummer)
    assert heads == sorted(set(heads))
    assert chainproof.walk(base.read()).brott is None


def test_a_copy_while_a_writer_holds_the_lock(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is what was stored before; that it was made can't be journalled then."""
    monkeypatch.setattr(base, "timeout", 0.1)
    with Database(base.path) as other, other.write() as connection:
        log(connection, STAMP, "anteckning", "fynd", "halvvägs")
        made = copies.back_up(base, tmp_path / "kopia.db", STAMP)
        assert (made.antecknad, made.kopia.huvud.nummer) == (False, 2)
    with open_database(tmp_path / "kopia.db") as copy:
        assert names(copy) == ["första", "andra"]


def test_a_copy_that_is_broken_off_leaves_nothing(base: Database, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def told(*_: object) -> None:
        raise Stop

    with pytest.raises(Stop):
        backup.copy_to(base.path, tmp_path / "kopia.db", None, told)
    assert not {name for name in beside(base.path) if "kopia" in name}


def test_a_copy_of_a_broken_chain_is_refused(base: Database, tmp_path: Path) -> None:
    base.close()
    forged(base.path, "UPDATE journal SET aktor = 'x' WHERE id = 1")
    with pytest.raises(DatabaseDamaged, match="post 1 är ändrad"):
        copies.back_up(base, tmp_path / "kopia.db", STAMP)
    assert not (tmp_path / "kopia.db").exists()


# -- restore ---------------------------------------------------------------------------------------


def test_restore_on_an_empty_machine(base: Database, tmp_path: Path) -> None:
    made = copies.back_up(base, tmp_path / "kopia.db", STAMP)
    target = tmp_path / "ny" / "workbench.db"
    done = put_back(target, tmp_path / "kopia.db")
    assert (done.huvud, done.tidigare) == (made.kopia.huvud, None)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert beside(target) == {"workbench.db"}
    with open_database(target) as restored:
        assert names(restored) == ["första", "andra", "säkerhetskopia", "kopia.db"]
        assert verifying.verify(restored, STAMP).faults == []
        assert restored.read().execute("PRAGMA journal_mode").fetchone() == ("wal",)
        told = restored.read().execute("SELECT handelse, aktor, efter FROM v_logg WHERE id = 4")
        handelse, aktor, efter = told.fetchone()
    assert (handelse, aktor) == ("återställd", "eva")
    assert f'"hash": "{made.kopia.huvud.hash}"' in efter
    assert '"ersatte_hash": null' in efter


def test_the_former_database_is_kept_beside(base: Database, tmp_path: Path) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP)
    entry(base, "senare")
    base.close()
    for number in ("", ".2"):
        done = put_back(base.path, tmp_path / "kopia.db")
        assert done.tidigare == tmp_path / f"t.db.fore-aterstallning{number}"
        again = put_back(base.path, tmp_path / "kopia.db")
        assert (again.redan, again.tidigare, again.huvud) == (True, None, done.huvud)
        with open_database(base.path) as restored:
            entry(restored, "efter")
    with open_database(tmp_path / "t.db.fore-aterstallning") as former:
        assert names(former) == ["första", "andra", "säkerhetskopia", "senare"]
    with open_database(base.path) as restored:
        assert names(restored) == ["första", "andra", "säkerhetskopia", "kopia.db", "efter"]
        efter = restored.read().execute("SELECT efter FROM v_logg WHERE id = 4").fetchone()[0]
    assert '"ersatte_huvud": 5' in efter


def test_a_copy_of_an_older_schema_is_upgraded(tmp_path: Path) -> None:
    copy = older(tmp_path / "gammal.db", "m006_chain")
    before = copy.read_bytes()
    done = put_back(tmp_path / "t.db", copy)
    assert (done.schema, done.huvud) == (5, None)
    assert copy.read_bytes() == before
    assert beside(copy) == {"gammal.db", "t.db"}
    with open_database(tmp_path / "t.db") as restored:
        assert chainproof.walk(restored.read()).poster == 4


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda path: path.unlink(), DatabaseMissing),
        (lambda path: path.write_text("brukare;assistent\n"), DatabaseForeign),
        (lambda path: path.write_bytes(path.read_bytes()[:-20_000]), DatabaseDamaged),
        (lambda path: raw(path, "PRAGMA user_version = 999"), DatabaseNewer),
        (lambda path: raw(path, "PRAGMA application_id = 1"), DatabaseForeign),
        (lambda path: forged(path, "DELETE FROM journal WHERE id = 1"), DatabaseDamaged),
        (lambda path: raw(path, "INSERT INTO berord VALUES (4711, 0, 1, 1)"), DatabaseDamaged),
    ],
)
def test_what_is_no_whole_database_is_not_put_back(
    base: Database, tmp_path: Path, spoil: object, problem: type[DatabaseProblem]
) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP)
    base.close()
    assert callable(spoil)
    spoil(tmp_path / "kopia.db")
    before = base.path.read_bytes()
    with pytest.raises(problem):
        put_back(base.path, tmp_path / "kopia.db")
    assert base.path.read_bytes() == before
    assert not {name for name in beside(base.path) if "aterstallning" in name or name[0] == "."}


def raw(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_nothing_is_put_back_while_someone_has_the_database_open(
    base: Database, tmp_path: Path
) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP)
    names(base)
    with pytest.raises(DatabaseLockedTooLong):
        put_back(base.path, tmp_path / "kopia.db")
    with (
        Database(base.path) as other,
        other.write(),
        pytest.raises(DatabaseLockedTooLong, match=f"process {os.getpid()}"),
    ):
        put_back(base.path, tmp_path / "kopia.db")
    base.close()
    assert put_back(base.path, tmp_path / "kopia.db").hel


def test_a_damaged_database_is_kept_as_it_is_and_replaced(base: Database, tmp_path: Path) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP)
    base.close()
    spoilt = base.path.read_bytes()[:100] + b"\xff" * 50_000
    base.path.write_bytes(spoilt)
    done = put_back(base.path, tmp_path / "kopia.db")
    assert done.tidigare is not None
    assert (done.hel, done.tidigare.read_bytes()) == (False, spoilt)
    with open_database(base.path) as restored:
        assert names(restored)[:2] == ["första", "andra"]


def test_another_programs_file_is_not_replaced(base: Database, tmp_path: Path) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP)
    (tmp_path / "rapport.csv").write_text("brukare;assistent\n")
    with pytest.raises(DatabaseForeign):
        put_back(tmp_path / "rapport.csv", tmp_path / "kopia.db")
    assert (tmp_path / "rapport.csv").read_text() == "brukare;assistent\n"


def test_a_database_is_not_its_own_copy(base: Database) -> None:
    base.close()
    with pytest.raises(DatabaseProblem, match="samma fil"):
        put_back(base.path, base.path)


@pytest.mark.parametrize("there", [True, False])
def test_only_who_runs_the_program_may_put_back(
    base: Database, tmp_path: Path, there: bool
) -> None:
    """The users of the database that is there decide; without one the copy's do."""
    for login, role in (("adam", "administrator"), ("rut", "revisor"), ("sys", "system")):
        people.add_user(base, login, role, False, town.stamp(actor="adam"))
    copies.back_up(base, tmp_path / "kopia.db", town.stamp(actor="adam"))
    base.close()
    target = base.path if there else tmp_path / "ny" / "t.db"
    for actor, login in (("rut", ""), ("okänd", ""), ("adam", "rut")):
        with pytest.raises(Refused):
            copies.restore(target, tmp_path / "kopia.db", Stamp(STAMP.tid, actor, login))
    assert target.exists() == there
    copies.restore(target, tmp_path / "kopia.db", Stamp(STAMP.tid, "adam", "sys"))


KILLED = """
import os, sys
from pathlib import Path
from db import restore as module
from db.journal import Stamp
from workbench.services import copies
if sys.argv[3] == "before":
    module._put_aside = lambda *_: os._exit(9)
else:
    os.replace = lambda *_: os._exit(9)
stamp = Stamp("2026-03-01T09:00:00+01:00", "eva")
copies.restore(Path(sys.argv[1]), Path(sys.argv[2]), stamp)
"""


@pytest.mark.parametrize("stop", ["before", "at the last step"])
def test_a_restore_that_is_killed_can_be_run_again(
    base: Database, tmp_path: Path, stop: str
) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP)
    entry(base, "senare")
    base.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(base.path), str(tmp_path / "kopia.db"), stop],
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 9
    with open_database(base.path) as there:
        assert names(there) == ["första", "andra", "säkerhetskopia", "senare"]
    put_back(base.path, tmp_path / "kopia.db")
    with open_database(base.path) as restored:
        assert names(restored) == ["första", "andra", "säkerhetskopia", "kopia.db"]


# -- encrypted -------------------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path: Path) -> str:
    keys.make_secret(tmp_path / "nyckel")
    return keys.read_secret(tmp_path / "nyckel")


def test_an_encrypted_copy_tells_nothing_and_comes_back_plain(
    base: Database, tmp_path: Path, key: str
) -> None:
    entry(base, town.ANNA)
    made = copies.back_up(base, tmp_path / "kopia.db", STAMP, key)
    assert made.krypterad
    assert stat.S_IMODE((tmp_path / "kopia.db").stat().st_mode) == 0o600
    content = (tmp_path / "kopia.db").read_bytes()
    assert town.ANNA.encode() not in content
    assert not content.startswith(b"SQLite")
    base.close()
    assert town.ANNA.encode() in base.path.read_bytes()
    with pytest.raises(DatabaseForeign, match="krypterad"):
        put_back(tmp_path / "ny.db", tmp_path / "kopia.db")
    with pytest.raises(WrongKey):
        put_back(tmp_path / "ny.db", tmp_path / "kopia.db", "00" * 32)
    assert not (tmp_path / "ny.db").exists()
    put_back(tmp_path / "ny.db", tmp_path / "kopia.db", key)
    with open_database(tmp_path / "ny.db") as restored:
        assert names(restored) == ["första", "andra", town.ANNA, "säkerhetskopia", "kopia.db"]
        assert verifying.verify(restored, STAMP).faults == []


def test_a_byte_changed_in_an_encrypted_copy_is_found(
    base: Database, tmp_path: Path, key: str
) -> None:
    copies.back_up(base, tmp_path / "kopia.db", STAMP, key)
    content = bytearray((tmp_path / "kopia.db").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "kopia.db").write_bytes(content)
    with pytest.raises(DatabaseProblem):
        put_back(tmp_path / "ny.db", tmp_path / "kopia.db", key)
    assert not (tmp_path / "ny.db").exists()

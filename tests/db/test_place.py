"""Where a database may lie, and who is told to hold its lock."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db import DatabaseLockedTooLong, DatabaseShared, open_database, owner, place
from tests.services import town

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:30 / /srv/delad rw,relatime shared:1 - nfs4 server:/export rw,vers=4.2
31 30 254:1 / /srv/delad/lokal rw,relatime - xfs /dev/vdb rw
32 27 0:31 / /mnt/h\\040drive rw,relatime - cifs //server/h rw
33 27 0:32 / /home/eva/fjärr rw - fuse.sshfs eva@server:/ rw
34 27 0:33 / /mnt/c rw - 9p drvfs rw
35 27 0:34 / /mnt/stick rw - fuseblk /dev/sdb1 rw
36 27 0:35 / /auto rw - autofs systemd-1 rw
37 36 0:36 / /auto rw - smb3 //server/x rw
38 27 0:37 / /tmp rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "refused"),
    [
        ("/var/lib/workbench.db", "ext4", False),
        ("/tmp/workbench.db", "tmpfs", False),
        ("/srv/delad/workbench.db", "nfs4", True),
        ("/srv/delad/lokal/workbench.db", "xfs", False),
        ("/srv/delade/workbench.db", "ext4", False),
        ("/mnt/h drive/workbench.db", "cifs", True),
        ("/home/eva/fjärr/a/b/workbench.db", "fuse.sshfs", True),
        ("/mnt/c/workbench.db", "9p", False),
        ("/mnt/stick/workbench.db", "fuseblk", False),
        ("/auto/workbench.db", "smb3", True),
    ],
)
def test_a_disk_of_this_machine_is_told_from_a_share(path: str, kind: str, refused: bool) -> None:
    assert place.mounted(Path(path), MOUNTS) == kind
    assert place.is_network(kind) == refused


def test_this_machines_own_disk_is_found() -> None:
    if sys.platform == "linux":
        assert place.mounted(Path(__file__).resolve(), place.MOUNTS.read_text()) is not None
    assert place.shared(Path(__file__)) is None


def test_a_database_on_a_share_is_not_opened_nor_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(tmp_path / "t.db").close()
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"{MOUNTS}40 27 0:40 / {tmp_path.resolve()} rw - nfs server:/x rw\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    for name in ("t.db", "ny.db", "mapp/ny.db"):
        with pytest.raises(DatabaseShared, match=r"nätverksdisk \(nfs\).*egen disk"):
            open_database(tmp_path / name)
    assert {item.name for item in tmp_path.iterdir()} == {"t.db", "mountinfo"}


@pytest.mark.parametrize("content", ["", "ingenting\n", "1 2 3 - \n"])
def test_an_odd_list_of_mounts_says_nothing(content: str) -> None:
    assert place.mounted(Path("/a/b"), content) is None


# -- who holds the lock ----------------------------------------------------------------------------


def test_the_record_is_there_while_the_lock_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, "command", "workbench settle")
    with town.database(tmp_path / "t.db") as base:
        record = owner.record_path(base.path)
        with base.write():
            said = json.loads(record.read_text())
            assert (said["pid"], said["kommando"]) == (os.getpid(), "workbench settle")
            assert record.stat().st_mode & 0o777 == 0o600
        assert not record.exists()
        with pytest.raises(ZeroDivisionError), base.write():
            raise ZeroDivisionError
        assert not record.exists()


def waited(path: Path) -> str:
    """Return what someone is told who waits for the lock in vain."""
    with open_database(path, timeout=0.1) as base, pytest.raises(DatabaseLockedTooLong) as told:
        base.write().__enter__()
    return str(told.value)


def held(path: Path) -> sqlite3.Connection:
    """Hold the lock as another program does, which writes no record."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_who_waits_is_told_who_holds_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, "command", "workbench settle")
    with town.database(tmp_path / "t.db") as holder, holder.write():
        told = waited(holder.path)
    who = rf"Låset hålls av \S+ \(process {os.getpid()}, workbench settle\) sedan \d{{4}}-\d\d-\d\d"
    assert re.search(who, told)


def test_a_record_of_a_dead_process_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    town.database(path).close()
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    said = {"login": "eva", "pid": ended.pid, "kommando": "workbench settle"}
    owner.record_path(path).write_text(json.dumps(said))
    with closing(held(path)):
        assert "den processen är borta" in waited(path)
    with open_database(path) as base, base.write():
        assert json.loads(owner.record_path(path).read_text())["pid"] == os.getpid()
    assert not owner.record_path(path).exists()


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"pid": "x"}'])
def test_a_lock_without_a_record_is_a_lock_all_the_same(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "t.db"
    town.database(path).close()
    if content is not None:
        owner.record_path(path).write_text(content)
    with closing(held(path)):
        assert re.search(r"går inte att se|borta", waited(path))


def test_one_does_not_take_away_anothers_record(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    mark = owner.take(path)
    os.utime(owner.record_path(path), ns=(0, 0))  # another's, in the same file
    owner.release(path, mark)
    assert owner.record_path(path).exists()

"""Two commands at once: one waits for the other, and what they do never mixes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.jobs import JOBS, Ends, Place
from tests.cli.processes import Command, rows, until
from tests.services import town
from tests.services.town import BO, tid

SETTLE = ("settle", "--month", "2024-03", "--json")


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Keep the write lock, as another program would."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def waits(command: Command) -> bool:
    """Tell whether a command has the database open; it can come no further than that."""
    assert command.process is not None
    files = Path(f"/proc/{command.process.pid}/fd")
    try:
        return any(path.resolve() == command.database for path in files.iterdir())
    except FileNotFoundError:
        return True  # done already, or a system that doesn't tell


def together(database: Path, *commands: Command) -> list[int]:
    """Let commands wait for the lock side by side, then let go; return how they left."""
    with held(database):
        for command in commands:
            command.start()
        until(lambda: all(waits(command) for command in commands))
    return [command.code() for command in commands]


def test_who_waits_too_long_is_told_who_holds_the_lock(ends: Ends, tmp_path: Path) -> None:
    place = ends.begin("settle", tmp_path / "a")
    before = rows(place.database)
    with held(place.database):
        command = Command(place.database, SETTLE, options=("--wait", "0")).start()
        assert command.code() == 4
        assert "låst" in command.text
        patient = Command(place.database, SETTLE, options=("--wait", "60")).start()
        until(lambda: waits(patient))
        assert rows(place.database) == before
    assert patient.code() == ends.of("settle").code
    assert rows(place.database) == ends.of("settle").rows


def test_the_same_settlement_twice_is_once(ends: Ends, tmp_path: Path) -> None:
    place = ends.begin("settle", tmp_path / "a")
    commands = [Command(place.database, SETTLE) for _ in range(2)]
    assert together(place.database, *commands) == [ends.of("settle").code] * 2
    assert rows(place.database) == ends.of("settle").rows


def test_a_file_comes_before_a_settlement_or_after_it(ends: Ends, tmp_path: Path) -> None:
    begun = ends.begin("settle", tmp_path / "a")
    more = tmp_path / "more.csv"
    more.write_bytes(town.sheet([tid("2024-03-07"), tid("2024-03-08", brukare=BO)]))

    def pair(place: Place) -> tuple[Command, Command]:
        taken_in = Command(place.database, ("import", str(more)))
        return taken_in, Command(place.database, SETTLE)

    orders = []
    for name in ("first", "last"):
        place = begun.copy(tmp_path / name)
        taken_in, settled = pair(place)
        for command in (taken_in, settled) if name == "first" else (settled, taken_in):
            assert command.start().code() in (0, 1), command.text
        orders.append(rows(place.database))
    assert orders[0] != orders[1]
    for number in range(3):
        place = begun.copy(tmp_path / str(number))
        assert together(place.database, *pair(place)) == [0, 1]
        assert rows(place.database) in orders
        shutil.rmtree(place.folder)


def test_a_run_is_attested_by_one(ends: Ends, tmp_path: Path) -> None:
    begun = ends.begin("attest", tmp_path / "a")
    words = JOBS["attest"].words
    alone = begun.copy(tmp_path / "siv")
    assert Command(alone.database, words, "siv").start().code() == 0
    either = [ends.of("attest").rows, rows(alone.database)]
    commands = [Command(begun.database, words, who) for who in ("olle", "siv")]
    assert sorted(together(begun.database, *commands)) == [0, 5]
    assert rows(begun.database) in either


@pytest.mark.parametrize("targets", [("a.xml", "a.xml"), ("a.xml", "b.xml")], ids=["one", "two"])
def test_payments_leave_once(ends: Ends, tmp_path: Path, targets: tuple[str, str]) -> None:
    """To two files as well: the bank knows by the message's id that they are one."""
    place = ends.begin("pay", tmp_path / "a")
    commands = [
        Command(place.database, ("pay", "1", "--out", str(place.folder / "ut" / name)), "eva")
        for name in targets
    ]
    assert together(place.database, *commands) == [ends.of("pay").code] * 2
    assert rows(place.database) == ends.of("pay").rows
    (bytes_,) = ends.of("pay").files.values()
    assert place.files() == {f"ut/{name}": bytes_ for name in targets}

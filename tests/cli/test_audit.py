"""verify, audit, backup and restore from the command line: exit codes and what they say."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import engine, open_database, owner
from db.journal import Stamp, log
from tests.services import town
from tests.services.forging import forged
from workbench.cli import cli, context
from workbench.cli.diagnostics import guarded
from workbench.services import copies
from workbench.tui import app


class Desk:
    """Runs commands in this process on the database ``t.db``, and keeps what they say."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.path = folder / "t.db"
        self.before: tuple[str, ...] = ()
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *arguments: str) -> int:
        """Run a command and return its exit code."""
        whole = ["--db", str(self.path), *self.before, *arguments]
        code = guarded(lambda: cli.main(whole, prog_name="workbench", standalone_mode=False))
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Return the one document that a command prints."""
        assert self.run(*arguments, "--json") == code, self.err
        return json.loads(self.out)

    def file(self, name: str) -> str:
        return str(self.folder / name)


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """A database with two entries in its journal."""
    monkeypatch.setattr(owner, "command", owner.command)
    monkeypatch.setattr(engine, "_keys", {})
    with town.database(tmp_path / "t.db") as base, base.write() as connection:
        for key in ("F1", "F2"):
            log(connection, town.stamp(), "anteckning", "fynd", key, None, {"status": "nekad"})
    return Desk(tmp_path, capsys)


def test_verify_names_the_first_break(desk: Desk) -> None:
    told = desk.json("verify")
    assert told["journal"]["poster"] == told["journal"]["huvud"]["nummer"] == 2
    assert (told["brott"], told["nya_regler"]) == ([], [])
    forged(desk.path, "UPDATE journal SET aktor = 'x' WHERE id = 2")
    assert desk.json("verify", code=4)["brott"] == [
        {"var": "journal 2", "vad": "post 2 är ändrad: hashen stämmer inte"}
    ]
    assert desk.run("verify") == 4
    assert "FÖRSTA BROTTET journal 2: post 2 är ändrad" in desk.out


def test_a_head_is_signed_kept_and_checked(desk: Desk) -> None:
    assert desk.run("audit", "keygen", desk.file("nyckel")) == 0
    assert "Fingeravtryck" in desk.out
    assert desk.run("audit", "keygen", desk.file("nyckel")) == 2
    head = desk.json(
        "audit", "head", "--sign", desk.file("nyckel"), "--out", desk.file("huvud.json")
    )
    assert (head["nummer"], head["signatur"]["slag"]) == (2, "Ed25519")
    assert desk.run("audit", "head", "--out", desk.file("huvud.json")) == 2
    check = ("audit", "check", desk.file("huvud.json"))
    told = desk.json(*check, "--public", desk.file("nyckel.pub"))
    assert (told["ratt_nyckel"], told["brott"], told["nummer_nu"]) == (True, [], 2)
    assert desk.run(*check) == 0
    assert told["signerad_av"] in desk.out
    assert desk.run("verify", "--head", desk.file("huvud.json")) == 0
    forged(desk.path, "DELETE FROM journal WHERE id = 2", "DELETE FROM journal_slut")
    assert desk.run(*check) == 4
    assert "poster saknas" in desk.out
    assert desk.run("verify", "--head", desk.file("huvud.json")) == 4
    assert desk.run("audit", "head", "--out", desk.file("ny.json")) == 4


@pytest.mark.parametrize("command", [("audit", "check"), ("verify", "--head")])
def test_a_file_that_is_no_head_is_bad_input(desk: Desk, command: tuple[str, ...]) -> None:
    (desk.folder / "h.json").write_text("{}")
    assert desk.run(*command, desk.file("h.json")) == 3
    assert "är inte ett huvud" in desk.err
    assert desk.run(*command, desk.file("saknas.json")) == 2


def test_a_key_that_others_may_read_is_refused(desk: Desk) -> None:
    desk.run("audit", "keygen", desk.file("nyckel"))
    (desk.folder / "nyckel").chmod(0o644)
    assert (
        desk.run("audit", "head", "--sign", desk.file("nyckel"), "--out", desk.file("h.json")) == 5
    )
    assert "chmod 600" in desk.err


def test_gallring_is_listed_and_carried_out(desk: Desk) -> None:
    """Nothing here is old enough, but who looked at protected persons long ago."""
    with open_database(desk.path) as base, base.write() as connection:
        stamp = town.stamp("2016-05-01")
        log(connection, stamp, "visade skyddade uppgifter", "visning", town.ANNA)
    gallring = ("audit", "gallring", "--year", "2024")
    told = desk.json(*gallring, code=1)
    assert (told["antal_poster"], told["antal_nycklar"], told["gallring"]) == (1, 1, None)
    assert desk.run(*gallring, "--carry-out", "--motivering", "plan") == 2
    carry_out = (*gallring, "--carry-out", "--out", desk.file("l.json"))
    assert desk.run(*carry_out) == 5
    assert desk.run(*carry_out, "--motivering", "enligt plan") == 0
    assert "har gallrats" in desk.out
    assert json.loads((desk.folder / "l.json").read_text())["gallring"] == 1
    assert desk.run(*gallring) == 0
    assert desk.json("verify")["journal"]["gallrade"] == 1
    assert desk.run("audit", "gallring", "--year", "2999") == 5


def test_backup_and_restore(desk: Desk) -> None:
    assert desk.run("backup", desk.file("kopia.db")) == 0
    assert "skriven och kontrollerad" in desk.out
    assert desk.run("backup", desk.file("kopia.db")) == 2
    assert desk.run("backup", desk.file("saknas/kopia.db")) == 2
    told = desk.json("backup", desk.file("kopia2.db"))
    assert (told["krypterad"], told["antecknad"], told["huvud"]["nummer"]) == (False, True, 4)
    assert desk.run("restore", desk.file("kopia.db")) == 0
    assert f"ligger kvar som {desk.path}.fore-aterstallning" in desk.out
    assert desk.json("verify")["journal"]["poster"] == 4
    desk.path = desk.folder / "ny" / "t.db"
    assert desk.json("restore", desk.file("kopia.db"))["tidigare"] is None
    assert desk.json("verify")["journal"]["poster"] == 4


def test_a_copy_that_does_not_hold_is_a_broken_database(desk: Desk) -> None:
    desk.run("backup", desk.file("kopia.db"))
    forged(desk.folder / "kopia.db", "UPDATE journal SET aktor = 'x' WHERE id = 1")
    assert desk.run("restore", desk.file("kopia.db")) == 4
    assert "journalens kedja är bruten: post 1 är ändrad" in desk.err
    assert desk.run("restore", desk.file("saknas.db")) == 2
    desk.path = desk.folder / "finns-inte.db"
    assert desk.run("backup", desk.file("k.db")) == 4


def test_restore_is_for_those_who_run_the_program(desk: Desk) -> None:
    """Nor may --as be used to become one of them."""
    desk.run("backup", desk.file("kopia.db"))
    assert desk.run("users", "add", "adam", "--role", "administrator") == 0
    assert desk.run("restore", desk.file("kopia.db")) == 5
    desk.before = ("--as", "adam")
    assert desk.run("restore", desk.file("kopia.db")) == 5
    assert f"{context.login()} får inte handla som adam" in desk.err


def test_a_database_in_use_is_not_replaced(desk: Desk) -> None:
    desk.run("backup", desk.file("kopia.db"))
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("SELECT count(*) FROM journal").fetchone()
        assert desk.run("restore", desk.file("kopia.db")) == 4
    assert "är låst av ett annat program" in desk.err


def test_the_screens_can_put_a_copy_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What opened them holds the database no longer."""
    desk.run("backup", desk.file("kopia.db"))
    done = []

    def screens(path: Path, *, stamp: Stamp, **_: object) -> None:
        done.append(copies.restore(path, desk.folder / "kopia.db", stamp))

    monkeypatch.setenv("TEXTUAL_DRIVER", "none")  # as when a browser is at the other end
    monkeypatch.setattr(app, "run", screens)
    assert desk.run("tui") == 0, desk.err
    assert [one.hel for one in done] == [True]


def test_an_encrypted_database_from_the_command_line(desk: Desk) -> None:
    """A copy is encrypted, becomes an encrypted database, and is worked in with its key only."""
    key = desk.file("hemlig")
    assert desk.run("audit", "keygen", key, "--encryption") == 0
    assert desk.json("backup", desk.file("k.db"), "--key-file", key)["krypterad"]
    desk.path = desk.folder / "ny.db"
    assert desk.run("restore", desk.file("k.db")) == 4
    assert "krypterad" in desk.err
    desk.before = ("--key-file", key)
    assert desk.run("restore", desk.file("k.db"), "--key-file", key) == 0
    assert not desk.path.read_bytes().startswith(b"SQLite")
    assert desk.json("verify")["journal"]["poster"] == 4
    assert desk.run("users", "add", context.login(), "--role", "administrator") == 0
    assert desk.json("backup", desk.file("k2.db"))["krypterad"]
    assert not (desk.folder / "k2.db").read_bytes().startswith(b"SQLite")
    assert desk.run("restore", desk.file("k2.db")) == 0
    desk.run("audit", "keygen", desk.file("annan"), "--encryption")
    desk.before = ("--key-file", desk.file("annan"))
    assert desk.run("verify") == 4
    assert "öppnas inte med den nyckeln" in desk.err
    engine.use_key(desk.path, None)
    desk.before = ()
    assert desk.run("verify") == 4
    assert "ange då --key-file" in desk.err


def test_an_encrypted_database_is_made_from_nothing(desk: Desk) -> None:
    desk.run("audit", "keygen", desk.file("hemlig"), "--encryption")
    desk.path = desk.folder / "ny.db"
    desk.before = ("--key-file", desk.file("hemlig"))
    assert desk.run("init") == 0
    town.write(desk.folder / "in", town.clean_town(tidrapporter=[town.tid("2024-03-04")]))
    assert desk.run("import", desk.file("in")) == 0
    assert len(desk.json("settle", "--month", "2024-03")["lines"]) == 1
    assert not desk.path.read_bytes().startswith(b"SQLite")
    assert desk.run("verify") == 0

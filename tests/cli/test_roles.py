"""What each role may do by commands: refused with 5 and nothing stored, before anything else."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from db import Database, owner, users
from db.journal import Stamp
from tests.services import krav, town
from workbench.cli import cli, context
from workbench.cli.diagnostics import guarded
from workbench.domain.roller import ROLLER, Ratt, may

STAMP = Stamp("2026-03-01T09:00:00Z", "anna")
STAFF = {"anna": "administrator", "bo": "attestant", "rut": "revisor", "sam": "system"}
WHY = ("--motivering", "skäl")

COMMANDS: dict[str, tuple[Ratt | None, tuple[str, ...]]] = {
    "init": (Ratt.LASA, ()),
    "demo": (Ratt.REGISTRERA, ()),
    "import": (Ratt.REGISTRERA, ("{folder}/nytt.csv",)),
    "check": (Ratt.KONTROLLERA, ("--month", "2024-03")),
    "flags": (Ratt.LASA, ()),
    "decide": (Ratt.AVGORA, ("F1", "--neka", *WHY)),
    "undo": (Ratt.AVGORA, ("1",)),
    "settle": (Ratt.KONTROLLERA, ("--month", "2024-03")),
    "attest": (Ratt.ATTESTERA, ("1", "--sum", "1")),
    "annul": (Ratt.ATTESTERA, ("1", *WHY)),
    "runs": (Ratt.LASA, ()),
    "runs show": (Ratt.LASA, ("1",)),
    "pay": (Ratt.LAMNA_UT, ("1", "--out", "{folder}/p.xml")),
    "bank": (Ratt.LAMNA_UT, ("{folder}/svar.xml",)),
    "forskott": (Ratt.KONTROLLERA, ("--month", "2024-03")),
    "lookup": (Ratt.LASA, ()),
    "rules": (Ratt.LASA, ()),
    "mottagare": (Ratt.LASA, ()),
    "mottagare accounts": (Ratt.LASA, ()),
    "mottagare add": (
        Ratt.REGISTRERA,
        ("198001019876", "5590123452", "Ny", "--slag", "annan", "--from", "2026-01-01"),
    ),
    "mottagare confirm": (Ratt.BEKRAFTA, ("1", "--date", "2026-02-01", *WHY)),
    "mottagare reject": (Ratt.BEKRAFTA, ("1", *WHY)),
    "mottagare stop": (Ratt.REGISTRERA, ("198001019876", "--from", "2026-02-01", *WHY)),
    "mottagare unstop": (Ratt.REGISTRERA, ("198001019876", "--from", "2026-02-01", *WHY)),
    "book": (Ratt.LAMNA_UT, ("1", "--out", "{folder}/b.si")),
    "spec": (Ratt.LAMNA_UT, ("1", "--out", "{folder}/spec")),
    "explain": (Ratt.LASA, ("L1",)),
    "aterkrav assess": (Ratt.KRAV, ("K1", "bevis", "t")),
    "aterkrav debtor": (Ratt.KRAV, ("K1", "--enskild", *WHY)),
    "aterkrav ground": (Ratt.KRAV, ("K1", "a", *WHY)),
    "aterkrav letter": (Ratt.KRAV, ("K1", "kommunikation", "--fix")),
    "aterkrav list": (Ratt.LASA, ()),
    "aterkrav move": (Ratt.KRAV, ("K1", "utredning", *WHY)),
    "aterkrav payment": (Ratt.KRAV, ("K1", "10")),
    "aterkrav propose": (Ratt.LASA, ()),
    "aterkrav show": (Ratt.LASA, ("K1",)),
    "aterkrav undo": (Ratt.KRAV, ("K1", *WHY)),
    "sjuklon decide": (Ratt.AVGORA, ("S-1", "--avsla", *WHY)),
    "sjuklon letter": (Ratt.LAMNA_UT, ("S-1", "--kind", "beslut", "--out", "{folder}/sjuk")),
    "sjuklon list": (Ratt.LASA, ()),
    "sjuklon show": (Ratt.LASA, ("S-1",)),
    "rates": (Ratt.LASA, ()),
    "rates add": (Ratt.VARDEN, ("--year", "2030", "--kronor", "400", "--source", "F")),
    "rates confirm": (Ratt.BEKRAFTA, ("1",)),
    "rates reject": (Ratt.BEKRAFTA, ("1",)),
    "rates waiting": (Ratt.LASA, ()),
    "settings": (Ratt.LASA, ()),
    "settings confirm": (Ratt.BEKRAFTA, ("1",)),
    "settings reject": (Ratt.BEKRAFTA, ("1",)),
    "settings set": (
        Ratt.VARDEN,
        ("betalare_namn", "Storby", "--from", "2026-01-01", "--source", "F"),
    ),
    "settings waiting": (Ratt.LASA, ()),
    "note": (Ratt.REGISTRERA, ("198001019876", "--from", "2026-01-01", "--text", "t")),
    "tasks": (Ratt.LASA, ()),
    "tasks done": (Ratt.UPPGIFTER, ("FK1", *WHY)),
    "tasks drop": (Ratt.UPPGIFTER, ("FK1", *WHY)),
    "tasks print": (Ratt.UPPGIFTER, ("FK1", "--out", "{folder}/upp")),
    "tasks show": (Ratt.LASA, ("FK1",)),
    "tasks undo": (Ratt.UPPGIFTER, ("FK1", *WHY)),
    "fk20": (Ratt.LASA, ("--month", "2024-03")),
    "users": (Ratt.LASA, ()),
    "users add": (Ratt.ANVANDARE, ("ny", "--role", "administrator")),
    "users list": (Ratt.LASA, ()),
    "users remove": (Ratt.ANVANDARE, ("sam",)),
    "users roles": (None, ()),
    "keys": (None, ()),
    "pictures anordnare": (Ratt.LASA, ("--month", "2024-03")),
    "pictures brukare": (Ratt.LASA, (town.ANNA, "--month", "2024-03")),
    "pictures findings": (Ratt.LASA, ("--month", "2024-03")),
    "pictures month": (Ratt.LASA, ("--month", "2024-03")),
    "pictures period": (Ratt.LASA, (town.KIM, "--month", "2024-03")),
    "verify": (Ratt.LASA, ()),
    "audit changes": (Ratt.LASA, ("--from", "2024-01-01", "--to", "2026-12-31")),
    "audit check": (Ratt.LASA, ("{folder}/svar.xml",)),
    "audit export": (Ratt.LASA, ("{folder}/{login}.zip",)),
    "audit follow": (Ratt.LASA, ("B1",)),
    "audit gallring": (
        Ratt.GALLRING,
        ("--year", "2020", "--carry-out", *WHY, "--out", "{folder}/gallring.json"),
    ),
    "audit head": (Ratt.LASA, ("--out", "{folder}/{login}.json")),
    "audit keygen": (None, ()),
    "audit note": (Ratt.STICKPROV, ("1", "1", "--result", "ok")),
    "audit outcomes": (Ratt.LASA, ("--month", "2024-03")),
    "audit overrides": (Ratt.LASA, ()),
    "audit sample": (
        Ratt.STICKPROV,
        ("--month", "2024-03", "--method", "slump", "--count", "1", "--seed", "1"),
    ),
    "audit verify": (None, ()),
    "database": (Ratt.LASA, ()),
    "backup": (Ratt.KOPIERA, ("{folder}/kopia.db",)),
    "restore": (Ratt.ATERSTALLA, ("{folder}/svar.xml",)),
    "serve": (Ratt.LASA, ()),
    "tui": (None, ()),
    "plain": (Ratt.LASA, ("manad",)),
}
"""Command -> the right it needs (None = opens no database without one), and how it is given."""

WRITES_FILES = {"audit export", "audit head"}
"""Looks that leave a file behind."""
ENDLESS = {"serve"}
"""Looks that go on until they are stopped."""


def paths(command: click.Command, before: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every command that does something, with the groups before it."""
    context_ = click.Context(command)
    if isinstance(command, click.Group):
        if before and command.invoke_without_command:
            yield " ".join(before)
        for name in command.list_commands(context_):
            found = command.get_command(context_, name)
            assert found is not None
            yield from paths(found, (*before, name))
    else:
        yield " ".join(before)


def test_every_command_has_its_right_in_the_table() -> None:
    assert set(paths(cli)) == set(COMMANDS), "say here which right a new command needs"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a claim and a user of each role."""
    folder = tmp_path_factory.mktemp("roller")
    with krav.claimed(folder) as base:
        with base.write() as connection:
            for login, roll in STAFF.items():
                users.set_user(connection, login, roll, False, STAMP)
        path = base.path
    (path.parent / "nytt.csv").write_text("personnummer;namn\n199001011239;Ny\n")
    (path.parent / "svar.xml").write_text("<Document/>")
    return path


def run(path: Path, login: str, name: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a command of the table as a login and return its exit code."""
    given = [part.format(folder=path.parent, login=login) for part in COMMANDS[name][1]]
    arguments = ["--db", str(path), *name.split(), *given]
    monkeypatch.setattr(context, "login", lambda: login)
    monkeypatch.delenv("WORKBENCH_USER", raising=False)
    return guarded(lambda: cli.main(arguments, prog_name="workbench", standalone_mode=False))


def content(path: Path) -> tuple[list[str], list[str]]:
    """Return all that is stored, and the files beside it."""
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump()), sorted(
            item.name for item in path.parent.iterdir() if not item.name.startswith(path.name)
        )


def test_what_a_role_may_not_do_is_refused_and_nothing_is_stored(
    staffed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, let_by = content(staffed), []
    for name, (ratt, _) in COMMANDS.items():
        for login in (*STAFF, "okänd"):
            if ratt is None or may(STAFF.get(login, ""), ratt):
                continue
            code = run(staffed, login, name, monkeypatch)
            said = capsys.readouterr()
            if code != 5 or login not in said.err or said.out:
                let_by.append((login, name, code, said.err))
    assert not let_by, "\n".join(map(str, let_by))
    assert content(staffed) == before


def test_what_a_role_may_read_is_not_refused(
    staffed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(staffed)
    for name, (ratt, _) in COMMANDS.items():
        if ratt is Ratt.LASA and name not in WRITES_FILES | ENDLESS:
            codes = {login: run(staffed, login, name, monkeypatch) for login in STAFF}
            assert len(set(codes.values())) == 1, f"{name}: {codes}"
    assert content(staffed) == before


@pytest.mark.parametrize("name", sorted(WRITES_FILES))
def test_every_role_may_take_out_what_it_may_read(
    staffed: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert {login: run(staffed, login, name, monkeypatch) for login in STAFF} == dict.fromkeys(
        STAFF, 0
    )


def test_an_unknown_login_is_told_who_can_add_it(
    staffed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(staffed, "okänd", "flags", monkeypatch) == 5
    said = capsys.readouterr().err
    assert "okänd finns inte bland användarna" in said
    assert "(anna)" in said
    assert "workbench users add okänd --role ROLL" in said


def test_the_login_is_the_operating_systems_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = owner.login.__wrapped__()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "anna-från-miljön")
    assert owner.login.__wrapped__() == before
    assert context.login() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no uid")
@pytest.mark.parametrize("uid", [1000, 4_000_000_000])
def test_a_uid_without_a_name_is_a_login_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uid: int
) -> None:
    """A container's user has none; it may be a user of the program as any other."""
    import os
    import pwd

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    login = owner.login.__wrapped__()
    assert login == f"uid-{uid}"
    monkeypatch.setattr(owner, "login", lambda: login)
    path = str(tmp_path / "kommun.db")
    for words in (("users", "add", login, "--role", "administrator"), ("users",), ("verify",)):
        line = ["--db", path, *words]
        assert guarded(lambda line=line: cli.main(line, standalone_mode=False)) == 0


@pytest.mark.parametrize(
    ("role", "kept"), [("auditor", "revisor"), *((role, role) for role in ROLLER)]
)
def test_a_role_has_its_name_and_the_auditor_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str, kept: str
) -> None:
    monkeypatch.setattr(context, "login", lambda: "anna")
    line = ["--db", str(tmp_path / "kommun.db"), "users", "add", "x", "--role", role]
    assert guarded(lambda: cli.main(line, standalone_mode=False)) == 0
    with Database(tmp_path / "kommun.db") as base:
        assert [tuple(item) for item in users.all_users(base.read())] == [("x", kept, 0)]


def test_what_the_first_user_means_is_said_beside_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(context, "login", lambda: "anna")
    line = ["--db", str(tmp_path / "kommun.db"), "users", "add", "bo", "--role", "administrator"]
    assert guarded(lambda: cli.main([*line, "--json"], standalone_mode=False)) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"login": "bo", "roll": "administrator", "ser_skyddade": 0}
    assert "anna gör det inte och kan varken läsa eller skriva" in said.err
    assert guarded(lambda: cli.main([*line[:2], "flags"], standalone_mode=False)) == 5

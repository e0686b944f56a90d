"""Every file that leaves and every look at a protected person stands in the journal: all commands
are walked, so that a new one can't be forgotten."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from db import Database
from tests.cli.test_roles import COMMANDS as RIGHTS
from tests.house.source import part
from tests.services import krav, moneyout, sjuktown, town
from tests.services.test_kravhandling import chosen
from tests.services.test_tasks import fkbeslut
from workbench.cli import cli, context
from workbench.domain.roller import Ratt
from workbench.services import people, sjuklon

READS = {"import", "bank", "audit keygen", "audit head", "keys"}
"""Commands whose paths are read, or that write a key, the chain's head or a template: no data."""
EXPORTS: dict[str, tuple[str, ...]] = {
    "pay": ("1", "--out", "UT"),
    "book": ("1", "--out", "UT"),
    "spec": ("1", "--out", "UT"),
    "aterkrav letter": ("K1", "kommunikation", "--draft", "UT.txt", "--out", "UT"),
    "sjuklon letter": ("S1", "--kind", "komplettering", "--out", "UT"),
    "tasks print": ("FK1", "--out", "UT"),
    "audit export": ("UT",),
    "pictures month": ("--month", krav.MONTH, "--out", "UT"),
    "pictures brukare": (town.ANNA, "--month", krav.MONTH, "--out", "UT"),
    "pictures findings": ("--month", krav.MONTH, "--out", "UT"),
    "pictures anordnare": ("--month", krav.MONTH, "--out", "UT"),
    "pictures period": (town.KIM, "--month", krav.MONTH, "--out", "UT"),
    "audit gallring": ("--year", "2026", "--out", "UT"),
    "backup": ("UT",),
}
"""Commands that write a file, and how to make each do it."""
LOOKS: dict[str, tuple[str, ...]] = {
    "import": ("IN", "--dry-run"),
    "check": ("--month", krav.MONTH),
    "flags": ("--month", krav.MONTH),
    "settle": ("--month", krav.MONTH, "--dry-run"),
    "attest": ("RUN", "--changes"),
    "runs show": ("1",),
    "forskott": ("--month", krav.MONTH, "--dry-run"),
    "lookup": ("assistent",),
    "mottagare": (),
    "mottagare accounts": (),
    "explain": ("B1",),
    "aterkrav list": (),
    "aterkrav propose": (),
    "aterkrav show": ("K1",),
    "sjuklon list": (),
    "sjuklon show": ("S1",),
    "tasks": (),
    "tasks show": ("FK1",),
    "fk20": ("--month", krav.MONTH),
    "pictures brukare": (town.ANNA, "--month", krav.MONTH),
    "pictures anordnare": ("--month", krav.MONTH),
    "pictures period": (town.KIM, "--month", krav.MONTH),
    "audit changes": ("--from", "2024-01-01", "--to", town.TODAY),
    "audit follow": ("B1",),
    "audit gallring": ("--year", "2026"),
    "audit overrides": (),
    "audit sample": (),
    "plain": ("manad",),
}
"""Commands with --show-protected, and how to make each look."""


def commands() -> dict[str, click.Command]:
    """Return every command by its words.

    The program's own ``--log`` is none: its lines hold a command's name, never its arguments.
    """

    def walk(one: click.Command, words: tuple[str, ...], above: click.Context | None) -> Any:
        if words:
            yield " ".join(words), one
        if isinstance(one, click.Group):
            here = click.Context(one, parent=above)
            for name in one.list_commands(here):
                found = one.get_command(here, name)
                assert found is not None
                yield from walk(found, (*words, name), here)

    return dict(walk(cli, (), None))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A month attested and partly claimed back, a sick spell that waits for papers, a refusal by
    FK; eva may see protected people."""
    folder = tmp_path_factory.mktemp("logg")
    with chosen(krav.paid(folder, konto=moneyout.ANNAS)) as made:
        moneyout.choose(made)
        day = "2024-04-01"
        rows = [town.tid(day, assistent=town.LEA)]
        town.bring(
            made, folder / "t", {"tidrapporter": rows, "fkbeslut": [fkbeslut(utfall="avslag")]}
        )
        spell = sjuktown.fall(handlingar="schema", forsta_sjukdag=day, sista_sjukdag=day)
        assert not sjuktown.bring(made, folder / "sjuk", [spell], [sjuktown.sick(day)]).fel
        krav.refuse(made, folder)
        town.settled(made, "2024-04")
        sjuklon.decide(made, "S1", "komplettering", "saknas", town.stamp(), "2026-12-01")
        krav.move(made, "utredning", "2026-09-01", grund="a")
        krav.assess(made)
        people.add_user(made, town.ACTOR, "administrator", False, town.stamp())
        for login, roll, sees in (
            ("root", "system", False),
            ("eva", "administrator", True),
            ("olle", "administrator", False),
        ):
            people.add_user(made, login, roll, sees, town.stamp())
        yield made


class Shell:
    """Runs commands as eva."""

    def __init__(self, base: Database) -> None:
        self.base = base

    def run(self, words: str, *arguments: str) -> str:
        """Return what a command wrote on stdout, whatever it left with."""
        line = ["--db", str(self.base.path), "--as", "eva", *words.split(), *arguments]
        result = CliRunner().invoke(cli, line, standalone_mode=False)
        if result.exception is not None:
            raise result.exception
        return result.stdout

    def entries(self, objekt: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Return (who, what, content) of the journal's entries about exports or looks."""
        rows = self.base.read().execute(
            "SELECT aktor, nyckel, efter FROM v_logg WHERE objekt = ? ORDER BY id", (objekt,)
        )
        return [(who, what, json.loads(said or "{}")) for who, what, said in rows]


@pytest.fixture
def shell(base: Database, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(context, "now", lambda: f"{town.TODAY}T10:00:00+01:00")
    monkeypatch.setattr(context, "login", lambda: "root")
    return Shell(base)


def test_every_command_that_writes_or_shows_is_tried() -> None:
    writes, shows = set(), set()
    for words, one in commands().items():
        paths = [item for item in one.params if isinstance(item.type, click.Path)]
        if words not in READS and any(not item.type.exists for item in paths):
            writes.add(words)
        if any(item.name == "show_protected" for item in one.params):
            shows.add(words)
    assert writes == set(EXPORTS)
    assert shows == set(LOOKS)
    reads = {words for words, (ratt, _) in RIGHTS.items() if ratt is Ratt.LASA}
    assert reads <= {*LOOKS, *EXPORTS, *OTHERS, *NO_PEOPLE}


@pytest.mark.parametrize("words", EXPORTS)
def test_an_export_says_what_and_where(shell: Shell, tmp_path: Path, words: str) -> None:
    before = len(shell.entries("export"))
    target = tmp_path / "ut"
    shell.run(words, *(text.replace("UT", str(target)) for text in EXPORTS[words]))
    told = shell.entries("export")[before:]
    assert told
    for who, _, said in told:
        assert who == "eva"
        assert (Path(said["mapp"]) / said["fil"]).exists()
        assert said["antal"] >= 1
    if target.is_file() and words != "backup":
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        assert told[-1][2]["sha256"] == digest


@pytest.mark.parametrize("words", LOOKS)
def test_a_look_at_protected_people_is_told(shell: Shell, tmp_path: Path, words: str) -> None:
    files = town.write(tmp_path / "in", {"tidrapporter": [town.tid("2024-05-02")]})
    run = town.settled(shell.base, "2024-04").korning
    places = {"IN": str(files[0]), "RUN": str(run)}
    before = len(shell.entries("visning"))
    shell.run(words, *(places.get(text, text) for text in LOOKS[words]), "--show-protected")
    told = shell.entries("visning")[before:]
    assert [who for who, _, _ in told] == ["eva"]
    assert told[0][1]


NO_PEOPLE = {"init", "serve", "audit head", "audit check"}
"""Commands that only read, and what they tell is of the database itself, or on the screens."""
OTHERS: dict[str, tuple[str, ...]] = {
    "audit outcomes": ("--month", krav.MONTH),
    "rates": (),
    "rules": (),
    "rates waiting": (),
    "runs": (),
    "settings": (),
    "settings waiting": (),
    "users": (),
    "users list": (),
    "users roles": (),
    "verify": (),
    "database": (),
}
"""Commands that only read and have no --show-protected: they show nobody."""


@pytest.mark.parametrize("words", [*LOOKS, *OTHERS])
def test_unasked_no_command_shows_a_protected_person(
    shell: Shell, tmp_path: Path, words: str
) -> None:
    with shell.base.write() as connection:
        connection.execute("UPDATE person SET skyddad = 1 WHERE nummer = ?", (town.ANNA,))
        (name,) = connection.execute(
            "SELECT namn FROM person WHERE nummer = ?", (town.ANNA,)
        ).fetchone()
    files = town.write(tmp_path / "in", {"tidrapporter": [town.tid("2024-05-02")]})
    places = {"IN": str(files[0]), "RUN": "1"}
    before = shell.entries("visning")
    given = [places.get(text, text) for text in (LOOKS | OTHERS)[words]]
    for more in ((),) if words == "plain" else ((), ("--json",)):
        said = shell.run(words, *given, *more)
        assert town.ANNA not in said
        assert not name or name not in said
    assert shell.entries("visning") == before


def test_without_the_right_nothing_is_shown_and_nothing_told(shell: Shell) -> None:
    before = shell.entries("visning")
    with pytest.raises(PermissionError):
        CliRunner().invoke(
            cli,
            ["--db", str(shell.base.path), "--as", "olle", "flags", "--show-protected"],
            standalone_mode=False,
            catch_exceptions=False,
        )
    assert shell.entries("visning") == before


NOT_DATA = {
    "workbench.services.keys",
    "workbench.services.heads",
    "workbench.cli.commands.keys",
}
"""Keys, the chain's head (a number and a hash, and telling would move it), a template: no data."""


def test_files_are_written_only_where_it_is_told() -> None:
    """A module that writes a file for others goes through ``exported``, or tells by itself."""
    writes, tells = set(), set()
    for module in part("workbench.services", "workbench.cli", "workbench.tui"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if (node.value.id, node.attr) in (("files", "write_whole"), ("files", "whole")):
                    writes.add(module.name)
                if node.value.id == "exported" and node.attr in ("tell", "check", "write"):
                    tells.add(module.name)
            if isinstance(node, ast.Name) and node.id == "write_whole":
                writes.add(module.name)
    assert writes - {"workbench.services.exported"} - NOT_DATA <= tells

"""pay, bank, book and spec as scripts meet them: exit codes, documents, and messages in Swedish."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from db import Database
from tests.services import moneyout, town
from tests.services.test_paying_out import booked, ids, item, sent, status_report
from tests.services.town import BO
from workbench.cli import cli, context
from workbench.cli.diagnostics import guarded


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as opened:
        yield opened


class Shell:
    """Runs commands in this process on one database, as eva."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said = ""

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return exit code and stdout; stderr is kept in ``said``."""
        codes: list[int] = []

        def inside() -> Result:
            result = CliRunner().invoke(
                cli,
                ["--db", str(self.path), "--as", "eva", *arguments],
                standalone_mode=False,
            )
            self.said = result.stderr
            if result.exception is not None:
                raise result.exception
            codes.append(int(result.return_value or 0))
            return result

        result: list[Result] = []

        def whole() -> int:
            result.append(inside())
            return codes[-1]

        code = guarded(whole)
        return code, result[0].stdout if result else ""

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Return the document of a command."""
        left, text = self.run(*arguments, "--json")
        assert left == code, self.said
        return json.loads(text)


@pytest.fixture
def shell(base: Database, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(context, "now", lambda: f"{town.TODAY}T10:00:00+01:00")
    return Shell(base.path)


def test_a_month_leaves_and_comes_back(base: Database, tmp_path: Path, shell: Shell) -> None:
    run = str(moneyout.begin(base, tmp_path))
    target = tmp_path / "ut.xml"
    document = shell.json("pay", run, "--out", str(target))
    assert (document["antal"], document["belopp_ore"]) == (2, 2 * moneyout.ORE)
    assert (document["ny"], document["utelamnade"], document["fler_vantar"]) == (True, [], False)
    again = shell.json("pay", run, "--out", str(target))
    assert not again["ny"]
    assert again["sha256"] == document["sha256"]
    file = sent(target)
    path = status_report(tmp_path / "s.xml", file.message_id, item(ids(file)["B1"], code="AM04"))
    answer = shell.json("bank", str(path), code=1)
    assert [one["id"] for one in answer["avvisade"]] == ["B1"]
    assert f"workbench pay {run} --out" in shell.said
    code, text = shell.run("bank", str(path))
    assert (code, "redan inläst" in text) == (0, True)
    assert shell.json("pay", run, "--out", str(tmp_path / "2.xml"))["antal"] == 1
    two = sent(tmp_path / "2.xml")
    all_paid = booked(tmp_path / "c.xml", ids(file)["B2"], ids(two)["B3"])
    assert shell.json("bank", str(all_paid))["betalda"] == ["B2", "B3"]
    book = shell.json("book", run, "--out", str(tmp_path / "b.si"))
    assert (book["verifikationer"], book["ny"], book["ar"]) == (3, True, "2026")
    spec = shell.json("spec", run, "--out", str(tmp_path / "spec"))
    assert (spec["specifikationer"], spec["betalas_ore"]) == (2, 2 * moneyout.ORE)
    for command in ("pay", "book", "spec"):
        code, text = shell.run(command, run, "--out", str(tmp_path / f"{command}.ut"))
        assert (code, bool(text)) == (0, True)


def test_what_waits(base: Database, tmp_path: Path, shell: Shell) -> None:
    run = str(
        moneyout.begin(base, tmp_path, [moneyout.brukare(), moneyout.brukare(BO, "Bo Al", "")])
    )
    assert shell.run("pay", run, "--out", str(tmp_path / "1.xml"))[0] == 1
    assert "Utelämnad: B2 Bo Al, 2 660,80 kr: kontot saknas" in shell.said


def test_refusals_and_faults(base: Database, tmp_path: Path, shell: Shell) -> None:
    sheets = town.clean_town(brukare=moneyout.people(), tidrapporter=[town.tid("2024-03-04")])
    town.bring(base, tmp_path / "in", sheets)
    run = str(moneyout.attested(base))
    out = str(tmp_path / "ut")
    for command in ("pay", "book", "spec"):
        assert shell.run(command, run, "--out", out)[0] == 5, command
        assert shell.run(command, "99", "--out", out)[0] == 5
        assert shell.run(command, run)[0] == 2
    moneyout.choose(base)
    for command in ("pay", "book", "spec"):
        assert shell.run(command, run, "--out", str(tmp_path / "ingen" / "ut"))[0] == 2, command
    assert shell.run("book", "--out", out)[0] == 2
    assert shell.run("book", run, "--events", "--out", out)[0] == 2
    assert shell.run("book", "--events", "--out", out)[0] == 0
    (tmp_path / "skräp.xml").write_text("<a/>")
    assert shell.run("bank", str(tmp_path / "skräp.xml"))[0] == 3
    assert shell.run("bank", str(tmp_path / "finns-inte.xml"))[0] == 3
    assert shell.run("pay", run, "--out", out, "--date", "2026-12-25")[0] == 5

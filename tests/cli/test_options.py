"""What stands before any command: --quiet, --log and --wait."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from tests.services import town
from workbench.cli import cli
from workbench.cli.diagnostics import guarded

BAD = "brukare;namn\n"
LINE = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (start|end) command=([\w-]+) actor=(\S+) pid=\d+"
    r"(?: exit=(\d+) seconds=\d+\.\d{3})?"
)


class Program:
    """The command line in this process; what it said is in ``out`` and ``err``."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        arguments = ["--db", str(self.folder / "t.db"), *words]
        code = guarded(lambda: cli.main(arguments, "workbench", standalone_mode=False))
        self.out, self.err = self._capsys.readouterr()
        return code

    def lines(self, log: Path) -> list[tuple[str, ...]]:
        """Return the log's lines as event, command, actor and exit code."""
        found = [LINE.fullmatch(line) for line in log.read_text(encoding="utf-8").splitlines()]
        assert all(found)
        return [match.groups("")[1:] for match in found if match]


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """A town with two rows that are the same, and a file that is wrong."""
    sheets = town.clean_town(tidrapporter=[town.tid("2024-03-04"), town.tid("2024-03-04")])
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", sheets)
    (tmp_path / "fel.csv").write_text(BAD, encoding="utf-8")
    return Program(tmp_path, capsys)


SETTLE = ("settle", "--month", "2024-03")


def test_a_quiet_command_says_on_stderr_why_it_fails_and_nothing_else(program: Program) -> None:
    assert program(*SETTLE) == 1
    loud = program.out
    assert program("flags") == 1
    assert "fynd." in program.err
    assert program("--quiet", "flags") == 1
    assert program.err == ""
    assert program("--quiet", *SETTLE) == 1
    assert (program.err, program.out.splitlines()[:2]) == ("", loud.splitlines()[:2])
    bad = str(program.folder / "fel.csv")
    assert program("import", bad) == 3
    told = program.err
    assert program("--quiet", "import", bad) == 3
    assert program.err == told != ""
    assert program("--quiet", "attest", "9", "--sum", "1") == 5
    assert "9" in program.err
    assert program("--quiet", "settle") == 2
    assert "--month" in program.err


def test_a_command_after_a_quiet_one_is_heard(program: Program) -> None:
    program("--quiet", "flags")
    assert program("flags") == 0
    assert program.err == "0 fynd.\n"


def test_the_log_has_a_line_when_a_command_begins_and_one_when_it_ends(program: Program) -> None:
    log = program.folder / "körning.log"
    asked = ("--log", str(log))
    assert program(*asked, *SETTLE) == 1
    assert program(*asked, "--as", "eva", "mottagare", "accounts") == 0
    assert program(*asked, "import", str(program.folder / "fel.csv")) == 3
    assert program(*asked, "settle", "--mont") == 2
    found = program.lines(log)
    assert [(event, command, code) for event, command, _, code in found] == [
        (event, command, code if event == "end" else "")
        for command, code in (
            ("settle", "1"), ("mottagare-accounts", "0"), ("import", "3"), ("settle", "2"),
        )
        for event in ("start", "end")
    ]  # fmt: skip
    assert found[2][2] == "eva"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_holds_nothing_of_anyone(program: Program) -> None:
    log = program.folder / "t.log"
    hostile = "eva\n2026-01-01T00:00:00Z end command=x"
    program("--log", str(log), "--as", hostile, "note", town.KIM, "--from", "2024-03-01",
            "--text", "Hemligt")  # fmt: skip
    text = log.read_text(encoding="utf-8")
    assert len(program.lines(log)) == 2
    assert town.KIM not in text
    assert "Hemligt" not in text


def test_the_log_tells_unexpected_errors_and_leaves_the_support_log(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(town.ANNA)

    monkeypatch.setattr("workbench.services.settling.marked", broken)
    log = program.folder / "t.log"
    assert program("--quiet", "--log", str(log), "settle", "--list-marked") == 4
    assert "oväntat fel" in program.err
    support = Path(re.findall(r"\S+workbench-\S+\.log", program.err)[0])
    assert "ZeroDivisionError" in support.read_text(encoding="utf-8")
    support.unlink()
    assert program.lines(log)[-1][3] == "4"


@pytest.mark.parametrize("name", ["t.db", "finns-inte/t.log"])
def test_a_log_that_can_not_be_written_stops_the_command(program: Program, name: str) -> None:
    before = (program.folder / "t.db").read_bytes()
    assert program("--log", str(program.folder / name), *SETTLE) == 2
    assert "--log" in program.err
    assert (program.folder / "t.db").read_bytes() == before


def test_a_log_that_fills_the_disk_later_changes_no_exit_code(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.cli.runlog import RunLog

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunLog, "end", full)
    assert program("--quiet", "--log", str(program.folder / "t.log"), "runs") == 0
    assert "No space left" in program.err


@pytest.mark.parametrize("wait", ["-1", "länge", "86401"])
def test_wait_is_seconds(program: Program, wait: str) -> None:
    assert program("--wait", wait, "runs") == 2

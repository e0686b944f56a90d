"""The night and the month of docs/examples, run as they stand; the units of systemd read by it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.jobs import Ends
from tests.cli.processes import rows

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.sh"))
RUN_WHEN = ("korning", "kontroll")
"""Tables that tell when a month was last checked and settled."""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the scripts are for Linux")


@dataclass
class Machine:
    """A machine with the program, a database and the folders of the scripts."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "kommun.db"

    def script(self, name: str, *words: str) -> tuple[int, str]:
        """Run a script; return its exit code and what it said."""
        return self._run("bash", str(EXAMPLES / name), *words)

    def program(self, *words: str) -> tuple[int, str]:
        """Run a command."""
        return self._run(str(self.folder / "workbench"), *words)

    def _run(self, *words: str) -> tuple[int, str]:
        environment = os.environ | {
            "WORKBENCH": str(self.folder / "workbench"),
            "WORKBENCH_DB": str(self.database),
            "WORKBENCH_LOG": str(self.folder / "workbench.log"),
            "INBOX": str(self.folder / "in"),
            "OUTBOX": str(self.folder / "ut"),
            "COPIES": str(self.folder / "kopior"),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            words, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def documents(self) -> dict[str, Any]:
        """Return the day's documents by name."""
        return {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in (self.folder / "ut" / "dokument").glob("*/*.json")
        }


@pytest.fixture
def machine(ends: Ends, tmp_path: Path) -> Machine:
    """A machine with a town's files in its inbox, and settings chosen."""
    made = Machine(ends.begin("import", tmp_path / "maskin").folder)
    (made.folder / "kopior").mkdir()
    program = made.folder / "workbench"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m workbench "$@"\n')
    program.chmod(0o700)
    return made


def test_a_night_and_the_same_night_again(machine: Machine) -> None:
    (machine.folder / "in" / "fel.csv").write_text("brukare;namn\n", encoding="utf-8")
    (machine.folder / "in" / ".halv.csv").write_text("personn", encoding="utf-8")
    code, said = machine.script("nightly.sh")
    assert (code, "import:3" in said) == (1, True), said
    documents = machine.documents()
    assert {"import", "check", "marked", "tasks"} <= documents.keys()
    statuses = [one["status"] for one in documents["import"]["files"]]
    assert sorted(set(statuses)) == ["fel", "importerad"]
    (copy,) = (machine.folder / "kopior").iterdir()
    before = copy.stat()
    (machine.folder / "in" / "fel.csv").unlink()
    stored = rows(machine.database, RUN_WHEN)
    code, said = machine.script("nightly.sh")
    assert (code, said) == (0, "")
    assert copy.stat() == before
    assert rows(machine.database, RUN_WHEN) == stored
    log = (machine.folder / "workbench.log").read_text(encoding="utf-8")
    assert log.count(" start ") == log.count(" end ")
    open_to_others = [
        path for path in machine.folder.rglob("*.json") if path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


def test_a_month_waits_for_its_attest_and_then_leaves(machine: Machine) -> None:
    assert machine.program("import", str(machine.folder / "in"))[0] == 0
    code, said = machine.script("monthly.sh", "2024-03")
    assert (code, "attest-1:1" in said) == (1, True), said
    assert not (machine.folder / "ut" / "2024-03").exists()
    attest = ("--as", "olle", "attest", "1", "--sum", "5321.60", "--ack", "all")
    assert machine.program(*attest)[0] == 0
    code, said = machine.script("monthly.sh", "2024-03")
    assert (code, "attest" in said) == (1, False), said
    left = machine.folder / "ut" / "2024-03" / "korning-1"
    files = {path: path.read_bytes() for path in left.rglob("*") if path.is_file()}
    assert {path.suffix for path in files} == {".xml", ".si", ".pdf", ".txt"}
    (left / "betalning.xml").unlink()
    machine.script("monthly.sh", "2024-03")
    assert {path: path.read_bytes() for path in files} == files


def test_a_fault_stops_the_night_with_its_code(machine: Machine) -> None:
    machine.database.write_bytes(b"not a database, whatever its name says")
    code, said = machine.script("nightly.sh")
    assert (code, "inte en databas" in said) == (4, True), said
    assert list((machine.folder / "kopior").iterdir()) == []


def test_one_night_at_a_time(machine: Machine) -> None:
    (machine.folder / "ut").mkdir(exist_ok=True)
    lock = machine.folder / "ut" / ".skript.lock"
    with subprocess.Popen(["flock", str(lock), "cat"], stdin=subprocess.PIPE) as other:
        while subprocess.run(["flock", "-n", str(lock), "true"], check=False).returncode == 0:
            assert other.poll() is None
        assert machine.script("nightly.sh")[0] == 75
        other.kill()


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing() -> None:
    done = subprocess.run(
        ["shellcheck", "-x", *map(str, SCRIPTS)], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout + done.stderr == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for unit in EXAMPLES.glob("workbench-*.[st]*"):
        text = unit.read_text(encoding="utf-8").replace("/usr/local/lib/workbench", str(EXAMPLES))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.glob("*.timer")))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_page_names_every_example() -> None:
    page = (ROOT / "docs" / "automation.md").read_text(encoding="utf-8")
    for path in EXAMPLES.iterdir():
        kind = f"*{path.suffix}" if path.suffix in (".service", ".timer") else path.name
        assert kind in page, path.name

"""The program as scripts meet it: exit codes, one document on stdout, messages on stderr."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.processes import ran

ROOT = Path(__file__).resolve().parents[2]
ANNA, KIM, ORG = "198403081006", "199406033010", "5566104104"

SHEETS = {
    "brukare": f"personnummer;namn;skyddad\n{ANNA};Anna Ek;nej\n",
    "anordnare": f"orgnr;namn;kommunal;tillstand_fran\n{ORG};Omsorg AB;nej;2013-01-01\n",
    "assistenter": f"personnummer;namn;bosatt_land\n{KIM};Kim Å;SE\n",
    "uppdrag": "assistent;brukare;arbetsgivare;fran;anmald\n"
    f"{KIM};{ANNA};{ORG};2024-01-01;2023-12-01\n",
    "beslut": f"beslutsnummer;brukare;fran;timmar\nB-1;{ANNA};2024-01-01;100\n",
}
HEADER = "brukare;assistent;arbetsgivare;datum;start;slut;slag\n"


class Shell:
    """Runs the program on one database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "t.db"

    def run(
        self, *arguments: str, database: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Return what a command said and how it left."""
        environment = {
            "XDG_DATA_HOME": str(self.folder),
            "WORKBENCH_DB": None,
            "WORKBENCH_USER": None,
        }
        chosen = str(database or self.database)
        return ran(["--db", chosen, *arguments], self.folder, environment)

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Return the one document a command prints."""
        said = self.run(*arguments, "--json")
        assert said.returncode == code, said.stderr
        return json.loads(said.stdout)

    def file(self, name: str, text: str) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder and a database that does not exist yet."""
    return Shell(tmp_path)


@pytest.fixture
def town(shell: Shell) -> Shell:
    """A database with one brukare, one assistant and two passes, one of them twice."""
    folder = shell.folder / "in"
    folder.mkdir()
    for name, text in SHEETS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    row = f"{ANNA};{KIM};{ORG};2024-03-04;08:00;16:00;assistans\n"
    other = f"{ANNA};{KIM};{ORG};2024-03-05;20:00;00:00;vantetid\n"
    (folder / "tid.csv").write_text(HEADER + row + other + row, encoding="utf-8")
    assert shell.run("import", str(folder), "--received", "2024-04-02").returncode == 0
    return shell


def test_the_main_job(town: Shell) -> None:
    checked = town.json("check", "--month", "2024-03", code=1)
    assert checked["month"] == "2024-03"
    (finding,) = checked["findings"]
    assert finding["kod"] == "dubblett"
    assert finding["minuter"] == 480
    assert finding["rader"] == [{"fil": "tid.csv", "rad": 4}]
    assert checked["sammanfattning"] == {"dubblett": {"antal": 1, "minuter": 480}}
    settled = town.json("settle", "--month", "2024-03", code=1)
    (line,) = settled["lines"]
    assert line["minuter"] == {"assistans": 480, "vantetid": 240, "beredskap": 0}
    assert (line["timmar"], line["timbelopp_ore"], line["belopp_ore"]) == ("9.00", 33260, 299340)
    assert settled["nekade_minuter"] == 480
    (person,) = settled["brukare"]
    assert person["att_betala_ore"] == 299340
    assert person["mottagare"] == ANNA
    trace = town.json("explain", line["id"])
    assert "tid.csv rad 2" in json.dumps(trace, ensure_ascii=False)
    assert {"vad", "varde", "lagrum", "kalla", "delar"} == set(trace)


def test_decide_undo_and_exit_codes(town: Shell) -> None:
    (finding,) = town.json("check", "--month", "2024-03", code=1)["findings"]
    moved = town.json("decide", finding["id"], "--neka", "--motivering", "Samma pass")
    assert town.run("flags", "--month", "2024-03").returncode == 0
    assert town.run("undo", str(moved["omgang"])).returncode == 0
    assert town.run("undo", str(moved["omgang"])).returncode == 5
    assert town.run("flags", "--status", "oppen").returncode == 1
    assert town.run("decide", "F999", "--neka", "--motivering", "x").returncode == 2
    assert town.run("decide", finding["id"], "--neka", "--motivering", "  ").returncode == 5
    assert town.run("decide", finding["id"], "--motivering", "x").returncode == 2
    assert town.run("flags", "--kod", "finns-inte").returncode == 2


def test_dry_runs_store_nothing(town: Shell) -> None:
    assert town.json("settle", "--month", "2024-03", "--dry-run", code=1)["korning"] is None
    with sqlite3.connect(town.database) as connection:
        assert connection.execute("SELECT count(*) FROM korning").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM fynd").fetchone() == (0,)
    new = town.file("ny.csv", HEADER + f"{ANNA};{KIM};{ORG};2024-03-09;08:00;16:00;assistans\n")
    looked = town.json("import", new, "--dry-run")
    assert looked["rader"] == 1
    assert looked["files"][0]["timmar"][0]["minuter"]["assistans"] == 480
    with sqlite3.connect(town.database) as connection:
        assert connection.execute("SELECT count(*) FROM tidrapport").fetchone() == (3,)


def test_the_same_file_again_is_said_to_be_known(town: Shell) -> None:
    again = town.json("import", str(town.folder / "in" / "tid.csv"))
    assert [item["status"] for item in again["files"]] == ["redan-importerad"]


BAD = {
    "empty": "",
    "header only": HEADER,
    "unknown column": HEADER.strip() + ";extra\n",
    "wrong delimiter": HEADER.replace(";", ","),
    "no such time": HEADER + f"{ANNA};{KIM};{ORG};2025-03-30;02:30;15:00;assistans\n",
    "25:00": HEADER + f"{ANNA};{KIM};{ORG};2025-03-12;25:00;15:00;assistans\n",
    "date in another order": HEADER + f"{ANNA};{KIM};{ORG};12/03/2025;07:00;15:00;assistans\n",
    "check digit": HEADER + f"198403081007;{KIM};{ORG};2025-03-12;07:00;15:00;assistans\n",
    "no length": HEADER + f"{ANNA};{KIM};{ORG};2025-03-12;07:00;07:00;assistans\n",
    "dtd": '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_loses_nothing(town: Shell, name: str) -> None:
    good = HEADER + f"{ANNA};{KIM};{ORG};2024-03-09;08:00;16:00;assistans\n"
    folder = town.folder / "blandat"
    folder.mkdir()
    (folder / "a-bad.csv").write_text(BAD[name], encoding="utf-8")
    (folder / "b-good.csv").write_text(good, encoding="utf-8")
    said = town.run("import", str(folder), "--json")
    assert said.returncode == 3
    document = json.loads(said.stdout)
    bad, fine = document["files"]
    assert (bad["status"], fine["status"]) == ("fel", "importerad")
    assert bad["fel"]
    assert "a-bad.csv" in said.stderr
    with sqlite3.connect(town.database) as connection:
        assert connection.execute("SELECT count(*) FROM tidrapport").fetchone() == (4,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_bad_row_is_listed(town: Shell) -> None:
    rows = "".join(
        f"{ANNA};{KIM};{ORG};2024-03-{day:02d};08:00;{hour};assistans\n"
        for day, hour in ((1, "16:00"), (2, "8"), (3, "99:99"), (4, "08:00"))
    )
    document = town.json("import", town.file("x.csv", HEADER + rows), code=3)
    assert [issue["rad"] for issue in document["files"][0]["fel"]] == [3, 4, 5]
    assert {issue["kolumn"] for issue in document["files"][0]["fel"]} == {"slut"}


def test_a_raise_above_twelve_per_cent_is_refused_by_rule(town: Shell) -> None:
    text = f"beslutsnummer;brukare;fran;timmar;hojning_procent\nB-2;{ANNA};2024-01-01;10;12,5\n"
    said = town.run("import", town.file("b.csv", text))
    assert said.returncode == 5
    assert "12 procent" in said.stderr


def test_a_missing_rate_is_refused_until_it_is_added(town: Shell) -> None:
    later = HEADER + f"{ANNA};{KIM};{ORG};2031-03-04;08:00;16:00;assistans\n"
    assert town.run("import", town.file("l.csv", later)).returncode == 0
    said = town.run("settle", "--month", "2031-03")
    assert said.returncode == 5
    assert "2031" in said.stderr
    add = ("rates", "add", "--year", "2031", "--kronor", "401,50", "--source", "SFS")
    assert town.run(*add).returncode == 0
    assert town.json("settle", "--month", "2031-03")["lines"][0]["timbelopp_ore"] == 40150


def test_a_file_that_climbs_out_and_a_bomb_are_refused(town: Shell) -> None:
    with zipfile.ZipFile(town.folder / "climb.zip", "w") as archive:
        archive.writestr("../ut.csv", HEADER)
    with zipfile.ZipFile(town.folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 50_000_000)
    for name in ("climb.zip", "bomb.zip"):
        assert town.run("import", str(town.folder / name)).returncode == 3
    assert not (town.folder.parent / "ut.csv").exists()


def test_databases_that_can_not_be_used(town: Shell) -> None:
    newer = town.folder / "newer.db"
    newer.write_bytes(town.database.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    text = town.folder / "text.db"
    text.write_text("inte en databas", encoding="utf-8")
    for path in (newer, text, town.folder):
        said = town.run("flags", database=path)
        assert said.returncode == 4
        assert str(path) in said.stderr
        assert said.stdout == ""


def test_protected_identities_are_masked_until_the_right_is_given(town: Shell) -> None:
    text = f"personnummer;namn;skyddad\n{ANNA};Anna Ek;ja\n"
    assert town.run("import", town.file("skydd.csv", text)).returncode == 0
    for arguments in (
        ("check", "--month", "2024-03"),
        ("settle", "--month", "2024-03"),
        ("explain", "F1"),
        ("explain", "L1"),
        ("tasks",),
    ):
        for extra in ((), ("--json",)):
            said = town.run(*arguments, *extra)
            assert ANNA not in said.stdout + said.stderr
            assert "Anna" not in said.stdout + said.stderr
    assert town.run("flags", "--show-protected").returncode == 5
    from workbench.cli.context import login

    role = ("users", "add", login(), "--role", "administrator", "--see-protected")
    assert town.run(*role).returncode == 0
    assert ANNA in town.run("flags", "--show-protected", "--json").stdout
    with sqlite3.connect(town.database) as connection:
        looks = connection.execute(
            "SELECT count(*) FROM v_logg WHERE handelse = 'visade skyddade uppgifter'"
        ).fetchone()
    assert looks == (1,)


def test_as_is_for_the_role_system_once_there_are_users(town: Shell) -> None:
    from workbench.cli.context import login

    name = login()
    assert town.run("users", "add", name, "--role", "administrator").returncode == 0
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "workbench",
            "--db",
            str(town.database),
            "--as",
            "annan",
            "check",
            "--month",
            "2024-03",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 5


def test_control_characters_in_names_do_not_reach_the_terminal(town: Shell) -> None:
    hostile = f"personnummer;namn;bosatt_land\n{KIM};=cmd|'x'!A1 [bold]Å;SE\n"
    assert town.run("import", town.file("n.csv", hostile)).returncode == 0
    text = town.run("check", "--month", "2024-03").stdout
    assert "\x1b" not in text
    assert "[bold]" in text


def test_hostile_text_never_becomes_sql(town: Shell) -> None:
    for text in ("'; DROP TABLE fynd; --", '"', "%", "\\"):
        said = town.run("flags", "--brukare", text)
        assert said.returncode == 0
    assert town.run("explain", "F1'; --").returncode == 2
    assert town.run("check", "--month", "2024-03").returncode == 1


def test_backup_of_a_database_in_use(town: Shell) -> None:
    target = town.folder / "kopia.db"
    assert town.run("backup", str(target)).returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert town.run("check", "--month", "2024-03", database=target).returncode == 1
    assert town.run("backup", str(target)).returncode == 2


def test_a_note_holds_the_assistants_time(town: Shell) -> None:
    note = ("note", KIM, "--from", "2024-03-01", "--text", "Uppgift från IVO")
    assert town.run(*note).returncode == 0
    found = town.json("check", "--month", "2024-03", code=1)["findings"]
    assert "formaga" in {item["kod"] for item in found}
    assert town.run("note", "191212121212", "--from", "2024-03-01", "--text", "x").returncode == 5


def test_months_that_need_a_new_run_are_listed(town: Shell) -> None:
    town.json("settle", "--month", "2024-03", code=1)
    assert town.json("settle", "--list-marked") == []
    late = HEADER + f"{ANNA};{KIM};{ORG};2024-03-20;08:00;16:00;assistans\n"
    assert town.run("import", town.file("sen.csv", late)).returncode == 0
    (marked,) = town.json("settle", "--list-marked", code=1)
    assert marked["month"] == "2024-03"
    changed = town.json("settle", "--month", "2024-03", code=1)["andringar"]
    assert [(item["timmar_fore"], item["timmar_efter"]) for item in changed] == [("9.00", "17.00")]


def test_the_three_ways_to_start_are_one_program(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": ""}
    launcher = subprocess.run(
        [sys.executable, str(ROOT / "workbench.py"), "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    module = subprocess.run(
        [sys.executable, "-m", "workbench", "--help"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert launcher.stdout == module.stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom workbench.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'textual', 'rich', 'sqlite_utils', 'lxml', 'dateutil', 'sqlite3', 'importers'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stderr.strip() == "[]"


def test_the_screens_need_a_terminal(town: Shell) -> None:
    assert town.run().returncode == 2


def test_an_assistants_period_is_explained_by_personnummer_and_month(town: Shell) -> None:
    said = town.run("explain", KIM, "--month", "2024-03")
    assert said.returncode == 0
    assert said.stdout.startswith("arbetstid Kim Å 2024-03: kan arbeta ytterligare 208:00 h till")
    trace = town.json("explain", f"{KIM[:8]}-{KIM[8:]}", "--month", "2024-03")
    assert {"vad", "varde", "lagrum", "kalla", "delar"} == set(trace)
    assert trace["vad"] in said.stdout
    for wrong in ((KIM,), ("F1", "--month", "2024-03"), (ANNA, "--month", "2024-03")):
        refused = town.run("explain", *wrong)
        assert refused.returncode == 2
        assert refused.stdout == ""
    assert "--month" in town.run("explain", KIM).stderr

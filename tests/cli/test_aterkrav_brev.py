"""``aterkrav letter`` as scripts meet it: drafts, edited text, fixed documents, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.services import krav
from tests.services.krav import move
from tests.services.test_kravhandling import chosen
from workbench.cli import main

Said = tuple[int, str, str]


class Letters:
    """Runs ``aterkrav letter K1`` in this process on one database."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._path = path
        self._capsys = capsys

    def run(self, *arguments: str | Path) -> Said:
        """Return exit code, stdout and stderr."""
        words = ["--db", str(self._path), "aterkrav", "letter", "K1", *map(str, arguments)]
        with pytest.raises(SystemExit) as left:
            main(words)
        said = self._capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    def json(self, *arguments: str | Path, code: int = 0) -> Any:
        """Return the one document that a command prints."""
        found, out, err = self.run(*arguments, "--json")
        assert found == code, err
        return json.loads(out)


@pytest.fixture
def letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Letters:
    """A claim in utredning, with its assessment written and the settings made."""
    with chosen(krav.claimed(tmp_path)) as base:
        move(base, "utredning", "2026-09-01", grund="a")
        krav.assess(base)
    return Letters(tmp_path / "t.db", capsys)


def test_from_draft_to_fixed_letter(letters: Letters, tmp_path: Path) -> None:
    out = tmp_path / "brev"
    draft = letters.json("kommunikation", "--draft", tmp_path / "text.txt", "--out", out)
    assert (draft["krav"], draft["slag"], draft["nummer"]) == ("K1", "kommunikation", 1)
    assert (draft["status"], draft["sha256_text"], draft["skrivna_filer"]) == ("utkast", None, 2)
    assert [Path(path).name.count("utkast") for path in draft["filer"]] == [0, 1, 1]
    assert letters.json("--list", code=1)["mojliga"][0]["utkast"] is True
    edited = tmp_path / "text.txt"
    edited.write_text(edited.read_text(encoding="utf-8").replace("text om bevis", "Intyget."))
    fixed = letters.json("kommunikation", "--text", edited, "--fix", "--out", out)
    assert (fixed["status"], fixed["bilaga"], fixed["skrivna_filer"]) == ("faststalld", 1, 4)
    letter = Path(fixed["filer"][0])
    assert letter.name == "B000001-aterkrav-K1-kommunikation-1.txt"
    assert "Intyget." in letter.read_text(encoding="utf-8")
    again = letters.json("kommunikation", "--out", out)
    assert (again["sha256_pdf"], again["skrivna_filer"]) == (fixed["sha256_pdf"], 0)
    assert letters.run("kommunikation", "--fix")[0] == 5
    annexes = letters.json("bilaga-sekretess", "--fix", "--out", out)
    assert len(annexes["filer"]) == 2
    listed = letters.json("--list")
    assert [item["slag"] for item in listed["handlingar"]] == [
        "kommunikation",
        "bilaga",
        "bilaga-sekretess",
    ]


def test_exit_codes(letters: Letters, tmp_path: Path) -> None:
    assert letters.run("brev")[0] == 2, "no such kind"
    assert letters.run("kommunikation")[0] == 2, "nothing to do"
    code, _, err = letters.run("beslut", "--fix")
    assert (code, "när kravet är beslutat" in err) == (5, True)
    code, _, err = letters.run("paminnelse", "--out", tmp_path / "ut")
    assert (code, "efter laga kraft" in err) == (5, True)
    (tmp_path / "fel.txt").write_text("# Rubrik\n", encoding="utf-8")
    code, _, err = letters.run("beslut", "--text", tmp_path / "fel.txt")
    assert (code, "hör inte till texten" in err) == (3, True)
    (tmp_path / "latin.txt").write_bytes("# Det här har hänt".encode("latin-1"))
    assert letters.run("beslut", "--text", tmp_path / "latin.txt")[0] == 3
    assert letters.run("beslut", "--text", tmp_path / "borta.txt")[0] == 2
    (tmp_path / "upptagen.txt").write_text("mitt", encoding="utf-8")
    assert letters.run("beslut", "--draft", tmp_path / "upptagen.txt")[0] == 2
    assert (tmp_path / "upptagen.txt").read_text(encoding="utf-8") == "mitt"


def test_the_list_for_people(letters: Letters) -> None:
    code, out, _ = letters.run("--list")
    assert code == 0
    assert "kommunikation     kan fastställas" in out
    assert "beslutet fastställs när kravet är beslutat" in out

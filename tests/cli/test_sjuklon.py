"""Sjuklön as scripts meet it: from files to a granted line, its letter and why it is so."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import Shell
from tests.services import town
from tests.services.sjuktown import fall, sick
from tests.services.test_sjuklonsbrev import SETTINGS


def test_a_claim_from_files_to_letter_and_trace(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    passes = [sick("2024-03-04", arende="S-17"), sick("2024-03-05", arende="S-17")]
    rows = [town.tid("2024-03-04", assistent=town.LEA)]
    sheets = town.clean_town(sjukfall=[fall("S-17")], sjukpass=passes, tidrapporter=rows)
    town.write(tmp_path / "in", sheets)
    assert shell.run("import", str(tmp_path / "in")).returncode == 0
    found = shell.json("check", "--month", "2024-03", code=1)["findings"]
    (missing,) = (item for item in found if item["kod"] == "vikarie-saknas")
    assert missing["rader"] == [{"fil": "sjukpass.csv", "rad": 3}]
    shown = shell.json("sjuklon", "show", "S-17", code=1)
    assert shown["ersattning_ore"] == 82574
    assert missing["rader"] in [item["rader"] for item in shown["findings"]]
    for name, value in SETTINGS.items():
        said = shell.run("settings", "set", name, value, "--from", "2020-01-01", "--source", "prov")
        assert said.returncode == 0, said.stderr
    letter = ("sjuklon", "letter", "S-17", "--kind", "beslut", "--out", str(tmp_path / "brev"))
    assert shell.run(*letter).returncode == 5
    granted = shell.run("sjuklon", "decide", "S-17", "--bevilja", "--motivering", "styrkt")
    assert granted.returncode == 0
    settled = shell.json("settle", "--month", "2024-03", code=1)
    line = next(item for item in settled["lines"] if item["slag"] == "sjuklon")
    assert (line["arende"], line["beslut"], line["belopp_ore"]) == ("S-17", None, 82574)
    assert {item["arende"] for item in settled["brukare"]} == {None, "S-17"}
    assert "sjuklön S-17" in shell.run("settle", "--month", "2024-03").stdout
    assert [Path(name).suffix for name in shell.json(*letter)["filer"]] == [".txt", ".pdf"]
    for identity in ("S-17", line["id"], missing["id"]):
        said = shell.run("explain", identity)
        assert said.returncode == 0
        assert "sjukpass.csv rad 3" in said.stdout
    late = [town.tid("2024-03-05", assistent=town.LEA)]
    assert shell.run("attest", "1", "--sum", "1", "--ack", "all").returncode == 5
    (path,) = town.write(tmp_path / "late", {"tidrapporter": late})
    assert shell.run("import", str(path)).returncode == 0
    marked = shell.json("settle", "--list-marked", code=1)
    assert [item["month"] for item in marked] == ["2024-03"]


def test_a_claim_that_is_not_there(tmp_path: Path) -> None:
    assert Shell(tmp_path).run("explain", "S-17").returncode == 2
    assert Shell(tmp_path).run("sjuklon", "show", "S-17").returncode == 5

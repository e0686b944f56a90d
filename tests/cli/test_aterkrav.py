"""``aterkrav list`` and ``show``: what the contract promises of a claim and its rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.services import town
from workbench.cli import cli
from workbench.services import attesting
from workbench.services.aterkrav import UnknownClaim, krav

MONTH = "2024-03"


def claimed(path: Path, brukare: str = town.ANNA, **register: str) -> Path:
    """Make a database in which three hours of a paid month were refused afterwards."""
    base = town.database(path / "t.db")
    sheets = town.clean_town(
        brukare=[{"personnummer": brukare, "namn": "Anna Ek", "ivo_anmald": "", **register}],
        uppdrag=[town.uppdrag(town.KIM, brukare, town.FIRMAN)],
        beslut=[town.beslut("B1", brukare)],
        tidrapporter=[town.tid(f"2024-03-{day:02d}", brukare=brukare) for day in (4, 5, 6)],
    )
    with base:
        town.bring(base, path / "in", sheets, received="2024-04-02")
        _attest(base)
        stay = {"brukare": brukare, "slag": "sjukhus", "fran": "2024-03-05T08:00"}
        town.bring(base, path / "mer", {"vistelser": [stay | {"till": "2024-03-05T11:00"}]})
        town.settled(base, MONTH)
        town.decide(base, town.findings(base, MONTH, "vistelse"), "nekad")
        _attest(base)
    return path / "t.db"


def _attest(base: town.Database) -> None:
    run = town.settled(base, MONTH)
    assert run.korning is not None
    amount = sum(net.att_betala for net in run.brukare)
    attesting.attest(base, run.korning, amount, ["all"], town.stamp(actor="bo"))


def listed(path: Path) -> list[dict[str, Any]]:
    result = CliRunner().invoke(cli, ["--db", str(path), "aterkrav", "list", "--json"])
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_claim_tells_its_rows_before_and_after(tmp_path: Path) -> None:
    (claim,) = listed(claimed(tmp_path))
    assert claim["id"] == "K1"
    assert (claim["grund"], claim["status"]) == ("a", "forslag")
    assert claim["galdenarer"] == [town.ANNA]
    assert claim["manader"] == [MONTH]
    assert claim["belopp_ore"] == 3 * 33260
    assert (claim["betalt_ore"], claim["arende"]) == (0, None)
    assert sum(row["belopp_ore"] for row in claim["rader"]) == claim["belopp_ore"]
    changed = [row for row in claim["rader"] if row["minuter_fore"] != row["minuter_efter"]]
    (row,) = changed
    assert (row["minuter_fore"], row["minuter_efter"]) == (480, 300)
    assert (row["fil"], row["rad"], row["beslut"]) == ("tidrapporter.csv", 3, "B1")
    assert row["timbelopp_fore_ore"] == row["timbelopp_efter_ore"] == 33260
    assert row["orsak"] == "nekad: vistelse"


def test_the_formyndare_of_a_child_owes(tmp_path: Path) -> None:
    child = town.person("2012-01-10", 230)
    (claim,) = listed(claimed(tmp_path, child, formyndare=town.LEA))
    assert claim["galdenarer"] == [town.LEA]


def test_a_protected_person_is_masked(tmp_path: Path) -> None:
    (claim,) = listed(claimed(tmp_path, skyddad="ja"))
    assert town.ANNA not in json.dumps(claim)
    assert claim["galdenarer"] == [claim["brukare"]]


def test_show_names_the_row(tmp_path: Path) -> None:
    path = claimed(tmp_path)
    shown = CliRunner().invoke(cli, ["--db", str(path), "aterkrav", "show", "K1"])
    assert "tidrapporter.csv" in shown.stdout
    assert "997,80" in shown.stdout


def test_nothing_claimed_is_an_empty_list(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db"):
        pass
    assert listed(tmp_path / "t.db") == []


def test_an_unknown_claim_is_refused(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base, pytest.raises(UnknownClaim, match="K7"):
        krav(base.read(), "K7", town.SEER)

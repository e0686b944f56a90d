"""``fk20`` and the duty to inform, as scripts meet them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services import town
from tests.services.test_fk20 import bill, fkbeslut
from workbench.cli import cli

Run = Callable[..., str]
"""Runs a command that must end with an exit code, and returns what it wrote."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a runner on a database with FK's beslut and a bill of 48.99 kr too much."""
    from click.testing import CliRunner

    monkeypatch.setenv("WORKBENCH_DB", str(tmp_path / "t.db"))
    sheets = {
        "brukare": [{"personnummer": town.ANNA, "namn": "Anna Ek", "skyddad": "ja"}],
        "fkbeslut": [fkbeslut(), fkbeslut(town.BO, utfall="avslag", orsak="för få timmar")],
        "fkfaktura": [bill(belopp="30393,07")],
    }
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", sheets)

    def invoke(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
        left = result.return_value if result.exception is None else result.exception
        assert left == code, (left, result.output)
        return result.stdout

    return invoke


def test_the_month_as_a_table_and_a_document(run: Run) -> None:
    import json

    table = run("fk20", "--month", "2025-03", code=1)
    assert town.ANNA not in table
    assert "Anna" not in table
    assert "beloppet är inte timmar gånger timbelopp" in table
    assert "skillnad 48,99 kr i 1 av 1 rader" in table
    document = json.loads(run("fk20", "--month", "2025-03", "--json", code=1))
    (row,) = document["rader"]
    assert (row["dagar"], row["ratt_timmar"], row["ratt_timbelopp_ore"]) == (31, "88.57", 34260)
    assert (row["fakturerat_ore"], row["ratt_ore"], row["skillnad_ore"]) == (3039307, 3034408, 4899)
    assert row["kalla"] == "fkfaktura.csv rad 2"
    assert document["skillnad_ore"] == 4899


def test_a_year_and_a_month_without_anything(run: Run) -> None:
    import json

    document = json.loads(run("fk20", "--year", "2025", "--json", code=1))
    (person,) = document["brukare"]
    assert len(person["manader"]) == 12
    assert document["att_fa_tillbaka_ore"] == 0  # eleven months have no bill
    assert document["att_betala_ore"] == -person["skillnad_ore"]
    assert json.loads(run("fk20", "--month", "2024-12", "--json"))["rader"] == []


def test_a_refusal_is_informed_of(run: Run) -> None:
    listed = run("tasks", code=1)
    assert "15 b § LSS" in listed
    assert "för få timmar" in listed
    assert "15 b § LSS" not in run("tasks", "--done", "FK2", "--motivering", "brev", code=0)

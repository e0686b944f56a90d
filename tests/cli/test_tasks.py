"""``tasks`` as scripts meet it: lists, exit codes, one task, done, dropped, undone, printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.services import town
from tests.services.test_tasks import fkbeslut
from workbench.cli import cli
from workbench.services import law

Run = Callable[..., str]
"""Runs a command that must end with an exit code, and returns what it wrote."""
NO = {"utfall": "avslag", "beslutsdatum": "2025-01-02"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a runner on a database in which FK has said no to Anna and to Bo, who is protected."""
    from click.testing import CliRunner

    monkeypatch.setenv("WORKBENCH_DB", str(tmp_path / "t.db"))
    people = [
        {"personnummer": town.ANNA, "namn": "Anna Ek", "namnd": "Öster", "skyddad": "nej"},
        {"personnummer": town.BO, "namn": "Bo Al", "namnd": "", "skyddad": "ja"},
    ]
    with town.database(tmp_path / "t.db") as base:
        sheets = {"brukare": people, "fkbeslut": [fkbeslut(**NO), fkbeslut(town.BO, **NO)]}
        town.bring(base, tmp_path / "in", sheets, "2025-01-10")
        law.set_policy(base, "betalare_namn", "Storby kommun", "2020-01-01", "N", town.stamp())

    def invoke(*arguments: str, code: int | str = 0) -> str:
        result = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
        left = result.return_value if result.exception is None else str(result.exception)
        assert code == left if isinstance(code, int) else code in str(left), (left, result.output)
        return result.stdout

    return invoke


def listed(run: Run, *arguments: str, code: int = 1) -> list[dict[str, Any]]:
    """Return the tasks of a list."""
    found: list[dict[str, Any]] = json.loads(run("tasks", *arguments, "--json", code=code))[
        "uppgifter"
    ]
    return found


def test_a_list_filtered_and_handled(run: Run) -> None:
    table = run("tasks", code=1)
    assert "Informera brukaren om annat stöd" in table
    assert "försenad" in table
    assert "Bo Al" not in table
    first, second = listed(run)
    assert (first["id"], first["brukare_namn"], first["lagrum"]) == ("FK1", "Anna Ek", "15 b § LSS")
    assert (second["id"], second["brukare_namn"], second["skyddad"]) == ("FK2", "[skyddad] 2", True)
    assert ["Försäkringskassans beslut", "avslag 2025-01-02"] in first["fakta"]
    assert listed(run, "--duty", "15-9", code=0) == []
    assert len(listed(run, "--brukare", town.ANNA)) == 1
    assert len(listed(run, "--overdue")) == 2
    run("tasks", "--duty", "15-7", code="finns inte")
    run("tasks", "done", "FK1", "--motivering", "brev")
    run("tasks", "drop", "FK2", "--motivering", "obehövligt")
    run("tasks", "drop", "FK2", "--motivering", "obehövligt", code="redan avskriven")
    run("tasks", code=0)
    assert {item["status"] for item in listed(run, "--handled", code=0)} == {"gjord", "avskriven"}
    run("tasks", "undo", "FK2", "--motivering", "ringde")
    assert [item["id"] for item in listed(run)] == ["FK2"]
    assert len(listed(run, "--all")) == 2


def test_one_task_shown_and_printed(run: Run, tmp_path: Path) -> None:
    shown = run("tasks", "show", "FK1", code=1)
    assert "Bestämmelse: 15 b § LSS (SFS 1993:387)" in shown
    assert "Sekretess: " in shown
    told = json.loads(run("tasks", "show", "FK1", "--json", code=1))
    assert told["om"]["Till"] == "brukaren"
    assert "Bo Al" not in run("tasks", "show", "FK2", code=1)
    assert "Bo Al" not in run("tasks", "show", "FK2", "--json", code=1)
    made = json.loads(run("tasks", "print", "FK1", "--out", str(tmp_path / "ut"), "--json"))
    assert made["skrivna_filer"] == 2
    text = Path(made["filer"][0]).read_text()
    assert text.startswith("Storby kommun\nÖster\n\nAnna Ek\n")
    run("tasks", "print", "FK2", "--out", str(tmp_path / "ut"), code="skyddade personuppgifter")
    run("tasks", "show", "FK9", code="finns inte")

"""The program against the independent oracle, on generated and worked municipalities."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import generate, oracle
from tests.services import town
from workbench.rules.registry import KODER

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
SECTION_4 = frozenset(
    {
        "arbetstid-husligt",
        "arbetstid-atl",
        "arbetstid-atl-4v",
        "arbetstid-atl-ar",
        "arbetstid-avtal",
        "arbetstid-brukare",
        "arbetstid-oklar",
        "dubbelassistans",
    }
)
WHOLE = set(KODER) >= SECTION_4
"""Working time belongs to the answer as soon as the program has its rules."""
OWN = frozenset(KODER) - oracle.NEKA - oracle.UTRED - oracle.INFO - {"over-beslut"}
"""What the oracle leaves to others: late accounts, patterns of control, new versions of beslut."""
PRESETS = (
    *("ordinary", "caps", "unclear", "double", "nights", "registers", "overlaps", "worktime"),
    "fk",
)
CASES = [
    (preset, 100 + 7 * turn + place, generate.WORTH_TRYING[(3 * turn + place) % 10])
    for turn in range(3)
    for place, preset in enumerate(PRESETS)
]


def _expected(folder: Path, months: list[str]) -> dict[str, dict[str, Any]]:
    today = date.fromisoformat(town.TODAY)
    answers = oracle.run(oracle.load(folder), months, today, with_section4=WHOLE)
    for found in answers.values():
        found["findings"] = sorted(found["findings"] + found.pop("info"), key=oracle.finding_order)
    return answers


@pytest.mark.parametrize(("preset", "seed", "start"), CASES)
def test_agrees_with_the_oracle(tmp_path: Path, preset: str, seed: int, start: str) -> None:
    folder = tmp_path / "in"
    months = generate.write(folder, seed, start, preset=preset)
    expected = _expected(folder, months)
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, [folder])
        for month in months:
            got = town.answer(base, month, without=sorted(OWN))
            assert got["findings"] == expected[month]["findings"], month
            assert got["lines"] == expected[month]["lines"], month
            assert got == expected[month], month


@pytest.mark.parametrize("name", ["kommun-1", "kommun-2", "kommun-3"])
def test_agrees_with_the_worked_findings(tmp_path: Path, name: str) -> None:
    """Everything; before the rules of section 4 only the codes that don't need them."""
    folder = EXAMPLES / name
    if not (folder / "expected.json").exists():
        pytest.skip("the worked examples are not beside the repository")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    own = _expected(folder, list(expected))
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, sorted(folder.glob("*.csv")))
        for month, worked in expected.items():
            got = town.answer(base, month, without=sorted(OWN))
            assert got == own[month], month
            hidden = frozenset() if WHOLE else SECTION_4 | {"over-beslut"}
            shown = [f for f in worked["findings"] if f["kod"] not in hidden]
            mine = [f for f in got["findings"] if f["kod"] not in oracle.INFO | hidden]
            assert sorted(shown, key=oracle.finding_order) == mine, month
            if WHOLE:
                assert got["lines"] == worked["lines"], month
                assert got | {"findings": []} == worked | {"findings": []}, month

"""The oracle against the three worked municipalities."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from . import oracle

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
TODAY = date(2026, 11, 22)
NAMES = ("kommun-1", "kommun-2", "kommun-3")


def _answers(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = EXAMPLES / name
    if not (folder / "expected.json").exists():
        pytest.skip("the worked examples are not beside the repository")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected, oracle.run(oracle.load(folder), list(expected), TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_the_worked_example(name: str) -> None:
    expected, got = _answers(name)
    for month, answer in expected.items():
        mine = {key: value for key, value in got[month].items() if key != "info"}
        answer["findings"].sort(key=oracle.finding_order)
        assert mine["findings"] == answer["findings"], month
        assert mine["lines"] == answer["lines"], month
        assert mine == answer, month

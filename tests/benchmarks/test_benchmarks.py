"""The benchmarks still run: structure only, since no time means anything on a test machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import growth, measured, percentile, ratio, shown_rows, table
from benchmarks.process import Sample

ROOT = Path(__file__).resolve().parents[2]
MEASURES = ("import-rows", "check-settle", "settle-again", "same-file", "help")


@pytest.mark.skipif(os.name != "posix", reason="measured with wait4 and pseudo-terminals")
def test_measures_rows_and_start(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks", "--rows", "2000", "--rounds", "1"]
    command += ["--scale", "M", "--only", *MEASURES, "--json", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    document = json.loads(out.read_text("utf-8"))
    figures = document["figures"]
    floors = shutil.which("sqlite3") is not None
    expected = {*MEASURES, "floor"} if floors else {"import-rows", "settle-again", "help"}
    assert expected <= {figure["measure"] for figure in figures}
    assert all(figure["value"] > 0 for figure in figures)
    assert all(figure["low"] <= figure["value"] <= figure["high"] for figure in figures)
    assert set(document["machine"]) == {"cores", "system", "python", "sqlite", "load"}
    assert bool(document["notes"]) is not floors
    lines = done.stdout.splitlines()
    assert lines[0].startswith("| Measure")
    assert any("Python" in line and "SQLite" in line for line in lines)


def test_a_ratio_is_the_median_of_pairs_and_judged_from_enough_rows() -> None:
    ours = [Sample(2.0, 1.0, 10.0), Sample(9.0, 1.0, 10.0), Sample(3.0, 3.0, 10.0)]
    floor = [Sample(1.0, 1.0, 10.0), Sample(3.0, 1.0, 10.0), Sample(3.0, 1.0, 10.0)]
    few = ratio("m", "a / b", 1000, ours, floor, 1.5)
    many = ratio("m", "a / b", 1_000_000, ours, floor, 1.5)
    assert (few.value, few.low, few.high, few.cpu) == (2.0, 1.0, 3.0, 1.0)
    assert (few.verdict, many.verdict) == ("", "over")


def test_growth_compares_the_fewest_rows_with_the_most() -> None:
    made = [
        measured("m", "memory", rows, [value], "MiB", 150)
        for rows, value in ((10, 50.0), (1000, 55.0))
    ]
    grown = growth(made, 1.2)[0]
    assert (grown.value, grown.verdict, grown.what) == (1.1, "ok", "memory: 10 to 1k")
    assert growth(made[:1]) == []


def test_figures_as_text() -> None:
    lines = table([measured("m", "pages", 10_000, [1.0, 250.0, 30.0], "ms", 25)]).splitlines()
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    assert cells == ["m", "pages", "10k", "30.0 ms", "1.00-250", "", "25", "over", ""]
    assert len({len(line) for line in lines}) == 1
    assert shown_rows(1_000_000) == "1M"
    assert percentile([5.0], 95) == 5.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0

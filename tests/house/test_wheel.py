"""What is installed: three packages with their data files, and nothing else at the top."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.pages import ROOT


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = Path(folder).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_three_packages_and_their_metadata(names: list[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "workbench",
        "db",
        "importers",
    }


def test_data_files_are_inside(names: list[str]) -> None:
    data = {
        path.relative_to(ROOT).as_posix()
        for package in ("workbench", "db", "importers")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".toml", ".tcss", ".html", ".js")
    }
    assert data
    assert data <= set(names)
